"""A field test: of two accounts that are alike the lot gives one a quarter more visits, and the sales answer.

What reps decide goes with what they expect; what the lot decides goes with nothing. So the difference within
the pairs is what the visits brought, give or take chance.
"""

from datetime import date
from math import ceil, sqrt
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from solver.method.accounts.revenue import CENT, year_sales
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, format_number

MORE = 0.25  # of the usual visits, for one of each pair
USUAL_SPREAD = 0.25  # of changes in sales from one year to the next, where the firm's own is not known
FEWEST_CLIENTS = 30  # to measure that spread
FEWEST_ACCOUNTS = 8
FEWEST_VISITS = 3  # a year: a quarter more of fewer is another plan
FALSE_ALARM, FOUND = 0.05, 0.80  # how often an effect is seen that is not there, and one that is
CONFIDENCE = 1 - 2 * FALSE_ALARM
TOLD_SIZES = (20, 50, 100, 200, 400)
USUAL, WITH_MORE = "usual", "more"
GROUPS = (WITH_MORE, USUAL)


def detectable_effect(accounts: int, spread: float = USUAL_SPREAD) -> float:
    """Return how large an effect a test of so many accounts, both halves together, shows four times in five.

    The spread is of the log changes of an account's sales from one year to the next; the effect is on the
    same scale, so that 0.06 is about 6 %: (t(1 − α) + t(power)) · spread · 2 / √accounts, one-sided, with as
    many degrees of freedom as `read_outcome` has, pairs less two.
    """
    free = accounts // 2 - 2
    reach = special.stdtrit(free, 1 - FALSE_ALARM) + special.stdtrit(free, FOUND)
    return float(reach * spread * 2 / sqrt(accounts))


def spread_of_changes(clients: pd.DataFrame, sales: pd.DataFrame, as_of: date) -> tuple[float, int]:
    """Return the spread of the changes from the year before to the last, and on how many clients.

    `clients` are those among whom a test would be drawn, as `candidates` returns them. Where fewer than 30 of
    them bought in both years, the spread is the judged one, and on no client at all.
    """
    of_clients = sales[sales["account_id"].isin(clients["account_id"])]
    years = [
        year_sales(of_clients, as_of, back).groupby("account_id")["revenue_eur"].sum() for back in (1, 0)
    ]
    before, after = years[0].align(years[1], join="inner")
    kept = before.gt(CENT) & after.gt(CENT)
    if kept.sum() < FEWEST_CLIENTS:
        return USUAL_SPREAD, 0
    return float(changes(before[kept], after[kept]).std()), int(kept.sum())


def changes(before: pd.Series, after: pd.Series) -> pd.Series:
    """Return the change over the mean of both: as good as the log change, and an account that left counts."""
    return 2 * (after - before) / (after + before)


def candidates(
    accounts: pd.DataFrame, sales: pd.DataFrame, visits: pd.DataFrame, decisions: pd.DataFrame, as_of: date
) -> pd.DataFrame:
    """Return the clients that may take part: bought and visited last year, free of any decision.

    From the tables of step 1, `account_id, name, town, rep_id, revenue_eur, visits` (of the last 12 months).
    """
    bought = year_sales(sales, as_of).groupby("account_id")["revenue_eur"].sum()
    done = visits[visits["status"].eq("done")]
    seen = year_sales(done, as_of).groupby("account_id").size()
    clients = accounts[accounts["kind"].eq("client") & ~accounts["opposed"].astype("bool")]
    table = clients[["account_id", "name", "town", "rep_id"]].assign(
        revenue_eur=clients["account_id"].map(bought), visits=clients["account_id"].map(seen)
    )
    decided = table["account_id"].isin(decisions["account_id"])
    table = table[table["revenue_eur"].gt(CENT) & table["visits"].ge(FEWEST_VISITS) & ~decided]
    return table.astype({"visits": "int64"}).sort_values("account_id", kind="stable", ignore_index=True)


