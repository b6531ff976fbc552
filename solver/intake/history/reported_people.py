"""What visit reports say of people: whom to add, whose details changed, who has left, who objects."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from solver.intake.booking.sourced_tables import in_order
from solver.intake.history.in_words import in_words
from solver.intake.repairs import gather, no_repairs, repairs
from solver.intake.words import fold
from solver.words.i18n import _

TITLES = frozenset(("m", "mr", "mme", "mlle", "mrs", "ms", "dr", "monsieur", "madame"))
DETAILS = {
    "function": "contact_function",
    "role": "contact_role",
    "phone": "contact_phone",
    "email": "contact_email",
}


def people_with_reports(
    contacts: pd.DataFrame, lines: pd.DataFrame
) -> tuple[pd.DataFrame, list[dict[str, Any]], pd.DataFrame]:
    """Bring the people at the accounts up to the visit reports.

    Parameters
    ----------
    contacts : DataFrame
        Table `contacts`.
    lines : DataFrame
        Of a `ReportBook`.

    Returns
    -------
    tuple of DataFrame, list of dict and DataFrame
        The contacts; the rows of the table `reported_changes`; and the table `repairs`, where a list of
        people says otherwise on the day of the visit or later. A person is known again by e-mail, or by
        the words of the name where only one person of the account has them all. Details of a record verified
        after the visit stand. Whoever has left is no contact any more; who objects as well is kept for that.
    """
    told = lines[lines["contact_name"].notna() | lines["contact_email"].notna()]
    if told.empty:
        return contacts, [], no_repairs()
    people: dict[str, list[dict[str, Any]]] = {}
    for record in contacts.to_dict("records"):
        people.setdefault(str(record["account_id"]), []).append({str(k): v for k, v in record.items()})
    taken = set(contacts["contact_id"])
    verified = dict(zip(contacts["contact_id"], contacts["updated_on"], strict=True))
    changes: list[dict[str, Any]] = []
    against = []
    for report in told.to_dict("records"):
        here = people.setdefault(report["account_id"], [])
        person = known_person(here, report)
        if report["contact_left"]:
            changes += _left(here, person, report, taken)
        elif person is None:
            here.append(newcomer(report, len(here), taken))
            changes.append(change_of(report, here[-1]["name"], "contact", None, here[-1]["name"]))
        else:
            against.append(_against_list(person, report, verified.get(person["contact_id"])))
            changes += _updated(person, report)
    records = [person for here in people.values() for person in here]
    table = pd.DataFrame(records, columns=list(contacts.columns)).astype(contacts.dtypes.to_dict())
    return in_order("contacts", table, ["contact_id"]), changes, gather(against)


def _against_list(person: dict[str, Any], report: dict[Any, Any], verified: Any) -> pd.DataFrame:
    """List what a report says of a person otherwise than a list that was verified that day or later."""
    if pd.isna(verified) or verified < report["date"]:
        return no_repairs()
    tie = verified == report["date"]
    unlike = [
        (ours, theirs)
        for ours, theirs in DETAILS.items()
        if pd.notna(report[theirs]) and pd.notna(person[ours]) and report[theirs] != person[ours]
    ]
    return repairs(
        report["file"],
        [report["row"]] * len(unlike),
        column=pd.Series([theirs for _ours, theirs in unlike], dtype="str"),
        account_id=report["account_id"],
        problem=_("the list of people says otherwise on the same day: which of the two is right?")
        if tie
        else _("the list of people holds a later answer, and it stands"),
        found=[in_words(ours, report[theirs]) for ours, theirs in unlike],
        used=[in_words(ours, report[theirs] if tie else person[ours]) for ours, theirs in unlike],
    )


def with_leavers(lines: pd.DataFrame, left: pd.DataFrame) -> pd.DataFrame:
    """Return the reports, and after those of the day whom a file of people says to have left."""
    if left.empty:
        return lines
    more = left.reindex(columns=list(lines.columns)).astype(
        {name: dtype for name, dtype in lines.dtypes.items() if name != "opposed"}
    )
    both = pd.concat([lines, more.astype({"opposed": "bool"})], ignore_index=True)
    return both.sort_values("date", kind="stable", ignore_index=True)


def unknown_leavers(contacts: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """List the people who are said to have left an account at which nobody knows them (table `repairs`)."""
    told = lines[lines["contact_left"] & (lines["contact_name"].notna() | lines["contact_email"].notna())]
    here: dict[str, list[dict[str, Any]]] = {}
    for record in contacts.to_dict("records"):
        here.setdefault(str(record["account_id"]), []).append({str(k): v for k, v in record.items()})
    for record in _named_in(lines):  # somebody met may be in the files, too
        there = here.setdefault(str(record["account_id"]), [])
        if all(_words(record["name"]) != _words(one["name"]) for one in there):
            there.append({str(k): v for k, v in record.items()})
    unknown = [
        known_person(here.get(str(report["account_id"]), []), report) is None
        for report in told.to_dict("records")
    ]
    lost = told[pd.Series(unknown, index=told.index, dtype="bool")]
    return repairs(
        lost["file"],
        lost["row"],
        column="contact_name",
        account_id=lost["account_id"],
        problem=_("has left, but nobody of that name is known at this account"),
        found=lost["contact_name"].fillna(lost["contact_email"]),
    )


def _named_in(lines: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the people that the reports themselves name as met."""
    met = lines[lines["contact_name"].notna() & ~lines["contact_left"]]
    return met.rename(columns={"contact_name": "name", "contact_email": "email"})[
        ["account_id", "name", "email"]
    ].to_dict("records")


