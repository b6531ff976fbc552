"""A rep's visits as an iCalendar file that Outlook, Google and Apple take alike.

Each visit keeps one UID as long as it is the same visit of the same plan by the same rep. A run in the same
folder reads the calendar that is there: what did not change keeps its bytes, what changed gets the next
SEQUENCE, what is no longer planned stays as cancelled. A visit that goes to another rep is cancelled in one
calendar and new in the other, under another UID, so that a manager who reads both sees both.

References
----------
RFC 5545 (iCalendar), RFC 5546 (PUBLISH), RFC 7986 (names of calendars).
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText

from solver.handover.agenda.earlier import DIGEST, Earlier, Entry, cancelled, digest, entry_of, uid_from
from solver.handover.agenda.visits import Account, Action, Visit, text_of
from solver.handover.agenda.week_pages import WEEKS_IN_FULL
from solver.handover.agenda.zone import zone_component
from solver.words.i18n import _, ngettext, with_label

PRODID = "-//Twelvefold//Agenda//EN"
METHOD, END = "METHOD:PUBLISH\r\n", "END:VCALENDAR\r\n"


def uid_of(firm: str, plan_start: date, visit: Visit) -> str:
    """Return what a visit is known by in every calendar, for as long as it is in the plan."""
    return uid_from(firm, visit.rep_id, visit.account.account_id, plan_start.isoformat(), visit.number)


def entries_of(
    visits: Sequence[Visit], firm: str, plan_start: date, zone: ZoneInfo | None, *, full: bool
) -> dict[str, Entry]:
    """Write each visit as an event that does not say yet which version of it it is.

    Parameters
    ----------
    visits : sequence of Visit
    firm : str
    plan_start : date
    zone : ZoneInfo or None
    full : bool
        Euros and private numbers too, which colleagues who see the calendar see with it.
    """
    soon = set(sorted({visit.monday for visit in visits})[:WEEKS_IN_FULL])
    # What is verified at the first visit only is not among these lines.
    accounts = {visit.account.account_id: visit.account for visit in visits}
    said = {account_id: _account_lines(account) for account_id, account in accounts.items()}
    entries = {}
    for visit in visits:
        uid = uid_of(firm, plan_start, visit)
        holds = visit.agreed or visit.monday in soon
        lines = [*_visit_lines(visit, uid, zone, holds=holds, full=full), *said[visit.account.account_id]]
        entries[uid] = entry_of(["BEGIN:VEVENT", *lines, "END:VEVENT"])
    return entries


def brought_up_to_date(
    planned: dict[str, Entry], earlier: Earlier, plan_start: date, as_of: date
) -> list[Entry]:
    """Return the visits of the plan, numbered after those of an earlier calendar, and what is cancelled.

    Parameters
    ----------
    planned : dict of str to Entry
        As `entries_of` returns them.
    earlier : Earlier
    plan_start : date
        What lies before it has taken place, and stays.
    as_of : date
        Day of the version; the wall clock plays no part.

    Returns
    -------
    list of Entry
        By day and hour.
    """
    first = f"{plan_start:%Y%m%d}"
    made = []
    for uid, entry in planned.items():
        before = earlier.entries.get(uid)
        if before is not None and sorted(before.content) == sorted(entry.content):
            made.append(before)
            continue
        number = earlier.sequence if before is None else before.sequence + 1
        made.append(Entry(uid, entry.content, _stamps(as_of, number)))
    for uid, before in earlier.entries.items():
        if uid in planned:
            continue
        stays = before.cancelled or before.starts < first
        made.append(before if stays else cancelled(before, _stamps(as_of, before.sequence + 1)))
    return sorted(made, key=lambda entry: (entry.starts, entry.uid))


def calendar_text(
    entries: Sequence[Entry], name: str, zone: ZoneInfo | None, year: int, note: str = ""
) -> str:
    """Put the visits into a calendar.

    Parameters
    ----------
    entries : sequence of Entry
    name : str
        As calendars show it.
    zone : ZoneInfo or None
        None: the hours are those of the clock that the rep looks at, wherever it hangs.
    year : int
        The first of the plan.
    note : str
        What there is to say of the calendar.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, vText(name))
    if note:
        for key in ("description", "x-wr-caldesc"):
            calendar.add(key, vText(note))
    if zone is not None:
        calendar.add("x-wr-timezone", zone.key)
    first = min([year, *(int(entry.starts[:4]) for entry in entries if entry.starts[:4].isdecimal())])
    zones: set[str] = set().union(*(entry.zones for entry in entries))
    if zone is not None or not entries:  # a calendar holds one part at least
        zones.add(zone.key if zone else "Etc/UTC")
    for key in sorted(zones):
        calendar.add_component(zone_component(key, first))
    head = calendar.to_ical().decode().removesuffix(END)
    text = head + "".join(entry.text() for entry in entries) + END
    mark = f"{DIGEST}:{digest(text)}\r\n"
    return text.replace(METHOD, METHOD + mark, 1)


