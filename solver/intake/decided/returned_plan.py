"""The action plan that comes back: the workbook of a run, with what people wrote in its yellow cells.

A sheet is known by the hidden row above its headings, which names its columns; never by its name or place,
for people move, sort, filter, hide and add.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from solver.intake.decided.returned_faults import Fault
from solver.intake.reading.workbooks import cell_text, every_sheet
from solver.intake.values.codes import read_flags, usual_words
from solver.intake.values.dates import read_dates
from solver.intake.words import look_up
from solver.parameters.method import MOST_VISITS
from solver.tables.codes import ACTION_STATUSES
from solver.words.errors import PortfolioError
from solver.words.files import read_whole
from solver.words.i18n import _
from solver.words.numbers import NOTHING

LINES_LOOKED_AT = 12
WHOLE = re.compile(r"(\d{1,6})(?:[.,]0*)?")
LIMITS = ("locked_visits", "min_visits", "max_visits")
DECIDED = (*LIMITS, "refused", "new_rep_id")
NOTED = ("action_owner", "comment")
# The two columns that tell each sheet, then those that somebody may have written in.
VISITS = ("account_id", "locked_visits", "min_visits", "max_visits", "refused", "new_rep_id")
ACTIONS = ("action_id", "status", *NOTED)
MORE_OF_VISITS = ("decision_reason", "decision_author", "decided_in_files")
MORE_OF_ACTIONS = ("account_id", "track", "action", "due_on", "due_on_proposed")
NO_VISIT = "max_visits=0"


@dataclass(frozen=True)
class PlanSheet:
    """One sheet of a returned plan.

    Attributes
    ----------
    name : str
        As its tab says.
    headings : mapping of str to str
        Our column to the heading that a reader sees above it; only the columns that the sheet has.
    table : DataFrame
        Our columns, typed; the index is the line of the sheet.
    """

    name: str
    headings: Mapping[str, str]
    table: pd.DataFrame


@dataclass(frozen=True)
class ReturnedPlan:
    """What a returned plan says, and what of it cannot be used.

    Attributes
    ----------
    file : str
        Name of the workbook.
    visits : PlanSheet
        One line per account: `account_id, locked_visits, min_visits, max_visits, refused, new_rep_id` (as
        written), `decision_reason, decision_author, decided_in_files`; missing where the cell is empty.
    actions : PlanSheet
        One line per action: `action_id, account_id, track, action, status, action_owner, comment, due_on`
        (only where it was moved).
    faults : tuple of Fault
    """

    file: str
    visits: PlanSheet
    actions: PlanSheet
    faults: tuple[Fault, ...]

    @property
    def decisions(self) -> int:
        """How many accounts somebody decided on, what the firm's own files said already left aside."""
        visits = self.visits.table
        said = limits_in_words(visits.assign(max_visits=visits["max_visits"].mask(visits["refused"], 0)))
        new = said.ne(visits["decided_in_files"].fillna("")) | visits["new_rep_id"].notna()
        return int((says_something(visits) & new).sum())

    @property
    def notes(self) -> int:
        """How many actions somebody wrote something on."""
        return int(is_noted(self.actions.table).sum())

    def place(self, sheet: PlanSheet) -> str:
        """Name a sheet of this workbook as messages and repairs do."""
        return f"{self.file} [{sheet.name}]"


def read_plan(path: Path) -> ReturnedPlan:
    """Read the yellow cells of a plan.

    Parameters
    ----------
    path : Path
        A workbook that a run wrote and somebody may have changed.

    Returns
    -------
    ReturnedPlan
        Cells that make no sense are in its faults.

    Raises
    ------
    PortfolioError
        The file cannot be opened, or is not such a workbook any more.
    """
    try:
        content = read_whole(path)
    except FileNotFoundError:
        raise PortfolioError(
            _("there is no such file"), file=path, fix=_("correct plan_file: in portfolio.yaml")
        ) from None
    except OSError as error:
        raise PortfolioError(
            _("the file cannot be read ({reason})").format(reason=error.strerror or error),
            file=path,
            fix=_("close it where it is open and check that you may read it"),
        ) from None
    sheets = every_sheet(content, path.name)
    visits = _found(sheets, VISITS, MORE_OF_VISITS, _("what was decided on the accounts"), path)
    actions = _found(sheets, ACTIONS, MORE_OF_ACTIONS, _("the actions"), path)
    decided, wrong = _read_visits(visits)
    noted, wrong_too = _read_actions(actions)
    return ReturnedPlan(path.name, decided, noted, (*wrong, *wrong_too))


def says_something(visits: pd.DataFrame) -> pd.Series:
    """Tell the accounts on which a plan decides something."""
    filled = visits[[*LIMITS, "new_rep_id"]].notna().any(axis=1)
    return filled | visits["refused"]


