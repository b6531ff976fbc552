"""The cockpit: one page on which sliders make the plan of a run again, offline and without Python."""

import json
from dataclasses import dataclass, field
from functools import cache
from math import floor
from pathlib import Path
from typing import Any

from markupsafe import Markup

from solver.flow.what_if import WhatIf
from solver.handover.html.cockpit.carried import carried
from solver.handover.html.frame import page_of
from solver.handover.html.logo import logo_source
from solver.report.findings.headline import headline
from solver.report.findings.read import Findings, in_its_language
from solver.words.errors import PortfolioError
from solver.words.files import write_text
from solver.words.i18n import (
    _,
    counted,
    format_hours,
    format_money,
    format_number,
    format_share,
    mark_plural,
)

NAME = "cockpit.html"
SAME = 1e-6  # relative: the problem rebuilt values the plan as the run did
TILES = ("contribution_eur", "client_visits", "prospect_visits", "visit_hours")


@dataclass(frozen=True)
class Move:
    """A slider: what it moves, from where to where, and what it shows before it is touched."""

    name: str
    label: str
    shown: str
    low: float
    high: float
    value: float
    step: float = 1
    note: str = ""
    figure: str = ""


@dataclass(frozen=True)
class Part:
    """Sliders under one heading; without one where it is empty."""

    moves: list[Move]
    title: str = ""


@dataclass(frozen=True)
class Group:
    """What can be changed of one thing."""

    title: str
    parts: list[Part]
    lead: str = ""
    folded: bool = field(default=False)


@dataclass(frozen=True)
class NamedTile:
    """A key figure that the script finds by its name."""

    name: str
    label: str
    figure: str
    note: str


@in_its_language
def write_cockpit(findings: Findings) -> list[Path]:
    """Write `cockpit.html` into the run folder.

    Raises
    ------
    PortfolioError
        The plan cannot be made again from what the run holds, or the page cannot be written.
    """
    path = findings.run.path / NAME
    write_text(path, cockpit_html(findings))
    return [path]


@in_its_language
def cockpit_html(findings: Findings) -> str:
    """Return the page."""
    what_if = WhatIf.of_run(findings.run)
    data = carried(what_if)
    _refuse_another_plan(findings, what_if)
    return page_of(
        "cockpit.html.j2",
        portfolio=findings.portfolio,
        brand=findings.brand,
        logo=logo_source(findings.brand.logo),
        own_styles=_own_styles(),
        tiles=_tiles(findings),
        groups=_groups(data, headline(findings.artifacts)["visit_hours"].written),
        rests_on=_rests_on(what_if),
        carried=_as_json({"data": data, "words": _words(what_if)}),
    )


def _refuse_another_plan(findings: Findings, what_if: WhatIf) -> None:
    """Refuse a run whose tables do not say what its plan was made from."""
    proven = float(what_if.step.certificate["contribution_eur"])
    here = what_if.move().contribution_eur
    if abs(here - proven) > SAME * max(abs(proven), 1.0):
        raise PortfolioError(
            _("the plan of this run was made from other tables than those it holds now"),
            file=findings.run.path,
            fix=_("run it again from step 10 on, with --steps 10-"),
        )


@cache
def _own_styles() -> Markup:
    return Markup(Path(__file__).with_name("cockpit.css").read_text(encoding="utf-8"))


def _as_json(carried_along: dict[str, Any]) -> Markup:
    """Return JSON that cannot end the script it stands in."""
    text = json.dumps(carried_along, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))


def _tiles(findings: Findings) -> list[NamedTile]:
    """Return the figures of the plan as the report has them, and the gain on it."""
    known = headline(findings.artifacts)
    tiles = [NamedTile(code, known[code].label, known[code].written, "") for code in TILES]
    gain = NamedTile("gain", _("Against the plan, first year"), format_money(0), _("nothing is moved"))
    proof = findings.artifacts.facts("certificate.json")
    gap = _("over the years counted; proven gap {gap}").format(gap=format_share(proof["gap"], 4))
    bound = NamedTile("bound_eur", _("No plan is worth more than"), format_money(proof["bound_eur"]), gap)
    return [tiles[0], gain, *tiles[1:], bound]


def _groups(data: dict[str, Any], used: str) -> list[Group]:
    """Return the sliders; `used` are the hours that the plan takes, as they are written elsewhere."""
    prices = _("one more hour, first year:")
    reps = [
        Move(
            f"hours {rep['id']}",
            rep["name"],
            _used_of(format_number(rep["used"]), format_number(rep["hours"]), format_hours(rep["hours"])),
            *_around(0, -0.8 * rep["hours"], 0.5 * rep["hours"], 10),
            note=prices,
            figure=format_money(rep["price"] / data["horizon"], 2),
        )
        for rep in data["reps"]
    ]
    groups = [
        Group(
            _("Hours of visits"),
            [Part(reps)],
            _("As many as whole days hold; the plan uses {hours} of them.").format(hours=used),
        ),
        Group(_("Goal"), [Part(_goal(data))]),
        Group(
            _("Minutes on site"),
            [Part(_minutes(data))],
            _("Preparation and driving come on top and stay as they are."),
        ),
        Group(
            _("What a visit is worth"),
            [Part(_points(curve), curve["name"]) for curve in data["curves"] if curve["used"]],
            _("Two answers per type of account; nobody measured them."),
            folded=True,
        ),
    ]
    return [group for group in groups if group.parts]  # a table of the firm's own leaves no curve to move


