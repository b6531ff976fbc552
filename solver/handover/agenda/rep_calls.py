"""A rep's calls between the visits, as a calendar of its own: no hour, and no time held."""

from collections.abc import Iterator
from datetime import date, timedelta

from icalendar import vText

from solver.handover.agenda.earlier import Entry, entry_of, uid_from
from solver.handover.agenda.rep_calendar import whom
from solver.handover.agenda.visits import Account, accounts_in_words, text_of
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.read import Findings
from solver.tables.channels import SPOKEN
from solver.words.i18n import _, clauses, format_date, with_label

type Call = tuple[str, str, date, str, str]  # rep_id, what it is known by, day, account_id, what for


def calls_of_reps(findings: Findings, *, full: bool) -> dict[str, dict[str, Entry]]:
    """Write each call, or what is like one, as an event of a day; by rep, then by what it is known by.

    Parameters
    ----------
    findings : Findings
        A run without contacts beside the visits has no call.
    full : bool
        Private numbers too, which colleagues who see the calendar see with it.
    """
    artifacts, portfolio = findings.artifacts, findings.portfolio
    calls: dict[str, dict[str, Entry]] = {rep.rep_id: {} for rep in portfolio.reps}
    accounts = accounts_in_words(artifacts)
    one_call: dict[tuple[str, date, str], list[tuple[str, str]]] = {}
    for rep_id, called, day, account_id, purpose in (*_between_visits(artifacts), *_for_visits(artifacts)):
        one_call.setdefault((rep_id, day, account_id), []).append((called, purpose))
    for (rep_id, day, account_id), reasons in one_call.items():
        if rep_id in calls:
            first = reasons[0][0]  # what is said in one call is one entry, known by its first reason
            uid = uid_from(portfolio.firm, rep_id, portfolio.plan_start.isoformat(), first)
            account = accounts.get(account_id, Account(account_id, account_id))
            purpose = clauses(purpose for _called, purpose in reasons)
            lines = _lines(uid, day, account, purpose, full=full)
            calls[rep_id][uid] = entry_of(["BEGIN:VEVENT", *lines, "END:VEVENT"])
    return calls


def _between_visits(artifacts: Artifacts) -> Iterator[Call]:
    """Yield the contacts by phone, or like a call, that have a day."""
    if not artifacts.has("touches", "touch_dates"):
        return
    dates = artifacts.table("touch_dates")[["touch_id", "placed_on", "channel"]]
    touches = artifacts.table("touches").drop(columns="channel").merge(dates, on="touch_id")
    phoned = touches[touches["channel"].isin(SPOKEN) & touches["placed_on"].notna()]
    for row in phoned.sort_values(["placed_on", "touch_id"]).to_dict("records"):
        purpose = text_of(row["purpose"])
        yield (
            str(row["owner"]),
            str(row["touch_id"]),
            row["placed_on"].date(),
            str(row["account_id"]),
            purpose,
        )


def _for_visits(artifacts: Artifacts) -> Iterator[Call]:
    """Yield the calls of the coming weeks that fix the hour of a visit."""
    if not artifacts.has("call_list"):
        return
    calls = artifacts.table("call_list").dropna(subset="call_on")
    for row in calls.sort_values(["call_on", "priority", "account_id"]).to_dict("records"):
        account_id, proposed = str(row["account_id"]), row["proposed_on"]
        purpose = _("Fix the hour of the visit of {day}, {hour} by the plan").format(
            day=format_date(proposed), hour=row["proposed_start"]
        )
        called = f"{account_id} {proposed:%Y-%m-%d}"
        yield str(row["rep_id"]), called, row["call_on"].date(), account_id, purpose


def _lines(uid: str, day: date, account: Account, purpose: str, *, full: bool) -> list[str]:
    subjects = [*whom(account, full=full), (_("What for"), purpose)]
    told = "\n".join(with_label(subject, words) for subject, words in subjects if words)
    return [
        f"UID:{uid}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{vText(_('Call: {account}').format(account=account.title)).to_ical().decode()}",
        f"DESCRIPTION:{vText(told).to_ical().decode()}",
        "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
    ]
