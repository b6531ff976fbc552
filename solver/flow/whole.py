"""The whole method without Jupyter: one firm's steps in order, tables handed on in memory."""

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.flow.allocate_visits import AllocateVisits
from solver.flow.build_typology import BuildTypology
from solver.flow.group_accounts import GroupAccounts
from solver.flow.measure_time import MeasureTime
from solver.flow.prepare_appointments import PrepareAppointments
from solver.flow.prepare_tools import PrepareTools
from solver.flow.qualify_portfolio import QualifyPortfolio
from solver.flow.score_accounts import ScoreAccounts
from solver.flow.segment_portfolio import SegmentPortfolio
from solver.flow.set_prospect_target import SetProspectTarget
from solver.flow.step import Flow
from solver.flow.weigh_typology import WeighTypology
from solver.flow.write_action_plan import WriteActionPlan
from solver.intake import Intake
from solver.parameters import Portfolio
from solver.run import step_spec
from solver.run.step import plain
from solver.tables import check
from solver.words.errors import PortfolioError
from solver.words.i18n import _

FLOWS: tuple[type[Flow], ...] = (
    PrepareTools,
    MeasureTime,
    SetProspectTarget,
    SegmentPortfolio,
    QualifyPortfolio,
    GroupAccounts,
    BuildTypology,
    WeighTypology,
    ScoreAccounts,
    AllocateVisits,
    WriteActionPlan,
    PrepareAppointments,
)

TRIED: tuple[type[Flow], ...] = (MeasureTime, SetProspectTarget)


@dataclass(frozen=True)
class Walked:
    """A firm taken through the steps.

    Attributes
    ----------
    steps : tuple of Flow
        In order, each with its intermediate results.
    made : dict of str to DataFrame or dict
        All they made, by the registry's names, as a run folder would hold it.
    """

    steps: tuple[Flow, ...]
    made: dict[str, Any]


def walk(portfolio: Portfolio, *, last: int = len(FLOWS)) -> Walked:
    """Take a firm through the steps, up to the one with this number.

    Raises
    ------
    PortfolioError
        The firm's files or its parameters stop a step.
    """
    steps: list[Flow] = []
    made: dict[str, Any] = {}
    for flow in FLOWS[:last]:
        steps.append(flow(made, portfolio))
        outputs = steps[-1].outputs()
        made |= {name: as_handed_on(name, artifact) for name, artifact in outputs.items()}
    return Walked(tuple(steps), made)


def first_stop(portfolio: Portfolio, intake: Intake) -> str | None:
    """Try the two steps that the firm's own facts can stop, and say what stops them; none where nothing does.

    Parameters
    ----------
    portfolio : Portfolio
    intake : Intake
        As step 1 read the files.
    """
    made = {
        name: getattr(intake, name.removesuffix(".json"))
        for flow in TRIED
        for name in step_spec(flow.id).needs
        if hasattr(intake, name.removesuffix(".json"))
    }
    for flow in TRIED:
        try:
            made |= flow(made, portfolio).outputs()
        except PortfolioError as error:
            return _("Step {number} will stop: {problem}").format(
                number=step_spec(flow.id).number, problem=error
            )
    return None


def as_handed_on(name: str, artifact: Any) -> Any:
    """Return an artifact as the next step reads it: a table in its types, facts as JSON holds them."""
    if isinstance(artifact, pd.DataFrame):
        return check(name, artifact)
    return json.loads(json.dumps(artifact, default=plain))
