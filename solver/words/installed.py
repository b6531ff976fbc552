"""The versions of packages: those with which this version was tested, and those that are installed here."""

import re
from importlib.metadata import PackageNotFoundError, version

from solver.words.places import shipped

PIN = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)


def tested() -> dict[str, str]:
    """Return the version of each package as it was tested, by its name."""
    return dict(PIN.findall(shipped("constraints.txt").read_text(encoding="utf-8")))


def installed(name: str) -> str | None:
    """Return the version of a package; none where it is not here, being another system's or a developer's."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
