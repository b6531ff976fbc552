"""All that a rep has to know of each visit, put together once for the calendar and for the sheet."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd

from solver.calendar.calls import people_to_ask
from solver.method.actions.action_words import family_sold
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.asked_first import said_at_first_visits
from solver.report.findings.days import in_turn
from solver.report.findings.read import Findings
from solver.tables import empty
from solver.tables.actions import AT_FIRST_VISIT, FIRST_CALLS, SELLING, SETTLE, VERIFY, codes_of
from solver.tables.codes import label
from solver.words.sentences import usual_case

OPEN = ("to_do", "under_way")  # what is done or dropped is not proposed any more
BREAKS = re.compile(r"[^\S\u00a0\u202f]+")  # the spaces that do not break a line are French typography
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Account:
    """Who is visited, in words; what is not known is empty.

    Attributes
    ----------
    account_id, name, town, phone : str
    address : str
        In one line, town included.
    lat, lon : float or None
        In degrees, for the maps alone: they may be those of the middle of a town.
    contact, function, contact_phone : str
        Whom to ask for; nobody who objects to being contacted.
    kind, account_type : str
        Labels.
    reason : str
        Why so many visits.
    verify : str
        What to find out.
    """

    account_id: str
    name: str
    town: str = ""
    address: str = ""
    phone: str = ""
    lat: float | None = None
    lon: float | None = None
    contact: str = ""
    function: str = ""
    contact_phone: str = ""
    kind: str = ""
    account_type: str = ""
    reason: str = ""
    verify: str = ""

    @property
    def person(self) -> str:
        """Whom to ask for, with the job title."""
        return ", ".join(part for part in (self.contact, self.function) if part)

    @property
    def call(self) -> str:
        """Return the number to dial first."""
        return self.contact_phone or self.phone

    @property
    def title(self) -> str:
        """Name and town, the town once."""
        if not self.town or self.town.casefold() in self.name.casefold():
            return self.name
        return f"{self.name}, {self.town}"


@dataclass(frozen=True)
class Action:
    """One open action: what is done, what for, by when, whether it verifies the record or is done once.

    What only verifies the record (`asks`) is told as such; what is done `once` is, at the first visit. What
    `sells` is a proposal that its client may read, with the `family` that it sells.
    """

    action: str
    objective: str
    asks: bool
    due_on: date
    once: bool = False
    sells: bool = False
    family: str = ""


@dataclass(frozen=True)
class Visit:
    """One appointment.

    Attributes
    ----------
    account : Account
        What to verify only at the first visit: the plan says it is done there.
    rep_id : str
    number, count : int
        Which visit of the plan to this account, and how many there are.
    start, end : datetime
        Local time, without a zone.
    agreed : bool
        The account expects it; else day and hour are proposed.
    stop : int
        Place in the day's tour.
    travel_minutes : float
        Drive from the stop before.
    gap_days : float or None
        Since the visit before.
    goals : tuple of Action
        What to propose: actions that are still open on that day.
    first : tuple of (str, str)
        What to ask, or to follow up, before anything is proposed, each under its heading; at the first visit.
    turn : int
        Which of those that have a day: one before may have found none.
    """

    account: Account
    rep_id: str
    number: int
    count: int
    start: datetime
    end: datetime
    agreed: bool
    stop: int
    travel_minutes: float
    gap_days: float | None
    goals: tuple[Action, ...]
    first: tuple[tuple[str, str], ...] = ()
    turn: int = 0

    @property
    def day(self) -> date:
        """Day of the visit."""
        return self.start.date()

    @property
    def monday(self) -> date:
        """Return the first day of its week."""
        return self.day - timedelta(days=self.day.weekday())


def visits_of_reps(findings: Findings) -> dict[str, list[Visit]]:
    """Return the visits of each rep, by day and hour; a rep without any is there with none.

    Parameters
    ----------
    findings : Findings
        Holds at least `appointments`; what the other tables would add is left out where they are missing.
    """
    artifacts = findings.artifacts
    appointments = in_turn(artifacts.table("appointments"))
    accounts = accounts_in_words(artifacts)
    plans, firsts = _plans(artifacts), said_at_first_visits(artifacts)
    counts = _counts(artifacts)
    visits: dict[str, list[Visit]] = {rep.rep_id: [] for rep in findings.portfolio.reps}
    for row in appointments.sort_values(["rep_id", "date", "start", "account_id"]).to_dict("records"):
        account_id, rep_id = str(row["account_id"]), str(row["rep_id"])
        account = accounts.get(account_id, Account(account_id, account_id))
        plan = plans.get(account_id, [])
        visit = _visit(row, account, counts[account_id], plan)
        if visit.turn == 1:
            visit = replace(visit, first=tuple(firsts.get(account_id, ())))
        visits.setdefault(rep_id, []).append(visit)
    return visits


def text_of(value: object) -> str:
    """Return a value of a table in one line; nothing where it is missing."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return ""
    line = BREAKS.sub(" ", str(value).encode("utf-8", "replace").decode("utf-8")).strip()
    return line if line.isprintable() else "".join(c for c in line if unicodedata.category(c) != "Cc")


