"""The first question of a director: will the goal be reached, and what the answer rests on."""

from collections.abc import Mapping
from math import ceil

import pandas as pd

from solver.evidence.backtest import latest
from solver.evidence.expected import figure_of
from solver.evidence.forecast import YearForecast
from solver.evidence.loss_risk import expected_loss_eur
from solver.evidence.need_range import LeftToFind, left_to_find
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.bridge import with_names_if_not
from solver.report.findings.expected import counted_on
from solver.report.findings.year import (
    beside_the_contribution,
    fewer_lost_eur,
    forecast_of,
    inside_the_forecast,
)
from solver.report.past.need import has_range, range_words
from solver.report.past.sentences import foresaw_too_little
from solver.words.i18n import _, clauses, counted, format_money, format_number, format_share, mark_plural

MUCH_LESS = 0.1  # than is counted on: worth a sentence
FEW_YEARS = 5  # earlier ones: their errors say roughly how far a forecast may be off


def goal_answer(artifacts: Artifacts, lines: pd.DataFrame) -> list[str]:
    """Set the forecast of the year, with its interval and what it is made of, beside the goal.

    `lines` is the bridge, as `lines_of_the_year` returns it.
    """
    year = forecast_of(artifacts)
    if year is None:
        return []
    return [
        f"{_chance(year)} {_asked_by_the_goal(artifacts)}".strip(),
        " ".join([_names_to_find(artifacts, year), *_all_as_last_year(artifacts, year)]).strip(),
        *_rough_range(artifacts),
        *_visits_made(artifacts, year),
        *_newcomers(artifacts, year),
        *_other_loss(artifacts, year, lines),
        inside_the_forecast(artifacts),
        beside_the_contribution(artifacts, lines),
    ]


def _chance(year: YearForecast) -> str:
    """Say how likely the goal is, by the interval of the forecast: a tenth lies beyond each end."""
    amounts = {
        "total": year.total_eur,
        "goal": year.goal_eur,
        "off": abs(year.short_eur),
        "low": year.low_eur,
        "high": year.high_eur,
    }
    words = {name: format_money(amount) for name, amount in amounts.items()}
    words["off"] = (_("{off} above it") if year.short_eur > 0 else _("{off} below it")).format(**words)
    if year.low_eur is None or year.high_eur is None:
        return _("The forecast of the year is {total}; the goal is {goal}, {off}.").format(**words)
    sentence = _(
        "It can go either way: the forecast of the year is {total}, four times in five {low} to {high}; the "
        "goal is {goal}, {off}."
    )
    if year.goal_eur > year.high_eur:
        sentence = _(
            "Less than one chance in ten: the forecast of the year is {total}, four times in five {low} to "
            "{high}; the goal is {goal}, {off}."
        )
    elif year.goal_eur < year.low_eur:
        sentence = _(
            "More than nine chances in ten: the forecast of the year is {total}, four times in five {low} to "
            "{high}; the goal is {goal}, {off}."
        )
    return sentence.format(**words)


def _asked_by_the_goal(artifacts: Artifacts) -> str:
    """Say how much more than the last 12 months brought the goal asks; empty where that is unknown."""
    rate = artifacts.facts("need.json").get("growth_rate")
    if rate is None:
        return ""
    if not rate:
        return _("That goal asks as much as the last 12 months brought.")
    asked = _("That goal asks {share} more than the last 12 months brought.")
    if rate < 0:
        asked = _("That goal asks {share} less than the last 12 months brought.")
    return asked.format(share=format_share(abs(rate), 1))


def _rough_range(artifacts: Artifacts) -> list[str]:
    """Say on how few earlier years the range of the forecast rests."""
    if not artifacts.has("expected_figures"):
        return []
    line = figure_of(artifacts.table("expected_figures"), "expected_eur")
    years = int(line["earlier_years"])
    if pd.isna(line["low_80"]) or years >= FEW_YEARS:
        return []
    if not years:
        alone = _(
            "The range of the forecast is of chance alone: no earlier year shows how far such a forecast "
            "was off."
        )
        return [alone]
    sentence = counted(
        years,
        "The range of the forecast is a rough one: {n} earlier year shows how far such a forecast was off.",
        "The range of the forecast is a rough one: {n} earlier years show how far such a forecast was off.",
    )
    return [sentence]


