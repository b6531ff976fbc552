"""Judgements read back from worksheets, and several people's judgements put together."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pandas as pd

from solver.parameters import Portfolio
from solver.parameters.method import MethodParameters
from solver.value.curves import EXPONENTIAL
from solver.value.judged import CONTROLS, CURVE_COLUMNS
from solver.words.errors import PortfolioError
from solver.words.i18n import _, clauses, counted, format_date, format_number, format_share, ngettext

ASKED = CURVE_COLUMNS[1:]
NUMBERS = (*ASKED, *CONTROLS)  # what is asked of a type, then what only checks the curve
FIRM_WIDE = ("save_share", "call_effect")  # asked once, for the whole firm
JUDGEMENTS_KEY = "judgements"  # in the hidden first column: what is read back, whatever the language
EXAMPLE_KEY = "example"
ROLES_KEY = "roles"
CODES_KEY = "codes"
HEAD_KEYS = ("author", "role", "judged_on")
JUDGEMENT_COLUMNS = ("author", "role", "judged_on", "account_type", *NUMBERS, *FIRM_WIDE, "note")
CURVE_POINTS = ("none", "saturation", *CONTROLS)
FAR_APART = 0.1  # of today's revenue: judges that far apart had better talk
LARGEST = {"none": 1.0, "half": 1.0, "plus_half": 10.0, "saturation": 20.0}
MOST_VISITS = 366.0
STEP = 1e-9  # points closer than this are the same


def role_names() -> dict[str, str]:
    """Return what each role is called."""
    return {"rep": _("Rep"), "manager": _("Manager")}


def type_names() -> dict[str, str]:
    """Return what each account type of a client is called."""
    return {
        "key_account_to_consolidate": _("Key account to consolidate"),
        "key_account_to_develop": _("Key account to develop"),
        "high_potential": _("High potential"),
        "going_concern": _("Core client"),
        "medium_account": _("Medium account"),
        "economical_management": _("Economical management"),
    }


def read_worksheet(path: str | Path) -> pd.DataFrame:
    """Read one person's judgements back.

    Parameters
    ----------
    path : str or Path
        A workbook of `worksheet.write_worksheet`, filled in; in whatever language it was written.

    Returns
    -------
    DataFrame
        `author, role` (rep, manager), `judged_on, account_type, reference_visits, none, saturation`, `half,
        plus_half` (missing where they were left open), `save_share, call_effect` (of the firm, the same on
        every line) and `note`, one line per account type judged; lines left empty are not there.

    Raises
    ------
    PortfolioError
        Names the sheet, the row and the column: no such workbook or sheet, name, role or date missing, a line
        filled in part, a number that is none, out of range or out of order, nothing filled in at all.
    """
    file = Path(path)
    page = _Page(file, *_sheet_of(file))
    author, role, judged_on = page.head()
    firm_wide = page.firm_wide()
    rows = [page.judged(row) | firm_wide for row in page.type_rows() if page.is_filled(row)]
    if not rows:
        page.refuse(_("nothing is filled in"), None, None, _("fill in at least one line"))
    table = pd.DataFrame(rows).assign(author=author, role=role, judged_on=pd.Timestamp(judged_on))
    text = dict.fromkeys(["author", "role", "account_type", "note"], "str")
    return table[list(JUDGEMENT_COLUMNS)].astype(text | dict.fromkeys((*NUMBERS, *FIRM_WIDE), float))


def judgements_in_force(files: Sequence[str | Path], present: pd.DataFrame) -> pd.DataFrame:
    """Return the judged curves that the plan uses: those of the worksheets, else the present ones.

    Parameters
    ----------
    files : sequence of str or Path
        Worksheets filled in.
    present : DataFrame
        As `solver.value.judged.curve_table` returns it.

    Returns
    -------
    DataFrame
        The table `judgements`, which `build_problem` takes as judged curves.
    """
    merged = merge_judgements([read_worksheet(file) for file in files], present)
    return merged[["account_type", *NUMBERS, "form", "judges", "spread", "judged_by", "sentence"]]


def firm_wide_in_force(files: Sequence[str | Path], present: Mapping[str, float]) -> dict[str, float]:
    """Return what is judged once for the firm: the middle answer of the worksheets, else the present number.

    Parameters
    ----------
    files : sequence of str or Path
        Worksheets filled in.
    present : mapping
        `save_share, call_effect`.
    """
    answers = [read_worksheet(file).iloc[0] for file in files]
    medians = {name: pd.Series([float(answer[name]) for answer in answers]).median() for name in FIRM_WIDE}
    return {name: float(present[name] if np.isnan(found) else found) for name, found in medians.items()}


def judged_by(portfolio: Portfolio, judgements: pd.DataFrame) -> dict[str, str]:
    """Say of each judgement who made it and when; of a parameter, whether it is the product's default.

    Parameters
    ----------
    portfolio : Portfolio
    judgements : DataFrame
        From `judgements_in_force`.
    """
    given = {name: _whose(portfolio, name) for name in MethodParameters.model_fields}
    people = [name for name in judgements["judged_by"].drop_duplicates() if name]
    typed = clauses([*people, *([given["judged_curves"]] if judgements["judges"].eq(0).any() else [])])
    answers = [read_worksheet(file).iloc[0].to_dict() for file in portfolio.judgement_files]
    for name in FIRM_WIDE:
        judges = [_judge(answer) for answer in answers if not np.isnan(answer[name])]
        given[name] = clauses(judges) if judges else given[name]
    named = {"ceiling_ratio": given["conversion_ceiling"], "wallet_power": _("product's default")}
    return given | named | dict.fromkeys(ASKED, typed)


def _whose(portfolio: Portfolio, name: str) -> str:
    """Tell whether a parameter is the product's or the firm's own."""
    default = MethodParameters.model_fields[name].get_default(call_default_factory=True)
    return _("product's default") if getattr(portfolio, name) == default else _("the firm's portfolio")


def merge_judgements(judgements: Iterable[pd.DataFrame], present: pd.DataFrame | None = None) -> pd.DataFrame:
    """Put several people's judgements together: the median of each number, and how far apart they are.

    Parameters
    ----------
    judgements : iterable of DataFrame
        From `read_worksheet`.
    present : DataFrame, optional
        The judgements in force: they stay for the types that nobody judged, and give the order of the types.

    Returns
    -------
    DataFrame
        The columns of `judged.curve_table` (medians), then `judges` (how many; 0 where the present stays),
        `<number>_low, <number>_high` for each number, `spread` (widest of the four points of the curve, as a
        share of today's revenue), `judged_by` (who, in which role, when) and `sentence`.

    Raises
    ------
    PortfolioError
        The same person judged the same type twice.

    Notes
    -----
    The median of points that rise rises as well, and one extreme answer does not move it far.
    """
    given = [table for table in judgements if len(table)]
    if not given and present is None:
        raise PortfolioError(_("there are no judgements"), fix=_("read at least one worksheet"))
    every = pd.concat(given, ignore_index=True) if given else pd.DataFrame(columns=list(JUDGEMENT_COLUMNS))
    twice = every.duplicated(["author", "account_type"])
    if twice.any():
        first = every[twice].iloc[0]
        raise PortfolioError(
            _("{author} judged “{type}” twice").format(author=first["author"], type=first["account_type"]),
            fix=_("keep one worksheet of each person"),
        )
    every = every.sort_values(["account_type", "judged_on", "author"], kind="stable")
    types = pd.Index(every["account_type"].unique())
    if present is not None:
        types = pd.Index(present["account_type"]).append(types.difference(pd.Index(present["account_type"])))
    by_type = dict(iter(every.groupby("account_type", sort=True)))
    kept = {} if present is None else present.set_index("account_type").to_dict("index")
    rows = [_merged(str(name), by_type.get(name), kept.get(name, {})) for name in types]
    text = dict.fromkeys(["account_type", "form", "judged_by", "sentence"], "str")
    return pd.DataFrame(rows).astype(text | dict.fromkeys(NUMBERS, float))


def _merged(account_type: str, judged: pd.DataFrame | None, present: dict[Any, Any]) -> dict[str, Any]:
    """One line of the merged table."""
    line: dict[str, Any] = {"account_type": account_type}
    count = 0 if judged is None else len(judged)
    low, high = dict(present), dict(present)
    if judged is None:
        line |= {name: float(present[name]) for name in NUMBERS}
    else:
        line |= {name: float(judged[name].median()) for name in NUMBERS}
        low = {name: float(judged[name].min()) for name in NUMBERS}
        high = {name: float(judged[name].max()) for name in NUMBERS}
    # An S needs the points between: without them the curve is the usual one.
    has_points = not any(np.isnan(line[name]) for name in CONTROLS)
    line["form"] = present.get("form", EXPONENTIAL) if has_points else EXPONENTIAL
    line["judges"] = count
    for name in NUMBERS:
        line |= {f"{name}_low": float(low[name]), f"{name}_high": float(high[name])}
    widest = max(CURVE_POINTS, key=lambda name: np.nan_to_num(high[name] - low[name]))
    line["spread"] = float(high[widest] - low[widest])
    line["judged_by"] = "" if judged is None else clauses(_judge(row) for row in judged.to_dict("records"))
    line["sentence"] = _sentence(count, line["spread"], widest, low, high)
    return line


def _judge(row: dict[Any, Any]) -> str:
    """Name one judge: who, in which role, when."""
    role = role_names().get(row["role"], row["role"])
    return f"{row['author']} ({role}, {format_date(row['judged_on'])})"


def _sentence(count: int, spread: float, widest: str, low: dict[str, Any], high: dict[str, Any]) -> str:
    """Say how far the judges agree."""
    if count == 0:
        return _("Nobody judged it: the present numbers stay.")
    if count == 1:
        return _("One judge: a second opinion is worth having.")
    names = {
        "none": _("no visit at all"),
        "half": _("half the visits"),
        "plus_half": _("half as many again"),
        "saturation": _("all one could wish"),
    }
    text = counted(count, "{n} judge agrees within {spread}.", "{n} judges agree within {spread}.")
    if spread > FAR_APART + STEP:
        text = counted(
            count,
            "{n} judge differs on “{point}”: {low} to {high}. Talk about it.",
            "{n} judges differ on “{point}”: {low} to {high}. Talk about it.",
        )
    return text.format(
        spread=format_share(spread),
        point=names[widest],
        low=format_share(low[widest]),
        high=format_share(high[widest]),
    )


def _sheet_of(file: Path) -> tuple[str, np.ndarray]:
    """Find the sheet to read: the one that says so in its hidden first cell."""
    if not file.exists():
        raise PortfolioError(
            _("the file is not there"), file=file, fix=_("check the folder and the name of the file")
        )
    try:
        # The reader is foreign code facing a foreign file: it may fail in a dozen ways that all mean this.
        sheets = pd.read_excel(file, sheet_name=None, engine="calamine", header=None, dtype=object)
    except Exception as error:
        raise PortfolioError(
            _("the workbook cannot be opened ({reason})").format(reason=str(error) or type(error).__name__),
            file=file,
            fix=_("open it in a spreadsheet and save it again as .xlsx"),
        ) from None
    for name, sheet in sheets.items():
        cells = sheet.to_numpy(dtype=object)
        if cells.size and cells[0, 0] == JUDGEMENTS_KEY:
            return str(name), cells
    raise PortfolioError(
        _("the workbook has no sheet of judgements"),
        file=file,
        fix=_("fill in the worksheet as it was sent, without removing its hidden row and column"),
    )


class _Page:
    """The cells of one sheet of judgements, found by the codes in its hidden row and column."""

    def __init__(self, file: Path, sheet: str, cells: np.ndarray) -> None:
        self.file, self.sheet, self.cells = file, sheet, cells
        keys = cells[:, 0].tolist()
        self.row_of = {str(key): row for row, key in enumerate(keys) if isinstance(key, str)}
        for key in (*HEAD_KEYS, ROLES_KEY, CODES_KEY):
            if key not in self.row_of:
                self._incomplete()
        codes = cells[self.row_of[CODES_KEY]].tolist()
        self.column_of = {str(code): number for number, code in enumerate(codes) if isinstance(code, str)}
        if not {*NUMBERS, "note"} <= set(self.column_of):
            self._incomplete()
        self.names_row = self.row_of[CODES_KEY] + 1

    def head(self) -> tuple[str, str, dt.date]:
        """Return who judged, in which role, when."""
        author = self._head_cell("author", _("write your name"))
        role = str(self._head_cell("role", _("choose your role from the list"))).strip()
        listed = [str(cell) for cell in self.cells[self.row_of[ROLES_KEY], 1:] if not _is_empty(cell)]
        code_of = dict(zip(listed[1::2], listed[::2], strict=False))
        if role not in code_of:
            names = ", ".join(code_of)
            self.refuse(
                _("“{value}” is not a role").format(value=role),
                self.row_of["role"],
                2,
                _("choose one of {methods}").format(methods=names),
            )
        judged_on = self._head_cell("judged_on", _("write the date of the judgement"))
        if not isinstance(judged_on, dt.date):
            self.refuse(
                _("“{value}” is not a date").format(value=judged_on),
                self.row_of["judged_on"],
                2,
                _("write a date, as 2026-01-31"),
            )
        return str(author).strip(), code_of[role], judged_on

    def firm_wide(self) -> dict[str, float]:
        """Return what is judged once for the firm; missing where it was left open, or not asked yet."""
        return {
            name: self._number(self.row_of[name], 2, 1.0, empty_allowed=True)
            if name in self.row_of
            else np.nan
            for name in FIRM_WIDE
        }

    def type_rows(self) -> list[int]:
        """Return the rows of the account types; a type that is none is refused."""
        rows = [row for row in self.row_of.values() if row > self.names_row]
        for row in rows:
            if self.cells[row, 0] not in type_names():
                self.refuse(
                    _("“{value}” is not an account type").format(value=self.cells[row, 0]),
                    row,
                    1,
                    _("fill in the worksheet as it was sent, without adding lines"),
                )
        return rows

    def is_filled(self, row: int) -> bool:
        """Whether anything is judged or noted in a line; the usual visits stand there beforehand."""
        return any(not _is_empty(self.cells[row, self.column_of[code]]) for code in (*CURVE_POINTS, "note"))

    def judged(self, row: int) -> dict[str, Any]:
        """Return the judgements of a line, every number looked at."""
        found: dict[str, Any] = {"account_type": self.cells[row, 0]}
        found["reference_visits"] = self._visits(row)
        for code in CURVE_POINTS:
            found[code] = self._number(
                row, self.column_of[code], LARGEST[code], empty_allowed=code in CONTROLS
            )
        self._refuse_falling(row, found)
        note = self.cells[row, self.column_of["note"]]
        found["note"] = "" if _is_empty(note) else str(note).strip()
        return found

    def refuse(self, problem: str, row: int | None, column: int | None, fix: str) -> NoReturn:
        """Refuse a cell, by sheet, row and the name of its column."""
        place = _("sheet “{sheet}”: {problem}").format(sheet=self.sheet, problem=problem)
        name = None
        if column is not None and row is not None:
            heading = self.cells[row, 1] if row < self.names_row else self.cells[self.names_row, column]
            name = str(heading)
        raise PortfolioError(
            place, file=self.file, row=None if row is None else row + 1, column=name, fix=fix
        )

    def _refuse_falling(self, row: int, found: dict[str, Any]) -> None:
        """Refuse the first point that is not above the one before and on its side of today's."""
        before = 0.0
        for code, upper in (("none", 1.0), ("half", 1.0), ("plus_half", np.inf), ("saturation", np.inf)):
            value = found[code]
            before = before if upper == 1.0 else max(before, 1.0)
            if np.isnan(value):
                continue
            if (code != "none" and value <= before + STEP) or value >= upper:
                self.refuse(
                    _("{value} is out of order: the points have to rise").format(
                        value=format_share(value, 1)
                    ),
                    row,
                    self.column_of[code],
                    _("keep none < half < 100 % < half as many again < all one could wish"),
                )
            before = value

    def _visits(self, row: int) -> float:
        """Return the usual visits of a line."""
        column = self.column_of["reference_visits"]
        value = self._finite(row, column)
        if not 0 < value <= MOST_VISITS:
            self.refuse(
                ngettext("{value} visit a year cannot be", "{value} visits a year cannot be", value).format(
                    value=format_number(value, 1)
                ),
                row,
                column,
                _("give a number above 0, a visit a day at most"),
            )
        return value

    def _number(self, row: int, column: int, largest: float, *, empty_allowed: bool) -> float:
        """Return the share in a cell; missing where it may be left open."""
        if empty_allowed and _is_empty(self.cells[row, column]):
            return np.nan
        value = self._finite(row, column)
        if not 0 <= value <= largest:
            self.refuse(
                _("{value} is out of range").format(value=format_share(value)),
                row,
                column,
                _("give a share between 0 % and {largest}; 80 % is written 80% or 0.8").format(
                    largest=format_share(largest)
                ),
            )
        return value

    def _finite(self, row: int, column: int) -> float:
        """Return the number in a cell that must hold one."""
        value = self.cells[row, column]
        if _is_empty(value):
            self.refuse(
                _("the number is missing"), row, column, _("fill in the whole line, or leave it all empty")
            )
        if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
            self.refuse(_("“{value}” is not a number").format(value=value), row, column, _("give a number"))
        return float(value)

    def _head_cell(self, key: str, fix: str) -> Any:
        """Return who, role or date; an empty cell is refused."""
        row = self.row_of[key]
        value = self.cells[row, 2]
        if _is_empty(value):
            self.refuse(_("the value is missing"), row, 2, fix)
        return value

    def _incomplete(self) -> NoReturn:
        self.refuse(
            _("hidden codes are missing"),
            None,
            None,
            _("fill in the worksheet as it was sent, without removing its hidden row and column"),
        )


def _is_empty(value: Any) -> bool:
    """Whether a cell holds nothing."""
    return value is None or (isinstance(value, float) and np.isnan(value)) or str(value).strip() == ""
