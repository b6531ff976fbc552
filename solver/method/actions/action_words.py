"""Step 11: objectives in words: a verb, what, how much, when. Each takes one row of claims to be."""

from typing import Any

import pandas as pd

from solver.tables.actions import GROWTH_SHOWN
from solver.words.i18n import _, format_date, format_money, format_number, format_share, ngettext


def revenue_objective(row: Any, due_on: pd.Timestamp) -> str:
    """Raise or hold `revenue_eur`, to what step 10 expects of the visits (`expected_eur`); or start again.

    Less is expected only where there are fewer visits than today. Of a client who is `leaving`, nobody sells
    more: first it has to stay. Growth beyond what is left to win
    (`gap_eur`) rests on the curve of its type alone: the objective says what has to be asked first.
    """
    words = {
        "now": format_money(row.revenue_eur),
        "goal": format_money(row.expected_eur),
        "date": format_date(due_on),
    }
    if row.revenue_eur <= 0:
        return _("Obtain an order again by {date}: none in the last 12 months").format(**words)
    if row.leaving:
        return _(
            "Sell nothing before it has said why it stops buying; then obtain an order, by {date}: its risk "
            "leaves no more than {goal} of its {now}"
        ).format(**words)
    if row.expected_eur > row.revenue_eur * (1 + GROWTH_SHOWN):
        raised = _("Raise the revenue of the year from {now} to {goal} by {date}").format(**words)
        if pd.isna(row.potential_eur):
            return _("{raised}; its potential is unknown: ask for it first").format(raised=raised)
        if row.expected_eur - row.revenue_eur > row.gap_eur:
            return _("{raised}; on file less is left to win: ask first what it buys").format(raised=raised)
        return raised
    if row.expected_eur < row.revenue_eur * (1 - GROWTH_SHOWN):
        return _(
            "Hold at least {goal} of revenue in the year by {date}: fewer visits may cost some of today's "
            "{now}"
        ).format(**words)
    return _("Hold the revenue of the year at {goal} at least by {date}").format(**words)


def win_objective(row: Any, due_on: pd.Timestamp) -> str:
    """Win a prospect of a certain `potential_eur`, or of an unknown one."""
    if pd.isna(row.potential_eur):
        return _("Obtain a first order by {date}; find out the potential").format(date=format_date(due_on))
    return _("Obtain a first order by {date}; potential {potential} a year").format(
        date=format_date(due_on), potential=format_money(row.potential_eur)
    )


def journey_objective(row: Any) -> str:
    """Say what the `journey` wants with its contacts (`asked`)."""
    words = {
        "n": format_number(row.asked),
        "date": format_date(row.due_on),
    }
    told = {
        "welcome": ngettext(
            "Make the first months go well: {n} contact by {date}",
            "Make the first months go well: {n} contacts by {date}",
            row.asked,
        ),
        "prevention": ngettext(
            "Find out what has changed: {n} contact by {date}",
            "Find out what has changed: {n} contacts by {date}",
            row.asked,
        ),
        "retention": ngettext(
            "Thank, and review the year with the decision maker: {n} contact by {date}",
            "Thank, and review the year with the decision maker: {n} contacts by {date}",
            row.asked,
        ),
        "win_back": _("Learn why they left and obtain an order by {date}"),
    }
    return told[row.journey].format(**words)


def agreed_objective(row: Any, due_on: pd.Timestamp) -> str:
    """Do the `action` that was promised on `agreed_on`."""
    return _("By {date}, as agreed on {agreed}: {action}").format(
        date=format_date(due_on), agreed=format_date(row.agreed_on), action=row.action
    )


def selling_indicator(family: str) -> str:
    """Say what a `selling_objective` is measured by."""
    return _("Revenue in {family}").format(family=family)


def family_sold(indicator: str) -> str:
    """Return the family that a `selling_indicator` names; empty where it is none, or of another language."""
    before, after = _("Revenue in {family}").split("{family}")
    of_it = indicator.startswith(before) and indicator.endswith(after)
    return indicator.removeprefix(before).removesuffix(after) if of_it else ""


def selling_objective(row: Any) -> str:
    """Sell a `family`: `won_eur` of the `family_gap_eur` more that similar clients buy; part of its goal."""
    words = {
        "family": row.family,
        "date": format_date(row.family_due_on),
        "won": format_money(row.won_eur),
        "worth": format_money(row.own_eur + row.family_gap_eur),
        "share": format_share(row.buying_share),
        "now": format_money(row.own_eur),
        "goal": format_money(row.own_eur + row.won_eur),
    }
    if row.own_eur > 0:
        more = _(
            "Within the goal of the year, raise {family} by {date} from {now} a year to {goal}: similar "
            "clients buy {worth}"
        )
        return more.format(**words)
    new = _(
        "Within the goal of the year, sell {family} by {date}, for {won} a year: {share} of similar clients "
        "buy it, {worth} at this size"
    )
    return new.format(**words)


def settling_objective(row: Any, due_on: pd.Timestamp) -> str:
    """Agree with accounting on how what is owed is paid: `overdue_eur`, or what is above the limit."""
    owed = max(row.overdue_eur if row.overdue_eur == row.overdue_eur else 0.0, 0.0)
    words = {"date": format_date(due_on), "owed": format_money(owed)}
    if row.too_late and pd.isna(row.overdue_on):
        words["owed"] = format_money(row.late_eur)
        return _(
            "With accounting, agree by {date} on how the {owed} overdue for more than 60 days are paid; sell "
            "nothing more before"
        ).format(**words)
    if row.too_late:
        words["since"] = format_date(row.overdue_on)
        return _(
            "With accounting, agree by {date} on how the {owed} overdue since {since} are paid; sell nothing "
            "more before"
        ).format(**words)
    words["limit"] = format_money(row.credit_limit_eur)
    words["owed"] = format_money(max(owed, row.outstanding_eur if pd.notna(row.outstanding_eur) else 0.0))
    return _(
        "With accounting, agree by {date} on how the {owed} owed come below the limit of {limit}; sell "
        "nothing more before"
    ).format(**words)
