"""The form of a rep's visits: a line for each dated visit, pre-filled, what it brings in yellow."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from solver.handover.excel.fields import Field, Layout
from solver.handover.excel.looks import Styles
from solver.handover.excel.sheet import explain, new_book, sheet_name, write_table
from solver.handover.excel.template import PRESET, choices_of, column_name, limits_of, note, unit_of
from solver.intake.history.returned_forms import form_number
from solver.parameters import Portfolio
from solver.report.agenda_names import file_names
from solver.report.findings.read import Findings, in_its_language
from solver.tables.codes import labels
from solver.words.i18n import _, format_date

FOLDER = "visit_reports"
TABLE = "visit_reports"
# What every visit is asked; the promise only where there is one.
ALWAYS = ("visit_outcome", "promise_kept", "result", "next_action", "next_action_on", "next_visit_on")
# What is asked of an account, and the column of the form in which a visit answers it.
ANSWERED_BY = MappingProxyType(
    {
        "potential_eur": "potential_eur",
        "potential_on": "potential_eur",
        "satisfaction": "satisfaction",
        "role": "contact_role",
        "contact phone": "contact_phone",
        "contact email": "contact_email",
        "recommend": "recommend",
        "buying_criteria": "buying_criteria",
        "competitor": "competitor",
        "project": "project",
        "lost_reason": "lost_reason",
    }
)
# What is asked of a client where nothing else is left to ask, in this order.
TO_DISCOVER = ("recommend", "competitor", "buying_criteria", "project")
IF_ASKED = (
    "contact_role",
    "contact_phone",
    "contact_email",
    "potential_eur",
    "satisfaction",
    *("recommend", "buying_criteria", "competitor", "competitor_edge", "project", "project_on"),
    "lost_reason",
)
AT_NEED = ("complaint", "contact_left", "opposed", "introduces")  # written where there is reason to
WIDTHS = {"result": 30, "next_action": 26, "contact_name": 20, "project": 20, "contact_email": 24}
OPEN_CODES = ("buying_criteria", "competitor_edge")


class DatedVisit(NamedTuple):
    """One dated visit as the form tells it: whom, when, whom to ring, what for, what is not bought."""

    account_id: str
    account: str
    rep_id: str
    day: date
    at: str
    person: str
    to_ring: str
    reason: str
    not_bought: str = ""


@in_its_language
def write_visit_forms(
    findings: Findings, every: Mapping[str, Sequence[DatedVisit]], first_day: date, weeks: int
) -> list[Path]:
    """Write `visit_reports/REP.xlsx` for each rep who has a visit in these weeks.

    Parameters
    ----------
    findings : Findings
        What is asked, promised and known, where the run holds it.
    every : mapping
        The dated visits of each rep, by day and hour.
    first_day : date
    weeks : int
        From that day on.

    Returns
    -------
    list of Path
        Rep after rep.

    Raises
    ------
    PortfolioError
        A file cannot be written.
    """
    end = first_day + timedelta(weeks=weeks)
    names = file_names(sorted(every))
    asked = _asked(findings)
    promised = _promised(findings)
    folder = findings.run.path / FOLDER
    written = []
    for rep in sorted(findings.portfolio.reps, key=lambda each: each.rep_id):
        mine = [visit for visit in every.get(rep.rep_id, ()) if first_day <= visit.day < end]
        if not mine:
            continue
        path = folder / f"{names[rep.rep_id]}.xlsx"
        rows = _rows(mine, findings.portfolio, asked, promised)
        _write(path, findings, rep.name, rows, (first_day, end - timedelta(days=1)))
        written.append(path)
    return written


def _asked(findings: Findings) -> dict[str, list[str]]:
    """Return for each account the columns to ask for at its next visit, the most valuable first."""
    artifacts = findings.artifacts
    if not artifacts.has("asks"):
        return {}
    asks = artifacts.table("asks")
    asks = asks[asks["field"].isin(list(ANSWERED_BY))].sort_values("rank", kind="stable")
    wanted: dict[str, list[str]] = {}
    for code, field in zip(asks["account_id"], asks["field"], strict=True):
        wanted.setdefault(str(code), []).append(ANSWERED_BY[str(field)])
    accounts = artifacts.table("accounts")
    known = artifacts.table("discoveries").set_index("account_id") if artifacts.has("discoveries") else None
    for code in accounts.loc[accounts["kind"].eq("client"), "account_id"]:
        told = known.loc[code] if known is not None and code in known.index else {}
        unknown = [name for name in TO_DISCOVER if pd.isna(told.get(name))]
        wanted[str(code)] = wanted.get(str(code), []) + unknown
    most = findings.portfolio.asks_per_visit
    return {code: list(dict.fromkeys(names))[:most] for code, names in wanted.items()}


def _promised(findings: Findings) -> dict[str, str]:
    if not findings.artifacts.has("next_actions"):
        return {}
    actions = findings.artifacts.table("next_actions")
    return dict(zip(actions["account_id"].astype("str"), actions["action"], strict=True))


def _rows(
    visits: Sequence[DatedVisit],
    portfolio: Portfolio,
    asked: Mapping[str, list[str]],
    promised: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Return a line for each visit: what is told, and which of the cells are asked for."""
    rows, seen = [], set()
    for visit in visits:
        code = visit.account_id
        first, promise = code not in seen, promised.get(code)
        seen.add(code)
        yellow = {name for name in ALWAYS if name != "promise_kept" or (promise and first)}
        yellow |= {*asked.get(code, []), "contact_name"} if first else {"contact_name"}
        rows.append(
            {
                "account_id": code,
                "rep_id": visit.rep_id,
                "date": visit.day,
                "at": visit.at,
                "account": visit.account,
                "contact_name": visit.person or None,
                "to_ring": visit.to_ring or None,
                "promised": promise if first else None,
                "reason": visit.reason,
                "not_bought": visit.not_bought or None,
                "form_line": form_number(portfolio.firm, portfolio.as_of, visit.rep_id, code, visit.day),
                "yellow": yellow,
            }
        )
    return rows


