"""The one error a person at the keyboard ever sees."""

import re
import textwrap
from pathlib import Path

# What stands before a folder of ours, or of a library, in the path of a source file: between quotes, behind
# a colour, or up to a blank.
INSTALLED_IN = re.compile(
    r"""(?:(?<=")[^"\n]*|(?<=m)[/~][^"\n\x1b]*|[^\s'"(<>=;]*)[/\\](?=(?:solver|tests|site-packages|python3\.\d+)[/\\])"""
)
WIDEST_LINE = 88  # a notebook breaks a longer one inside a word


class PortfolioError(Exception):
    """Something in the portfolio cannot be used as it is.

    Parameters
    ----------
    problem : str
        What is wrong, as one sentence.
    file : str or Path, optional
        The file it stands in; only its name is shown.
    row : int, optional
        The line of the file, counted as a spreadsheet counts, header included.
    column : str, optional
        The column as the file writes it.
    fix : str, optional
        What to do about it.

    Attributes
    ----------
    speech : Speech
        What was spoken where it was raised; it is told in that language wherever it is caught.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | Path | None = None,
        row: int | None = None,
        column: str | None = None,
        fix: str | None = None,
    ) -> None:
        from solver.words.i18n import in_force

        self.problem = problem
        self.file = Path(file).name if file is not None else None
        self.row = row
        self.column = column
        self.fix = fix
        self.speech = in_force()
        super().__init__(str(self))

    def __str__(self) -> str:
        """Place, problem and fix on one line; the fix on its own below several."""
        return self._line(self.file)

    @property
    def beside_file(self) -> str:
        """The same line where the file's name already stands before it."""
        return self._line(None)

    def _line(self, file: str | None) -> str:
        from solver.words.i18n import spoken

        with spoken(*self.speech):
            return self._written(file)

    def _written(self, file: str | None) -> str:
        from solver.words.i18n import _, with_label

        place = [
            file,
            _("row {row}").format(row=self.row) if self.row is not None else None,
            _("column “{column}”").format(column=self.column) if self.column is not None else None,
        ]
        where = ", ".join(part for part in place if part)
        text = with_label(where, self.problem) if where else self.problem
        apart = "\n" if "\n" in text else " "
        return f"{text}{apart}→ {self.fix}" if self.fix else text

    def _render_traceback_(self) -> list[str]:
        """Show a notebook's reader the line alone, without the path the program took to it."""
        return between_words(str(self))


def between_words(line: str) -> list[str]:
    """Return a message in lines that a notebook shows whole."""
    return textwrap.wrap(line, WIDEST_LINE, break_long_words=False, break_on_hyphens=False)


def without_places(text: str) -> str:
    """Return a traceback without where on this machine the modules it names are installed."""
    return INSTALLED_IN.sub("", text)
