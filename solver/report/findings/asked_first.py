"""What a first contact asks before anything is proposed: of who complained, and of who may leave."""

from solver.method.behaviour.complaints import called
from solver.method.behaviour.leaving import who_may_leave
from solver.report.findings.artifacts import Artifacts
from solver.words.i18n import _, clauses, format_date


def asked_first(artifacts: Artifacts) -> dict[str, str]:
    """Return, by account_id, what is asked before anything is proposed, every reason.

    A call is to come first; where it found no room, or a visit is earlier, the visit asks.
    """
    told: dict[str, list[str]] = {}
    if artifacts.has("complaints"):
        table = artifacts.table("complaints").set_index("account_id")
        for account_id in called(artifacts.table("complaints")):
            settled = _("whether the complaint of {date} is settled")
            words = settled.format(date=format_date(table["complained_on"][account_id]))
            told.setdefault(str(account_id), []).append(words)
    if artifacts.has("loss_risk", "segments"):
        may_leave = who_may_leave(artifacts.table("loss_risk"), artifacts.table("segments"))
        for account_id in may_leave["account_id"]:
            words = _("what has changed: it is more likely to leave than to stay")
            told.setdefault(str(account_id), []).append(words)
    return {account_id: clauses(reasons) for account_id, reasons in told.items()}