def goal_title(artifacts: Artifacts) -> str:
    """Say in few words whether the goal is reached; empty before step 3."""
    year = forecast_of(artifacts)
    if year is None:
        return ""
    sentence = _("Forecast of the year: {total}, {amount} above the goal")
    if year.short_eur > 0:
        sentence = _("Forecast of the year: {total}, {amount} short of the goal")
    return sentence.format(total=format_money(year.total_eur), amount=format_money(abs(year.short_eur)))


def _names_to_find(artifacts: Artifacts, year: YearForecast) -> str:
    """Say how many prospects more it takes where those on file do not bring what is asked of them."""
    expected = artifacts.facts("certificate.json").get("prospects_expected")
    left = left_to_find(artifacts.facts("need.json"), expected) if expected else LeftToFind()
    if not left.names:
        return ""
    forms = mark_plural(
        "Prospecting is {amount} short of its part: it takes {n} more name to call",
        "Prospecting is {amount} short of its part: it takes {n} more names to call",
    )
    if round(left.short_eur) == round(year.short_eur):
        forms = mark_plural(
            "To close the gap it takes {n} more name to call",
            "To close the gap it takes {n} more names to call",
        )
    sentence = counted(left.names, *forms).format(amount=format_money(left.short_eur))
    return with_names_if_not(sentence, left)


def _visits_made(artifacts: Artifacts, year: YearForecast) -> list[str]:
    """Say how many visits to prospects can be expected to be made, and what they win."""
    expected = artifacts.facts("certificate.json").get("prospects_expected")
    if not expected or not expected["met"]:
        return []
    clients = counted(
        round(expected["clients"]),
        "{n} client is won of {met} prospects met ({share}, against {measured} so far: that more visits each "
        "win more is assumed)",
        "{n} clients are won of {met} prospects met ({share}, against {measured} so far: that more visits "
        "each win more is assumed)",
    ).format(
        met=format_number(expected["met"]),
        share=format_share(expected["clients"] / expected["met"]),
        measured=format_share(artifacts.facts("need.json")["conversion_rate"]),
    )
    visits = _("{visits}; the goal asks {asked}").format(
        visits=visits_made(expected["planned_visits"], expected["visits"]),
        asked=_visits_asked(artifacts.facts("need.json")),
    )
    said = " ".join(f"{sentence}." for sentence in (visits, clients))
    return [said, *_as_so_far(artifacts, year, expected)]


def _visits_asked(need: Mapping[str, float]) -> str:
    """Return how many visits to prospects the goal asks, and how far chance alone may move that."""
    asked = format_number(need["prospect_visits"])
    if not has_range(need):
        return asked
    return _("{asked} (by chance alone, {range})").format(asked=asked, range=range_words(need))


