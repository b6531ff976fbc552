"""Step 7: how each client buys, told from its orders and its stated satisfaction; no psychology."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from solver.tables.codes import BEHAVIOURS
from solver.words.errors import PortfolioError
from solver.words.i18n import _
from solver.words.months import DAYS_PER_MONTH

TOLERANCE = 1e-9  # 180/150 - 1 is 0.19999999999999996, and yet +20 %
NOTES = 5
FEWEST_CHANGES = 30  # to tell how far sales swing by themselves
SPREAD_OF_MEDIAN = 1.4826  # a normal spread over the median distance from the median
TYPOLOGY_COLUMNS = (
    "account_id",
    "behaviour",
    "recency_months",
    "orders_12m",
    "trend",
    "usual_interval_days",
    "recency_note",
    "frequency_note",
    "money_note",
    "rfm",
    "by_orders",
)


def build_typology(
    facts: pd.DataFrame,
    *,
    precedence: Sequence[str],
    client_window_months: float,
    new_months: float,
    inactive_months: float,
    inactive_orders: int,
    risk_trend: float,
    risk_fall_spreads: float,
    risk_silent_months: float,
    developing_trend: float,
    unsatisfied_note: float,
    satisfied_note: float,
    loyal_recency_months: float,
    silence_ratio: float,
) -> pd.DataFrame:
    """Return the behaviour and the RFM notes of every client and former client.

    An account gets the first behaviour of `precedence` whose rule holds, *standard* where none does.

    Parameters
    ----------
    facts : DataFrame
        As `solver.method.behaviour.order_facts.order_facts` returns it, or part of it typed in by hand:
        `account_id, recency_months, orders_12m, revenue_12m_eur` and any of `kind, silent_months,
        first_order_months, trend, satisfaction, usual_interval_days, years_bought`. The rest is
        unknown: no rule holds on it.
    precedence : sequence of str
        The seven behaviours, strongest first.
    client_window_months : float
        *lost*: no order for so long, or already filed as a former client.
    new_months : float
        *new*: first order younger than this, unless it was the only one and nothing followed it in
        `risk_silent_months`.
    inactive_months, inactive_orders
        *inactive*: no order for so many months, or no more orders than this in 12 months; the latter says
        nothing of who has not been a client for `new_months`.
    risk_trend, risk_fall_spreads, silence_ratio, risk_silent_months, unsatisfied_note
        *at_risk*: a fall of `risk_trend` or more that noise does not explain (see `fall_limit`), silent for
        more than so many usual intervals and for so many months at least, such a newcomer of one order, or
        satisfaction at or below the note.
    developing_trend : float
        *developing*: trend at or above.
    satisfied_note, loyal_recency_months
        *loyal*: ordered within these months, and satisfied at or above the note; where satisfaction is
        unknown, bought in each of the last three years.

    Returns
    -------
    DataFrame
        The canonical table `typology`, by account_id.

    Raises
    ------
    PortfolioError
        `precedence` does not name the seven behaviours, each once.
    """
    if sorted(precedence) != sorted(BEHAVIOURS):
        raise PortfolioError(
            _("the order of precedence must name each behaviour once"),
            column="precedence",
            fix=_("write these names, in the order you want: {names}").format(names=", ".join(BEHAVIOURS)),
        )
    known = _with_unknowns(facts)
    silent = known["silent_months"].fillna(known["recency_months"])
    interval_months = known["usual_interval_days"] / DAYS_PER_MONTH
    long_silence = silent > silence_ratio * interval_months + TOLERANCE
    young = known["first_order_months"] < new_months - TOLERANCE
    long_enough = _at_least(silent, risk_silent_months)
    came_once = young & (known["orders_12m"] == 1) & long_enough
    fall = fall_limit(known, risk_trend=risk_trend, risk_fall_spreads=risk_fall_spreads)
    bought_each_year = known["years_bought"] == "111"

    def called(satisfaction: pd.Series) -> np.ndarray:
        proved = satisfaction.isna() & bought_each_year
        rules = {
            "lost": (known["kind"] == "former_client") | _at_least(silent, client_window_months),
            "new": young & ~came_once,
            "inactive": _at_least(silent, inactive_months)
            | (_at_most(known["orders_12m"], inactive_orders) & ~young),
            "at_risk": _at_most(known["trend"], fall)
            | _at_most(satisfaction, unsatisfied_note)
            | (long_silence & long_enough)
            | came_once,
            "developing": _at_least(known["trend"], developing_trend),
            "loyal": _at_most(known["recency_months"], loyal_recency_months)
            & (_at_least(satisfaction, satisfied_note) | proved),
            "standard": pd.Series(True, index=known.index),
        }
        return np.select([rules[name].to_numpy() for name in precedence], list(precedence), "standard")

    known["behaviour"] = called(known["satisfaction"])
    # The name that the past can judge: nobody knows how satisfied a client was a year ago.
    known["by_orders"] = called(pd.Series(np.nan, index=known.index))
    table = pd.concat([known, note_rfm(facts)], axis=1)
    return table.sort_values("account_id", ignore_index=True, kind="stable")[list(TYPOLOGY_COLUMNS)]


def fall_limit(facts: pd.DataFrame, *, risk_trend: float, risk_fall_spreads: float) -> float:
    """Return the trend from which on a fall is more than noise.

    Parameters
    ----------
    facts : DataFrame
        With `trend`.
    risk_trend : float
        The least fall that counts at all; it decides alone where fewer than 30 changes are known.
    risk_fall_spreads : float
        So many spreads below the middle of the firm's own changes.

    Notes
    -----
    Changes of clients who bought in both years, on logarithms; their spread is 1.4826 times the median
    distance from the median, so that those who leave do not widen it.
    """
    changes = np.log1p(facts.loc[facts["trend"] > -1, "trend"].to_numpy(dtype=float))
    if len(changes) < FEWEST_CHANGES:
        return risk_trend
    middle = float(np.median(changes))
    spread = SPREAD_OF_MEDIAN * float(np.median(np.abs(changes - middle)))
    return min(risk_trend, float(np.expm1(middle - risk_fall_spreads * spread)))


def note_rfm(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the notes of recency, frequency and money, 1 to 5, and the three side by side.

    Parameters
    ----------
    facts : DataFrame
        `recency_months` (empty where there was never an order), `orders_12m, revenue_12m_eur` and, where
        former clients are among them, `kind`.

    Returns
    -------
    DataFrame
        `recency_note, frequency_note, money_note, rfm`, on the index of `facts`.

    Notes
    -----
    The bounds are the firm's own: the clients are put in order and cut into five equal parts, 5 being the
    most recent, the most frequent, the largest. Equal values share their mean place, so they are never cut
    apart. A former client gets the note that its value would have among the clients.
    """
    is_client = facts["kind"] == "client" if "kind" in facts.columns else pd.Series(True, index=facts.index)
    freshness = -facts["recency_months"].fillna(np.inf)
    notes = pd.DataFrame(
        {
            "recency_note": _fifths(freshness, is_client),
            "frequency_note": _fifths(facts["orders_12m"], is_client),
            "money_note": _fifths(facts["revenue_12m_eur"].round(2), is_client),
        },
        index=facts.index,
    )
    said = notes.astype("str")
    return notes.assign(rfm=said["recency_note"] + said["frequency_note"] + said["money_note"])


