"""What is wrong with a figure where that shows from it and from the right one alone."""

from collections.abc import Callable, Sequence

from solver.words.i18n import _, format_number

NEARLY = 10  # times the tolerance: a figure this close was rounded too early
ALIKE = 0.005  # relative: a figure as many times too large may be rounded, too
Same = Callable[[float, float], bool]


def rounded_early(value: float, target: float, decimals: int) -> str | None:
    """Recognise a figure that was rounded on the way, where decimals are asked for at all."""
    if abs(value - target) <= 0.5 * NEARLY * 10**-decimals:
        return _("Very close: rounded too far, or on the way? Round once, at the end, to what is asked.")
    return None


def other_sign(value: float, target: float, same: Same) -> str | None:
    """Recognise the right figure with the wrong sign."""
    if target != 0 and same(-value, target):
        return _("The size is right. Look at the sign: does it rise or fall, is it gained or lost?")
    return None


def times_off(value: float, target: float, factors: Sequence[float]) -> float:
    """Return how many times too large a figure is: below 1 where too small, 1 where neither."""
    for factor in factors:
        for off in (factor, 1 / factor):
            if target != 0 and abs(value / off / target - 1) <= ALIKE:
                return off
    return 1.0


def other_power(value: float, target: float, factors: Sequence[float], unit: str) -> str | None:
    """Recognise the right figure in another power of its unit, or ten times off."""
    off = times_off(value, target, factors)
    if off == 1:
        return ten_times(value, target)
    said = (
        _("Your figure is {n} times too large: the answer is asked in {unit}.")
        if off > 1
        else _("Your figure is {n} times too small: the answer is asked in {unit}.")
    )
    return said.format(n=format_number(max(off, 1 / off)), unit=unit)


def other_percent(value: float, target: float) -> str | None:
    """Recognise a share written as if it were per cent, and per cent taken a hundredfold."""
    off = times_off(value, target, (100,))
    if off == 1:
        return None
    if off > 1:
        return _("A hundred times too large: was a percentage multiplied by 100 once more?")
    return _("A hundred times too small: a share of 0.3 is 30%, and not 0.3%.")


def ten_times(value: float, target: float) -> str | None:
    """Recognise the right figure with a nought or the decimal mark in the wrong place."""
    off = times_off(value, target, (10,))
    if off == 1:
        return None
    return (
        _("Ten times too large: look at the noughts and at the decimals.")
        if off > 1
        else _("Ten times too small: look at the noughts and at the decimals.")
    )


def past_the_scale(value: float, most: float) -> str | None:
    """Recognise a figure above the most that there can be."""
    if not 0 < most < value:
        return None
    return _("The scale ends at {n}: nothing on it is larger.").format(n=format_number(most))
