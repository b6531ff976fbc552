"""How close a week has to be set to fit on its page, told from the widths of its words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from solver.handover.agenda.visits import Visit
from solver.words.i18n import _

# Points of the page, as the template lays them out.
PAGE_WIDTH, PAGE_HEIGHT = 533.0, 752.0
GAP = 6.0
TIME, WHO = 56.0, 190.0  # columns; the rest is what to bring up
PADDING = 8.0
HEAD, CELL_HEAD, DAY_HEAD, ROW_GAP = 18.0, 12.0, 20.0, 5.5
LOST_AT_A_BREAK = 120.0  # a day is not parted
SPARE = 6.0
ROOM_FOR_NOTES = 60.0
# Over the size of the type.
LINE, LEADING = 1.15, 0.5
RAGGED = 1.2  # what a line leaves empty at its end
BOLD, SMALL, DIGITS = 1.09, 0.48, 0.58
DOUBT = 1.02  # a line that only just fits may not
# Widths of the letters of Libertinus Serif; the others are as wide as an o.
WIDTHS = {
    letter: width
    for width, letters in (
        (0.13, "\u202f"),
        (0.22, ",.'"),
        (0.25, " :;ijlîï·\u00a0"),
        (0.29, "!()/IJf’t"),
        (0.35, '"*-r'),
        (0.39, "?s"),
        (0.46, "0123456789aceàâçéèêë€z"),
        (0.51, "FS_bdgkopqvxyôö"),
        (0.54, "+<=>ELPYhnuÉÈÊùûü–«»"),
        (0.6, "BRTVZ"),
        (0.65, "%CKUX½"),
        (0.7, "&ADGNOQÀÔ"),
        (0.76, "Hw—…mœ"),
        (0.85, "MW"),
    )
    for letter in letters
}


@dataclass(frozen=True)
class Density:
    """How close a week is set: size of the type and height of the maps, in points, and what is left out."""

    size: float
    map_height: float
    goals: int
    reason: bool


DENSITIES = (
    Density(10.0, 150.0, 9, True),
    Density(9.2, 118.0, 9, True),
    Density(8.4, 96.0, 9, True),
    Density(7.8, 90.0, 9, True),
    Density(7.4, 82.0, 9, True),
    Density(7.2, 74.0, 2, True),
    Density(7.0, 68.0, 1, True),
    Density(6.8, 64.0, 1, True),
    Density(6.7, 62.0, 1, False),
    Density(6.4, 58.0, 1, False),
)


def density_of(visits: Sequence[Visit]) -> tuple[Density, float]:
    """Return the most spacious way of setting a week on as few pages as it takes, and the room it leaves.

    Parameters
    ----------
    visits : sequence of Visit
        Of one week.
    """
    days = len({visit.day for visit in visits})
    widths = [_widths(visit) for visit in visits]
    heights = [_height(widths, days, density) for density in DENSITIES]
    pages = max(1, math.ceil(heights[-1] / PAGE_HEIGHT))
    room = pages * (PAGE_HEIGHT - SPARE) - (pages - 1) * LOST_AT_A_BREAK
    for density, height in zip(DENSITIES, heights, strict=True):
        if height <= room:
            return density, room - height
    return DENSITIES[-1], 0.0


@dataclass(frozen=True)
class Widths:
    """Widths of the texts of one visit, over the size of the type."""

    who: tuple[float, ...]
    verify: float
    goals: tuple[float, ...]
    reason: float


def _widths(visit: Visit) -> Widths:
    account = visit.account
    verify = (account.account_type, account.kind)[not account.account_type]
    kind = SMALL * len(f"{verify} · " + _("visit {number}/{count}"))
    asked = _width(f"  {_('To verify')}  {account.verify}") if account.verify else 0.0
    who = (
        BOLD * 1.1 * _width(account.name) + (4.0 if visit.agreed else 0.0),
        _width(account.address),
        _width(account.person) + DIGITS * len(account.call),
    )
    goals = tuple(BOLD * _width(goal.action) + 0.5 + _width(goal.objective) for goal in visit.goals)
    reason = _width(f"{_('Why')}  {account.reason}") if account.reason else 0.0
    return Widths(who, kind + asked, goals, reason)


def _height(visits: Sequence[Widths], days: int, density: Density) -> float:
    """Estimate the height of a week."""
    who, what = (WHO - PADDING) / density.size, (PAGE_WIDTH - WHO - TIME - PADDING / 2) / density.size
    lines = 0
    for visit in visits:
        left = sum(_lines(width, who) for width in visit.who)
        right = _lines(visit.verify, what) + sum(_lines(goal, what) for goal in visit.goals[: density.goals])
        right += _lines(visit.reason, what) if density.reason else 0
        lines += max(left, right, 3)
    rows = (lines * LINE - len(visits) * LEADING) * density.size + len(visits) * ROW_GAP
    return HEAD + CELL_HEAD + density.map_height + days * DAY_HEAD + rows


def _lines(width: float, room: float) -> int:
    width *= DOUBT
    if width <= room:
        return 1 if width else 0
    return math.ceil((width + RAGGED) / (room - RAGGED / 2))


@lru_cache(maxsize=20_000)
def _width(words: str) -> float:
    return sum(WIDTHS.get(letter, 0.51) for letter in words)
