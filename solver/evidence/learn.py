"""What the firm's own log says of the response to visits, where it says anything.

Reps visit where sales are good, so that visits and sales go together whatever visits bring. Two estimates
take out what is constant of an account and what is common to a period; two placebos look for what is left of
the habit: visits that come later, and sales that came before, have nothing to answer for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from solver.words.months import covers_years, months_before

FEWEST_MONTHS = 24
FEWEST_ACCOUNTS = 200
PERIODS = (1, 3, 6)  # months, the shortest in which nearly all accounts buy and are visited
NEARLY_ALL = 0.8
PASSED = 1.64  # a placebo beyond so many standard errors has not passed
CONFIDENCE = 0.95
FEWEST_OF_A_TYPE = 30
DIFFERENT = 0.05  # the types differ where chance alone would do as much so rarely
LEAST_VARIATION = 0.05  # of the log of an account's own visits, from period to period
PUBLISHED = 0.31  # Albers, Mantrala and Sridhar (2010), Journal of Marketing Research 47(5)
PUBLISHED_SPREAD = 0.2  # between firms; judged


@dataclass(frozen=True)
class Panel:
    """Sales and visits of the accounts that bought and were visited in every period: a row an account."""

    accounts: pd.Index
    sales: np.ndarray
    visits: np.ndarray
    period_months: int

    def only(self, kept: np.ndarray) -> "Panel":
        """Return the panel of some of its accounts."""
        return Panel(self.accounts[kept], self.sales[kept], self.visits[kept], self.period_months)


@dataclass(frozen=True)
class Estimate:
    """A slope with its standard error, which allows for what the periods of one account have in common."""

    value: float
    error: float
    pulls: np.ndarray  # of each account on the slope; their squares make up that of the error

    @property
    def t(self) -> float:
        """The slope over its standard error."""
        return self.value / self.error

    def interval(self) -> tuple[float, float]:
        """Return the interval that holds the truth in 95 cases of 100."""
        reach = special.ndtri(0.5 + CONFIDENCE / 2) * self.error
        return self.value - reach, self.value + reach

    def shrunk(self) -> "Estimate":
        """Return what is to be expected once other firms' published elasticity is borne in mind."""
        own = PUBLISHED_SPREAD**2 / (PUBLISHED_SPREAD**2 + self.error**2)
        value = own * self.value + (1 - own) * PUBLISHED
        return Estimate(value, float(np.sqrt(own)) * self.error, np.sqrt(own) * self.pulls)

    def agrees(self, other: "Estimate") -> bool:
        """Tell whether chance alone, the same for both, explains that they differ."""
        apart = float(np.sqrt(np.square(self.pulls - other.pulls).sum()))
        return abs(self.value - other.value) < special.ndtri(0.5 + CONFIDENCE / 2) * apart


def learn_response(
    sales: pd.DataFrame, visits: pd.DataFrame, *, as_of: date, types: pd.Series | None = None
) -> dict[str, Any]:
    """Learn the elasticity of sales to visits from the firm's own past, or say why it cannot be learnt.

    Where `types` of accounts differ, each has its own. As `learn_from_panel` returns it, with `months` (of
    which both sales and visits are on record) and `naive` (the slope across accounts over the last year,
    cause and habit together; None where too few were visited) with `naive_t`.
    """
    months = months_on_record(sales, visits, as_of)
    known: dict[str, Any] = {"months": months, **_naive(sales, visits, as_of)}
    if months < FEWEST_MONTHS:
        return known | {"refused": "short_log"}
    return known | learn_from_panel(visit_panel(sales, visits, as_of, months), types)


