"""Step 3 in words: from what to what a figure may go, where new clients come from, what growth changes."""

from collections.abc import Mapping
from math import isclose
from typing import Any

import pandas as pd

from solver.evidence.expected import figure_of
from solver.parameters.method import MethodParameters
from solver.words.i18n import MISSING, _, counted, format_money, format_number, format_share, ngettext

SHOWN = ("low_80", "high_80", "low_95", "high_95")


def in_unit(value: Any, measured_in: str) -> str:
    """Write a figure as what it is: a share, an amount or a number."""
    if value is None or pd.isna(value):
        return MISSING
    if measured_in == "share":
        return format_share(value, 1)
    return format_money(value) if measured_in == "money" else format_number(value)


def written_figures(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the table `expected_figures` as it is read: every end in the unit of its figure.

    Returns
    -------
    DataFrame
        `figure, expected_text, usual_text` (four cases of five), `wide_text` (19 of 20), `cases,
        earlier_years, basis`.
    """
    rows = []
    for line in figures.to_dict("records"):
        low, high, least, most = (in_unit(line[end], line["measured_in"]) for end in SHOWN)
        held = pd.isna(line["low_80"])
        rows.append(
            {
                "figure": line["figure"],
                "expected_text": in_unit(line["expected"], line["measured_in"]),
                "usual_text": MISSING if held else _("{low} to {high}").format(low=low, high=high),
                "wide_text": MISSING if held else _("{low} to {high}").format(low=least, high=most),
                "cases": line["cases"],
                "earlier_years": line["earlier_years"],
                "basis": line["basis"],
            }
        )
    return pd.DataFrame(rows)


def range_sentence(figures: pd.DataFrame) -> str:
    """Say how sure the number of visits is, and on how many cases that rests."""
    line = figure_of(figures, "prospect_visits")
    if pd.isna(line["low_80"]):
        return _(
            "Loss, new clients and conversion are all stated: how far the need could be off is not known."
        )
    cases = {name: figure_of(figures, name)["cases"] for name in ("attrition_rate", "new_client_revenue_eur")}
    said = _(
        "At the growth counted on, the need is {visits}: by chance alone in four cases of five between "
        "{low} and {high}, in 19 of 20 between {least} and {most}. It rests on {clients}, {newcomers} and "
        "{prospects}."
    ).format(
        visits=counted(line["expected"], "{n} visit", "{n} visits"),
        low=format_number(line["low_80"]),
        high=format_number(line["high_80"]),
        least=format_number(line["low_95"]),
        most=format_number(line["high_95"]),
        clients=counted(cases["attrition_rate"], "{n} client", "{n} clients"),
        newcomers=counted(cases["new_client_revenue_eur"], "{n} new client", "{n} new clients"),
        prospects=counted(line["cases"], "{n} prospect met", "{n} prospects met"),
    )
    wide = figure_of(figures, "visits_with_past_errors")
    if pd.isna(wide["low_80"]):
        return said
    years = _("Were the year as far off as earlier ones, four cases of five lie between {low} and {high}.")
    words = years.format(low=format_number(wide["low_80"]), high=format_number(wide["high_80"]))
    return f"{said} {words}"


def growth_sentence(figures: pd.DataFrame, attrition: Mapping[str, Any]) -> str:
    """Say what the measured growth of those who stay would change in visits, first years told apart."""
    rate, measured = figure_of(figures, "stated_growth"), figure_of(figures, "measured_growth")
    need, other = figure_of(figures, "prospect_visits"), figure_of(figures, "visits_at_measured_growth")
    if pd.isna(measured["expected"]):
        return _("The sales are too short to measure the growth of those who stay.")
    change = int(other["expected"] - need["expected"])
    words = {
        "measured": format_share(measured["expected"], 1),
        "low": format_share(measured["low_80"], 1),
        "high": format_share(measured["high_80"], 1),
        "clients": counted(measured["cases"], "{n} client", "{n} clients"),
        "rate": counted_on(rate["expected"]),
        "other": counted(other["expected"], "{n} visit", "{n} visits"),
        "need": format_number(need["expected"]),
    }
    grew = _("Those who stayed grew by {measured} ({low} to {high}, {clients}), against {rate}.")
    if attrition["settled_growth_rate"] is not None:
        words |= {
            "all": format_share(attrition["kept_growth_rate"], 1),
            "settled": format_share(attrition["settled_growth_rate"], 1),
            "newcomers": format_share(attrition["newcomer_growth_rate"]),
        }
        grew = _(
            "Those who stayed grew by {all}: settled clients by {settled}, those who had come within the "
            "year before, whose first year was a part of one, by {newcomers}. With the newcomers of the last "
            "12 months, {measured} can come again ({low} to {high}, {clients}), against {rate}."
        )
    if change == 0:
        visits = _("It makes no difference to the visits.")
    else:
        visits = _(
            "Should they grow half way to that, for a year is luck in part, the goal takes {other} "
            "instead of {need}. The plan keeps what is counted on."
        )
    return f"{grew} {visits}".format(**words)


def counted_on(growth_rate: float) -> str:
    """Say which growth of those who stay is counted on, and where nobody of the firm has set it."""
    rate = format_share(growth_rate, 1)
    if isclose(growth_rate, MethodParameters.model_fields["client_growth_rate"].default):
        return _("the {rate} counted on (the product's default)").format(rate=rate)
    return _("the {rate} counted on").format(rate=rate)


def rests_on(rate: Mapping[str, Any]) -> str:
    """Say what a rate rests on: so many of so many, or an assumption."""
    if rate["basis"] != "history":
        return _("assumed")
    return _("{successes} of {cases}").format(
        successes=format_number(rate["successes"]), cases=format_number(rate["cases"])
    )


def pursuits_sentence(need: Mapping[str, Any]) -> str:
    """Set the pursuits that the need takes against those on record."""
    record, meeting = need["on_record"], need["meeting"]
    return _(
        "The need takes {needed}, at {rate} met per pursuit ({basis}); {made} on record in the last "
        "12 months, with {prospects}: {yearly} each."
    ).format(
        needed=counted(
            need["pursuits"], "{n} pursuit, begun by a call", "{n} pursuits, each begun by a call"
        ),
        rate=format_share(meeting["rate"], 1),
        basis=rests_on(meeting),
        made=ngettext("{n} is", "{n} are", record["pursuits"]).format(n=format_number(record["pursuits"])),
        prospects=counted(record["prospects_pursued"], "{n} prospect", "{n} prospects"),
        yearly=format_number(record["pursuits_a_year"], 1),
    )


def sources_sentence(arrivals: pd.DataFrame, inflow_eur: float, years: int) -> str:
    """Say what a client won by prospecting brings beside one who came, and what is counted on of the latter.

    Parameters
    ----------
    arrivals : DataFrame
    inflow_eur : float
        Of newcomers who come by themselves, in a year.
    years : int
        Years it is the mean of.
    """
    by_source = arrivals.set_index("arrived_by")
    won = {str(key): value for key, value in by_source.loc["prospecting"].to_dict().items()}
    came = {str(key): value for key, value in by_source.loc["by_themselves"].to_dict().items()}
    if not won["clients"]:
        return _("No new client has a pursuit on record: what prospecting brings cannot be told apart.")
    if not came["clients"]:
        return _("Every new client had been pursued before its first order.")
    return _(
        "{won} had been pursued and brought {mean} each ({low} to {high}); {came} came by themselves and "
        "brought {other} each ({other_low} to {other_high}). Of those, {inflow} are counted on: the mean of "
        "{years}, the luckiest cut; in the last 12 months they brought {last}."
    ).format(
        won=counted(won["clients"], "{n} new client", "{n} new clients"),
        mean=format_money(won["mean_eur"]),
        low=format_money(won["low_eur"]),
        high=format_money(won["high_eur"]),
        came=counted(came["clients"], "{n} other", "{n} others"),
        inflow=format_money(inflow_eur),
        years=counted(years, "{n} year", "{n} years"),
        last=format_money(came["last_year_eur"]),
        other=format_money(came["mean_eur"]),
        other_low=format_money(came["low_eur"]),
        other_high=format_money(came["high_eur"]),
    )
