"""From what step 3 asks to what step 10 expects: the same figures side by side, and why they differ."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from solver.evidence.need_range import LeftToFind, left_to_find
from solver.words.i18n import (
    _,
    counted,
    format_hours,
    format_money,
    format_number,
    format_share,
    mark,
)

# The figures of step 3 by the names of its facts, in the order of the funnel; below why step 10 has others.
LINES: Mapping[str, tuple[str, Callable[[float | None], str]]] = {
    "lost_eur": (mark("Revenue lost with clients who leave"), format_money),
    "prospects": (mark("Prospects met"), format_number),
    "visits_per_prospect": (mark("Visits to each of them"), partial(format_number, decimals=2)),
    "prospect_visits": (mark("Visits to prospects made"), format_number),
    "prospect_hours": (mark("Hours of these visits"), format_hours),
    "conversion_rate": (mark("Won of those met"), partial(format_share, decimals=1)),
    "new_clients": (mark("Clients won by prospecting"), format_number),
    "new_client_revenue_eur": (mark("First-year revenue of each"), format_money),
    "to_win_in_plan_eur": (mark("Revenue won by prospecting"), format_money),
    "names_to_find": (mark("Names to find"), format_number),
}
WHY: Mapping[str, str] = {
    "lost_eur": mark(
        "by the rate of the whole in step 3, by the risk of each client in step 10; step 9 tells which came "
        "nearer a year ago"
    ),
    "prospects": mark("of {on_file} on file {met} would be met, all pursued; step 10 takes those worth it"),
    "visits_per_prospect": mark("fewer prospects met, so each is seen more often"),
    "prospect_visits": mark("the target of step 3 is the least that step 10 plans, as far as days are found"),
    "prospect_hours": mark("step 3 takes each rep's mean prospect, step 10 those it chooses"),
    "conversion_rate": mark("that more visits to each win more is assumed"),
    "new_clients": mark("step 3 rounds up, step 10 adds up chances"),
    "new_client_revenue_eur": mark(
        "the mean of new clients; step 10 takes the potential of those it chooses"
    ),
    "to_win_in_plan_eur": mark("what the goal lacks, and what the prospects on file bring of it"),
    "names_to_find": mark(
        "step 3: beyond all on file; step 10: beyond those approached; at the usual visits"
    ),
}


def reconciliation(need: Mapping[str, Any], expected: Mapping[str, float] | None = None) -> str:
    """Set what step 3 asks of prospecting against what step 10 expects of it; step 3 alone before step 10.

    Parameters
    ----------
    need : mapping
        The facts of step 3.
    expected : mapping, optional
        As `solver.value.prospects.expected_of_plan` returns it, with `no_day`: visits of the target that a
        trial on the calendar took off it.
    """
    asked = _("Step 3 asks {visits}, {clients}, {revenue}.").format(
        visits=counted(need["prospect_visits"], "{n} visit", "{n} visits"),
        clients=counted(need["new_clients"], "{n} client", "{n} clients"),
        revenue=format_money(need["to_win_in_plan_eur"]),
    )
    if expected is None:
        return f"{asked} {_('Step 10 says what the prospects on file bring of it.')}"
    brought = _(
        "Step 10 approaches {prospects}, meets {met}, makes {visits}, expects {clients}, {revenue}."
    ).format(
        prospects=counted(expected["approached"], "{n} prospect", "{n} prospects"),
        met=format_number(expected["met"]),
        visits=counted(round(expected["visits"]), "{n} visit", "{n} visits"),
        clients=counted(round(expected["clients"]), "{n} client", "{n} clients"),
        revenue=format_money(expected["revenue_eur"]),
    )
    taken = counted(
        int(expected.get("no_day", 0)),
        "Of these, {n} visit is no longer asked for: tried on the calendar, its prospects had no day for it.",
        "Of these, {n} visits are no longer asked for: tried on the calendar, their prospects had no day for "
        "them.",
    )
    return " ".join(
        [asked, *([taken] if expected.get("no_day") else []), brought, _left_to_find(need, expected)]
    )


def _left_to_find(need: Mapping[str, Any], expected: Mapping[str, float]) -> str:
    """Say what is missing, and how many names it takes."""
    left = left_to_find(need, expected)
    if not left.short_eur:
        more = round(expected["visits"]) > need["prospect_visits"]
        return _("That is enough: more visits are made because they pay.") if more else _("That is enough.")
    sentence = counted(
        left.names,
        "That is {amount} short: it takes {n} more name",
        "That is {amount} short: it takes {n} more names",
    ).format(amount=format_money(left.short_eur))
    return with_names_if_not(sentence, left)


def with_names_if_not(sentence: str, left: LeftToFind) -> str:
    """Add how many names it takes if more visits to each prospect win no more, where that is more."""
    if left.names_if_not == left.names:
        return f"{sentence}."
    more = _("({more} if more visits to each win no more: that they do is assumed).")
    return f"{sentence} {more.format(more=format_number(left.names_if_not))}"


def bridge(
    need: Mapping[str, Any], expected: Mapping[str, float] | None = None, lost_eur: float | None = None
) -> pd.DataFrame:
    """Lead from the figures that step 3 asks for to those that step 10 expects, a line a figure.

    Parameters
    ----------
    need, expected : mapping
        As in `reconciliation`, `expected` with `hours` too.
    lost_eur : float, optional
        Revenue expected to leave, client by client.

    Returns
    -------
    DataFrame
        `line, asked, expected` (as they are read; a dash before step 10) and `why` they differ.
    """
    found = {"lost_eur": lost_eur, **({} if expected is None else _expected(need, expected))}
    on_file = counted(need["prospects_on_file"], "{n} prospect", "{n} prospects")
    met = format_number(need["met_on_file"])
    rows = [
        (_(line), write(need[name]), write(found.get(name)), _(WHY[name]).format(on_file=on_file, met=met))
        for name, (line, write) in LINES.items()
    ]
    return pd.DataFrame(rows, columns=["line", "asked", "expected", "why"])


def _expected(need: Mapping[str, Any], expected: Mapping[str, float]) -> dict[str, float | None]:
    """Return what step 10 expects, by the names of step 3."""
    met, clients, visits = expected["met"], expected["clients"], expected["visits"]
    return {
        "prospects": met,
        "visits_per_prospect": visits / met if met else None,
        "prospect_visits": visits,
        "prospect_hours": expected["hours"],
        "conversion_rate": clients / met if met else None,
        "new_clients": clients,
        "new_client_revenue_eur": expected["revenue_eur"] / clients if clients else None,
        "to_win_in_plan_eur": expected["revenue_eur"],
        "names_to_find": left_to_find(need, expected).names_if_not,
    }


def bridge_heads() -> dict[str, str]:
    """Return the heads of `bridge`."""
    return {
        "line": _("Figure"),
        "asked": _("Step 3"),
        "expected": _("Step 10"),
        "why": _("Why the two differ"),
    }
