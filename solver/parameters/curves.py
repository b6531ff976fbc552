"""What the numbers of a judged curve are, and what they may be."""

from collections.abc import Mapping, Sequence

from solver.words.i18n import _

FIVE_POINTS = ("reference_visits", "none", "half", "plus_half", "saturation")
JUDGED_POINTS = {  # what the numbers of a judged curve are, by how many there are
    3: ("reference_visits", "none", "saturation"),
    5: FIVE_POINTS,
    6: FIVE_POINTS,  # of older portfolios, which had a part of the gap as a sixth: read, not used
}


def expect_judged_curves(judged_curves: Mapping[str, Sequence[float]]) -> None:
    """Refuse numbers that are no curve.

    Raises
    ------
    ValueError
        There are too few or too many, or one of them is out of what it may be.
    """
    for account_type, points in judged_curves.items():
        names = JUDGED_POINTS.get(len(points))
        if names is None:
            raise ValueError(
                _("judged_curves[{type}] needs three numbers: {names}").format(
                    type=account_type, names=", ".join(JUDGED_POINTS[3])
                )
            )
        judged = dict(zip(names, points, strict=False))
        for name, possible, problem in (
            ("reference_visits", judged["reference_visits"] > 0, _("usual visits must be above 0")),
            ("none", judged["none"] >= 0, _("revenue left without a visit cannot be below 0")),
            ("none", judged["none"] < 1, _("without a visit less than today's revenue must be left, 1")),
            ("saturation", judged["saturation"] > 1, _("endless visits must bring more than today, 1")),
        ):
            if not possible:
                raise ValueError(
                    _("judged_curves[{type}]: {name} is {value}, and {problem}").format(
                        type=account_type, name=name, value=f"{judged[name]:g}", problem=problem
                    )
                )
