"""What became of the promises of an earlier run, in words and in tables ready to be read."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from solver.evidence.kept import WANTED, verdict_on_bounds
from solver.parameters import Portfolio
from solver.report.findings.parameters import meaning
from solver.report.look.display import Table, show_table
from solver.tables.codes import label
from solver.tables.units import UNITS, unit_by_ending
from solver.words.i18n import (
    MISSING,
    _,
    counted,
    format_date,
    format_money,
    format_number,
    format_share,
    mark,
)
from solver.words.sentences import listed, signed

Facts = Mapping[str, Any]
SHARE_DECIMALS = 1
ON_BOUNDS = {
    "right": mark("The bounds were as wide as they should be."),
    "too_narrow": mark("The bounds were too narrow: the figures are less sure than they were said to be."),
    "too_wide": mark("The bounds were too wide: the figures are surer than they were said to be."),
}


def kept_sentences(facts: Facts) -> list[str]:
    """Say in a few sentences what became of an earlier run's promises; nothing where none was read back."""
    if not facts:
        return []
    over = facts["plan_share"] >= 1
    return [
        _("The run of {then} is read back: {share} of its plan has gone by, from {start} to {end}.").format(
            then=format_date(facts["as_of"]),
            share=format_share(facts["plan_share"]),
            start=format_date(facts["start"]),
            end=format_date(facts["end"]),
        ),
        *_on_parameters(facts["parameters_changed"]),
        *_on_bounds(facts["bounds"], over=over),
        *(_on_contribution(facts["contribution"]) if over else so_far_sentences(facts)),
        *_on_losses(facts["loss_list"]),
        *(_on_visits(facts["visits"]) if over else []),
        _(
            "None of this is an effect of visits: prices, seasons and competitors had their part, and nobody"
            " drew lots."
        ),
    ]


def kept_table(facts: Facts) -> pd.DataFrame:
    """Return the firm's figures in words: promised, within which bounds, what came, whether it held."""
    held = {True: _("Yes"), False: _("No"), None: MISSING}
    rows = [
        (
            label("promise", each["promise"]),
            _written(each["promise"], each["expected"]),
            _bounds(each["promise"], each) if facts["plan_share"] >= 1 else MISSING,
            _("too early, or not known")
            if each["found"] is None
            else _written(each["promise"], each["found"]),
            held[each["held"]],
        )
        for each in facts.get("figures", ())
    ]
    return pd.DataFrame(rows, columns=["promise", "expected", "bounds", "found", "held"])


def kept_heads() -> dict[str, str]:
    """Return the heads of `kept_table`."""
    return {
        "promise": _("What was promised"),
        "expected": _("Expected"),
        "bounds": _("Bounds"),
        "found": _("What came"),
        "held": _("Within the bounds"),
    }


def proposal_table(facts: Facts) -> pd.DataFrame:
    """Return the judged parameters in words: the old value, what came, on how many cases."""
    rows = []
    for each in facts.get("proposals", ()):
        name = each["parameter"]
        enough = each["new"] is not None
        rows.append(
            (
                _meaning(name),
                _written(name, each["old"]),
                _written(name, each["new"]) if enough else _("too few cases: left as it is"),
                _bounds(name, each) if enough else MISSING,
                format_number(each["cases"]),
            )
        )
    return pd.DataFrame(rows, columns=["parameter", "old", "new", "bounds", "cases"])


def proposal_heads() -> dict[str, str]:
    """Return the heads of `proposal_table`."""
    return {
        "parameter": _("Parameter"),
        "old": _("In force then"),
        "new": _("What came"),
        "bounds": _("Bounds"),
        "cases": _("Cases"),
    }


def proposal_note() -> str:
    """Say who decides on a parameter."""
    return _("Nothing is changed by itself: whoever answers for the plan decides, old value beside new.")


def figures_kept(facts: Facts) -> Table | None:
    """Show the firm's figures, promised and come; nothing where no run is read back."""
    if not facts:
        return None
    return show_table(kept_table(facts), kept_heads(), title=_("What was promised, and what came"), rows=20)


def parameters_proposed(facts: Facts) -> Table | None:
    """Show the judged parameters, old value beside new; nothing where no run is read back."""
    if not facts:
        return None
    return show_table(
        proposal_table(facts),
        proposal_heads(),
        title=_("Judged parameters beside what came"),
        note=proposal_note(),
    )


def nothing_to_read_back() -> str:
    """Say that no earlier run is named."""
    return _("No earlier run is named under previous_run, so no promise is read back.")


def _on_parameters(changed: Sequence[str]) -> list[str]:
    if not changed:
        return []
    return [
        counted(
            len(changed),
            "{n} parameter has changed since that run, so today's figures rest on other answers: {names}.",
            "{n} parameters have changed since that run, so today's figures rest on other answers: {names}.",
        ).format(names=listed([_meaning(name) for name in changed]))
    ]


