"""One quarter played: what the visits were worth, and what chance made of it.

Everything is arrays over accounts, the last axis: one game has one line of them, a thousand games a thousand.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.course.case import USUAL_EFFORT
from solver.course.quarters.world import QUARTERS, World

ORDERS, STAYS, COMPLAINS, PROMISES, HOW_MUCH = range(5)  # what is drawn, for each account and quarter
MEAGRE, AS_EXPECTED = (
    0.25,
    0.75,
)  # up to here half comes, up to here all; then half more
HALF, TRUE = 1 / 3, 2 / 3  # of what it will order a client promises half, the same, or twice as much
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

    @property
    def chance_eur(self) -> np.ndarray:
        """What chance added to the effect, or took."""
        return self.result_eur - self.expected_eur


def luck_of(name: str, firm: World) -> np.ndarray:
    """Return the luck that bears a name, between 0 and 1: quarters, accounts, what is drawn.

    It depends on the name alone, not on what is played: two pairs who do the same have the same luck.
    """
    seed = int.from_bytes(hashlib.sha256(name.strip().casefold().encode()).digest()[:8])
    return np.random.default_rng(seed).random((QUARTERS, len(firm.codes), HOW_MUCH + 1))


def play_quarter(
    firm: World,
    number: int,
    before: np.ndarray,
    visits: np.ndarray,
    closed: np.ndarray,
    luck: np.ndarray,
) -> Quarter:
    """Play one quarter.

    Parameters
    ----------
    firm : World
    number : int
        1 to 4.
    before, visits : ndarray
        Visits of this year made so far, and those of the quarter.
    closed : ndarray of bool
        Clients who have left and prospects who are won: visits to them are not made.
    luck : ndarray
        Of the quarter: accounts, what is drawn.
    """
    visits = np.where(closed, 0, visits)
    after = before + visits
    rows = np.arange(len(firm.codes))
    top = firm.gains.shape[1] - 1
    won = firm.gains[rows, after] - firm.gains[rows, before]
    drawn = luck[..., ORDERS]
    orders = won * np.where(drawn < MEAGRE, 0.5, np.where(drawn < AS_EXPECTED, 1.0, 1.5))

    # The visits of the last twelve months: part of last year's still count.
    recent = after + firm.habit * (1 - number / QUARTERS)
    leave_chance = np.where(closed | firm.is_prospect, 0.0, firm.leaves(recent) / QUARTERS)
    left = luck[..., STAYS] < leave_chance

    signed = np.where(firm.is_prospect, firm.gains[rows, before], 0.0)
    come_chance = np.where(closed | ~firm.is_prospect, 0.0, won / (firm.margin_eur - signed))
    came = luck[..., STAYS] < come_chance

    behind = np.clip(firm.habit * number / QUARTERS - after, 0.0, None)
    complains = luck[..., COMPLAINS] < -np.expm1(-behind / USUAL_EFFORT)
    following = firm.gains[rows, np.minimum(after + 1, top)] - firm.gains[rows, after]
    said = luck[..., HOW_MUCH]
    promise = following * np.where(said < HALF, 0.5, np.where(said < TRUE, 1.0, 2.0))
    speaks = (visits > 0) & (luck[..., PROMISES] < SPEAKS) & ~left & ~came
    clients = ~firm.is_prospect
    return Quarter(
        visits=visits,
        expected_eur=np.where(clients, won, 0.0) + (come_chance - leave_chance) * firm.margin_eur,
        result_eur=np.where(clients, orders, 0.0) + (came * 1.0 - left * 1.0) * firm.margin_eur,
        leave_chance=leave_chance,
        come_chance=come_chance,
        left=left,
        came=came,
        complains=complains & clients & ~closed & ~left,
        promise_eur=np.where(speaks & clients, promise, 0.0),
    )


def play(firm: World, plans: Sequence[np.ndarray], luck: np.ndarray) -> list[Quarter]:
    """Play the quarters of a plan one after the other.

    Parameters
    ----------
    firm : World
    plans : sequence of ndarray
        Visits of each quarter, one to four.
    luck : ndarray
        As `luck_of` returns it; a dimension in front plays many games at once.
    """
    before = np.zeros(len(firm.codes), dtype=np.int64)
    closed = np.zeros(luck[..., 0, :, ORDERS].shape, dtype=bool)
    quarters = []
    for number, visits in enumerate(plans, start=1):
        quarter = play_quarter(firm, number, before, visits, closed, luck[..., number - 1, :, :])
        quarters.append(quarter)
        before, closed = before + visits, closed | quarter.left | quarter.came
    return quarters


def total(quarters: Sequence[Quarter], name: str) -> np.ndarray:
    """Sum a figure of the quarters over accounts and quarters."""
    return np.sum([getattr(quarter, name).sum(axis=-1) for quarter in quarters], axis=0)
