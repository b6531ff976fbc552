"""What visits bring: response curves through judged points, and the value of each number of visits.

Every coefficient is an argument; the curves are judgement until the firm's own history replaces them.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from solver.parameters.method import MOST_VISITS
from solver.tables.checks import number_column, refuse, require_columns, text_column, unique_ids
from solver.value.curves import ADBUDG, FORMS, JudgedCurves, exponential
from solver.words.errors import PortfolioError
from solver.words.i18n import _

CURVE_COLUMNS = (
    "account_type",
    "reference_visits",
    "none",
    "half",
    "plus_half",
    "saturation",
    "gap_share",
)
VALUE_COLUMNS = ("account_id", "kind", "account_type", "revenue_eur", "margin_rate", "gap_eur", "score")
JUDGED_EFFORTS = np.array([0.0, 0.5, 1.0, 1.5])  # as multiples of the reference number of visits
SCORE_SPAN = (0.5, 2.0)  # a prospect's score moves its chance of converting between half and double
TOP_SCORE = 100.0


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


def curve_residuals(judged_curves: pd.DataFrame) -> pd.DataFrame:
    """Show how far each fitted curve passes from its judged points.

    Parameters
    ----------
    judged_curves : DataFrame
        As in `response_table`.

    Returns
    -------
    DataFrame
        `account_type, effort, judged, fitted, residual`; effort as a multiple of the reference visits.
    """
    judged = _checked_curves(judged_curves)
    fitted = _curves(judged).of_rows(np.arange(len(judged))).at(JUDGED_EFFORTS)
    points = judged.assign(present=1.0)[["none", "half", "present", "plus_half"]].to_numpy(dtype=float)
    count = len(JUDGED_EFFORTS)
    return pd.DataFrame(
        {
            "account_type": np.repeat(judged["account_type"].to_numpy(), count),
            "effort": np.tile(JUDGED_EFFORTS, len(judged)),
            "judged": points.ravel(),
            "fitted": fitted.ravel(),
            "residual": (fitted - points).ravel(),
        }
    )


def response_table(
    accounts: pd.DataFrame,
    judged_curves: pd.DataFrame,
    *,
    conversion_rate: float,
    win_back_rate: float,
    visits_per_prospect: float,
    ceiling_ratio: float = 1.6,
    most_visits: int = MOST_VISITS,
    plan_years: float = 1.0,
) -> pd.DataFrame:
    """Return the contribution of every number of visits to every account.

    For a client, fewer visits than today lose part of what the firm has, more visits win part of what it
    lacks, and today's visits bring today's margin:
    ``margin_rate x [revenue x min(1, r(x) / r(x0)) + gap x gap_share x score/100 x max(0, w(x) - w(x0))]``
    with x the visits over the type's reference visits, x0 those of today and
    ``w = (r - none) / (saturation - none)``. Without a log of visits, r(x0) is 1 and w(x0) is 0: the
    reference visits keep today's revenue, and the first visit begins to win the gap. For a prospect or a
    former client visits raise the
    chance of a first year's revenue: ``margin_rate x first_year x min(1, s x p (1 - exp(-b k)))``, where
    p is `ceiling_ratio` times the rate, b meets the rate after `visits_per_prospect` visits, and s is the
    score over the mean score of its kind, kept between 0.5 and 2.

    Parameters
    ----------
    accounts : DataFrame
        `account_id, kind, account_type, revenue_eur` (last 12 months), `margin_rate` (share of revenue),
        `gap_eur` (potential not yet won; missing counts as 0), `score` (0 to 100) and, for prospects and
        former clients, `first_year_eur` (revenue of the first year if won). Where they are there,
        `frequency_multiplier` multiplies the type's reference visits, and `visits_today` (last 12 months,
        missing where unknown) says which visits today's revenue was made with.
    judged_curves : DataFrame
        One line per account type of clients: `account_type, reference_visits` (a year), `none, half,
        plus_half, saturation` (revenue as a multiple of the present at 0, 1/2, 1 1/2 and endless times the
        reference) and `gap_share` (share of the gap that saturation would win in the year). Where it is
        there, `form` (adbudg, exponential, power; see `curves.JudgedCurves`) chooses the shape of the curve.
    conversion_rate : float
        Share of prospects who become clients, step 3.
    win_back_rate : float
        Share of former clients who come back.
    visits_per_prospect : float
        Visits at which the conversion rate is reached.
    ceiling_ratio : float, default 1.6
        Conversion with endless visits over the conversion rate; judgement.
    most_visits : int, default 26
        Highest number of visits valued: one every two weeks.
    plan_years : float, default 1
        Length of the plan: a shorter one takes fewer visits and protects less.

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
    is_client = table["kind"].to_numpy() == "client"
    values = np.empty((len(table), most_visits + 1))
    values[is_client] = _client_values(table[is_client], judged_curves, visits, plan_years)
    for kind, rate in (("prospect", conversion_rate), ("former_client", win_back_rate)):
        chosen = table["kind"].to_numpy() == kind
        values[chosen] = _conversion_values(table[chosen], visits, rate, visits_per_prospect, ceiling_ratio)
    return pd.DataFrame(
        {
            "account_id": np.repeat(table["account_id"].to_numpy(), len(visits)),
            "visits": np.tile(visits, len(table)),
            "contribution_eur": values.ravel() * plan_years,
        }
    )


