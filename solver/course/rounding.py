"""When a figure is another one, rounded; and to how many decimals it is asked and shown."""

from math import isfinite

from solver.words.i18n import _, format_number, ngettext

SIGN = 2  # letters of a unit that is no word: h, k€
SLACK = 1e-9  # relative: figures that differ by less were computed in another order


def rounds_to(value: float, target: float, decimals: int) -> bool:
    """Tell whether a figure is another one or rounds it; half a unit off, it has to be a rounded one."""
    apart, half, slack = abs(value - target), 0.5 * 10**-decimals, SLACK * max(1.0, abs(target))
    rounded = abs(round(value, decimals) - value) <= slack
    return apart < half - slack or (rounded and apart <= half + slack)


def decimals_asked(decimals: int) -> str:
    """Say to how many decimals an answer is wanted."""
    if decimals == 0:
        return _("no decimals needed")
    return ngettext("to {n} decimal", "to {n} decimals", decimals).format(n=format_number(decimals))


def shown_decimals(value: float, least: int) -> int:
    """Return as many decimals as tell the value, at least those asked for and at most two more."""
    if not isfinite(value):
        return least
    places = range(least, least + 3)
    return next(
        (n for n in places if abs(round(value, n) - value) <= SLACK * max(1.0, abs(value))), least + 2
    )


def with_unit(value: float, decimals: int, unit: str | None) -> str:
    """Write a number with its unit; one that is a word in the plural is left out beside one thing.

    Parameters
    ----------
    value : float
    decimals : int
        Decimals asked for.
    unit : str, optional
        Marked for translation where it is a word.
    """
    number = format_number(value, shown_decimals(value, decimals))
    plural = ngettext("{n} visit", "{n} visits", value) == ngettext("{n} visit", "{n} visits", 2)
    return f"{number}\u00a0{_(unit)}" if unit and (plural or len(unit) <= SIGN) else number