def _used_of(used: str, number: str, hours: str) -> str:
    """Return the hours that the plan takes of those there are; one figure where both are written alike."""
    return hours if used == number else _("{used} of {hours}").format(used=used, hours=hours)


def _goal(data: dict[str, Any]) -> list[Move]:
    growth = 1000 * data["growth"]
    return [
        Move(
            "growth",
            _("Growth of revenue aimed at"),
            format_share(data["growth"], 1),
            *_around(growth, growth - 100, growth + 150, 5),
        ),
        Move(
            "target",
            _("Visits to prospects, at least"),
            format_number(data["target"]),
            0,
            max(sum(data["capacity"]["limits"]), data["target"]),
            data["target"],
        ),
    ]


def _minutes(data: dict[str, Any]) -> list[Move]:
    kinds = {"client": _("At a client"), "prospect": _("At a prospect")}
    return [
        Move(
            f"minutes {kind}",
            name,
            _("{n} min").format(n=format_number(data["minutes"][kind])),
            *_around(data["minutes"][kind], 10, data["minutes"][kind] + 90, 5),
        )
        for kind, name in kinds.items()
    ]


def _points(curve: dict[str, Any]) -> list[Move]:
    """Sliders in percent of today's revenue; the points of an S-shaped curve stay in their order."""
    lowest = {"none": 0, "saturation": 101}
    highest = {"none": 99, "saturation": max(300, 100 * curve["saturation"])}
    if curve["form"] == "adbudg":
        highest["none"] = 100 * curve["half"] - 1
        lowest["saturation"] = 100 * curve["plus_half"] + 1
    asked = {
        "none": _("Revenue left after a year without a visit"),
        "saturation": _("With all the visits one could wish"),
    }
    return [
        Move(
            f"{point} {curve['type']}",
            name,
            format_share(curve[point]),
            *_around(100 * curve[point], lowest[point], highest[point], 1),
        )
        for point, name in asked.items()
    ]


def _around(value: float, low: float, high: float, step: float) -> tuple[float, float, float, float]:
    """Return ends, value and step of a slider that stops at the value itself."""
    value = round(value, 6)
    below, above = (max(floor(way / step + 1e-9), 0) for way in (value - low, high - value))
    return round(value - below * step, 6), round(value + above * step, 6), value, step


def _rests_on(what_if: WhatIf) -> list[str]:
    """Say what the page leaves as the run found it."""
    tried = _(
        "Days and drives are those that the trials of the run found; the next run tries the new visits on the"
        " calendar."
    )
    return [
        _(
            "The value of visits follows the response curve of each type; the page reckons with the same "
            "curves, limits and costs as the run."
        ),
        *([tried] if what_if.step.portfolio.calendar_trials else []),
        _("Differences smaller than the proven gap mean nothing: another plan may be as good."),
    ]


def _words(what_if: WhatIf) -> dict[str, Any]:
    """Return what the script says, in the language in force."""
    files = what_if.step.portfolio.judgement_files
    return {
        "money": format_money(0).replace("0", "{n}"),
        "hours": format_hours(0).replace("0", "{n}"),
        "share": format_share(0).replace("0", "{n}"),
        "minutes": _("{n} min"),
        "was": _("plan: {before}"),
        "within": _("by the same curves"),
        "of_hours": _("of {hours} there are"),
        "used_of": _("{used} of {hours}"),
        "gap": _("over the years counted; proven gap {gap}"),
        "asks": _forms(*mark_plural("asks for {n} visit to prospects", "asks for {n} visits to prospects")),
        "asks_more": _("{asks}; those on file can take {most}"),
        "visits": _forms(*mark_plural("{n} visit", "{n} visits")),
        "moved": _("{gain}, {lose}; the largest changes first."),
        "gain": _forms(*mark_plural("{n} account gains visits", "{n} accounts gain visits")),
        "lose": _forms(*mark_plural("{n} loses some", "{n} lose some")),
        "nobody": _("Nobody: these are the visits of the plan."),
        "no_plan": _("No plan keeps every rule for {reps}. What leads out:"),
        "way_hours": _("{rep}: {hours} more"),
        "way_target": _("a prospect target of {target}"),
        "way_lock": _("other visits for {account}"),
        "release": _("Release"),
        "who": _("Choose an account of the list."),
        "refused": _("This account objects to being contacted: no visit can be decided."),
        "how_many": _("Give a whole number of visits, {most} at most."),
        "day_hours": _("{today} today; other absences do as well"),
        "worksheets": _("the worksheets decide: change the answers there") if files else "",
    }


def _forms(one: str, many: str) -> dict[str, str]:
    """Return both forms of a message about things that the script counts."""
    numbers = {"one": 1, "many": 2}
    return {name: counted(n, one, many).replace(format_number(n), "{n}") for name, n in numbers.items()}
