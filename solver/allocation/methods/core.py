"""Exact search among the few choices that the prices of hours and of the target leave open."""

from dataclasses import dataclass

import numpy as np

from solver.value.levels import Levels

EUROS = 1e-9  # relative; smaller differences between plans are not real
DECIMALS = 6
# Prices tried beside the best ones, as parts of them, and how many of those are used at a time: at others the
# bound on what is left of a search is lower wherever hours or target are not used up evenly.
PRICES = np.array([0.9, 0.97, 1.0, 1.03, 1.1])
USED_AT_ONCE, LOOKED_AT, FEW = 4, 64, 32


@dataclass(frozen=True)
class Priced:
    """One rep's accounts with hours and the prospect target turned into prices.

    Parameters
    ----------
    value : ndarray, shape (n, K + 1)
        Contribution of each level, -inf outside an account's bounds.
    levels : Levels
        What each level takes.
    available : float
        Hours of the rep.
    target : int
        Fewest visits to prospects, in twentieths of a visit.
    hour_price, target_price : float
        Euros of one hour and of one part of the target.
    """

    value: np.ndarray
    levels: Levels
    available: float
    target: int
    hour_price: float
    target_price: float

    def net(self) -> np.ndarray:
        """Value of each level, less its hours and plus its part of the target, at these prices."""
        return self.value + self.levels.at_prices(self.hour_price, self.target_price)

    def bound(self) -> float:
        """No plan of this rep can bring more: the Lagrangian bound at these prices."""
        best = self.net().max(axis=1).sum()
        return float(best + self.hour_price * self.available - self.target_price * self.target)

    def value_of(self, visits: np.ndarray) -> float:
        """Contribution of a plan."""
        return float(self.value[np.arange(len(visits)), visits].sum())

    def is_feasible(self, visits: np.ndarray) -> bool:
        """Whether a plan keeps hours and target; its levels are within bounds by construction."""
        fits = self.levels.total_hours(visits) <= self.available + room(self.available)
        return bool(fits and self.levels.total_target_parts(visits) >= self.target)


@dataclass(frozen=True)
class Found:
    """Best plan of a search, its value, and what no plan can exceed."""

    visits: np.ndarray
    value: float
    bound: float


def room(available: float) -> float:
    """Hours by which sums of fractions may differ from what they mean."""
    return 1e-9 * max(available, 1.0)


def steady(euros: np.ndarray) -> np.ndarray:
    """Return euros to choose by: prices make levels tie, and processors differ in the last bit."""
    return np.round(euros, DECIMALS)


def search_core(priced: Priced, start: np.ndarray, width: int) -> Found:
    """Improve a plan by dynamic programming over the accounts whose number is not settled by the prices.

    Any plan's value is the bound less what each account gives up against its best net value (and less
    unused hours and surplus visits at their prices). Levels that alone give up more than the whole gap of the
    start can be struck out; what is left is searched account by account, keeping only states that no other
    state beats and that can still win.

    Parameters
    ----------
    priced : Priced
    start : ndarray of int, shape (n,)
        A plan that keeps every rule.
    width : int
        Most states kept after each account; what those left out could still bring counts in the bound.

    Returns
    -------
    Found
    """
    net = priced.net()
    best_net = net.max(axis=1)
    given_up = best_net[:, None] - net
    value = priced.value_of(start)
    tolerance = EUROS * max(abs(value), 1.0)
    gap = priced.bound() - value
    if gap <= tolerance:
        return Found(start, value, value + max(gap, 0.0))
    open_levels = given_up < gap - tolerance
    base = np.argmin(steady(given_up), axis=1)
    open_levels[np.arange(len(base)), base] = True
    core = np.flatnonzero(open_levels.sum(axis=1) > 1)
    second = np.where(open_levels, given_up, np.inf)[core]
    second[np.arange(len(core)), base[core]] = np.inf
    core = core[np.argsort(steady(second.min(axis=1)), kind="stable")] if len(core) else core
    return _Search(priced, best_net, base, core, open_levels, start, value, tolerance).run(width)


