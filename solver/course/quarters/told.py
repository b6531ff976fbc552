"""What a pair is told of a quarter and, at the end, of its year: effect and chance apart."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from solver.course.html import html_table, paragraph
from solver.course.quarters.compare import BEST, LAST_YEAR, YOURS, way_to_the_best
from solver.course.quarters.play import Quarter, total
from solver.course.quarters.world import QUARTERS, World, best_plan, last_years_plan
from solver.words.i18n import _, counted, format_money, format_number, format_share, mark
from solver.words.sentences import signed

PLANS = {
    YOURS: mark("Your visits"),
    LAST_YEAR: mark("Same visits as last year, ten to prospects"),
    BEST: mark("The optimiser’s plan, made in January"),
}


def quarter_html(firm: World, number: int, quarter: Quarter) -> str:
    """Return what became of a quarter."""
    title = _("Quarter {number} of {all}").format(number=number, all=QUARTERS)
    effect, came = float(quarter.expected_eur.sum()), float(quarter.result_eur.sum())
    said = _("Your visits were worth {effect} on average. {result} came: chance {chance}.").format(
        effect=format_money(effect), result=format_money(came), chance=_signed_money(came - effect)
    )
    events = "".join(f"<li>{escape(event)}</li>" for event in _events(firm, quarter))
    happened = f"<ul>{events}</ul>" if events else ""
    heads = [_("Account"), _("Visits"), _("Effect, on average"), _("What came"), _("Chance")]
    return f"<h4>{escape(title)}</h4>{paragraph(said)}{happened}{html_table(heads, _lines(firm, quarter))}"


def year_html(quarters: Sequence[Quarter]) -> str:
    """Return the year so far in one line."""
    effect, came = float(total(quarters, "expected_eur")), float(total(quarters, "result_eur"))
    return paragraph(
        _("The year so far: effect {effect}, chance {chance}, result {result}.").format(
            effect=format_money(effect), chance=_signed_money(came - effect), result=format_money(came)
        )
    )


def end_html(firm: World, plans: Sequence[np.ndarray], compared: pd.DataFrame) -> str:
    """Return how a pair did, beside the optimiser, beside last year, and beside luck.

    Parameters
    ----------
    firm : World
    plans : sequence of ndarray
        The visits of the four quarters.
    compared : DataFrame
        As `solver.course.quarters.compare.compare` returns it.
    """
    heads = [_("Plan"), _("On average"), _("With your luck"), _("Eight games in ten end between")]
    rows = [
        [
            _(PLANS[str(plan)]),
            format_money(line["mean_eur"]),
            format_money(line["result_eur"]),
            _("{low} and {high}").format(
                low=format_money(line["low_eur"]), high=format_money(line["high_eur"])
            ),
        ]
        for plan, line in compared.to_dict("index").items()
    ]
    said = [
        _(
            "On average your visits go {share} of the way from last year’s habit to the optimiser’s plan."
        ).format(share=format_share(way_to_the_best(compared))),
        counted(
            100 * float(compared["lower"][YOURS]),
            "With the same visits, {n} game in a hundred ends lower than yours: that is your luck, and says "
            "nothing of your plan. Compare pairs by the average, never by the result.",
            "With the same visits, {n} games in a hundred end lower than yours: that is your luck, and says "
            "nothing of your plan. Compare pairs by the average, never by the result.",
        ),
    ]
    title = f"<h4>{escape(_('The year beside the optimiser, beside last year, beside luck'))}</h4>"
    words = "".join(map(paragraph, said))
    return f"{title}{html_table(heads, rows)}{words}{_who_got_what(firm, plans)}"


def _who_got_what(firm: World, plans: Sequence[np.ndarray]) -> str:
    """Set the visits of the year beside the two other plans, with what the difference is worth."""
    yours, last, best = np.sum(plans, axis=0), last_years_plan(), best_plan()
    rows = np.arange(len(firm.codes))
    short = firm.gains[rows, best] - firm.gains[rows, np.minimum(yours, firm.gains.shape[1] - 1)]
    heads = [_("Account"), _("You"), _("Last year"), _("Optimiser"), _("Its visits would bring more or less")]
    lines = [
        [
            _account(firm, place),
            *(format_number(int(plan[place])) for plan in (yours, last, best)),
            _signed_money(float(short[place])),
        ]
        for place in sorted(rows, key=lambda place: (-abs(short[place]), place))
    ]
    return html_table(heads, lines)


def _lines(firm: World, quarter: Quarter) -> Iterator[list[str]]:
    told = (quarter.visits > 0) | quarter.left
    for place in np.flatnonzero(told):
        yield [
            _account(firm, place),
            format_number(int(quarter.visits[place])),
            format_money(float(quarter.expected_eur[place])),
            format_money(float(quarter.result_eur[place])),
            _signed_money(float(quarter.result_eur[place] - quarter.expected_eur[place])),
        ]
    if rest := float(quarter.expected_eur[~told].sum()):
        yield [
            _("All others: who might have left"),
            "0",
            format_money(rest),
            format_money(0),
            _signed_money(-rest),
        ]
    sums = [float(amounts.sum()) for amounts in (quarter.expected_eur, quarter.result_eur)]
    visits = format_number(int(quarter.visits.sum()))
    yield [_("Sum"), visits, *map(format_money, sums), _signed_money(sums[1] - sums[0])]


def _events(firm: World, quarter: Quarter) -> Iterator[str]:
    left = _("{account} has left, and a year’s margin with it: {money}. The chance of it was {share}.")
    came = _("{account} has signed: {money} of margin in the first year. The chance of it was {share}.")
    for happened, chance, words in (
        (quarter.left, quarter.leave_chance, left),
        (quarter.came, quarter.come_chance, came),
    ):
        for place in np.flatnonzero(happened):
            yield words.format(
                account=_account(firm, place),
                money=format_money(float(firm.margin_eur[place])),
                share=format_share(float(chance[place]), 1),
            )
    if quarter.complains.any():
        names = ", ".join(_account(firm, place) for place in np.flatnonzero(quarter.complains))
        yield _("Seen less often than last year, and complaining: {accounts}.").format(accounts=names)
    for place in np.flatnonzero(quarter.promise_eur > 0):
        yield _("{account} promises: “Come once more, and it is worth {money} to you.”").format(
            account=_account(firm, place), money=format_money(float(quarter.promise_eur[place]))
        )


def _account(firm: World, place: int | np.integer[Any]) -> str:
    return f"{firm.codes[place]} {firm.names[place]}"


def _signed_money(euros: float) -> str:
    return signed(format_money(euros)) if euros >= 0.5 else format_money(euros)
