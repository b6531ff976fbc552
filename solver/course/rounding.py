"""When a figure is another one, rounded; and to how many decimals it is asked and shown."""

from math import isfinite

from solver.words.i18n import _, format_number, ngettext

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
