"""A rep's calls between the visits, as a calendar of its own: no hour, and no time held."""

from datetime import date, timedelta

from icalendar import vText

from solver.handover.agenda.earlier import Entry, entry_of, uid_from
from solver.handover.agenda.rep_calendar import whom
from solver.handover.agenda.visits import Account, accounts_in_words, text_of
from solver.report.findings.read import Findings
from solver.tables.channels import SPOKEN
from solver.words.i18n import _, with_label


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
    if not (artifacts.has("touches") and artifacts.has("touch_dates")):
        return calls
    accounts = accounts_in_words(artifacts)
    dates = artifacts.table("touch_dates")[["touch_id", "placed_on", "channel"]]
    touches = artifacts.table("touches").drop(columns="channel").merge(dates, on="touch_id")
    phoned = touches[touches["channel"].isin(SPOKEN) & touches["placed_on"].notna()]
    for row in phoned.sort_values(["placed_on", "touch_id"]).to_dict("records"):
        rep_id, account_id = str(row["owner"]), str(row["account_id"])
        if rep_id in calls:
            uid = uid_from(portfolio.firm, rep_id, portfolio.plan_start.isoformat(), str(row["touch_id"]))
            account = accounts.get(account_id, Account(account_id, account_id))
            lines = _lines(uid, row["placed_on"].date(), account, text_of(row["purpose"]), full=full)
            calls[rep_id][uid] = entry_of(["BEGIN:VEVENT", *lines, "END:VEVENT"])
    return calls


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