def _visit(row: Row, account: Account, count: int, plan: list[Action]) -> Visit:
    day = pd.Timestamp(row["date"]).date()
    first = row["turn"] == 1  # of the plan: what is asked or verified there is not asked again
    return Visit(
        account=account if first else replace(account, verify=""),
        rep_id=str(row["rep_id"]),
        number=int(row["visit_no"]),
        turn=int(row["turn"]),
        count=count,
        start=_at(day, row["start"]),
        end=_at(day, row["end"]),
        agreed=row["status"] == "agreed",
        stop=int(row["stop"]),
        travel_minutes=float(row["travel_minutes"]),
        gap_days=_number(row["gap_days"]),
        goals=tuple(
            action
            for action in plan
            if not action.asks and action.due_on >= day and (first or not action.once)
        ),
    )


def _counts(artifacts: Artifacts) -> dict[str, int]:
    """Visits of the plan to each account, those that found no day included."""
    counts: dict[Any, int] = artifacts.table("appointments").groupby("account_id")["visit_no"].max().to_dict()
    if not artifacts.has("allocation"):
        return counts
    planned = artifacts.table("allocation").set_index("account_id")["visits"].to_dict()
    return {name: max(count, planned.get(name, 0)) for name, count in counts.items()}


def accounts_in_words(artifacts: Artifacts) -> dict[str, Account]:
    """For each account its record, whom to ask for, its type, the reason of its visits, what to verify."""
    if not artifacts.has("accounts"):
        return {}
    accounts = artifacts.table("accounts")
    people = accounts[["account_id"]].assign(switchboard=accounts["phone"])
    if "contacts" in artifacts:
        people = people_to_ask(artifacts.table("contacts"), accounts)
    people = people[~people["account_id"].isin(accounts.loc[accounts["opposed"].astype(bool), "account_id"])]
    table = accounts.merge(people, on="account_id", how="left")
    extra = {"account_types": "account_type", "allocation": "reason"}
    for name, column in extra.items():
        if artifacts.has(name):
            table = table.merge(artifacts.table(name)[["account_id", column]], on="account_id", how="left")
    asked = _to_verify(artifacts)
    return {str(row["account_id"]): _account(row, asked) for row in table.to_dict("records")}


def _to_verify(artifacts: Artifacts) -> dict[str, str]:
    """Say what is to be found out of each account: what its action asks, or step 1 where there is no plan."""
    if artifacts.has("action_plan"):
        actions = artifacts.table("action_plan")
        own = actions[codes_of(actions["action_id"]).eq(VERIFY) & actions["status"].isin(OPEN)]
        # What is asked stands after the colon; before it, when.
        asked = own.assign(fields=own["objective"].str.replace(r"^[^:]*:\s*", "", regex=True))
    else:
        there = artifacts.has("fields_to_verify")
        asked = artifacts.table("fields_to_verify") if there else empty("fields_to_verify")
    return {str(code): text_of(said) for code, said in zip(asked["account_id"], asked["fields"], strict=True)}


def _account(row: Row, asked: Mapping[str, str]) -> Account:
    place = " ".join(part for part in (text_of(row["postcode"]), text_of(row["town"])) if part)
    return Account(
        account_id=str(row["account_id"]),
        name=text_of(row["name"]),
        town=usual_case(text_of(row["town"])),
        address=", ".join(part for part in (text_of(row["address"]), place) if part),
        lat=_number(row["lat"]),
        lon=_number(row["lon"]),
        phone=text_of(row["switchboard"]),
        contact=text_of(row.get("contact")),
        function=text_of(row.get("contact_function")),
        contact_phone=text_of(row.get("contact_phone")),
        kind=label("kind", row["kind"]),
        account_type=label("account_type", code) if (code := text_of(row.get("account_type"))) else "",
        reason=text_of(row.get("reason")),
        verify=asked.get(str(row["account_id"]), ""),
    )


def _plans(artifacts: Artifacts) -> dict[str, list[Action]]:
    """For each account its open actions: what it owes, then sales, then the others."""
    if not artifacts.has("action_plan"):
        return {}
    actions = artifacts.table("action_plan")
    # What a visit asks before one of the first calls, or follows up after it: see `asked_first`.
    by_phone = codes_of(actions["action_id"]).isin(FIRST_CALLS)
    still_open = actions[actions["status"].isin(OPEN) & ~by_phone]
    plans: dict[str, list[Action]] = {}
    code = codes_of(still_open["action_id"])
    told_by = {"owes": code.eq(SETTLE), "once": code.isin(AT_FIRST_VISIT), "sells": code.isin(SELLING)}
    ordered = still_open.assign(**told_by).sort_values(
        ["owes", "track", "action_id"], ascending=[False, False, True], kind="stable"
    )
    for row in ordered.to_dict("records"):
        asks = row["track"] == "information"
        told = (text_of(row["action"]), text_of(row["objective"]))
        family = family_sold(text_of(row["indicator"])) if row["sells"] else ""
        action = Action(*told, asks, row["due_on"].date(), bool(row["once"]), bool(row["sells"]), family)
        plans.setdefault(str(row["account_id"]), []).append(action)
    return plans


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)


def _at(day: date, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime.combine(day, time(int(hour), int(minute)))
