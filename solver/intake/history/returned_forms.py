"""Forms of visits that come back: which lines were filled in, once, for the visit they were written for."""

from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

import pandas as pd

from solver.intake.partners.owners import reps_named
from solver.intake.presets import Aside
from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather, repairs
from solver.parameters import Portfolio
from solver.words.i18n import _

BETWEEN = "|"
# What a run writes on a line itself: it tells nothing of what came of the visit.
WRITTEN_BEFORE = frozenset(
    {
        "account_id",
        "rep_id",
        "date",
        "start_time",
        "duration_minutes",
        "contact_name",
        "contact_phone",
        "form_line",
    }
)


class Answers(NamedTuple):
    """What somebody wrote on a line: the file, the row, and the answers by our columns."""

    file: str
    row: int
    written: dict[str, str]


# By the number of the line; of a line without one, by the account and the day.
Seen = dict[str, list[Answers]]


class Form(NamedTuple):
    """What the number of a line says: of which firm and day the run was, for which visit the line is."""

    firm: str
    as_of: str
    rep_id: str
    account_id: str
    date: str


def form_number(firm: str, as_of: object, rep_id: str, account_id: str, date: object) -> str:
    """Return the number that a run writes on the line of a visit."""
    days = (f"{pd.Timestamp(str(day)):%Y%m%d}" for day in (as_of, date))
    first, last = days
    return BETWEEN.join((mark_of(firm), first, str(rep_id), str(account_id), last))


def mark_of(firm: str) -> str:
    """Return a mark that tells the forms of one firm from those of another, without its name."""
    return sha256(firm.encode("utf-8", "replace")).hexdigest()[:6]


def sort_forms(
    typed: Typed, portfolio: Portfolio, seen: Seen, account: pd.Series
) -> tuple[Typed, pd.DataFrame]:
    """Set aside, of the lines that a run wrote, those that report no visit of their own.

    Parameters
    ----------
    typed : Typed
        A file of visit reports. A line without the number of a form reports a visit that nobody planned; it
        is set aside where it stands a second time.
    portfolio : Portfolio
    seen : dict
        The lines already read; this file's are added.
    account : Series of str
        The account of each line, as the firm's files write its code.

    Returns
    -------
    tuple of Typed and DataFrame
        The file; and the table `repairs` of lines that another rep filled in, or that bear a day before the
        form was written, which count.
    """
    numbers = typed.table["form_line"].dropna()
    told = {int(str(row)): str(number) for row, number in numbers.items()}
    forms = {row: _read(number) for row, number in told.items()}
    accounts = dict(zip(told, typed.table.loc[numbers.index, "account_id"], strict=True))
    day = f"{portfolio.as_of:%Y%m%d}"
    causes: dict[str, list[int]] = {problem: [] for problem in _problems()}
    empty, elsewhere, later, moved, again, otherwise, twice, told_otherwise = causes
    written = _written(typed, numbers.index, WRITTEN_BEFORE)
    for line, form in forms.items():
        number = told[line]
        before = seen.setdefault(number, [])
        if not written[line]:
            causes[empty].append(line)
        elif form is None or form.firm != mark_of(portfolio.firm):
            causes[elsewhere].append(line)
        elif form.as_of > day:
            causes[later].append(line)
        elif form.account_id != accounts[line]:
            causes[moved].append(line)
        elif before:
            causes[again if before[0].written == written[line] else otherwise].append(line)
        else:
            before.append(Answers(typed.raw.file, line, written[line]))
    for line, same in _unplanned_again(typed, seen, account).items():
        causes[twice if same else told_otherwise].append(line)
    if not any(causes.values()) and numbers.empty:
        return typed, repairs(None, [], problem="")
    columns = typed.raw.columns
    asides = tuple(
        Aside(problem, pd.Index(rows), columns.get("date"), found=account)
        if problem in (twice, told_otherwise)
        else Aside(
            problem, pd.Index(rows), columns.get("form_line"), found=None if problem == empty else numbers
        )
        for problem, rows in causes.items()
        if rows
    )
    aside = {row for rows in causes.values() for row in rows}
    kept = [row for row in told if row not in aside]
    sorted_out = replace(typed, raw=replace(typed.raw, asides=(*typed.raw.asides, *asides)))
    listed = [_other_reps(typed, kept, forms, portfolio), _too_early(typed, kept, forms)]
    return _without_nobody(sorted_out, kept), gather(listed)