def curve_table(judged_curves: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    """Return the judged points of a portfolio as a table, one line per account type."""
    table = pd.DataFrame.from_dict(dict(judged_curves), orient="index", columns=list(CURVE_COLUMNS[1:]))
    return table.rename_axis("account_type").reset_index()


def _client_values(
    clients: pd.DataFrame, judged_curves: pd.DataFrame, visits: np.ndarray, plan_years: float
) -> np.ndarray:
    """Contribution of clients, accounts by visits."""
    judged = _checked_curves(judged_curves)
    types = pd.Index(judged["account_type"])
    row = types.get_indexer(pd.Index(clients["account_type"]))
    if (row < 0).any():
        where = int(np.argmax(row < 0))
        refuse(
            _("account “{id}” is of type “{type}”, which has no judged curve").format(
                id=clients["account_id"].iloc[where], type=clients["account_type"].iloc[where]
            ),
            "judged_curves",
            None,
            "account_type",
            _("add a line for this type"),
        )
    curve = _curves(judged).of_rows(row)
    reference = judged["reference_visits"].to_numpy(dtype=float)[row][:, None]
    if "frequency_multiplier" in clients:
        reference = reference * clients["frequency_multiplier"].to_numpy(dtype=float)[:, None]
    response = curve.at(visits / (reference * plan_years))
    had, won_from = _today(clients, reference, curve)
    # Where the curve says that nothing comes without visits, revenue made without any stays as it is.
    kept = np.divide(response, had, out=np.ones_like(response), where=had > 0).clip(max=1.0)
    won = (response - won_from).clip(min=0.0) / (curve.saturation - curve.none)
    # Credit notes above purchases leave nothing to protect; a gap below zero leaves nothing to win.
    revenue = clients["revenue_eur"].to_numpy(dtype=float).clip(min=0.0)[:, None]
    gap = np.nan_to_num(clients["gap_eur"].to_numpy(dtype=float, na_value=np.nan)).clip(min=0.0)
    share = (
        judged["gap_share"].to_numpy(dtype=float)[row] * clients["score"].to_numpy(dtype=float) / TOP_SCORE
    )
    margin = clients["margin_rate"].to_numpy(dtype=float)[:, None]
    return margin * (revenue * kept + (gap * share)[:, None] * won)


def _today(
    clients: pd.DataFrame, reference: np.ndarray, curve: JudgedCurves
) -> tuple[np.ndarray, np.ndarray]:
    """Response that today's revenue was made with, and response from which more of the gap is won."""
    if "visits_today" not in clients:
        return np.ones_like(curve.none), curve.none
    today = clients["visits_today"].to_numpy(dtype=float, na_value=np.nan)[:, None]
    response = curve.at(np.nan_to_num(today) / reference)
    unknown = np.isnan(today)
    return np.where(unknown, 1.0, response), np.where(unknown, curve.none, response)


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
    number_column(accounts, table, "gap_eur", missing_allowed=True)
    if wins.any():
        require_columns(accounts, table, ("first_year_eur",))
        first_year = accounts["first_year_eur"].where(wins, 0.0)
        number_column(accounts.assign(first_year_eur=first_year), table, "first_year_eur", lowest=0)
    return accounts


def _checked_curves(judged_curves: pd.DataFrame) -> pd.DataFrame:
    """Judged curves whose points rise from none to saturation."""
    table = "judged_curves"
    require_columns(judged_curves, table, CURVE_COLUMNS)
    types = text_column(judged_curves, table, "account_type")
    unique_ids(types, table, "account_type")
    number_column(judged_curves, table, "reference_visits", lowest=0, above_lowest=True)
    number_column(judged_curves, table, "gap_share", lowest=0)
    points = [number_column(judged_curves, table, name, lowest=0) for name in CURVE_COLUMNS[2:6]]
    none, half, plus_half, saturation = points
    steps = (("half", none, half), ("half", half, 1.0), ("plus_half", 1.0, plus_half))
    for column, lower, upper in (*steps, ("saturation", plus_half, saturation)):
        flat = np.asarray(upper <= np.asarray(lower) + 1e-9) & np.ones(len(types), dtype=bool)
        if flat.any():
            where = int(np.argmax(flat))
            refuse(
                _("the judged points of “{type}” do not rise").format(type=types[where]),
                table,
                where,
                column,
                _("keep none < half < 1 < plus_half < saturation"),
            )
    form = pd.Series(ADBUDG, index=judged_curves.index)
    if "form" in judged_curves:
        form = judged_curves["form"].astype(object).fillna(ADBUDG)
        strange = ~form.isin(FORMS).to_numpy()
        if strange.any():
            where = int(np.argmax(strange))
            refuse(
                _("“{form}” is not a form of curve").format(form=form.iloc[where]),
                table,
                where,
                "form",
                _("choose one of {methods}").format(methods=", ".join(FORMS)),
            )
    return judged_curves.assign(account_type=types.astype(str), form=form)


def _curves(judged: pd.DataFrame) -> JudgedCurves:
    """One curve per line."""
    return JudgedCurves(
        none=judged["none"].to_numpy(dtype=float),
        half=judged["half"].to_numpy(dtype=float),
        plus_half=judged["plus_half"].to_numpy(dtype=float),
        saturation=judged["saturation"].to_numpy(dtype=float),
        form=judged["form"].to_numpy(dtype=object),
    )
