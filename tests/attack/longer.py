"""The tests that are too long for every day, and those that draw or open some of many, doing more.

`python -m tests.attack.longer`
"""

import os
import subprocess
import sys

from tests.attack.tally import Tally
from tests.conftest import ROOT
from tests.everyday import FLAG


def main() -> int:
    """Run them side by side, and say whether all passed."""
    tally = Tally("longer tests")
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", "-m", "attack or hypothesis"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, FLAG: "1"}, check=False)
    tally.holds("pytest", done.returncode)
    return tally.status()


if __name__ == "__main__":
    sys.exit(main())