class _Search:
    """States after each account of the core: hours, parts of the target (capped at it), value."""

    def __init__(
        self,
        priced: Priced,
        best_net: np.ndarray,
        base: np.ndarray,
        core: np.ndarray,
        open_levels: np.ndarray,
        start: np.ndarray,
        value: float,
        tolerance: float,
    ) -> None:
        self.priced, self.base, self.core = priced, base, core
        self.levels = [np.flatnonzero(open_levels[account]) for account in core]
        self.start, self.best_value, self.tolerance = start, value, tolerance
        self.limit = priced.available + room(priced.available)
        of_core, base_level = priced.levels.take(core), base[core]
        lowest = np.array([levels[0] for levels in self.levels], dtype=np.int64)
        highest = np.array([levels[-1] for levels in self.levels], dtype=np.int64)
        self.net_after = _after(best_net[core])
        self.least_after, self.most_after = (
            _after(of_core.hours_at(lowest)),
            _after(of_core.hours_at(highest)),
        )
        self.prospects_after = _after(of_core.target_parts_at(highest))
        self.base_hours_after = _after(of_core.hours_at(base_level))
        self.base_prospects_after = _after(of_core.target_parts_at(base_level))
        self.base_value_after = _after(priced.value[core, base[core]])
        self.hour_prices, self.target_prices, self.nets_after = self._at_other_prices(of_core, core)
        self.best_at: tuple[int, int, int] | None = None  # step, place of the level, state before the step
        self.left_out = -np.inf

    def _at_other_prices(
        self, of_core: Levels, core: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return pairs of prices, and what is still to come after each account at best, net at each pair."""
        priced = self.priced
        parts = PRICES if priced.target_price > 0 else np.ones(1)
        hour_prices = priced.hour_price * np.repeat(PRICES, len(parts))
        target_prices = priced.target_price * np.tile(parts, len(PRICES))
        open_ = np.zeros((len(core), priced.value.shape[1]), dtype=bool)
        for place, levels in enumerate(self.levels):
            open_[place, levels] = True
        value = np.where(open_, priced.value[core], -np.inf)
        nets = [
            _after((value + of_core.at_prices(*prices)).max(axis=1)) if len(core) else np.zeros(1)
            for prices in zip(hour_prices, target_prices, strict=True)
        ]
        return hour_prices, target_prices, np.array(nets)

    def run(self, width: int) -> Found:
        """Go through the core and read the best plan back."""
        priced = self.priced
        settled = np.setdiff1d(np.arange(len(self.base)), self.core)
        fixed, of_settled = self.base[settled], priced.levels.take(settled)
        hours = np.array([of_settled.total_hours(fixed)])
        prospects = np.array([of_settled.total_target_parts(fixed)]).clip(max=priced.target)
        value = np.array([float(priced.value[settled, fixed].sum())])
        trail: list[tuple[int, np.ndarray]] = []
        counts = priced.levels.is_prospect
        for step, account in enumerate(self.core):
            # Level by level: states are in order of their hours, so there are few runs left to merge.
            levels, states = self.levels[step], len(hours)
            hours = np.add.outer(priced.levels.hours[account, levels], hours).ravel()
            if counts[account]:
                made = priced.levels.target_parts[account, levels]
                prospects = np.minimum(np.add.outer(made, prospects).ravel(), priced.target)
            else:
                prospects = np.tile(prospects, len(levels))
            value = np.add.outer(priced.value[account, levels], value).ravel()
            self._complete(step, states, hours, prospects, value)
            keep = self._survivors(step, hours, prospects, value, width)
            hours, prospects, value = hours[keep], prospects[keep], value[keep]
            trail.append((states, keep))
            if not len(keep):
                break
        # What is dropped for being no better by more than rounding counts in the bound as well.
        bound = max(self.best_value + self.tolerance, self.left_out)
        return Found(self._read_back(trail), self.best_value, min(bound, priced.bound()))

    def _complete(
        self, step: int, states: int, hours: np.ndarray, prospects: np.ndarray, value: np.ndarray
    ) -> None:
        """Finish every state with the base levels of the accounts to come; remember the best.

        Of so many states each level of the account made one, level by level.
        """
        after = step + 1
        fits = hours + self.base_hours_after[after] <= self.limit
        fits &= prospects + self.base_prospects_after[after] >= self.priced.target
        total = np.where(fits, value + self.base_value_after[after], -np.inf)
        if total.max() <= self.best_value + self.tolerance:
            return
        best = int(np.argmax(steady(total)))
        if total[best] > self.best_value + self.tolerance:
            self.best_value, self.best_at = float(total[best]), (step, *divmod(best, states))

    def _survivors(
        self, step: int, hours: np.ndarray, prospects: np.ndarray, value: np.ndarray, width: int
    ) -> np.ndarray:
        """Positions of the states that can still win, none beaten by another; no more than `width`."""
        priced, after = self.priced, step + 1
        idle = np.maximum(priced.available - hours - self.most_after[after], 0.0)
        reach = value - priced.hour_price * (hours + idle) + priced.target_price * prospects
        reach += self.net_after[after] + priced.hour_price * priced.available
        reach -= priced.target_price * priced.target
        able = reach > self.best_value + self.tolerance
        able &= hours + self.least_after[after] <= self.limit
        able &= prospects + self.prospects_after[after] >= priced.target
        keep = self._within_reach(np.flatnonzero(able), after, hours, prospects, value)
        if len(keep) > 1:
            keep = keep[_unbeaten(hours[keep], prospects[keep], value[keep])]
        if len(keep) <= width:
            return keep
        ranked = keep[np.argsort(-steady(reach[keep]), kind="stable")]
        self.left_out = max(self.left_out, float(reach[ranked[width]]))
        return np.sort(ranked[:width])

    def _within_reach(
        self, keep: np.ndarray, after: int, hours: np.ndarray, prospects: np.ndarray, value: np.ndarray
    ) -> np.ndarray:
        """Leave out states that cannot win at other prices either: those that bound a few of them best."""
        if len(keep) <= FEW:
            return keep
        left, lacking = self.priced.available - hours, prospects - self.priced.target
        some = keep[:: max(1, len(keep) // LOOKED_AT)]
        bounds = value[some, None] + left[some, None] * self.hour_prices
        bounds += lacking[some, None] * self.target_prices + self.nets_after[:, after]
        lowest = np.bincount(steady(bounds).argmin(axis=1), minlength=len(self.hour_prices))
        for used in np.argsort(-lowest, kind="stable")[:USED_AT_ONCE].tolist():
            reach = value[keep] + self.hour_prices[used] * left[keep]
            reach += self.target_prices[used] * lacking[keep] + self.nets_after[used, after]
            keep = keep[reach > self.best_value + self.tolerance]
        return keep

    def _read_back(self, trail: list[tuple[int, np.ndarray]]) -> np.ndarray:
        """Visits of the best completion, walked from its last account to the first."""
        if self.best_at is None:
            return self.start
        visits = self.base.copy()
        step, level, state = self.best_at
        while True:
            visits[self.core[step]] = self.levels[step][level]
            if step == 0:
                return visits
            step -= 1
            states, keep = trail[step]
            level, state = divmod(int(keep[state]), states)


def _after(amount: np.ndarray) -> np.ndarray:
    """Sum of what is still to come before and after each account: entry s is the sum from s on."""
    return np.concatenate([np.cumsum(amount[::-1])[::-1], [0.0]])


def _unbeaten(hours: np.ndarray, prospects: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Positions of states that no state with the same prospect visits beats in both hours and value."""
    order = np.argsort(hours, kind="stable")
    ranked = value[order]
    least, most = int(prospects.min()), int(prospects.max())
    if most > least:
        # Groups one after the other, each on a level of values of its own; short integers sort fast.
        group = (prospects - least)[order]
        if most - least <= np.iinfo(np.int16).max:
            group = group.astype(np.int16)
        by_group = np.argsort(group, kind="stable")
        order = order[by_group]
        ranked = value[order] + group[by_group] * (float(value.max() - value.min()) + 1.0)
    ahead = np.maximum.accumulate(ranked)
    keep = np.ones(len(order), dtype=bool)
    keep[1:] = ranked[1:] > ahead[:-1]
    kept = order[keep]
    # Of states with the same hours and visits only the last one left is the best.
    of_hours, of_prospects = hours[kept], prospects[kept]
    same = (of_hours[1:] == of_hours[:-1]) & (of_prospects[1:] == of_prospects[:-1])
    return kept[np.append(~same, True)]