def so_far_sentences(facts: Facts) -> list[str]:
    """Hold the revenue so far against the same days a year before and the goal, while the plan goes on."""
    told = facts.get("so_far")
    if not told:
        return []
    found = counted(
        told["accounts"],
        "Revenue from {start} to {end}: {revenue} at {n} account, {change} on the same days a year before; "
        "between {low} and {high} (95%).",
        "Revenue from {start} to {end}: {revenue} at {n} accounts, {change} on the same days a year before; "
        "between {low} and {high} (95%).",
    ).format(
        start=format_date(facts["start"]),
        end=format_date(facts["end"]),
        revenue=format_money(told["revenue_eur"]),
        **{name: _change(told[name]) for name in ("change", "low", "high")},
    )
    verdict = (
        _("The goal of the year, {wanted}, is above that so far.")
        if told["wanted"] > told["high"]
        else _("The goal of the year, {wanted}, is passed so far.")
        if told["wanted"] < told["low"]
        else _("The goal of the year, {wanted}, lies within that: nobody can tell yet.")
    )
    return [f"{found} {verdict.format(wanted=_change(told['wanted']))}"]


def _change(share: float) -> str:
    return signed(format_share(share, SHARE_DECIMALS))


def _on_bounds(bounds: Facts, *, over: bool) -> list[str]:
    if not bounds["promised"]:
        return [_("That run gave no bounds, so none can have held.")]
    if not over:
        return [
            counted(
                bounds["promised"],
                "It gave bounds to {n} figure, for the whole plan: none is called held or broken before.",
                "It gave bounds to {n} figures, for the whole plan: none is called held or broken before.",
            )
        ]
    least, most = (format_number(100 * share) for share in WANTED)
    counts = counted(
        bounds["promised"],
        "{held} of {n} bound held ({share}); {below} ended below, {above} above. Of a hundred, {least} to"
        " {most} should hold.",
        "{held} of {n} bounds held ({share}); {below} ended below, {above} above. Of a hundred, {least} to"
        " {most} should hold.",
    ).format(
        held=format_number(bounds["held"]),
        share=format_share(bounds["share"]),
        below=format_number(bounds["below"]),
        above=format_number(bounds["above"]),
        least=least,
        most=most,
    )
    return [f"{counts} {_(ON_BOUNDS[verdict_on_bounds(bounds)])}"]


def _on_contribution(told: Facts) -> list[str]:
    sentence = _(
        "{expected} of contribution were expected, {realised} of margin came: {difference}. Of this, {losses}"
        " come from {lost}, {growth} from {kept}, {newcomers} from everybody else."
    )
    return [
        sentence.format(
            expected=format_money(told["expected"]),
            realised=format_money(told["realised"]),
            lost=counted(told["lost_clients"], "{n} client lost", "{n} clients lost"),
            kept=counted(told["kept_clients"], "{n} client who stayed", "{n} clients who stayed"),
            **{
                name: signed(format_money(told[name]))
                for name in ("difference", "losses", "growth", "newcomers")
            },
        )
    ]


def _on_losses(told: Facts | None) -> list[str]:
    if told is None:
        return []
    if told["too_early"]:
        return [_("The risk of loss is one of twelve months: it is read back when they have gone by.")]
    return [
        counted(
            told["lost"],
            "{n} of {clients} clients bought nothing in the twelve months after; {expected} were expected."
            " {caught} of them stood among the {listed} most likely to leave; {smallest} would have stood"
            " among the {listed} smallest.",
            "{n} of {clients} clients bought nothing in the twelve months after; {expected} were expected."
            " {caught} of them stood among the {listed} most likely to leave; {smallest} would have stood"
            " among the {listed} smallest.",
        ).format(
            clients=format_number(told["clients"]),
            expected=format_number(told["expected_lost"]),
            caught=format_number(told["caught"]),
            listed=format_number(told["listed"]),
            smallest=format_number(told["by_revenue"]),
        )
    ]


def _on_visits(told: Facts | None) -> list[str]:
    if told is None or told["as_planned_share"] is None:
        return [_("No visit is on record since, so nobody knows whether the plan was followed.")]
    sentence = counted(
        told["planned"],
        "{n} visit was planned, {done} were made, {as_planned} of them where and as often as planned"
        " ({share}).",
        "{n} visits were planned, {done} were made, {as_planned} of them where and as often as planned"
        " ({share}).",
    ).format(
        done=format_number(told["done"]),
        as_planned=format_number(told["as_planned"]),
        share=format_share(told["as_planned_share"]),
    )
    followed = _("The plan was followed.") if told["followed"] else _("The plan was not followed.")
    return [f"{sentence} {followed}"]


def _meaning(parameter: str) -> str:
    return (meaning(Portfolio.model_fields[parameter]) or parameter).rstrip(".")


def _written(name: str, value: float) -> str:
    """Write a figure as its name says it is counted."""
    unit = unit_by_ending(name)
    return UNITS[unit].write(value, SHARE_DECIMALS if unit == "share" else 0)


def _bounds(name: str, told: Facts) -> str:
    if told["low"] == told["high"]:
        return MISSING
    return _("{low} to {high}").format(low=_written(name, told["low"]), high=_written(name, told["high"]))