def learn_from_panel(panel: Panel, types: pd.Series | None = None) -> dict[str, Any]:
    """Learn the elasticity from a panel.

    `refused` (None, or the code of the cause) and `accounts`; then as far as it came: `change` and `fixed`
    (the estimates by changes, and with account and period taken out: value, low, high), `next_visits_t` and
    `last_sales_t` (the placebos); where nothing is refused: `elasticity, low, high` (drawn towards the
    published one) and `by_type`, empty where types do not differ.
    """
    known: dict[str, Any] = {"refused": None, "accounts": len(panel.accounts)}
    if len(panel.accounts) < FEWEST_ACCOUNTS:
        return known | {"refused": "few_accounts"}
    bought, visited = np.log(panel.sales), np.log(panel.visits)
    if np.std(_without_both(visited)) < LEAST_VARIATION:
        return known | {"refused": "no_variation"}
    change, fixed = by_changes(bought, visited), with_both_taken_out(bought, visited)
    tests = {
        "next_visits_t": next_visits(bought, visited).t,
        "last_sales_t": last_sales(bought, visited, 12 // panel.period_months).t,
    }
    known |= {"change": _told(change), "fixed": _told(fixed), **tests}
    refusal = _refusal(change, fixed, tests)
    if refusal:
        return known | {"refused": refusal}
    return known | _told(fixed.shrunk(), "elasticity") | {"by_type": _by_type(panel, types)}


def by_changes(bought: np.ndarray, visited: np.ndarray) -> Estimate:
    """Estimate from changes: how much more an account buys when it is visited more than the period before."""
    x, y = (_without_period(np.diff(logs, axis=1)) for logs in (visited, bought))
    return _slope(y, x)


def with_both_taken_out(bought: np.ndarray, visited: np.ndarray) -> Estimate:
    """Estimate from what is left once the account's and the period's own level are taken out."""
    return _slope(_without_both(bought), _without_both(visited))


def next_visits(bought: np.ndarray, visited: np.ndarray) -> Estimate:
    """Return what visits of the next period seem to do to sales of this one: nothing, if drawn at random."""
    return _slope(*map(_without_both, (bought[:, :-1], visited[:, 1:], visited[:, :-1])))


def last_sales(bought: np.ndarray, visited: np.ndarray, periods_a_year: int) -> Estimate:
    """Return what this year's visits seem to do to last year's sales: nothing, if drawn at random."""
    then, now = slice(None, -periods_a_year), slice(periods_a_year, None)
    return _slope(*map(_without_both, (bought[:, then], visited[:, now], visited[:, then])))


def months_on_record(sales: pd.DataFrame, visits: pd.DataFrame, as_of: date) -> int:
    """Return of how many whole months up to a day both sales and done visits are on record."""
    done = visits.loc[visits["status"].eq("done") & visits["date"].le(pd.Timestamp(as_of)), "date"]
    if done.empty or sales.empty:
        return 0
    first = max(done.min(), sales["date"].min()).to_pydatetime()
    months = 12 * max(years for years in range(100) if not years or covers_years(first, as_of, years))
    while first <= months_before(as_of, months + 1):
        months += 1
    return months


def visit_panel(sales: pd.DataFrame, visits: pd.DataFrame, as_of: date, months: int) -> Panel:
    """Return the panel with the shortest period in which nearly all accounts buy and are visited.

    Whole periods of the months on record count, the last of them ending on the day.
    """
    done = visits[visits["status"] == "done"]
    for length in PERIODS:
        panel, share = _panel(sales, done, as_of, length, months // length)
        if len(panel.accounts) >= FEWEST_ACCOUNTS and share >= NEARLY_ALL:
            break
    return panel


def _panel(
    sales: pd.DataFrame, done: pd.DataFrame, as_of: date, length: int, periods: int
) -> tuple[Panel, float]:
    """Return the panel of one length of period, and the share of visited buyers that are in it."""
    ends = [pd.Timestamp(months_before(as_of, length * back)) for back in range(periods, -1, -1)]
    cells = []
    for table in (sales, done):
        place = pd.cut(table["date"], ends, labels=False)
        amount = table.get("revenue_eur", 1.0)
        rows = pd.DataFrame({"account_id": table["account_id"], "place": place, "amount": amount})
        sums = rows.pivot_table(index="account_id", columns="place", values="amount", aggfunc="sum")
        cells.append(sums.reindex(columns=range(periods)))
    bought, visited = cells[0].align(cells[1], join="inner")
    whole = (bought.gt(0) & visited.gt(0)).all(axis=1)
    kept = whole[whole].sort_index().index
    panel = Panel(kept, bought.loc[kept].to_numpy(), visited.loc[kept].to_numpy(), length)
    return panel, float(whole.mean()) if len(whole) else 0.0


def _naive(sales: pd.DataFrame, visits: pd.DataFrame, as_of: date) -> dict[str, Any]:
    """Return the slope of sales on visits across accounts over the last year."""
    done = visits[visits["status"] == "done"]
    panel, _share = _panel(sales, done, as_of, 12, 1)
    known: dict[str, Any] = {"naive": None, "naive_t": None}
    x, y = np.log(panel.visits[:, :1]), np.log(panel.sales[:, :1])
    if len(x) < FEWEST_OF_A_TYPE or np.std(x) < LEAST_VARIATION:
        return known
    found = _slope(_without_period(y), _without_period(x))
    return known | {"naive": found.value, "naive_t": found.t}


def _refusal(change: Estimate, fixed: Estimate, tests: Mapping[str, float]) -> str | None:
    """Return the first reason why a number would not be what visits cause."""
    for code, t in (("next_visits", tests["next_visits_t"]), ("last_sales", tests["last_sales_t"])):
        if not abs(t) < PASSED:
            return code
    if not change.agrees(fixed):
        return "disagree"
    low, high = fixed.interval()
    return "too_coarse" if high - low > 2 * PUBLISHED else None


def _by_type(panel: Panel, types: pd.Series | None) -> dict[str, dict[str, float]]:
    """Return the elasticity of each type where a Q test says that they differ; nothing else."""
    if types is None:
        return {}
    named = types.reindex(panel.accounts).to_numpy()
    found: dict[str, Estimate] = {}
    for name in sorted({str(each) for each in named if pd.notna(each)}):
        part = panel.only(named == name)
        visited = np.log(part.visits)
        if len(visited) >= FEWEST_OF_A_TYPE and np.std(_without_both(visited)) >= LEAST_VARIATION:
            found[name] = with_both_taken_out(np.log(part.sales), visited)
    if len(found) < 2 or chance_of_spread(list(found.values())) >= DIFFERENT:
        return {}
    return {name: _told(each.shrunk(), "elasticity") for name, each in found.items()}


def chance_of_spread(estimates: list[Estimate]) -> float:
    """Return how often chance alone spreads estimates of one truth so far apart (Cochran's Q)."""
    values = np.array([each.value for each in estimates])
    weights = np.array([each.error for each in estimates]) ** -2.0
    spread = float(weights @ (values - weights @ values / weights.sum()) ** 2)
    return float(special.chdtrc(len(estimates) - 1, spread))


def _slope(y: np.ndarray, x: np.ndarray, *others: np.ndarray) -> Estimate:
    """Regress y on x and others, all with their levels taken out; errors are summed up account by account."""
    each = np.stack([x, *others], axis=2)
    bread = np.linalg.pinv(np.einsum("itk,itl->kl", each, each))
    slopes = bread @ np.einsum("itk,it->k", each, y)
    left = y - each @ slopes
    scores = np.einsum("itk,it->ik", each, left)
    rows = len(y)
    pulls = (scores @ bread)[:, 0] * np.sqrt(rows / (rows - 1))
    return Estimate(float(slopes[0]), float(np.sqrt(np.square(pulls).sum())), pulls)


def _without_period(values: np.ndarray) -> np.ndarray:
    return np.subtract(values, values.mean(axis=0))


def _without_both(values: np.ndarray) -> np.ndarray:
    return _without_period(values - values.mean(axis=1, keepdims=True))


def _told(estimate: Estimate, name: str = "value") -> dict[str, float]:
    low, high = estimate.interval()
    return {name: estimate.value, "low": low, "high": high}
