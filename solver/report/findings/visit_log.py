"""What the visit log tells in words: visits that found nobody, and what clients complained of."""

from collections.abc import Mapping

import pandas as pd

from solver.words.i18n import _, counted, format_hours, format_number, format_share


def found_nobody_sentence(found: Mapping[str, float], reserve_hours: float) -> str:
    """Say how many visits found nobody, and whether the reserve pays for as many more."""
    if not found["not_met"]:
        return ""
    said = counted(
        found["not_met"],
        "{n} visit of {made} in the last 12 months found nobody ({share}): its drive took about {hours}. It "
        "is no contact, and does not count among today's visits.",
        "{n} visits of {made} in the last 12 months found nobody ({share}): their drives took about {hours}. "
        "They are no contacts, and do not count among today's visits.",
    ).format(
        made=format_number(found["visits"]),
        share=format_share(found["not_met"] / found["visits"], 1),
        hours=format_hours(found["drive_hours"]),
    )
    reserve = format_hours(reserve_hours)
    if found["drive_hours"] <= reserve_hours:
        return f"{said} " + _("The reserve of {reserve} has to pay for as many again.").format(
            reserve=reserve
        )
    return f"{said} " + _(
        "As many again would take more than the reserve of {reserve}: keep back more, or ring before driving."
    ).format(reserve=reserve)


def complaints_sentence(causes: pd.DataFrame) -> str:
    """Say of how many complaints nobody noted whether they were settled, or that there were none."""
    if causes.empty:
        return _("No complaint was noted in the last 12 months.")
    if not (unsaid := int(causes["unsaid"].sum())):
        return ""
    return counted(
        unsaid,
        "{n} stands in the log of visits alone, which does not say whether it was settled: it is not "
        "counted as open, but as one of the two in 12 months that put a client at risk; where it is of the "
        "last three months, or the second of 12, the rep asks before any offer.",
        "{n} stand in the log of visits alone, which does not say whether they were settled: they are not "
        "counted as open, but among the two in 12 months that put a client at risk; where one is of the last "
        "three months, or the second of 12, the rep asks before any offer.",
    )
