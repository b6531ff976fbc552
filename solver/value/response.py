"""What visits bring: the first-year contribution of every number of visits to every account."""

import numpy as np
import pandas as pd

from solver.parameters.method import MOST_VISITS
from solver.tables.checks import number_column, refuse, require_columns, text_column
from solver.value.clients import WALLET_POWER, account_terms, client_values
from solver.value.curves import exponential
from solver.words.errors import PortfolioError
from solver.words.i18n import _

VALUE_COLUMNS = ("account_id", "kind", "account_type", "revenue_eur", "margin_rate", "score")
CLIENT_COLUMNS = ("potential_eur", "potential_flag", "gap_eur", "p", "visits_today")
SCORE_SPAN = (0.5, 2.0)  # a prospect's score moves its chance of converting between half and double


def rate_from_funnel(visits_per_prospect: float, ceiling_ratio: float) -> float:
    """Return the rate of the exponential that reaches the conversion rate after a prospect's usual visits.

    Parameters
    ----------
    visits_per_prospect : float
        Visits a prospect gets on the way to a first order, step 3.
    ceiling_ratio : float
        Conversion with endless visits over the conversion rate of step 3; above 1.

    Returns
    -------
    float
        Rate per visit: the b with 1 - exp(-b visits) = 1 / ceiling_ratio.
    """
    if not ceiling_ratio > 1.0:
        raise PortfolioError(
            _("endless visits must convert more than the usual number of visits"),
            column="ceiling_ratio",
            fix=_("give a number above 1"),
        )
    if not visits_per_prospect > 0.0:
        raise PortfolioError(
            _("a prospect cannot convert without a visit"),
            column="visits_per_prospect",
            fix=_("give a number above 0"),
        )
    return float(-np.log1p(-1.0 / ceiling_ratio) / visits_per_prospect)


def horizon_factor(carry_over: float, value_years: int) -> float:
    """Return how many first years a euro won or lost this year is worth: 1 + K + K² … over the years counted.

    Parameters
    ----------
    carry_over : float
        K, what such a euro leaves in the next year.
    value_years : int
        Years counted, this one included.
    """
    return float(sum(carry_over**year for year in range(value_years)))


def is_buying(accounts: pd.DataFrame) -> pd.Series:
    """Tell which accounts are valued as clients: who bought nothing in 12 months has nothing to lose."""
    return accounts["kind"].eq("client") & (accounts["revenue_eur"] > 0)


def response_table(
    accounts: pd.DataFrame,
    judged_curves: pd.DataFrame,
    *,
    save_share: float,
    wallet_power: float = WALLET_POWER,
    conversion_rate: float,
    win_back_rate: float,
    visits_per_prospect: float,
    ceiling_ratio: float = 1.6,
    call_effect: float = 0.0,
    most_visits: int = MOST_VISITS,
    plan_years: float = 1.0,
) -> pd.DataFrame:
    """Return the first-year contribution of every number of visits to every account.

    For a client see `solver.value.clients`. For a prospect, a former client, or a client who bought nothing
    in 12 months, visits raise the chance of a first year's revenue:
    ``margin_rate x first_year x min(1, s x p (1 - exp(-b k)))``, where p is `ceiling_ratio` times the rate,
    b meets the rate after `visits_per_prospect` visits, and s is the score over the mean score of its kind,
    kept between 0.5 and 2.

    Parameters
    ----------
    accounts : DataFrame
        `account_id, kind`, what `account_terms` asks of clients, `score` (0 to 100) and `first_year_eur`
        (revenue of the first year if won) of the others. `calls` may say how many calls each account gets
        within the plan: one counts for `call_effect` of a visit.
    judged_curves : DataFrame
        As `solver.value.judged.curve_table` returns it.
    save_share, wallet_power : float
        See `account_terms`.
    conversion_rate : float
        Share of prospects who become clients, step 3.
    win_back_rate : float
        Share of former clients who come back.
    visits_per_prospect : float
        Visits at which the conversion rate is reached.
    ceiling_ratio : float, default 1.6
        Conversion with endless visits over the conversion rate; judgement.
    call_effect : float, default 0
        Which part of a visit a call is worth to a client.
    most_visits : int, default 26
        Highest number of visits valued: one every two weeks.
    plan_years : float, default 1
        Length of the plan.

    Returns
    -------
    DataFrame
        `account_id, visits, contribution_eur` with visits from 0 to `most_visits`.

    Raises
    ------
    PortfolioError
        A judged curve out of order, an account type without a curve, a score or a margin missing.
    """
    table = _checked_values(accounts)
    visits = np.arange(most_visits + 1)
    values = np.empty((len(table), most_visits + 1))
    clients = is_buying(table).to_numpy()
    if clients.any():
        terms = account_terms(table[clients], judged_curves, save_share=save_share, wallet_power=wallet_power)
        calls = terms["calls"].to_numpy(dtype=float) if "calls" in terms else np.zeros(len(terms))
        values[clients] = client_values(terms, visits + call_effect * calls[:, None], plan_years)
    prospects = table["kind"].eq("prospect").to_numpy()
    for chosen, rate in ((prospects, conversion_rate), (~prospects & ~clients, win_back_rate)):
        won = _conversion_values(table[chosen], visits, rate, visits_per_prospect, ceiling_ratio)
        values[chosen] = won * plan_years
    return pd.DataFrame(
        {
            "account_id": np.repeat(table["account_id"].to_numpy(), len(visits)),
            "visits": np.tile(visits, len(table)),
            "contribution_eur": values.ravel(),
        }
    )


