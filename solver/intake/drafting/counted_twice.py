"""Amounts of months or years that stand in a summary as well: both together would count them twice."""

from collections import Counter, defaultdict
from dataclasses import replace

from solver.intake.drafting.found import Found
from solver.intake.reading.totals import says_total
from solver.intake.values.numbers import MICRO, read_either_way
from solver.intake.words import fold
from solver.words.i18n import _

MOSTLY = 0.95
FEWEST = 2
ByYear = dict[tuple[str, int], int]


def without_sums_of_others(found: list[Found]) -> list[Found]:
    """Leave out the sheets or files across whose amounts are those of the others.

    Parameters
    ----------
    found : list of Found
        What every file of the folder seems to be.

    Notes
    -----
    Amounts are compared client by client and year by year. A year beside its months goes even where they
    differ: both together are never right. The widest goes first, so that the sheets of the reps stay.
    """
    amounts = {
        place: _by_year(each)
        for place, each in enumerate(found)
        if each.table == "sales" and each.across and not each.problem
    }
    result = list(found)
    widest_first = {at: len({client for client, _year in told}) for at, told in amounts.items()}
    for place in sorted(amounts, key=lambda at: (-widest_first[at], len(found[at].across), at)):
        others: ByYear = defaultdict(int)
        finer: set[tuple[str, int]] = set()
        for other in amounts:
            if other == place:
                continue
            held = {day.year for day in result[other].across.values()}
            told = {key: micros for key, micros in amounts[other].items() if micros and key[1] in held}
            for key, micros in told.items():
                others[key] += micros
            finer |= {*told} if _periods(found[other]) > _periods(found[place]) else set()
        years = {day.year for day in found[place].across.values()}
        twice = {year for year in years if _stand_there(year, amounts[place], others, finer)}
        if twice:
            result[place] = _without(found[place], twice)
    return result


def _stand_there(year: int, mine: ByYear, others: ByYear, finer: set[tuple[str, int]]) -> bool:
    """Tell whether the amounts of a year are those of other files, or stand there by month."""
    keys = [key for key, micros in mine.items() if key[1] == year and micros]
    same = sum(abs(others.get(key, 0) - mine[key]) <= MICRO for key in keys)
    return len(keys) >= FEWEST and (
        same >= MOSTLY * len(keys) or 2 * len(finer.intersection(keys)) > len(keys)
    )


def _without(found: Found, years: set[int]) -> Found:
    """Leave the columns of some years alone; the whole file where no other is left."""
    across = {column: day for column, day in found.across.items() if day.year not in years}
    if not across:
        return found.without(
            _("the amounts of these clients stand in other sheets or files, and would count twice.")
        )
    left = tuple(column for column in found.across if column not in across)
    return replace(found, across=across, left_alone=(*found.left_alone, *left))


def _by_year(found: Found) -> ByYear:
    """Add up the amounts of each client and year, in millionths."""
    clients = found.cells[found.columns["account_id"]].map(fold)
    total = clients.map(lambda text: not text or says_total(text)).to_numpy(dtype=bool)
    sums: ByYear = defaultdict(int)
    for column, day in found.across.items():
        micros = read_either_way(found.cells[column]).micros
        for client, amount in zip(clients[~total], micros[~total].tolist(), strict=True):
            sums[client, day.year] += amount
    return sums


def _periods(found: Found) -> int:
    """Return how many periods of its fullest year a file has columns for."""
    return max(Counter(day.year for day in found.across.values()).values())