def behaviour_table(typology: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return how many accounts behave in each way and what they bought in the year.

    Parameters
    ----------
    typology, facts : DataFrame
        As `build_typology` returns it and was given.

    Returns
    -------
    DataFrame
        `behaviour, accounts, revenue_eur, revenue_share`, all seven behaviours.
    """
    revenue = typology[["account_id", "behaviour"]].merge(
        facts[["account_id", "revenue_12m_eur"]], on="account_id"
    )
    totals = revenue.groupby("behaviour").agg(
        accounts=("account_id", "size"), revenue_eur=("revenue_12m_eur", "sum")
    )
    table = totals.reindex(BEHAVIOURS, fill_value=0).rename_axis("behaviour").reset_index()
    total = table["revenue_eur"].sum()
    return table.assign(revenue_share=table["revenue_eur"] / total if total > 0 else 0.0)


def behaviour_cards() -> pd.DataFrame:
    """Return one card per behaviour: behaviour, sign, risk, message, channel, rhythm."""
    told = {
        "new": (
            _("Gave its first order lately."),
            _("Leaves before it has got used to us."),
            _("Welcome: is everything as promised?"),
            _("Visit, then phone."),
            _("A few contacts in the first months."),
        ),
        "developing": (
            _("Buys clearly more than a year ago."),
            _("We do not follow, and somebody else does."),
            _("What is your next project?"),
            _("Visit."),
            _("As often as the plan allows."),
        ),
        "loyal": (
            _("Bought lately, and says so or proves it year after year."),
            _("Taken for granted."),
            _("Thank you, and a yearly review."),
            _("Visit."),
            _("Steady."),
        ),
        "standard": (
            _("Nothing stands out."),
            _("Forgotten."),
            _("The families they do not buy from us."),
            _("Visit or phone, by potential."),
            _("By the score."),
        ),
        "at_risk": (
            _("Buys much less, is unhappy, silent for longer than usual, or came once."),
            _("Leaves within months."),
            _("What has changed?"),
            _("Phone now, then visit."),
            _("Within two weeks."),
        ),
        "inactive": (
            _("Has not ordered for months, or hardly does."),
            _("Buys elsewhere already."),
            _("What would bring you back to our shelves?"),
            _("Phone or letter."),
            _("Once a quarter."),
        ),
        "lost": (
            _("Has stopped ordering, or is filed as a former client."),
            _("Costs more to win back than it brings."),
            _("Why did you leave?"),
            _("Visit where it pays, else nothing."),
            _("Once."),
        ),
    }
    columns = ["behaviour", "sign", "risk", "message", "channel", "rhythm"]
    return pd.DataFrame([(name, *told[name]) for name in BEHAVIOURS], columns=columns)


def _with_unknowns(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the facts with every column a rule may ask for, empty where it was not given."""
    numbers = ("recency_months", "silent_months", "first_order_months", "orders_12m", "trend", "satisfaction")
    known = facts.copy()
    for column in (*numbers, "usual_interval_days"):
        known[column] = pd.to_numeric(known[column]).astype("float64") if column in known.columns else np.nan
    for column in ("kind", "years_bought"):
        if column not in known.columns:
            known[column] = ""
    return known


def _at_least(values: pd.Series, bound: float) -> pd.Series:
    return values >= bound - TOLERANCE


def _at_most(values: pd.Series, bound: float) -> pd.Series:
    return values <= bound + TOLERANCE


def _fifths(values: pd.Series, is_client: pd.Series) -> np.ndarray:
    """Note of each value by its mean place among the clients' values."""
    clients = values[is_client] if is_client.any() else values
    ordered = np.sort(clients.to_numpy(dtype=float))
    asked = values.to_numpy(dtype=float)
    below = np.searchsorted(ordered, asked, side="left")
    equal = np.searchsorted(ordered, asked, side="right") - below
    place = below + np.where(equal > 0, (equal + 1) / 2, 0.5)
    notes = np.ceil(NOTES * place / max(len(ordered), 1) - TOLERANCE)
    return np.clip(notes, 1, NOTES).astype("int64")
