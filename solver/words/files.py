"""Files that are whole or not there: written beside, then renamed."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from solver.words.errors import PortfolioError
from solver.words.i18n import _

if TYPE_CHECKING:
    import pandas as pd


MOST_BYTES = 1_000_000_000  # five million invoice lines are less than half of it


def read_whole(path: Path) -> bytes:
    """Return what a file holds; a device or a pipe is none, for it may never end.

    Raises
    ------
    PortfolioError
        It is no plain file, or larger than can be read.
    OSError, ValueError
        It is not there, or cannot be opened.
    """
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode) and not stat.S_ISDIR(facts.st_mode):
        raise PortfolioError(
            _("this is a device or a pipe, not a file"),
            file=path,
            fix=_("give the path of a file on this disk"),
        )
    if facts.st_size > MOST_BYTES:
        raise PortfolioError(
            _("the file is larger than {size} MB").format(size=MOST_BYTES // 1_000_000),
            file=path,
            fix=_("export one year at a time, with the columns that are needed"),
        )
    return path.read_bytes()


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
            fix=_("free space, close the file where it is open, or choose another folder"),
        ) from None


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Give a place beside a file to write to, then rename it: a reader never sees half a file.

    The place is this process's own: of two that write the same file, the last one has it, whole.

    Raises
    ------
    PortfolioError
        It cannot be written; what was there before is still there.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            yield beside
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all."""
    with written_beside(path) as beside:
        beside.write_bytes(content)


def write_text(path: Path, text: str) -> None:
    """Write a text, with the same line ends everywhere."""
    write_bytes(path, text.encode("utf-8"))


def write_table(path: Path, table: "pd.DataFrame") -> None:
    """Write a table as parquet."""
    with written_beside(path) as beside:
        table.to_parquet(beside, index=False)


def file_hash(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
