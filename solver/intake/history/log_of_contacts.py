"""What the log of contacts changes: who objects, who wants no more e-mail, when somebody last answered."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.intake.booking.sourced_tables import in_order
from solver.intake.history.reported import changes_table
from solver.intake.history.reported_people import DETAILS, change_of, known_person, newcomer
from solver.tables import TABLES
from solver.words.i18n import _

SIGNS_OF_LIFE = ("answered", "interested", "ordered")  # a message that was sent, or opened, is none
REFUSED, UNSUBSCRIBED = "refused", "unsubscribed"
# Who declines an offer, an invitation or a tender has not asked to be left alone.
DECLINED = ("offer", "event", "tender", "contract_end", "budget", "project", "fair", "complaint", "notice")


@dataclass(frozen=True)
class Logged:
    """Step 1 once the log of contacts has spoken.

    Attributes
    ----------
    accounts, contacts, touchpoints, reported_changes : DataFrame
        Canonical.
    """

    accounts: pd.DataFrame
    contacts: pd.DataFrame
    touchpoints: pd.DataFrame
    reported_changes: pd.DataFrame


def with_log(
    lines: pd.DataFrame,
    reports: pd.DataFrame,
    accounts: pd.DataFrame,
    contacts: pd.DataFrame,
    changes: pd.DataFrame,
    as_of: pd.Timestamp,
) -> Logged:
    """Bring accounts and people up to the log of contacts, and the log up to the visit reports.

    Parameters
    ----------
    lines : DataFrame
        Of `SourcedTouchpoints`.
    reports : DataFrame
        Of `SourcedReports`: what a client complained of at a visit is a complaint of the log, open until a
        line of the log of the same account and day says on which day it was settled.
    accounts, contacts, changes : DataFrame
        The tables `accounts`, `contacts` and `reported_changes` once the visit reports have spoken.
    as_of : Timestamp
        What comes after has not happened.

    Notes
    -----
    Who refuses objects; who unsubscribes wants no more e-mail. Both are dated, and no file undoes them. A
    person is known by number or by name; a refusal without a person is the account's, a wish for no e-mail
    without one that of all its people.
    """
    if lines.empty and not reports["complaint"].notna().any():
        return Logged(accounts, contacts, lines[list(TABLES["touchpoints"].names)], changes)
    said = lines[lines["date"].le(as_of) & _objects(lines)]
    numbered, people, told = _people(lines, contacts, said.index)
    nobody = said[numbered.loc[said.index, "contact_id"].isna() & said["touch_outcome"].eq(REFUSED)]
    new = accounts["account_id"].isin(nobody["account_id"]) & ~accounts["opposed"]
    last = nobody.drop_duplicates("account_id", keep="first").set_index("account_id")
    told += [
        change_of({**last.loc[code].to_dict(), "account_id": code}, "", "opposed", _("no"), _("yes"))
        for code in accounts.loc[new, "account_id"]
    ]
    rows = pd.DataFrame(told, columns=list(changes.columns))
    rows["subject"] = rows["subject"].replace("", None)
    log = pd.concat([part for part in (numbered, _complaints(reports, lines)) if len(part)])
    return Logged(
        accounts.assign(opposed=accounts["opposed"] | new),
        people,
        in_order("touchpoints", log, ["date", "account_id", "touch_kind"]),
        changes_table(pd.concat([part for part in (changes, rows) if len(part)])) if told else changes,
    )


def last_answers(touchpoints: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return `account_id, date` of the contacts that somebody answered."""
    answered = touchpoints["touch_outcome"].isin(SIGNS_OF_LIFE) & touchpoints["date"].le(as_of)
    return touchpoints.loc[answered, ["account_id", "date"]]


def _objects(lines: pd.DataFrame) -> pd.Series:
    refused = lines["touch_outcome"].eq(REFUSED) & ~lines["touch_kind"].isin(DECLINED)
    return refused | lines["touch_outcome"].eq(UNSUBSCRIBED)


def _people(
    lines: pd.DataFrame, contacts: pd.DataFrame, objecting: pd.Index
) -> tuple[pd.DataFrame, pd.DataFrame, list[dict[str, Any]]]:
    """Give persons of the log their number; note who objects or wants no e-mail, a new person if need be."""
    people: dict[str, list[dict[str, Any]]] = {}
    for record in contacts.to_dict("records"):
        people.setdefault(str(record["account_id"]), []).append({str(k): v for k, v in record.items()})
    taken = set(contacts["contact_id"])
    wanted, numbers, told = set(objecting), [], []
    for place, line in zip(lines.index, lines.to_dict("records"), strict=True):
        here = people.setdefault(line["account_id"], [])
        person = _person(here, line)
        if person is None and place in wanted and pd.notna(line["person"]):
            person = newcomer(_as_report(line), len(here), taken)
            here.append(person)
        numbers.append(None if person is None else person["contact_id"])
        if place in wanted:
            told += _noted(line, [person] if person else here)
    records = [person for here in people.values() for person in here]
    table = pd.DataFrame(records, columns=list(contacts.columns)).astype(contacts.dtypes.to_dict())
    numbered = lines.assign(contact_id=pd.Series(numbers, index=lines.index, dtype="str"))
    return numbered, in_order("contacts", table, ["contact_id"]), told


def _person(here: list[dict[str, Any]], line: dict[Any, Any]) -> dict[str, Any] | None:
    by_number = [person for person in here if person["contact_id"] == line["contact_id"]]
    return by_number[0] if by_number else known_person(here, _as_report(line))


def _noted(line: dict[Any, Any], people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Set the flag of these people, and say whose it was not before."""
    name = "no_email" if line["touch_outcome"] == UNSUBSCRIBED else "opposed"
    if name == "opposed" and pd.isna(line["person"]) and pd.isna(line["contact_id"]):
        return []  # the account as such objects
    changed = [person for person in people if not person[name]]
    for person in changed:
        person[name] = True
    return [change_of(line, person["name"], name, _("no"), _("yes")) for person in changed]


def _complaints(reports: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the complaints of the visit reports that no line of the log tells already."""
    told = reports[reports["complaint"].notna()].drop_duplicates(["account_id", "date", "complaint"])
    known = lines.loc[lines["touch_kind"].eq("complaint"), ["account_id", "date"]]
    again = pd.MultiIndex.from_frame(told[["account_id", "date"]]).isin(pd.MultiIndex.from_frame(known))
    new = told[~again]
    empty = dict.fromkeys(TABLES["touchpoints"].names)
    return pd.DataFrame(
        {
            **{name: pd.Series(value, index=new.index, dtype="object") for name, value in empty.items()},
            "account_id": new["account_id"],
            "date": new["date"],
            "touch_kind": "complaint",
            "touch_cause": new["complaint"],
            "by": new["rep_id"],
            "person": new["contact_name"],
            "source": new["file"],
        }
    )


def _as_report(line: dict[Any, Any]) -> dict[Any, Any]:
    """Return a line of the log as visit reports tell of a person."""
    return {**dict.fromkeys(DETAILS.values()), **line, "contact_name": line["person"], "opposed": False}