def is_noted(actions: pd.DataFrame) -> pd.Series:
    """Tell the actions on which a plan notes something."""
    written = actions[[*NOTED, "due_on"]].notna().any(axis=1)
    return written | actions["status"].ne(ACTION_STATUSES[0])


def limits_in_words(rows: pd.DataFrame) -> pd.Series:
    """Write the visits decided for each account as one word that two workbooks can be compared by.

    Parameters
    ----------
    rows : DataFrame
        `locked_visits, min_visits, max_visits`; refused counts as at most none.

    Returns
    -------
    Series of str
        As in `locked_visits=3 max_visits=4`, empty where nothing is decided. Exactly none and at most none
        are one and the same.
    """
    said = [
        " ".join(f"{name}={int(row[name])}" for name in LIMITS if pd.notna(row[name]))
        for row in rows[list(LIMITS)].to_dict("records")
    ]
    said = [NO_VISIT if {"locked_visits=0", NO_VISIT} & set(text.split()) else text for text in said]
    return pd.Series(said, index=rows.index, dtype="str")


def written_in_files(decisions: pd.DataFrame) -> pd.Series:
    """Return what the firm's own files decide, for the hidden column `decided_in_files` of the next plan.

    Parameters
    ----------
    decisions : DataFrame
        Table `decisions`.

    Returns
    -------
    Series of str, indexed by account_id
        Empty where no file of the firm decides.
    """
    said = limits_in_words(decisions)
    if "from_plan" in decisions:
        said = said.mask(decisions["from_plan"], "")
    return said.set_axis(decisions["account_id"])


def _found(
    sheets: Mapping[str, list[list[Any]]],
    needed: tuple[str, ...],
    more: tuple[str, ...],
    content: str,
    path: Path,
) -> PlanSheet:
    """Find the one sheet whose hidden row holds the two columns that tell it, its cells as text."""
    places = {
        name: row
        for name, lines in sheets.items()
        for row, line in enumerate(lines[:LINES_LOOKED_AT])
        if set(needed[:2]) <= {str(cell).strip() for cell in line}
    }
    if not places:
        raise PortfolioError(
            _("no sheet of this workbook holds {content} as a run writes it").format(content=content),
            file=path,
            fix=_(
                "give back the plan.xlsx of a run, with its sheets and the hidden row above their headings;"
                " if it is another workbook, move it out of the run folder"
            ),
        )
    if len(places) > 1:
        raise PortfolioError(
            _("two sheets hold {content}: {names}").format(content=content, names=", ".join(places)),
            file=path,
            fix=_("keep the one that counts, and delete the copy"),
        )
    [(name, row)] = places.items()
    ids = [str(cell).strip() for cell in sheets[name][row]]
    missing = [column for column in needed if column not in ids]
    if missing:
        raise PortfolioError(
            _("these columns are gone: {names}").format(names=", ".join(missing)),
            file=f"{path.name} [{name}]",
            fix=_("hide a column that is in the way instead of deleting it; take a copy that still has it"),
        )
    return _texts(name, sheets[name], row, ids, (*needed, *more))


def _texts(name: str, lines: list[list[Any]], row: int, ids: list[str], wanted: tuple[str, ...]) -> PlanSheet:
    """Return the wanted columns of a sheet as text, an empty one where the sheet has none."""
    heads, body = lines[row + 1] if len(lines) > row + 1 else [], lines[row + 2 :]
    headings: dict[str, str] = {}
    columns: dict[str, list[str]] = {}
    for column in wanted:
        place = ids.index(column) if column in ids else None
        if place is not None:
            shown = str(heads[place]).strip() if place < len(heads) else ""
            headings[column] = shown or column
        columns[column] = [
            cell_text(line[place], ".").strip() if place is not None and place < len(line) else ""
            for line in body
        ]
    index = pd.RangeIndex(row + 3, row + 3 + len(body), name="row")
    return PlanSheet(name, headings, pd.DataFrame(columns, index=index, dtype="str"))


def _read_visits(sheet: PlanSheet) -> tuple[PlanSheet, list[Fault]]:
    texts = sheet.table.copy()
    for name in (*LIMITS, "refused"):
        texts[name] = texts[name].mask(texts[name].str.lower().isin(NOTHING), "")
    filled = _filled(texts, DECIDED)
    nobody = texts["account_id"].eq("")
    faults = [
        *_faults(
            sheet,
            "account_id",
            nobody & filled,
            _("something is decided on this line, and it does not say of which account"),
            _("write the code of the account, or empty the line"),
        )
    ]
    texts = texts[~nobody]
    columns: dict[str, pd.Series] = {}
    for name in LIMITS:
        columns[name], wrong = _whole(texts[name])
        faults += _faults(
            sheet,
            name,
            wrong,
            _("this is not a whole number of visits from 0 to {most}").format(most=MOST_VISITS),
            _("write such a number, or empty the cell"),
            texts[name],
        )
    refused, unknown = read_flags(texts["refused"], {}, sheet.name)
    columns["refused"] = refused.fillna(False).astype("bool")
    faults += _faults(
        sheet,
        "refused",
        unknown,
        _("this is neither yes nor no"),
        _("write yes where the account gets no visit, or empty the cell"),
        texts["refused"],
    )
    for name in ("new_rep_id", *MORE_OF_VISITS):
        columns[name] = texts[name].where(texts[name].ne(""))
    table = pd.DataFrame({"account_id": texts["account_id"], **columns})
    return PlanSheet(sheet.name, sheet.headings, table), [*faults, *_contrary(sheet, table)]


