"""`python -m solver.tools.constraints`: the versions of the lock without its hashes, for pip to hold to."""

import re

from solver.words.files import write_text
from solver.words.places import ROOT

PIN = re.compile(r"^[\w.-]+==[^\\\n]+", re.MULTILINE)


def constraints() -> str:
    """Return one version a line, where it holds behind it."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return "".join(f"{pin.strip()}\n" for pin in PIN.findall(lock))


if __name__ == "__main__":
    write_text(ROOT / "constraints.txt", constraints())
