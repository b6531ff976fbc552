"""Files that are whole or not there: written beside, then renamed."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from solver.words.errors import PortfolioError
from solver.words.i18n import _

if TYPE_CHECKING:
    import pandas as pd


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a refusal of the disk into one clear line.

    Raises
    ------
    PortfolioError
        The disk is full, read-only, or not ours to write.
    """
    try:
        yield
    except OSError as error:
        raise PortfolioError(
            _("this cannot be written: {reason}").format(reason=error.strerror or error),
            file=path,
            mend=_("free space, close the file where it is open, or choose another folder with --out"),
        ) from None


def write_text(path: Path, text: str) -> None:
    """Write beside, then rename: a reader never sees half a file."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(path.name + ".part")
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)


def write_table(path: Path, table: "pd.DataFrame") -> None:
    """Write a table as parquet, beside first, then rename."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(path.name + ".part")
        table.to_parquet(beside, index=False)
        beside.replace(path)


def file_hash(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
