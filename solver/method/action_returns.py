"""Step 11: what an action costs and brings, and how an objective is shared out."""

from math import ceil
from typing import NamedTuple

import pandas as pd

from solver.words.errors import PortfolioError
from solver.words.i18n import _


class ActionReturn(NamedTuple):
    """Expected margin, cost and return of an action.

    Parameters
    ----------
    margin_eur : float
        Margin expected, before the cost.
    cost_eur : float
        Cost of the action.
    return_rate : float
        (margin - cost) / cost; 1 means that every euro comes back with another.
    """

    margin_eur: float
    cost_eur: float
    return_rate: float


def return_on_cost(margin_eur: float, cost_eur: float) -> float:
    """Return (margin - cost) / cost.

    Parameters
    ----------
    margin_eur : float
        Margin before the cost of the action.
    cost_eur : float
        Above 0.

    Raises
    ------
    PortfolioError
        The action costs nothing, so no return can be told.
    """
    if not cost_eur > 0:
        raise PortfolioError(
            _("an action without a cost has no return"), mend=_("count its hours, calls and letters")
        )
    return (margin_eur - cost_eur) / cost_eur


def expected_return(
    gap_eur: float, success_rate: float, margin_rate: float, visits: float, cost_per_visit_eur: float
) -> ActionReturn:
    """Return what visits that go for part of a gap may bring.

    Parameters
    ----------
    gap_eur : float
        Potential not yet bought from us.
    success_rate : float
        Share of it that the action is expected to win (a judgement).
    margin_rate : float
        Margin over revenue.
    visits : float
    cost_per_visit_eur : float

    Raises
    ------
    PortfolioError
        The visits cost nothing.
    """
    margin, cost = gap_eur * success_rate * margin_rate, visits * cost_per_visit_eur
    return ActionReturn(margin, cost, return_on_cost(margin, cost))


def share_by_potential(total: float, potentials: pd.Series) -> pd.Series:
    """Share an objective out in proportion to potentials, or to gaps.

    Parameters
    ----------
    total : float
        The objective, in any unit.
    potentials : Series of float
        None below zero; what is unknown gets nothing.

    Raises
    ------
    PortfolioError
        There is no potential to share by, or one is negative.
    """
    known = potentials.fillna(0.0)
    if (known < 0).any() or not known.sum() > 0:
        raise PortfolioError(
            _("there is no potential to share the objective by"),
            mend=_("fill in the potentials, none below 0"),
        )
    return total * known / known.sum()


def break_even_units(fixed_cost_eur: float, price_eur: float, variable_cost_eur: float) -> int:
    """Return the units from which sales cover the fixed cost, rounded up.

    Parameters
    ----------
    fixed_cost_eur : float
    price_eur, variable_cost_eur : float
        Of one unit.

    Raises
    ------
    PortfolioError
        A unit brings no margin.
    """
    unit_margin = price_eur - variable_cost_eur
    if not unit_margin > 0:
        raise PortfolioError(
            _("a unit sold brings no margin, so nothing is ever covered"),
            mend=_("look at the price and at the variable cost"),
        )
    return ceil(fixed_cost_eur / unit_margin - 1e-9)