def known_person(here: list[dict[str, Any]], report: dict[Any, Any]) -> dict[str, Any] | None:
    """Return the person of a report among those of its account, by `contact_email` or `contact_name`."""
    email = report["contact_email"]
    by_email = [person for person in here if pd.notna(email) and person["email"] == email]
    if len(by_email) == 1:
        return by_email[0]
    said = _words(report["contact_name"])
    by_name = [person for person in here if said and said <= _words(person["name"])]
    exact = [person for person in by_name if _words(person["name"]) == said]
    found = exact or by_name
    return found[0] if len(found) == 1 else None


def _words(name: Any) -> frozenset[str]:
    return frozenset() if pd.isna(name) else frozenset(fold(str(name)).split()) - TITLES


def newcomer(report: dict[Any, Any], place: int, taken: set[str]) -> dict[str, Any]:
    """Return a contact made of the person of a report, under a number of its own, which is then `taken`."""
    number = next(code for code in _numbers(report["account_id"], place + 1) if code not in taken)
    taken.add(number)
    name = report["contact_name"] if pd.notna(report["contact_name"]) else report["contact_email"]
    return {
        "contact_id": number,
        "account_id": report["account_id"],
        "name": name,
        **{ours: report[theirs] for ours, theirs in DETAILS.items()},
        "opposed": bool(report["opposed"]),
        "no_email": False,
        "has_left": bool(report.get("contact_left", False)),
        "informed_on": None,
        "updated_on": report["date"],
        "source": report["file"],
    }


def _numbers(account_id: str, first: int) -> Iterable[str]:
    while True:
        yield f"{account_id}/{first}"
        first += 1


def _left(
    here: list[dict[str, Any]], person: dict[str, Any] | None, report: dict[Any, Any], taken: set[str]
) -> list[dict[str, Any]]:
    """Take out who has left; who objects as well, now or before, stays in the file for that alone."""
    changes = []
    if person is None:
        if not report["opposed"]:
            return []
        here.append(newcomer(report, len(here), taken))
        return [change_of(report, here[-1]["name"], "opposed", _("no"), _("yes"))]
    if not person["has_left"]:
        changes.append(change_of(report, person["name"], "contact", person["name"], None))
    if report["opposed"] and not person["opposed"]:
        changes.append(change_of(report, person["name"], "opposed", _("no"), _("yes")))
    if report["opposed"] or person["opposed"]:
        person.update(opposed=True, has_left=True)
    else:
        here.remove(person)
    return changes


def _updated(person: dict[str, Any], report: dict[Any, Any]) -> list[dict[str, Any]]:
    """Put the details of a report into a person's record, and say which of them changed."""
    changes = []
    if person["has_left"]:
        changes.append(change_of(report, person["name"], "contact", None, person["name"]))
        person["has_left"] = False
    if report["opposed"] and not person["opposed"]:
        changes.append(change_of(report, person["name"], "opposed", _("no"), _("yes")))
        person["opposed"] = True
    if pd.notna(person["updated_on"]) and person["updated_on"] > report["date"]:
        return changes
    for ours, theirs in DETAILS.items():
        new = report[theirs]
        if pd.notna(new) and new != person[ours]:
            changes.append(change_of(report, person["name"], ours, in_words(ours, person[ours]), new))
            person[ours] = new
    person["updated_on"] = report["date"]
    return changes


def change_of(
    report: dict[Any, Any], subject: str, name: str, before: str | None, after: str | None
) -> dict[str, Any]:
    """Return a row of the table `reported_changes`."""
    return {
        "account_id": report["account_id"],
        "subject": subject,
        "field": name,
        "before": before,
        "after": after,
        "reported_on": report["date"],
        "file": report["file"],
        "row": report["row"],
    }