def _contrary(sheet: PlanSheet, table: pd.DataFrame) -> list[Fault]:
    """Find the lines whose cells contradict each other."""
    lock, least, most = (table[name] for name in LIMITS)
    some = least.gt(0).fillna(False) | lock.gt(0).fillna(False)
    cases = (
        ("min_visits", least.gt(most), _("the least number of visits is above the most")),
        ("locked_visits", lock.lt(least), _("the exact number of visits is below the least")),
        ("locked_visits", lock.gt(most), _("the exact number of visits is above the most")),
        ("refused", table["refused"] & some, _("no visit at all, and visits all the same")),
    )
    fix = _("keep one of the two")
    return [
        fault
        for column, wrong, problem in cases
        for fault in _faults(sheet, column, wrong.fillna(False).astype("bool"), problem, fix)
    ]


def _read_actions(sheet: PlanSheet) -> tuple[PlanSheet, list[Fault]]:
    texts = sheet.table
    nobody = texts["action_id"].eq("")
    faults = [
        *_faults(
            sheet,
            "action_id",
            nobody & _filled(texts, ("status", *NOTED)) & texts["account_id"].ne(""),
            _("something is noted on this line, and the number of its action is gone"),
            _("put it back from the plan as it was written, or empty the line"),
        )
    ]
    texts = texts[~nobody]
    again = texts["action_id"].duplicated(keep=False) & ~texts.duplicated(keep=False)
    faults += _faults(
        sheet,
        "action_id",
        again & texts["action_id"].duplicated(),
        _("this action stands twice, and the two lines differ"),
        _("keep one line"),
    )
    statuses = {**usual_words("action_status"), **{code: code for code in ACTION_STATUSES}}
    status = look_up(texts["status"], statuses)
    faults += _faults(
        sheet,
        "status",
        status.isna() & ~texts["status"].str.lower().isin(NOTHING),
        _("this is not a status of an action"),
        _("choose from the list of the cell"),
        texts["status"],
    )
    due_on, wrong = _moved(texts, tells_moves="due_on_proposed" in sheet.headings)
    faults += _faults(
        sheet, "due_on", wrong, _("this is not a date"), _("write a date as in 2026-06-30"), texts["due_on"]
    )
    table = texts[["action_id", "account_id", "track", "action", *NOTED]].replace("", None).astype("str")
    table = table.assign(status=status.fillna(ACTION_STATUSES[0]), due_on=due_on)
    return PlanSheet(sheet.name, sheet.headings, table.drop_duplicates("action_id", keep="last")), faults


def _moved(texts: pd.DataFrame, *, tells_moves: bool) -> tuple[pd.Series, pd.Series]:
    """Return the days to which actions were moved; only a sheet that says where they stood can tell."""
    if not tells_moves:
        nothing = pd.Series(pd.NaT, index=texts.index, dtype="datetime64[us]")
        return nothing, pd.Series(False, index=texts.index)
    day_first = Counter({"dmy": 1})
    read = read_dates(texts["due_on"], None, day_first)
    days = pd.Series(read.days, index=texts.index)
    proposed = pd.Series(read_dates(texts["due_on_proposed"], None, day_first).days, index=texts.index)
    return days.where(days.ne(proposed)), pd.Series(read.bad, index=texts.index)


def _filled(texts: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Tell the lines on which one of the columns holds something."""
    return pd.concat([texts[name].ne("") for name in columns], axis=1).any(axis=1)


def _whole(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Read whole numbers of visits; True where a text is none."""
    found = texts.map(WHOLE.fullmatch)
    numbers = found.map(lambda match: int(match[1]) if match else None).astype("Int64")
    wrong = texts.ne("") & (numbers.isna() | numbers.gt(MOST_VISITS).fillna(False))
    return numbers.mask(wrong), wrong.astype("bool")


def _faults(
    sheet: PlanSheet,
    column: str,
    wrong: pd.Series,
    problem: str,
    fix: str,
    found: pd.Series | None = None,
) -> list[Fault]:
    said = problem
    faults = []
    for row in wrong.index[wrong.to_numpy(dtype=bool)]:
        if found is not None:
            said = _("{problem}: “{found}”").format(problem=problem, found=found[row])
        faults.append(Fault(sheet.name, int(row), sheet.headings.get(column, column), said, fix))
    return faults
