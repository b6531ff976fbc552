"""The forms of the visits of a run: its dated visits, set into the sheets that the reps fill in."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from solver.flow.write_action_plan import WriteActionPlan
from solver.handover.agenda.visits import Visit, visits_of_reps
from solver.handover.excel.visit_form import DatedVisit, write_visit_forms
from solver.report.findings.read import read_findings
from solver.run import Run, step_spec
from solver.words.i18n import clauses, with_label

FAMILIES = 3  # on a line of the form, to open the conversation


def write_forms(run: Run, first_day: date | None, weeks: int) -> list[Path]:
    """Write `visit_reports/REP.xlsx` for each rep with a visit in these weeks.

    Parameters
    ----------
    run : Run
        With its step 12.
    first_day : date or None
        None for the first day of the plan.
    weeks : int

    Raises
    ------
    PortfolioError
        Step 12 has not been run, or a file cannot be written.
    """
    run.read("appointments")  # says which step is missing
    findings = read_findings(run)
    missing = _not_bought(run)
    every = {
        rep: [dated_visit(visit, missing) for visit in visits]
        for rep, visits in visits_of_reps(findings).items()
    }
    return write_visit_forms(findings, every, first_day or findings.portfolio.plan_start, weeks)


def _not_bought(run: Run) -> dict[str, str]:
    """Return the families that each client buys nothing of and its like do, the largest gaps.

    Nothing is sold to who has to settle the account first.
    """
    step = WriteActionPlan.id
    if not all(run.artifact_path(name).exists() for name in step_spec(step).needs):
        return {}
    made = WriteActionPlan.read_from(run)
    gaps = made.family_gaps
    gaps = gaps[gaps["kind"].eq("new_family") & ~gaps["account_id"].isin(made.to_settle["account_id"])]
    return {str(code): ", ".join(own.head(FAMILIES)) for code, own in gaps.groupby("account_id")["family"]}


def dated_visit(visit: Visit, not_bought: Mapping[str, str]) -> DatedVisit:
    """Return what the form says of a visit; nothing is sold where something is asked first."""
    account = visit.account
    aim = visit.goals[0].objective if visit.goals else account.reason
    return DatedVisit(
        account_id=account.account_id,
        account=account.title,
        rep_id=visit.rep_id,
        day=visit.day,
        at=f"{visit.start:%H:%M}",
        person=account.contact,
        to_ring=account.call,
        reason=clauses(with_label(*said) for said in visit.first) if visit.first else aim,
        not_bought="" if visit.first else not_bought.get(account.account_id, ""),
    )
