"""Exact search among the few choices that the prices of hours and of the target leave open."""

from dataclasses import dataclass
from functools import cache
from types import ModuleType

import numpy as np

from solver.value.levels import Levels
from solver.words.compiling import kept_compiled

EUROS = 1e-9  # relative; smaller differences between plans are not real
DECIMALS = 6
# Prices tried beside the best ones, as parts of them: wherever hours or target are not used up evenly, the
# bound on what is left of a search is lower at others.
PRICES = np.array([0.9, 0.97, 1.0, 1.03, 1.1])


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


@cache
def _states() -> ModuleType:
    """Return `solver.allocation.methods.states`, compiled where numba is installed."""
    try:
        with kept_compiled():
            from solver.allocation.methods import states

            states.compile_them()
    except ImportError:
        from solver.allocation.methods import states
    return states


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
        hour_prices, target_prices, nets = self._at_other_prices(of_core, core)
        self.ahead = _states().Ahead(
            net=_after(best_net[core]),
            least_hours=_after(of_core.hours_at(lowest)),
            longest_hours=_after(of_core.hours_at(highest)),
            most_parts=_after(of_core.target_parts_at(highest)),
            base_hours=_after(of_core.hours_at(base_level)),
            base_parts=_after(of_core.target_parts_at(base_level)),
            base_value=_after(priced.value[core, base_level]),
            hour_prices=hour_prices,
            target_prices=target_prices,
            nets=nets,
        )
        self.best_at: tuple[int, int, int] | None = None  # step, place of the level, state before the step

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
        priced, made = self.priced, _states()
        settled = np.setdiff1d(np.arange(len(self.base)), self.core)
        fixed, of_settled = self.base[settled], priced.levels.take(settled)
        states = made.States(
            hours=np.array([of_settled.total_hours(fixed)]),
            parts=np.array([min(of_settled.total_target_parts(fixed), priced.target)]),
            value=np.array([float(priced.value[settled, fixed].sum())]),
        )
        limits = made.Limits(
            available=float(priced.available),
            most_hours=float(self.limit),
            target=int(priced.target),
            hour_price=float(priced.hour_price),
            target_price=float(priced.target_price),
            tolerance=self.tolerance,
            width=width,
        )
        best = made.Best(self.best_value, -1, -np.inf)
        trail: list[tuple[int, np.ndarray]] = []
        for step, account in enumerate(self.core):
            number = len(states.hours)
            of_account = (account, self.levels[step])
            levels = made.States(
                priced.levels.hours[of_account],
                priced.levels.target_parts[of_account],
                priced.value[of_account],
            )
            kept, states, best = made.next_states(states, levels, limits, self.ahead, step + 1, best)
            if best.row >= 0:
                self.best_at = (step, *divmod(best.row, number))
            trail.append((number, kept))
            if not len(kept):
                break
        # What is dropped for being no better by more than rounding counts in the bound as well.
        bound = max(best.value + self.tolerance, best.left_out)
        return Found(self._read_back(trail), best.value, min(bound, priced.bound()))

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