def _as_so_far(artifacts: Artifacts, year: YearForecast, expected: Mapping[str, float]) -> list[str]:
    """Set what each client won is counted at beside what was seen so far, and the goal with both."""
    brought = _won_as_so_far(artifacts, expected)
    if brought is None:
        return []
    won = artifacts.table("arrivals").set_index("arrived_by")
    mean = won["mean_eur"]["prospecting"]
    short = year.short_eur + expected["revenue_eur"] - brought
    each = counted(
        won["clients"]["prospecting"],
        "Each is counted at {each} in its first year (mean of step 3: {usual}); the {n} won by "
        "prospecting so far brought {mean} ({low} to {high}).",
        "Each is counted at {each} in its first year (mean of step 3: {usual}); the {n} won by "
        "prospecting so far brought {mean} each ({low} to {high}).",
    ).format(
        each=format_money(expected["revenue_eur"] / expected["clients"]),
        usual=format_money(artifacts.facts("need.json")["new_client_revenue_eur"]),
        mean=format_money(mean),
        low=format_money(won["low_eur"]["prospecting"]),
        high=format_money(won["high_eur"]["prospecting"]),
    )
    sentence = _(
        "At the rate and the amount so far, those met would bring {brought} instead of {revenue}, and the "
        "goal would be passed by {off}."
    )
    if short > 0:
        sentence = _(
            "At the rate and the amount so far, those met would bring {brought} instead of {revenue}, and "
            "the goal would be missed by {off}."
        )
    money = {"brought": brought, "revenue": expected["revenue_eur"], "off": abs(short)}
    as_so_far = sentence.format(**{name: format_money(amount) for name, amount in money.items()})
    need = artifacts.facts("need.json")
    of_each_name = need["met_in_the_plan"] * need["conversion_rate"] * mean
    if short > 0 and of_each_name > 0:
        as_so_far += " " + counted(
            ceil(short / of_each_name),
            "To find that much so takes {n} name.",
            "To find that much so takes {n} names.",
        )
    return [f"{each} {as_so_far}"]


def _won_as_so_far(artifacts: Artifacts, expected: Mapping[str, float]) -> float | None:
    """Return what those met would bring at the rate and the amount of those won so far; none if unknown."""
    won = artifacts.table("arrivals").set_index("arrived_by") if artifacts.has("arrivals") else pd.DataFrame()
    if not expected["clients"] or "prospecting" not in won.index or pd.isna(won["low_eur"]["prospecting"]):
        return None
    rate = artifacts.facts("need.json")["conversion_rate"]
    return float(expected["met"] * rate * won["mean_eur"]["prospecting"])


def _came_last_year(artifacts: Artifacts) -> float | None:
    """Return what newcomers who came by themselves brought in the last 12 months; none if unknown."""
    if not artifacts.has("arrivals"):
        return None
    of_each = artifacts.table("arrivals").set_index("arrived_by")["last_year_eur"].dropna()
    return float(of_each["by_themselves"]) if "by_themselves" in of_each.index else None


def _all_as_last_year(artifacts: Artifacts, year: YearForecast) -> list[str]:
    """Say where the year would end were everything as it was, and not one thing alone.

    Losses are those of the measured rate. The growth of those who stay is told apart: it is a goal of the
    firm. Beside it stands the one that can come again: a first year made whole is told apart.
    """
    won = artifacts.facts("certificate.json").get("prospects_expected")
    brought, came = _won_as_so_far(artifacts, won) if won else None, _came_last_year(artifacts)
    if not won or brought is None or came is None:
        return []
    need = artifacts.facts("need.json")
    past = need["attrition"]
    known = past["measured_rate"] is not None
    lost = need["revenue_eur"] * past["measured_rate"] if known else need["lost_eur"]
    short = year.short_eur + won["revenue_eur"] - brought
    short += need["inflow_eur"] - came + lost - need["lost_eur"]
    said = _(
        "With the prospects of this plan won as so far, newcomers and losses as last year, the goal would "
        "be passed by {off}"
    )
    if short > 0:
        said = _(
            "With the prospects of this plan won as so far, newcomers and losses as last year, the goal "
            "would be missed by {off}"
        )
    said = said.format(off=format_money(abs(short)))
    grew = past["comparable_growth_rate"]
    if grew is None:
        return [f"{said}."]
    after = short - (grew - need["client_growth_rate"]) * (need["revenue_eur"] - lost)
    growth = _("if those who stay, too, grew {grew} instead of {rate}, passed by {off}.")
    if after > 0:
        growth = _("if those who stay, too, grew {grew} instead of {rate}, missed by {off}.")
    words = {"grew": _grew(past), "rate": counted_on(need["client_growth_rate"])}
    return [clauses([said, growth.format(off=format_money(abs(after)), **words)])]