def _visit_lines(visit: Visit, uid: str, zone: ZoneInfo | None, *, holds: bool, full: bool) -> list[str]:
    """Write what changes from visit to visit; a proposal further on than the next weeks holds no time."""
    clock = f";TZID={zone.key}" if zone else ""
    text = vText("\n".join(description(visit, full=full))).to_ical().decode()
    busy = "BUSY" if visit.agreed else "TENTATIVE"
    return [
        f"UID:{uid}",
        f"DTSTART{clock}:{visit.start:%Y%m%dT%H%M%S}",
        f"DTEND{clock}:{visit.end:%Y%m%dT%H%M%S}",
        f"DESCRIPTION:{text}",
        f"STATUS:{'CONFIRMED' if visit.agreed else 'TENTATIVE'}",
        f"TRANSP:{'OPAQUE' if holds else 'TRANSPARENT'}",
        f"X-MICROSOFT-CDO-BUSYSTATUS:{busy if holds else 'FREE'}",
    ]


def _account_lines(account: Account) -> list[str]:
    """Write what is the same in all the visits to an account.

    The place is the address, and no position: coordinates may be those of the middle of a town.
    """
    event = Event()
    event.add("summary", account.title)
    if account.address:
        event.add("location", account.address)
    if kinds := [kind for kind in dict.fromkeys((account.kind, account.account_type)) if kind]:
        event.add("categories", kinds)
    return [str(line) for line in event.content_lines() if line][1:-1]


def description(visit: Visit, *, full: bool) -> list[str]:
    """Return what the rep reads in the event, one line a subject; the sheet of the rep always has it all."""
    account = visit.account
    lines = [_standing(visit)]
    subjects = [
        *whom(account, full=full),
        *visit.first,
        *(_goal(goal, full=full) for goal in visit.goals),
        (_("To verify"), account.verify),
        (_("Why so many visits"), account.reason if full else ""),
    ]
    lines += [with_label(subject, words) for subject, words in subjects if words]
    return [*lines, which_visit(visit)]


def _goal(goal: Action, *, full: bool) -> tuple[str, str]:
    """Say what the visit is for; of what is no proposal, the name is the firm's own and stays out of it."""
    if goal.sells:
        named = f"{goal.action} ({goal.family})" if goal.family else goal.action
        return _("To propose"), with_label(goal.action, goal.objective) if full else named
    return _("Goal"), goal.objective if full else ""


def whom(account: Account, *, full: bool) -> list[tuple[str, str]]:
    """Say whom to ask for, and under which number: the person's own where it is `full`, else where it is."""
    own_number = account.contact_phone if full else ""
    asked = (_("Ask for"), ", ".join(part for part in (account.person, own_number) if part))
    if account.phone and account.phone != own_number:
        return [asked, (_("Telephone, switchboard"), account.phone)]
    if account.contact_phone:
        kept_out = _("the person's own, kept out of calendars: it stands in animation.xlsx and on the sheets")
        return [asked, (_("Telephone"), "" if own_number else kept_out)]
    return [asked, (_("Telephone"), _("no number in the file: ask for one"))]


def _standing(visit: Visit) -> str:
    if visit.agreed:
        return _("Agreed with the account.")
    if visit.account.phone or visit.account.contact_phone:
        return _("Proposed day and hour, not agreed yet: confirm by telephone.")
    return _("Proposed day and hour, not agreed yet.")


def which_visit(visit: Visit) -> str:
    """Say which visit of the plan it is, and how long after the one before."""
    if visit.gap_days is None:
        return _("Visit {number} of {count}.").format(number=visit.turn or visit.number, count=visit.count)
    days = round(visit.gap_days)
    return ngettext(
        "Visit {number} of {count}, {days} day after the one before.",
        "Visit {number} of {count}, {days} days after the one before.",
        days,
    ).format(number=visit.turn or visit.number, count=visit.count, days=days)


def calendar_name(firm: str, rep: str) -> str:
    """Return what calendars call it."""
    return _("Visits of {rep} – {firm}").format(rep=text_of(rep), firm=text_of(firm))


def _stamps(as_of: date, number: int) -> tuple[str, ...]:
    """Write the version of a visit; a later one is later, whatever the day it is made for."""
    moment = datetime.combine(as_of, time(), UTC) + timedelta(minutes=number)
    return (
        f"SEQUENCE:{number}",
        f"DTSTAMP:{moment:%Y%m%dT%H%M%SZ}",
        f"LAST-MODIFIED:{moment:%Y%m%dT%H%M%SZ}",
    )
