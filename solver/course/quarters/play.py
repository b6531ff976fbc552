"""One quarter played: what the visits were worth, and what chance made of it.

Everything is arrays over accounts, the last axis: one game has one line of them, a thousand games a thousand.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from solver.course.case import USUAL_EFFORT
from solver.course.quarters.world import QUARTERS, World

ORDERS, STAYS, COMPLAINS, PROMISES, HOW_MUCH = range(5)  # what is drawn, for each account and quarter
# Up to which draw, and what comes of what was expected; what is promised of what one more visit brings.
COMES = (np.array([0.25, 0.75]), np.array([0.5, 1.0, 1.5]))
PROMISED = (np.array([1 / 3, 2 / 3]), np.array([0.5, 1.0, 2.0]))
SPEAKS = 0.5  # how often a client who was visited promises something


@dataclass(frozen=True, eq=False)
class Quarter:
    """What became of a quarter, each an array over accounts.

    Attributes
    ----------
    visits : ndarray
        Those that were made.
    expected_eur : ndarray
        The effect: what these visits bring on average, less the margin that is likely to leave.
    result_eur : ndarray
        What came: margin of orders and of prospects won, less a year's margin of who left.
    leave_chance, come_chance : ndarray
        Of the quarter.
    left, came, complains : ndarray of bool
    promise_eur : ndarray
        Margin that the account says one more visit would bring; 0 where it says nothing.
    """

    visits: np.ndarray
    expected_eur: np.ndarray
    result_eur: np.ndarray
    leave_chance: np.ndarray
    come_chance: np.ndarray
    left: np.ndarray
    came: np.ndarray
    complains: np.ndarray
    promise_eur: np.ndarray


def luck_of(name: str, firm: World) -> np.ndarray:
    """Return the luck that bears a name, between 0 and 1: quarters, accounts, what is drawn.

    It depends on the name alone, not on what is played: two pairs who do the same have the same luck.
    """
    seed = int.from_bytes(hashlib.sha256(name.strip().casefold().encode()).digest()[:8])
    return np.random.default_rng(seed).random((QUARTERS, len(firm.codes), HOW_MUCH + 1))


@dataclass(frozen=True, eq=False)
class Standing:
    """Where a game stands before a quarter.

    Attributes
    ----------
    number : int
        Of the quarter, from 1.
    made : ndarray
        Visits of this year so far.
    closed : ndarray of bool
        Clients who have left and prospects who are won: visits to them are not made.
    """

    number: int
    made: np.ndarray
    closed: np.ndarray

    def after(self, quarter: Quarter) -> "Standing":
        """Return where the game stands once the quarter is played."""
        closed = self.closed | quarter.left | quarter.came
        return Standing(self.number + 1, self.made + quarter.visits, closed)


def standing(quarters: Sequence[Quarter], luck: np.ndarray) -> Standing:
    """Return where a game stands after the quarters played with a luck."""
    shape = luck[..., 0, :, ORDERS].shape
    start = Standing(1, np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool))
    return reduce(Standing.after, quarters, start)


def _play_quarter(firm: World, before: Standing, visits: np.ndarray, luck: np.ndarray) -> Quarter:
    made, closed = before.made, before.closed
    visits = np.where(closed, 0, visits)
    after = made + visits
    rows = np.arange(len(firm.codes))
    top = firm.gains.shape[1] - 1
    won = firm.gains[rows, after] - firm.gains[rows, made]

    # The visits of the last twelve months: part of last year's still count.
    recent = after + firm.habit * (1 - before.number / QUARTERS)
    leave_chance = np.where(closed | firm.is_prospect, 0.0, firm.leaves(recent) / QUARTERS)
    left = luck[..., STAYS] < leave_chance

    signed = np.where(firm.is_prospect, firm.gains[rows, made], 0.0)
    come_chance = np.where(closed | ~firm.is_prospect, 0.0, won / (firm.margin_eur - signed))
    came = luck[..., STAYS] < come_chance

    behind = np.clip(firm.habit * before.number / QUARTERS - after, 0.0, None)
    complains = luck[..., COMPLAINS] < -np.expm1(-behind / USUAL_EFFORT)
    following = firm.gains[rows, np.minimum(after + 1, top)] - firm.gains[rows, after]
    speaks = (visits > 0) & (luck[..., PROMISES] < SPEAKS) & ~left & ~came
    clients = ~firm.is_prospect
    orders = won * _drawn(COMES, luck[..., ORDERS])
    return Quarter(
        visits=visits,
        expected_eur=np.where(clients, won, 0.0) + (come_chance - leave_chance) * firm.margin_eur,
        result_eur=np.where(clients, orders, 0.0) + (came * 1.0 - left * 1.0) * firm.margin_eur,
        leave_chance=leave_chance,
        come_chance=come_chance,
        left=left,
        came=came,
        complains=complains & clients & ~closed & ~left,
        promise_eur=np.where(speaks & clients, following * _drawn(PROMISED, luck[..., HOW_MUCH]), 0.0),
    )


def _drawn(lot: tuple[np.ndarray, np.ndarray], luck: np.ndarray) -> np.ndarray:
    """Return what is drawn: up to which luck each comes, and the last beyond."""
    bounds, values = lot
    return values[np.searchsorted(bounds, luck, side="right")]


def play(firm: World, plans: Sequence[np.ndarray], luck: np.ndarray) -> list[Quarter]:
    """Play the quarters of a plan one after the other.

    Parameters
    ----------
    firm : World
    plans : sequence of ndarray
        Visits of each quarter, none to four.
    luck : ndarray
        As `luck_of` returns it; a dimension in front plays many games at once.
    """
    quarters: list[Quarter] = []
    before = standing((), luck)
    for place, visits in enumerate(plans):
        quarters.append(_play_quarter(firm, before, visits, luck[..., place, :, :]))
        before = before.after(quarters[-1])
    return quarters


def total(quarters: Sequence[Quarter], name: str) -> np.ndarray:
    """Sum a figure of the quarters over accounts and quarters."""
    return np.sum([getattr(quarter, name).sum(axis=-1) for quarter in quarters], axis=0)