def _grew(past: Mapping[str, float | None]) -> str:
    """Say by how much those who stay grew, first years told apart where that can be."""
    grew = format_share(past["comparable_growth_rate"], 1)
    if past["settled_growth_rate"] is None:
        return _("as last year, by {grew}").format(grew=grew)
    return _(
        "by what can come again of last year's {all}, {grew} (settled clients {settled}, newcomers of the "
        "year before {newcomers})"
    ).format(
        grew=grew,
        all=format_share(past["kept_growth_rate"], 1),
        settled=format_share(past["settled_growth_rate"], 1),
        newcomers=format_share(past["newcomer_growth_rate"]),
    )


def _other_loss(artifacts: Artifacts, year: YearForecast, lines: pd.DataFrame) -> list[str]:
    """Say what the forecast would be with the losses that step 10 expects, client by client."""
    if not artifacts.has("loss_risk", "segments"):
        return []
    lost = artifacts.facts("need.json")["lost_eur"]
    expected = expected_loss_eur(artifacts.table("loss_risk"), artifacts.table("segments"))
    short = year.short_eur - lost + expected
    sentence = _(
        "Losses are counted by the rate of the whole, {lost}; client by client they come to {expected}, and "
        "the goal would be missed by {off}."
    )
    if short <= 0:
        sentence = _(
            "Losses are counted by the rate of the whole, {lost}; client by client they come to {expected}, "
            "and the goal would be passed by {off}."
        )
    said = sentence.format(
        lost=format_money(lost), expected=format_money(expected), off=format_money(abs(short))
    )
    cut = latest(artifacts.facts("evidence.json")) if artifacts.has("evidence.json") else None
    if cut and cut["losses"] and foresaw_too_little(cut["losses"]):
        foreseen = {
            "rate": cut["losses"]["by_share_eur"],
            "each": cut["losses"]["predicted_eur"],
            "real": cut["losses"]["lost_eur"],
        }
        said += " " + _(
            "A year ago both ways foresaw too little: the rate of the whole {rate}, client by client {each}, "
            "and {real} left."
        ).format(**{name: format_money(amount) for name, amount in foreseen.items()})
        said += " " + (
            _("The forecast takes the higher loss.")
            if lost >= expected
            else _("Rather believe the higher loss.")
        )
        fewer = fewer_lost_eur(artifacts, lines)
        if fewer > 0 and artifacts.has("certificate.json"):
            planned = artifacts.facts("certificate.json")["contribution_eur"]
            said += " " + _(
                "The plan's contribution, {planned}, counts the lower loss, client by client; with the "
                "higher it would be {less}."
            ).format(planned=format_money(planned), less=format_money(round(planned) - fewer))
    return [said]


def _newcomers(artifacts: Artifacts, year: YearForecast) -> list[str]:
    """Say what the forecast would be with the newcomers of the last 12 months, where they brought less."""
    came = _came_last_year(artifacts)
    counted_on = artifacts.facts("need.json")["inflow_eur"]
    if came is None or came >= counted_on * (1 - MUCH_LESS):
        return []
    short = year.short_eur + counted_on - came
    sentence = _(
        "New clients who come by themselves are counted at the mean of the years on record, {inflow}; those "
        "of the last 12 months brought {came}: with that the goal would be missed by {off}."
    )
    if short <= 0:
        sentence = _(
            "New clients who come by themselves are counted at the mean of the years on record, {inflow}; "
            "those of the last 12 months brought {came}: with that the goal would still be passed by {off}."
        )
    money = {"inflow": counted_on, "came": came, "off": abs(short)}
    return [sentence.format(**{name: format_money(amount) for name, amount in money.items()})]


def visits_made(planned: float, made: float) -> str:
    """Say how many visits to prospects are planned, and how many of them find somebody who receives us."""
    return counted(
        round(made),
        "{planned} planned to prospects, {n} expected to be made",
        "{planned} planned to prospects, {n} expected to be made",
    ).format(planned=counted(planned, "{n} visit", "{n} visits"))
