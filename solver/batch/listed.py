"""Which portfolios a batch is about, and what the run folder of each is called."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from solver.run import project_path
from solver.words.errors import PortfolioError
from solver.words.files import read_whole
from solver.words.i18n import _, clauses, with_label
from solver.words.sentences import listed

PORTFOLIO = "portfolio.yaml"
SEPARATORS = (";", ",", "\t")
HEADS = {"portfolio": "path", "portefeuille": "path", "name": "name", "nom": "name"}
UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]|^\.|[. ]$|\.part-\d+$')  # for the name of a folder, anywhere


@dataclass(frozen=True)
class Listed:
    """One portfolio of a batch.

    Attributes
    ----------
    name : str
        Of its run folder, and on the page.
    path : Path
        Its `portfolio.yaml`, whether it is there or not.
    """

    name: str
    path: Path


def portfolios_of(given: Path) -> list[Listed]:
    """Return the portfolios of a folder of firms or of a list, by name.

    Parameters
    ----------
    given : Path
        A folder, whose own `*.yaml` and whose folders with a `portfolio.yaml` count; or a list: a path a
        line, or the columns `portfolio` and `name`.

    Raises
    ------
    PortfolioError
        There is none, the list cannot be read, or two would write into one run folder.
    """
    place = project_path(given)
    found = list(_in_folder(place) if place.is_dir() else _in_list(place))
    if not found:
        raise PortfolioError(
            _("there is no portfolio in it"),
            file=place,
            fix=_(
                "give a folder of folders with a portfolio.yaml each, or a list of their paths, one a line"
            ),
        )
    _refuse_unfit(found, place)
    return sorted(found, key=lambda one: one.name)


def _in_folder(folder: Path) -> Iterator[Listed]:
    """Look one level deep: further down lie run folders, with a portfolio each that is no firm's."""
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml"), *folder.glob(f"*/{PORTFOLIO}")]):
        if not (path.parent / "manifest.json").exists():
            yield Listed(_name_of(path), path)


def _in_list(file: Path) -> Iterator[Listed]:
    rows = _rows(file)
    heads = [HEADS.get(cell.casefold(), "") for cell in rows[0]] if rows else []
    if "path" in heads:
        rows = rows[1:]
    else:
        heads = ["path"]
    for row in rows:
        cells = dict(zip(heads, row, strict=False))
        beside = file.parent / cells["path"]
        path = beside if beside.exists() else project_path(cells["path"])
        path = path / PORTFOLIO if path.is_dir() else path
        yield Listed(cells.get("name") or _name_of(path), path.resolve())


def _rows(file: Path) -> list[list[str]]:
    """Return the filled rows of a list, whichever program wrote it."""
    try:
        text = read_whole(file).decode("utf-8-sig")
    except FileNotFoundError:
        raise PortfolioError(
            _("there is no such file"), file=file, fix=_("give a folder of firms, or a list of portfolios")
        ) from None
    except (OSError, ValueError):
        raise PortfolioError(
            _("this list cannot be read"),
            file=file,
            fix=_("give a folder, or a text file in UTF-8 with the path of a portfolio.yaml on each line"),
        ) from None
    first = next(iter(text.splitlines()), "")
    separator = next((mark for mark in SEPARATORS if mark in first), ";")
    rows = ([cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=separator))
    return [row for row in rows if any(row)]


def _name_of(path: Path) -> str:
    """Name a run as `twelvefold run` does: by the portfolio's folder, or its file where that says more."""
    return path.parent.name if path.name == PORTFOLIO else path.stem


def _refuse_unfit(found: Sequence[Listed], place: Path) -> None:
    """Refuse names that no folder can have, and names that a disk may not tell apart."""
    unfit = sorted({one.name for one in found if not one.name or UNFIT.search(one.name)})
    if unfit:
        raise PortfolioError(
            _("no run folder can be called so: {names}").format(names=listed(unfit)),
            file=place,
            fix=_("give a list with the columns portfolio and name, and another name there"),
        )
    by_name: dict[str, list[Listed]] = {}
    for one in found:
        by_name.setdefault(normalize("NFC", one.name).casefold(), []).append(one)
    twice = [same for same in by_name.values() if len(same) > 1]
    if twice:
        told = clauses(with_label(same[0].name, listed([str(one.path) for one in same])) for same in twice)
        raise PortfolioError(
            _("several portfolios would write into one run folder: {names}").format(names=told),
            file=place,
            fix=_("give a list with the columns portfolio and name, and a name of its own to each"),
        )
