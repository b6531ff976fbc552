"""The registry of the twelve steps: one tuple drives the runner, the documents and the tests."""

from dataclasses import dataclass

from solver.words.errors import PortfolioError
from solver.words.i18n import _, mark


@dataclass(frozen=True)
class StepSpec:
    """One step of the method.

    Attributes
    ----------
    id : str
        Number and name, also the name of the notebook.
    title : str
        English title.
    french_title : str
        The title the method's author gave it.
    needs : tuple of str
        Artifacts of earlier steps that it may read.
    makes : tuple of str
        Artifacts that it writes, all of them.
    """

    id: str
    title: str
    french_title: str
    needs: tuple[str, ...]
    makes: tuple[str, ...]

    @property
    def number(self) -> int:
        """Place in the method, from 1 to 12."""
        return int(self.id[:2])


STEPS = (
    StepSpec(
        "01_prepare_tools",
        mark("Prepare the tools"),
        "Préparer les outils d’organisation commerciale",
        needs=(),
        makes=(
            "accounts",
            "contacts",
            "sales",
            "visits",
            "prospect_events",
            "decisions",
            "plan_notes",
            "visit_reports",
            "reported_changes",
            "next_actions",
            "touchpoints",
            "reps",
            "drives",
            "visit_rules",
            "closures",
            "zone_days",
            "overdue",
            "discoveries",
            "repairs",
            "duplicates",
            "merges",
            "value_conflicts",
            "value_sources",
            "off_map",
            "fields_to_verify",
            "asks",
            "freshness",
            "coverage",
            "purge_list",
            "quality.json",
            "promises_kept.json",
        ),
    ),
    StepSpec(
        "02_measure_time",
        mark("Measure the time available"),
        "Mesurer le temps disponible pour l’action",
        needs=("accounts", "visits", "reps", "drives", "quality.json"),
        makes=("rep_days", "rep_time", "visit_time", "visit_cost"),
    ),
    StepSpec(
        "03_set_prospect_target",
        mark("Set the prospect-visit target"),
        "Se fixer un objectif de nombre de visites prospects",
        needs=("accounts", "sales", "prospect_events", "discoveries", "rep_time", "visit_time", "reps"),
        makes=(
            "prospect_target",
            "funnel",
            "arrivals",
            "origins",
            "earlier_years",
            "expected_figures",
            "need.json",
        ),
    ),
    StepSpec(
        "04_segment_portfolio",
        mark("Segment the portfolio (criterion 1)"),
        "Segmenter le portefeuille (critère 1)",
        needs=("accounts", "sales"),
        makes=("segments", "concentration.json"),
    ),
    StepSpec(
        "05_qualify_portfolio",
        mark("Qualify the portfolio (criterion 2)"),
        "Qualifier le portefeuille (critère 2)",
        needs=("accounts", "prospect_events", "discoveries", "segments"),
        makes=("qualification", "competitors", "wallet.json"),
    ),
    StepSpec(
        "06_group_accounts",
        mark("Group the clients into accounts"),
        "Répartir les clients en comptes",
        needs=("accounts", "segments", "qualification"),
        makes=("account_types",),
    ),
    StepSpec(
        "07_build_typology",
        mark("Build a client typology"),
        "Établir une typologie client",
        needs=("accounts", "sales", "visits", "touchpoints", "discoveries", "segments"),
        makes=("typology", "label_losses", "complaints", "recommendation", "segment_profile"),
    ),
    StepSpec(
        "08_weigh_typology",
        mark("Weigh the typology in (criterion 3)"),
        "Intégrer la typologie à la méthode (critère 3)",
        needs=(
            "accounts",
            "contacts",
            "sales",
            "prospect_events",
            "visits",
            "discoveries",
            "touchpoints",
            "purge_list",
            "typology",
            "complaints",
            "segments",
            "qualification",
            "visit_cost",
        ),
        makes=("typology_notes", "journeys", "win_back_rates", "churn_ledger"),
    ),
    StepSpec(
        "09_score_accounts",
        mark("Score the accounts on several criteria"),
        "Établir la grille de scoring multicritères",
        needs=(
            "accounts",
            "sales",
            "prospect_events",
            "visit_time",
            "need.json",
            "segments",
            "qualification",
            "typology",
            "label_losses",
            "typology_notes",
            "overdue",
        ),
        makes=("scores", "sensitivity.json", "evidence.json", "loss_risk", "to_settle"),
    ),
    StepSpec(
        "10_allocate_visits",
        mark("Share out the visits"),
        "Répartir les visites clients",
        needs=(
            "accounts",
            "sales",
            "visits",
            "visit_reports",
            "touchpoints",
            "decisions",
            "reps",
            "drives",
            "rep_days",
            "rep_time",
            "visit_time",
            "visit_cost",
            "prospect_target",
            "need.json",
            "funnel",
            "segments",
            "qualification",
            "account_types",
            "typology_notes",
            "journeys",
            "win_back_rates",
            "discoveries",
            "scores",
            "loss_risk",
            "duplicates",
            "purge_list",
            "to_settle",
            "visit_rules",
            "closures",
            "zone_days",
        ),
        makes=(
            "judgements",
            "trials",
            "allocation",
            "response",
            "hour_prices",
            "comparison",
            "ledger",
            "gain_sources",
            "rule_prices",
            "decision_prices",
            "prospect_frontier",
            "judgement_effects",
            "gain.json",
            "stability",
            "plan_questions",
            "hours_curve",
            "stopping_plans",
            "hand_over",
            "team_size",
            "certificate.json",
            "response_learnt.json",
        ),
    ),
    StepSpec(
        "11_write_action_plan",
        mark("Write the commercial action plan"),
        "Établir le Plan d’Action Commerciale clients et prospects",
        needs=(
            "accounts",
            "sales",
            "reps",
            "visit_cost",
            "need.json",
            "expected_figures",
            "ledger",
            "segments",
            "qualification",
            "account_types",
            "typology",
            "typology_notes",
            "journeys",
            "loss_risk",
            "allocation",
            "response",
            "certificate.json",
            "fields_to_verify",
            "next_actions",
            "plan_notes",
            "contacts",
            "touchpoints",
            "complaints",
            "to_settle",
            "coverage",
            "discoveries",
            "purge_list",
        ),
        makes=("action_plan", "budget", "stopped", "promises", "touches", "recipients", "offers"),
    ),
    StepSpec(
        "12_prepare_appointments",
        mark("Prepare the appointments"),
        "Préparer la prise de rendez-vous par rapport aux visites planifiées",
        needs=(
            "accounts",
            "contacts",
            "visits",
            "visit_reports",
            "reps",
            "drives",
            "rep_days",
            "visit_time",
            "visit_cost",
            "journeys",
            "funnel",
            "segments",
            "account_types",
            "scores",
            "allocation",
            "response",
            "visit_rules",
            "closures",
            "zone_days",
            "touchpoints",
            "touches",
        ),
        makes=(
            "appointments",
            "tours",
            "nights",
            "unplaced",
            "moved_dates",
            "call_list",
            "touch_dates",
            "followed",
        ),
    ),
)


def step_spec(step_id: str) -> StepSpec:
    """Return a step by its id, or by its number.

    Raises
    ------
    PortfolioError
        There is no such step.
    """
    for spec in STEPS:
        if step_id == spec.id or (step_id.isdigit() and int(step_id) == spec.number):
            return spec
    raise PortfolioError(
        _("there is no step “{step}”").format(step=step_id),
        fix=_("steps run from 1 to {last}").format(last=len(STEPS)),
    )


def producer(artifact: str) -> StepSpec:
    """Return the step that makes an artifact."""
    return next(spec for spec in STEPS if artifact in spec.makes)


def select_steps(selection: str | None) -> tuple[StepSpec, ...]:
    """Read a selection such as `4-9`, `7-`, `-3` or `10`; none means all.

    Raises
    ------
    PortfolioError
        The selection names no step.
    """
    if not selection:
        return STEPS
    first, dash, last = selection.partition("-")
    start = step_spec(first).number if first else 1
    end = step_spec(last).number if last else (len(STEPS) if dash else start)
    if start > end:
        raise PortfolioError(
            _("“{selection}” runs backwards").format(selection=selection), fix=_("write it as 4-9")
        )
    return STEPS[start - 1 : end]