def _write(
    path: Path, findings: Findings, rep: str, rows: list[dict[str, Any]], days: tuple[date, date]
) -> None:
    title = _("Visits of {rep}, {first} to {last}").format(
        rep=rep, first=format_date(days[0]), last=format_date(days[1])
    )
    name = sheet_name(_("Visit reports"))
    with new_book(path, title) as book:
        styles = Styles(book, findings.brand)
        sheet = book.add_worksheet(name)
        sentence = _(
            "After each visit: the yellow cells, and the white ones where there is something to say."
            " A line left empty is no visit."
        )
        write_table(sheet, styles, Layout(title, sentence, _fields(rows), sums=False, coded=False, frozen=3))
        explain(book, styles, sheet_name(_("Read me first")), _explanation(findings, rep, name, path))


def _fields(rows: list[dict[str, Any]]) -> list[Field]:
    """Return the columns: what is told, what every visit is asked, what this account is asked, the rest."""
    families = [_told(rows, "not_bought", _("Its like buy, it does not"), 16)]
    if not any(row["not_bought"] for row in rows):
        families = []
    return [
        _told(rows, "account_id", column_name(TABLE, "account_id"), 10),
        _told(rows, "account", _("Account"), 26),
        _told(rows, "date", column_name(TABLE, "date"), 12, "date"),
        _told(rows, "at", _("Planned at"), 8),
        _told(rows, "rep_id", column_name(TABLE, "rep_id"), 11),
        _told(rows, "to_ring", _("To ring"), 16),
        _told(rows, "promised", _("What was promised"), 24),
        _told(rows, "reason", _("What the visit is for"), 34),
        *families,
        _open(rows, "contact_name"),
        *(_open(rows, name) for name in ALWAYS),
        *(_open(rows, name, folded=True) for name in IF_ASKED),
        *(_open(rows, name) for name in AT_NEED),
        Field(
            "form_line",
            column_name(TABLE, "form_line"),
            [row["form_line"] for row in rows],
            unit="id",
            hidden=True,
        ),
    ]


def _told(rows: list[dict[str, Any]], name: str, heading: str, wide: float, unit: Any = "text") -> Field:
    values = [row[name] for row in rows]
    return Field(name, heading, values, unit, least=wide, most=wide, look="fixed_wrapped")


def _open(rows: list[dict[str, Any]], name: str, *, folded: bool = False) -> Field:
    """Return a column to fill in, yellow on the lines where it is asked for, with its words on offer.

    What may be folded is, where no line asks for it: one click shows it.
    """
    choices = tuple(labels("buying_criteria").values()) if name in OPEN_CODES else choices_of(TABLE, name)
    wide = WIDTHS.get(name, 14)
    return Field(
        name,
        column_name(TABLE, name),
        [row.get(name) for row in rows],
        unit_of(TABLE, name),
        least=wide,
        most=wide,
        choices=choices or None,
        free=name in OPEN_CODES,
        limits=limits_of(TABLE, name),
        strict=bool(choices) and name not in OPEN_CODES,
        hint=note(TABLE, name),
        looks=["to_fill" if name in row["yellow"] else "wrapped" for row in rows],
        folded=folded and not any(name in row["yellow"] for row in rows),
        head="to_fill_heading" if any(name in row["yellow"] for row in rows) else "optional_heading",
    )


def _explanation(findings: Findings, rep: str, name: str, path: Path) -> list[tuple[str, str]]:
    owner = findings.portfolio.file_owner
    back = _("Give this file back to {owner}.").format(owner=owner.name) if owner else ""
    return [
        ("title", _("What the visits of {rep} bring home").format(rep=rep)),
        (
            "line",
            " ".join(
                filter(
                    None,
                    [
                        _(
                            "A line for each visit that has a day. Where the day was another one, correct"
                            " it; a visit that was not planned gets a line below, without a number."
                        ),
                        back,
                    ],
                )
            ),
        ),
        (
            "line",
            _(
                "Yellow is what counts most at this account: at most {n} questions beside what every visit is"
                " asked. Nobody has to guess: leave empty what was not said."
            ).format(n=findings.portfolio.asks_per_visit),
        ),
        ("section", _("Five questions that open a conversation")),
        ("line", _("Since when have you had this equipment, this supplier?")),
        ("line", _("What do you do with it?")),
        (
            "line",
            _("What do you do without, that others use? Some stand on the line. (→ competitor)"),
        ),
        ("line", _("What could make you change? (→ project)")),
        ("line", _("What will have to change, and when? (→ project, date of the project)")),
        (
            "line",
            _("Write facts that the person concerned may read. Nothing about health, opinions or character."),
        ),
        ("section", _("How it comes back")),
        (
            "line",
            _("Put the filled form beside the portfolio and name it among the sources, as below."),
        ),
        ("line", f'- {{table: {TABLE}, path: {path.name}, preset: {PRESET}, sheet: "{name}"}}'),
    ]
