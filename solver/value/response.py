"""What visits bring: the first-year contribution of every number of visits to every account."""

import numpy as np
import pandas as pd

from solver.parameters.method import MOST_VISITS
from solver.tables.checks import number_column, refuse, require_columns, text_column
from solver.value.clients import WALLET_POWER, account_terms, client_values
from solver.value.prospects import former_client_values, win_chances
from solver.words.i18n import _, format_number

VALUE_COLUMNS = ("account_id", "kind", "account_type", "revenue_eur", "margin_rate")
CLIENT_COLUMNS = ("potential_eur", "potential_flag", "gap_eur", "p", "visits_today")
VALUED_BY = (
    *VALUE_COLUMNS,
    *CLIENT_COLUMNS,
    "settles_first",
    "first_year_eur",
    "win_fold",
    "met",
    "past_margin_eur",
)


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
    most_visits: int = MOST_VISITS,
    plan_years: float = 1.0,
) -> pd.DataFrame:
    """Return the first-year contribution of every number of visits to every account.

    For a client see `solver.value.clients`, for the others `solver.value.prospects`: visits raise the chance
    of a prospect's first year, and of the return of a former client, or of a client who bought nothing in 12
    months, to what it last brought.

    Parameters
    ----------
    accounts : DataFrame
        `account_id, kind`, what `account_terms` asks of clients; of prospects `first_year_eur` (revenue of
        the first year if won), `win_fold` (chance over the rate) and `met` (chance to be met in the year, 1
        where the column is missing); of the others `past_margin_eur`, and `win_fold` by their reason (1 where
        it is missing).
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
        A judged curve out of order, an account type without a curve, a number missing.
    """
    table = _checked_values(accounts)
    values = response_values(
        table,
        judged_curves,
        save_share=save_share,
        wallet_power=wallet_power,
        conversion_rate=conversion_rate,
        win_back_rate=win_back_rate,
        visits_per_prospect=visits_per_prospect,
        ceiling_ratio=ceiling_ratio,
        most_visits=most_visits,
        plan_years=plan_years,
    )
    visits = np.arange(most_visits + 1)
    return pd.DataFrame(
        {
            "account_id": np.repeat(table["account_id"].to_numpy(), len(visits)),
            "visits": np.tile(visits, len(table)),
            "contribution_eur": values.ravel(),
        }
    )


def response_values(
    table: pd.DataFrame,
    judged_curves: pd.DataFrame,
    *,
    save_share: float,
    wallet_power: float,
    conversion_rate: float,
    win_back_rate: float,
    visits_per_prospect: float,
    ceiling_ratio: float,
    most_visits: int,
    plan_years: float,
) -> np.ndarray:
    """Return the euros of `response_table`, accounts by numbers of visits, for accounts checked before.

    Parameters
    ----------
    table : DataFrame
        The accounts, as `response_table` takes them; the columns of `VALUED_BY` are enough.
    """
    visits = np.arange(most_visits + 1)
    values = np.empty((len(table), most_visits + 1))
    clients = is_buying(table).to_numpy()
    if clients.any():
        terms = account_terms(table[clients], judged_curves, save_share=save_share, wallet_power=wallet_power)
        values[clients] = client_values(terms, visits, plan_years)
    shape = {"visits_per_prospect": visits_per_prospect, "ceiling_ratio": ceiling_ratio}
    prospects = table["kind"].eq("prospect").to_numpy()
    if prospects.any():
        chosen = table[prospects]
        margin = (chosen["margin_rate"] * chosen["first_year_eur"]).to_numpy(dtype=float)
        rates = conversion_rate * chosen["win_fold"].to_numpy(dtype=float)
        met = chosen["met"].to_numpy(dtype=float) if "met" in chosen else np.ones(len(chosen))
        values[prospects] = (margin * met)[:, None] * win_chances(rates, visits, **shape) * plan_years
    former = ~prospects & ~clients
    if former.any():
        past = table.loc[former, "past_margin_eur"].to_numpy(dtype=float)
        fold = table.loc[former, "win_fold"].fillna(1.0).to_numpy(dtype=float) if "win_fold" in table else 1.0
        back = former_client_values(past, visits, win_back_rate=win_back_rate * fold, **shape)
        values[former] = back * plan_years
    return values


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
    number_column(accounts, table, "revenue_eur", counts=~wins)
    buying = is_buying(accounts).to_numpy()
    if buying.any():
        require_columns(accounts, table, CLIENT_COLUMNS)
        for name in ("potential_eur", "gap_eur", "visits_today"):
            number_column(accounts, table, name, missing_allowed=True)
        risk = number_column(accounts, table, "p", lowest=0, counts=buying)
        if (risk > 1).any():
            refuse(
                _("a risk of {value} cannot be: nobody is lost more than once").format(
                    value=format_number(risk[risk > 1][0], 2)
                ),
                table,
                int(np.argmax(risk > 1)),
                "p",
                _("give a share between 0 and 1"),
            )
    for kind, columns in (("prospect", ("first_year_eur", "win_fold")), (None, ("past_margin_eur",))):
        chosen = accounts["kind"].eq("prospect").to_numpy() == (kind == "prospect")
        chosen &= ~buying
        if chosen.any():
            require_columns(accounts, table, columns)
            for name in columns:
                number_column(accounts, table, name, lowest=0, counts=chosen)
    return accounts
