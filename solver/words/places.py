"""Where the files lie that come with the product, and where a path that somebody gives is looked for.

In a checkout, notebooks and data lie beside the package; a wheel carries them within it. Nothing is ever
written below either of them.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = (_PACKAGE.parent / "notebooks" / "01_prepare_tools.ipynb").exists()
ROOT = _PACKAGE.parent if CHECKOUT else _PACKAGE / "_files"

PACKED = ".xz"


def shipped(*parts: str) -> Path:
    """Return where a file or a folder lies that comes with the product, as in `shipped("data", "demo")`.

    A wheel packs its largest table; pandas tells by the ending how to read it.
    """
    path = ROOT.joinpath(*parts)
    packed = path.with_name(f"{path.name}{PACKED}")
    return packed if packed.exists() and not path.exists() else path


def project_path(path: str | Path) -> Path:
    """Return an absolute path; a relative one is looked for here first, then among what comes with us."""
    given = Path(path).expanduser()
    if given.is_absolute() or given.exists():
        return given.resolve()
    ours = ROOT / given
    # A notebook that is opened where it lies in a checkout has its run folder in the checkout too.
    return ours if ours.exists() or Path.cwd().is_relative_to(ROOT) else Path.cwd() / given
