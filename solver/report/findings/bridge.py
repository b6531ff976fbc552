"""From what step 3 asks to what step 10 expects: the same figures side by side, and why they differ."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.evidence.loss_risk import expected_loss_eur
from solver.evidence.need_range import left_to_find
from solver.words.i18n import (
    MISSING,
    _,
    counted,
    format_hours,
    format_money,
    format_number,
    format_share,
    ngettext,
)


def losses_sentence(need: Mapping[str, Any], loss_risk: pd.DataFrame, segments: pd.DataFrame) -> str:
    """Set what step 3 deducts for clients who leave beside what their own risks come to."""
    expected = expected_loss_eur(loss_risk, segments)
    return counted(
        len(loss_risk),
        "Step 3 deducts {deducted} ({rate}) for clients who leave, by the rate of the whole; step 10 expects "
        "{expected} ({share}), by the risk of {n} client. Step 9 tells which came nearer a year ago.",
        "Step 3 deducts {deducted} ({rate}) for clients who leave, by the rate of the whole; step 10 expects "
        "{expected} ({share}), by the risks of {n} clients one by one. Step 9 tells which came nearer a year "
        "ago.",
    ).format(
        deducted=format_money(need["lost_eur"]),
        rate=format_share(need["attrition_rate"], 1),
        expected=format_money(expected),
        share=format_share(expected / need["revenue_eur"], 1),
    )


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
    said = [asked, *target_without_day(expected), brought, _left_to_find(need, expected)]
    return " ".join(said)


def target_without_day(expected: Mapping[str, float]) -> list[str]:
    """Say what a trial on the calendar took off the target, and why; nothing where it took none."""
    taken = int(expected.get("no_day", 0))
    if not taken:
        return []
    text = counted(
        taken,
        "Of these, {n} visit is no longer asked for: tried on the calendar, its prospects had no day for it.",
        "Of these, {n} visits are no longer asked for: tried on the calendar, their prospects had no day for "
        "them.",
    )
    return [text]


def _left_to_find(need: Mapping[str, Any], expected: Mapping[str, float]) -> str:
    """Say what is missing, and how many names it takes."""
    short, names = left_to_find(need, expected)
    if not short:
        more = round(expected["visits"]) > need["prospect_visits"]
        return _("That is enough: more visits are made because they pay.") if more else _("That is enough.")
    return ngettext(
        "That is {amount} short: it takes {n} more name.",
        "That is {amount} short: it takes {n} more names.",
        names,
    ).format(amount=format_money(short), n=format_number(names))


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
    found = _expected(need, expected)
    if lost_eur is not None:
        found["lost_eur"] = format_money(lost_eur)
    rows = [
        (
            _("Revenue lost with clients who leave"),
            format_money(need["lost_eur"]),
            "lost_eur",
            _("by the rate of the whole in step 3, by the risk of each client in step 10"),
        ),
        (
            _("Prospects met"),
            format_number(need["prospects"]),
            "met",
            counted(
                need["prospects_on_file"],
                "of {n} prospect on file {met} would be met, all pursued; step 10 takes those worth it",
                "of {n} prospects on file {met} would be met, all pursued; step 10 takes those worth it",
            ).format(met=format_number(need["met_on_file"])),
        ),
        (
            _("Visits to each of them"),
            format_number(need["visits_per_prospect"], 2),
            "visits_each",
            _("fewer prospects met, so each is seen more often"),
        ),
        (
            _("Visits to prospects made"),
            format_number(need["prospect_visits"]),
            "visits",
            _("the target of step 3 is the least that step 10 plans, as far as days are found"),
        ),
        (
            _("Hours of these visits"),
            format_hours(need["prospect_hours"]),
            "hours",
            _("step 3 takes each rep's mean prospect, step 10 those it chooses"),
        ),
        (
            _("Won of those met"),
            format_share(need["conversion_rate"], 1),
            "won_share",
            _("as measured; that more visits to each win more is judged"),
        ),
        (
            _("Clients won by prospecting"),
            format_number(need["new_clients"]),
            "clients",
            _("step 3 rounds up, step 10 adds up chances"),
        ),
        (
            _("First-year revenue of each"),
            format_money(need["new_client_revenue_eur"]),
            "each_eur",
            _("the mean of new clients; step 10 takes the potential of those it chooses"),
        ),
        (
            _("Revenue won by prospecting"),
            format_money(need["to_win_in_plan_eur"]),
            "revenue_eur",
            _("what the goal lacks, and what the prospects on file bring of it"),
        ),
        (
            _("Names to find"),
            format_number(need["names_to_find"]),
            "names",
            _("step 3: beyond all on file; step 10: beyond those approached; at the usual visits"),
        ),
    ]
    table = pd.DataFrame(rows, columns=["line", "asked", "expected", "why"])
    return table.assign(expected=[found.get(name, MISSING) for name in table["expected"]])


def _expected(need: Mapping[str, Any], expected: Mapping[str, float] | None) -> dict[str, str]:
    """Write what step 10 expects, by name; nothing before it."""
    if expected is None:
        return {}
    met, clients = expected["met"], expected["clients"]
    return {
        "met": format_number(met),
        "visits_each": format_number(expected["visits"] / met, 2) if met else MISSING,
        "visits": format_number(expected["visits"]),
        "hours": format_hours(expected["hours"]),
        "won_share": format_share(clients / met, 1) if met else MISSING,
        "clients": format_number(clients),
        "each_eur": format_money(expected["revenue_eur"] / clients) if clients else MISSING,
        "revenue_eur": format_money(expected["revenue_eur"]),
        "names": format_number(left_to_find(need, expected)[1]),
    }


def bridge_heads() -> dict[str, str]:
    """Return the heads of `bridge`."""
    return {
        "line": _("Figure"),
        "asked": _("Step 3"),
        "expected": _("Step 10"),
        "why": _("Why the two differ"),
    }