def _problems() -> tuple[str, ...]:
    return (
        _("a line of a form that was not filled in: no visit is counted"),
        _("a form of another firm, or one whose number was changed"),
        _("a form of a run that looks at a later day than this portfolio"),
        _("the account is not the one that this line of the form was written for"),
        _("the same line of a form a second time, with the same answers"),
        _("the same line of a form, filled in otherwise the second time: the first one counts"),
        _("the same visit of the same day a second time, with the same answers"),
        _("a visit without a number, filled in otherwise on another form: the first one counts"),
    )


def _read(number: str) -> Form | None:
    parts = number.split(BETWEEN)
    return Form(*parts) if len(parts) == len(Form._fields) else None


def _unplanned_again(typed: Typed, seen: Seen, account: pd.Series) -> dict[int, bool]:
    """Return the lines without a number whose visit was read before, and whether the answers are the same.

    Several lines of one file may report one visit, each in part; a form that is handed in again brings all of
    them a second time.
    """
    table = typed.table
    plain = table.index[table["form_line"].isna() & account.notna() & table["date"].notna()]
    written = _written(typed, plain, frozenset({"form_line", "account_id", "date"}))
    on_a_form, days = "form_line" in typed.raw.columns, table["date"]
    known: dict[int, bool] = {}
    for line in map(int, plain):
        key = BETWEEN.join(("", str(account[line]), f"{days[line]:%Y%m%d}"))
        before = seen.setdefault(key, [])
        if any(each.written == written[line] for each in before):
            known[line] = True
        elif on_a_form and any(each.file != typed.raw.file for each in before):
            known[line] = False
        else:
            before.append(Answers(typed.raw.file, line, written[line]))
    return known


def _written(typed: Typed, rows: pd.Index, apart: frozenset[str]) -> dict[int, dict[str, str]]:
    """Return what somebody wrote on each line, by our columns but those apart, as it stands."""
    held = {name: column for name, column in typed.raw.columns.items() if name not in apart}
    texts = {name: typed.raw.table.loc[rows, column].str.strip() for name, column in held.items()}
    return {
        int(row): {name: str(column[row]) for name, column in texts.items() if column[row] != ""}
        for row in rows
    }


def _without_nobody(typed: Typed, kept: list[int]) -> Typed:
    """Take the person out that a form names beforehand where nobody was met."""
    table = typed.table
    nobody = table.index.isin(kept) & table["visit_outcome"].eq("not_met").fillna(False)
    left = table["contact_left"].fillna(False).astype("bool")
    nobody &= ~left & table["contact_role"].isna() & table["contact_email"].isna()
    names = {name: table[name].mask(nobody) for name in ("contact_name", "contact_phone")}
    return replace(typed, table=table.assign(**names))


def _other_reps(
    typed: Typed, kept: list[int], forms: dict[int, Form | None], portfolio: Portfolio
) -> pd.DataFrame:
    """List the lines that are said to be of another rep than the form was written for; they count."""
    said = reps_named(typed.table.loc[kept, "rep_id"], portfolio.reps)
    theirs = [
        row for row in kept if (form := forms[row]) and pd.notna(said[row]) and said[row] != form.rep_id
    ]
    return gather(
        [
            repairs(
                typed.raw.file,
                theirs,
                column=typed.raw.columns.get("rep_id"),
                account_id=typed.table.loc[theirs, "account_id"],
                problem=_("the form of another rep: the visit is that of the rep who is named here"),
                found=typed.table.loc[theirs, "form_line"],
                used=said[theirs],
            )
        ]
    )


def _too_early(typed: Typed, kept: list[int], forms: dict[int, Form | None]) -> pd.DataFrame:
    """List the lines whose visit is said to have been before the form was written."""
    days = typed.table["date"]
    early = [
        row
        for row in kept
        if (form := forms[row]) and pd.notna(days[row]) and f"{days[row]:%Y%m%d}" <= form.as_of
    ]
    return repairs(
        typed.raw.file,
        early,
        column=typed.raw.columns.get("date"),
        account_id=typed.table.loc[early, "account_id"],
        problem=_("this visit would have been before the form was written: is the day right?"),
        found=[f"{days[row]:%Y-%m-%d}" for row in early],
        used=_("counted on that day"),
    )