def _conversion_values(
    accounts: pd.DataFrame,
    visits: np.ndarray,
    rate: float,
    visits_per_prospect: float,
    ceiling_ratio: float,
) -> np.ndarray:
    """Contribution of prospects or former clients, accounts by visits."""
    if accounts.empty:
        return np.empty((0, len(visits)))
    score = accounts["score"].to_numpy(dtype=float)
    mean = score.mean()
    relative = np.clip(score / mean, *SCORE_SPAN) if mean > 0 else np.ones(len(score))
    per_visit = rate_from_funnel(visits_per_prospect, ceiling_ratio)
    chance = exponential(visits, (relative * rate * ceiling_ratio)[:, None], per_visit)
    margin = accounts["margin_rate"].to_numpy(dtype=float)
    first_year = margin * accounts["first_year_eur"].to_numpy(dtype=float)
    return first_year[:, None] * np.minimum(chance, 1.0)


def _checked_values(accounts: pd.DataFrame) -> pd.DataFrame:
    """Accounts with every number the value function needs."""
    table = "accounts"
    require_columns(accounts, table, VALUE_COLUMNS)
    kinds = text_column(accounts, table, "kind")
    wins = np.isin(kinds, ["prospect", "former_client"])
    other = ~wins & (kinds != "client")
    if other.any():
        where = int(np.argmax(other))
        refuse(
            _("“{kind}” is not a kind that gets visits").format(kind=kinds[where]),
            table,
            where,
            "kind",
            _("keep clients, former clients and prospects only"),
        )
    number_column(accounts, table, "margin_rate")
    number_column(accounts, table, "score", lowest=0)
    revenue = accounts["revenue_eur"].where(~wins, 0.0)
    number_column(accounts.assign(revenue_eur=revenue), table, "revenue_eur")
    buying = is_buying(accounts).to_numpy()
    if buying.any():
        require_columns(accounts, table, CLIENT_COLUMNS)
        for name in ("potential_eur", "gap_eur", "visits_today"):
            number_column(accounts, table, name, missing_allowed=True)
        number_column(accounts.assign(p=accounts["p"].where(buying, 0.0)), table, "p", lowest=0)
    wins = ~buying
    if wins.any():
        require_columns(accounts, table, ("first_year_eur",))
        first_year = accounts["first_year_eur"].where(wins, 0.0)
        number_column(accounts.assign(first_year_eur=first_year), table, "first_year_eur", lowest=0)
    return accounts