def draw_test(clients: pd.DataFrame, accounts: int, seed: int) -> pd.DataFrame:
    """Pair like clients of one rep, keep the most alike pairs, and let the lot decide within each.

    Returns
    -------
    DataFrame
        `pair, group` (more, usual), the columns of `candidates`, and `visits_wanted`; by pair, more first.

    Raises
    ------
    PortfolioError
        The number is odd or too small, or there are not so many clients.
    """
    if accounts % 2 or accounts < FEWEST_ACCOUNTS:
        raise PortfolioError(
            _("a field test takes an even number of accounts, {least} at least").format(
                least=FEWEST_ACCOUNTS
            ),
            fix=_("give another number with --accounts"),
        )
    pairs = _like_pairs(clients)
    if 2 * len(pairs) < accounts:
        raise PortfolioError(
            counted(
                2 * len(pairs),
                "{n} client can take part: bought last year, {least} visits at least, no decision on it",
                "{n} clients can take part: bought last year, {least} visits at least, no decision on them",
            ).format(least=format_number(FEWEST_VISITS)),
            fix=_("give a smaller number with --accounts, or more of the visit log"),
        )
    lots = np.random.default_rng(seed).integers(2, size=accounts // 2)
    drawn = [place for pair, lot in zip(pairs, lots, strict=False) for place in (pair[lot], pair[1 - lot])]
    table = clients.loc[drawn].reset_index(drop=True)
    table.insert(0, "pair", table.index // 2 + 1)
    table.insert(1, "group", [*GROUPS] * (accounts // 2))
    more = table["visits"].map(lambda visits: ceil(visits * (1 + MORE)))
    return table.assign(visits_wanted=more.where(table["group"].eq(WITH_MORE), table["visits"]))


def _like_pairs(clients: pd.DataFrame) -> list[tuple[Any, Any]]:
    """Return pairs of neighbours by revenue with the same rep, the most alike first."""
    found = []
    for _rep, own in clients.groupby("rep_id"):
        ordered = own.sort_values(["revenue_eur", "account_id"], kind="stable")
        for first, second in zip(ordered.index[::2], ordered.index[1::2], strict=False):
            apart = np.log(ordered["revenue_eur"][second] / ordered["revenue_eur"][first])
            apart += abs(np.log(ordered["visits"][second] / ordered["visits"][first]))
            found.append((float(apart), ordered["account_id"][first], (first, second)))
    return [pair for _apart, _code, pair in sorted(found)]


def read_outcome(
    test: pd.DataFrame, sales: pd.DataFrame, visits: pd.DataFrame, *, start: date, end: date, as_of: date
) -> dict[str, Any]:
    """Read what came of a field test in the files of a later run.

    Returns
    -------
    dict
        `refused` (None, or `not_over`, `few_pairs`), `start, end, pairs`; then `effect, low, high` (what a
        quarter more visits changed, on the scale of log changes, nine times in ten within the bounds), and of
        each group `visits_wanted` and `visits_done`.

    Notes
    -----
    `test` is `account_id, pair, group, visits_wanted` as it was drawn, `as_of` the last day of the files.
    Sales of the test are set against the same days a year before. The difference within a pair is freed of
    the difference in size before the test, by a regression with pairs less two degrees of freedom. Every
    account counts in the group the lot gave it, visited as wanted or not.
    """
    known: dict[str, Any] = {
        "refused": None,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "pairs": int(test["pair"].nunique()),
    }
    if as_of < end:
        return known | {"refused": "not_over"}
    facts = _facts_of(test, sales, visits, start, end)
    wide = facts.pivot_table(
        index="pair", columns="group", values=["change", "size", "done", "visits_wanted"], dropna=False
    )
    wide = wide.dropna().astype("float64")
    if len(wide) < FEWEST_ACCOUNTS // 2:
        return known | {"refused": "few_pairs", "pairs": len(wide)}
    return known | {"pairs": len(wide)} | _effect(wide)


def _facts_of(
    test: pd.DataFrame, sales: pd.DataFrame, visits: pd.DataFrame, start: date, end: date
) -> pd.DataFrame:
    """Return what each account bought before and in the test, and how often it was visited."""
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    year = pd.DateOffset(years=1)
    done = visits[visits["status"].eq("done") & visits["date"].between(first, last)]
    before = sales[sales["date"].between(first - year, last - year)]
    after = sales[sales["date"].between(first, last)]
    ids = test["account_id"]
    bought = [
        ids.map(part.groupby("account_id")["revenue_eur"].sum()).fillna(0.0) for part in (before, after)
    ]
    then, now = (amounts.clip(lower=0.0) for amounts in bought)
    return test.assign(
        change=changes(then, now).where(then > CENT),
        size=np.log(then.where(then > CENT)),
        done=ids.map(done.groupby("account_id").size()).fillna(0.0),
    )


def _effect(wide: pd.DataFrame) -> dict[str, Any]:
    """Return the effect with its interval, and what became of the visits."""
    apart = (wide["change"][WITH_MORE] - wide["change"][USUAL]).to_numpy()
    size = (wide["size"][WITH_MORE] - wide["size"][USUAL]).to_numpy()
    design = np.column_stack([np.ones(len(apart)), size])
    bread = np.linalg.pinv(design.T @ design)
    slopes = bread @ design.T @ apart
    left = apart - design @ slopes
    free = len(apart) - 2
    spread = float(left @ left) / free
    reach = float(special.stdtrit(free, 0.5 + CONFIDENCE / 2) * np.sqrt(spread * bread[0, 0]))
    effect = float(slopes[0])
    wanted, done = (
        {group: int(wide[column][group].sum()) for group in GROUPS} for column in ("visits_wanted", "done")
    )
    bounds = {"low": effect - reach, "high": effect + reach}
    return {"effect": effect, **bounds, "visits_wanted": wanted, "visits_done": done}
