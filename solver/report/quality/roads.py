"""What the driving times rest on, in sentences."""

from collections.abc import Mapping
from typing import Any

from solver.tables.codes import label
from solver.words.i18n import _, clauses, counted, format_number, format_share

Facts = Mapping[str, Any]
TYPICAL_ERROR = 0.15  # where the law was fitted and tried: 14 to 16 % in Isère (see data/README.md)


def driving_times(facts: Facts) -> list[str]:
    """Say where the driving times come from, how good they are, and who was told where the accounts lie."""
    said = [_known(facts)] if facts["drives"] else []
    if not facts["drives"] or facts["drives"].get("law"):
        said.append(_estimated(facts))
    if facts.get("like_km"):
        said.append(
            _(
                "The times of your file grow in step with the distance, {minutes} per kilometre as the crow "
                "flies, and on roads short drives are the slower ones. Are they kilometres? Then give "
                "minutes."
            ).format(minutes=format_number(facts["like_km"], 2))
        )
    if facts["places"]:
        said.append(
            counted(
                facts["places"],
                "The server {address} was told where {n} place lies, to four decimals of a degree.",
                "The server {address} was told where {n} places lie, to four decimals of a degree.",
            ).format(address=facts["address"])
        )
    return said


def older_speed(facts: Facts) -> list[str]:
    """Say that one speed at all distances is an older way of estimating, and how to leave it."""
    if facts["steady_kmh"] is None:
        return []
    return [
        _(
            "Drives are timed at one speed whatever their length, {speed} km/h as the crow flies: too fast "
            "for short drives, too slow for long ones. Take road_factor and speed_kmh out of "
            "portfolio.yaml, or the speeds out of its block roads, and the usual estimate times them."
        ).format(speed=format_number(facts["steady_kmh"], 1))
    ]


def driving_source(facts: Facts) -> str:
    """Say in few words who says how long drives take, and by what the estimate is multiplied."""
    drives = facts["drives"] or {"law": 1}
    every = sum(drives.values())
    said = [
        label("said_by", who) + (f" {format_share(count / every, 1)}" if count < every else "")
        for who, count in sorted(drives.items(), key=lambda each: (-each[1], each[0]))
    ]
    if facts["factor"] != 1:
        said.append(_("estimate × {factor}").format(factor=format_number(facts["factor"], 2)))
    return clauses(said)


def _known(facts: Facts) -> str:
    return counted(
        sum(facts["drives"].values()), "{n} drive, one way: {source}.", "{n} drives, one way: {source}."
    ).format(source=driving_source(facts))


def _estimated(facts: Facts) -> str:
    if facts["steady_kmh"] is not None:
        return _("Times are estimated without roads, at one speed whatever the distance.")
    return _("Times are estimated without roads; typical error {error}.").format(
        error=format_share(TYPICAL_ERROR)
    )
