"""Step 11: what a visit that is planned anyway asks for: who decides, who prescribes, a name."""

from collections.abc import Collection

import pandas as pd

from solver.method.actions.actions import RANKS, Period, claims
from solver.words.i18n import _, format_date


def finding_actions(targets: pd.DataFrame, coverage: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return at which main accounts nobody knows who decides, or who prescribes; no visit is made for it.

    Parameters
    ----------
    targets, period
        As in `solver.method.actions.actions.main_actions`.
    coverage : DataFrame
        The canonical table of step 1.
    """
    main = coverage[coverage["main"]]
    rows = targets[targets["visits"].gt(0)].merge(main, on="account_id")
    decides, prescribes = rows["decision_maker"].eq("none"), rows["prescriber"].eq("none")
    rows = rows[decides | prescribes].assign(both=decides & prescribes, decides=decides)
    due_on = period.day(0.5)
    words = {
        "both": _("Know and meet who decides and who prescribes here, by {date}"),
        "decision_maker": _("Know and meet who decides here, by {date}"),
        "prescriber": _("Know and meet who prescribes here, by {date}"),
    }
    lacks = rows["decides"].map({True: "decision_maker", False: "prescriber"}).mask(rows["both"], "both")
    return claims(
        rows,
        code="find",
        rank=RANKS["information"],
        track="information",
        action=_("Find who decides and prescribes"),
        objective=lacks.map(words).map(lambda text: text.format(date=format_date(due_on))),
        indicator=_("People known"),
        start_value=(~rows["both"]).astype("float64"),
        goal_value=2.0,
        due_on=due_on,
    )


def naming_actions(targets: pd.DataFrame, promoters: Collection[str], period: Period) -> pd.DataFrame:
    """Return which clients, who would recommend the firm, are asked for a name at a visit they get anyway.

    Parameters
    ----------
    targets, period
        As in `finding_actions`.
    promoters : collection of str
        Who said so, by account_id.
    """
    asked = targets["kind"].eq("client") & targets["visits"].gt(0) & targets["account_id"].isin(promoters)
    return claims(
        targets[asked],
        code="name",
        rank=RANKS["information"],
        track="development",
        action=_("Ask for a name"),
        objective=_(
            "At the first visit, ask to whom else we could be of use: it is delighted, or would recommend us"
        ),
        indicator=_("Names given"),
        start_value=0.0,
        goal_value=1.0,
        due_on=period.day(1.0),
    )


def first_call_actions(targets: pd.DataFrame, first_calls: pd.DataFrame) -> pd.DataFrame:
    """Return the calls that come before all others: to who complained, and to who may leave.

    Parameters
    ----------
    targets : DataFrame
        The table `allocation`.
    first_calls : DataFrame
        As `solver.method.diary.touches` returns complaints and those who may leave: such a call is made
        whatever else the account is due, by the day it is due in the diary.
    """
    rows = first_calls[first_calls["account_id"].isin(targets["account_id"])]
    names = {"complaint": _("Call a client who complained"), "leaving": _("Call a client who may leave")}
    words = _("Call by {date}, and sell nothing before: {purpose}")
    return claims(
        rows,
        code=rows["motive"],
        rank=RANKS["agreed"],
        track="development",
        action=rows["motive"].map(names),
        objective=[
            words.format(date=format_date(day), purpose=purpose[:1].lower() + purpose[1:])
            for day, purpose in zip(rows["due_on"], rows["purpose"], strict=True)
        ],
        calls=1,
        indicator=_("Call made"),
        start_value=0.0,
        goal_value=1.0,
        due_on=rows["due_on"],
    )
