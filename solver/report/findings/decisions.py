"""The decisions to take: each rule looks at one question, the euros that hang on it put them in order."""

from collections.abc import Callable

from solver.parameters import Portfolio
from solver.report.findings import (
    rules_on_accounts,
    rules_on_contacts,
    rules_on_hours,
    rules_on_losses,
    rules_on_prospects,
)
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.decision import Decision
from solver.words.i18n import mark

HOW_TO_READ = mark(
    "Each amount is margin of the first year, where nothing else is said, that hangs on that decision alone: "
    "a gain, a loss, or growth that nobody has checked. They are of different kinds and do not add up."
)
Rule = Callable[[Artifacts, Portfolio], Decision | None]
RULES: tuple[Rule, ...] = (
    rules_on_hours.move_hours,
    rules_on_hours.use_idle_hours,
    rules_on_hours.question_last_visits,
    rules_on_prospects.hold_prospect_time,
    rules_on_prospects.find_names,
    rules_on_hours.review_locks,
    rules_on_hours.hand_accounts_over,
    rules_on_accounts.visit_more,
    rules_on_accounts.visit_less,
    rules_on_contacts.find_second_contacts,
    rules_on_losses.keep_clients_at_risk,
    rules_on_losses.call_who_may_leave,
    rules_on_accounts.learn_potentials,
    rules_on_accounts.lessen_dependence,
    rules_on_accounts.settle_records,
    rules_on_accounts.repair_data,
)


def decisions(artifacts: Artifacts, portfolio: Portfolio, count: int = 5) -> list[Decision]:
    """Return the decisions on which most euros hang.

    Parameters
    ----------
    artifacts : Artifacts
        What the run holds; a rule whose tables are missing says nothing.
    portfolio : Portfolio
    count : int

    Returns
    -------
    list of Decision
        Largest first.
    """
    found = [rule(artifacts, portfolio) for rule in RULES]
    worth = [decision for decision in found if decision is not None and decision.euros > 0]
    return sorted(worth, key=lambda decision: (-decision.euros, decision.code))[:count]
