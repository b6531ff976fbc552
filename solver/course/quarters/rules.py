"""What a pair may plan, and what is said of a plan that it may not."""

import numpy as np

from solver.course.case import HOURS_PER_VISIT
from solver.course.quarters.play import Standing
from solver.course.quarters.world import PROSPECT_VISITS, QUARTER_VISITS, QUARTERS, World
from solver.words.i18n import _, counted, format_hours, format_number


def objections(firm: World, before: Standing, visits: np.ndarray) -> list[str]:
    """Return what speaks against the visits of a quarter, in words; nothing where they may be made."""
    number, closed, after = before.number, before.closed, before.made + visits
    said = [*_too_many(firm, number, after, visits), *_to_the_closed(firm, visits, closed)]
    due = still_due(firm, after, closed)
    room = sum(QUARTER_VISITS[number:])
    if due <= room or said:
        return said
    if number == QUARTERS:
        return [_missing(firm, after, closed)]
    left = counted(
        room, "{n} visit is left in the quarters to come", "{n} visits are left in the quarters to come"
    )
    return [f"{_missing(firm, after, closed)} {_('Only {visits}.').format(visits=left)}"]


def still_due(firm: World, after: np.ndarray, closed: np.ndarray) -> int:
    """Return how many visits the rules still ask for: one to each client, ten to prospects."""
    return int(_unseen(firm, after, closed).sum()) + _prospects_due(firm, after, closed)


def _unseen(firm: World, after: np.ndarray, closed: np.ndarray) -> np.ndarray:
    return ~firm.is_prospect & ~closed & (after == 0)


def _prospects_due(firm: World, after: np.ndarray, closed: np.ndarray) -> int:
    """Count what is missing to the target, as far as the prospects left can still take it."""
    missing = PROSPECT_VISITS - int(after[firm.is_prospect].sum())
    room = int((firm.ceiling - after)[firm.is_prospect & ~closed].sum())
    return max(0, min(missing, room))


def _missing(firm: World, after: np.ndarray, closed: np.ndarray) -> str:
    unseen = [code for code, is_due in zip(firm.codes, _unseen(firm, after, closed), strict=True) if is_due]
    parts = []
    if unseen:
        parts.append(_("a visit to each of {codes}").format(codes=", ".join(unseen)))
    if due := _prospects_due(firm, after, closed):
        parts.append(counted(due, "{n} visit to prospects", "{n} visits to prospects"))
    return _("Still due within the year: {what}.").format(what="; ".join(parts))


def _too_many(firm: World, number: int, after: np.ndarray, visits: np.ndarray) -> list[str]:
    said = []
    if (visits < 0).any():
        said.append(_("A number of visits is 0 or more."))
    planned, most = int(visits.sum()), QUARTER_VISITS[number - 1]
    if planned > most:
        said.append(
            _(
                "Visits planned: {planned}, which take {needed}. The quarter holds {hours}, that is {most}."
            ).format(
                planned=format_number(planned),
                needed=format_hours(planned * HOURS_PER_VISIT),
                hours=format_hours(most * HOURS_PER_VISIT),
                most=format_number(most),
            )
        )
    over = [
        _("{code}: at most {most} in the year").format(code=code, most=format_number(most))
        for code, made, most in zip(firm.codes, after, firm.ceiling, strict=True)
        if made > most
    ]
    return [*said, *([_("Too many visits: {accounts}.").format(accounts="; ".join(over))] if over else [])]


def _to_the_closed(firm: World, visits: np.ndarray, closed: np.ndarray) -> list[str]:
    codes = [firm.codes[place] for place in np.flatnonzero(closed & (visits > 0))]
    if not codes:
        return []
    return [
        _("No more visits to {codes}: who has left or signed is no longer in the game.").format(
            codes=", ".join(codes)
        )
    ]
