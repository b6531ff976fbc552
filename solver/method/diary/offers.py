"""Offers to clients who could buy one more family and whom no visit sells it to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from solver.method.actions.actions import READY_TO_BUY_MORE
from solver.method.diary.people import MARKETING, People
from solver.method.diary.windows import Plan, due
from solver.tables import check
from solver.tables.actions import SELLING, codes_of
from solver.words.i18n import _

HALF_YEAR = 6  # months: one offer in each half, made in its first quarter if there is room


@dataclass(frozen=True)
class Rate:
    """What decides how an offer is made.

    Attributes
    ----------
    offer_rate : float
        Part of the offers that succeed.
    margin_rate : float
        Margin over revenue of the clients whose own is unknown.
    phone_contact_cost_eur : float
        An offer that may bring more than a call costs is made by phone, else by e-mail.
    """

    offer_rate: float
    margin_rate: float
    phone_contact_cost_eur: float

    def worth(self, gaps: pd.Series, margins: pd.Series) -> pd.Series:
        """Return gap times margin times the part of offers that succeed."""
        return gaps * margins.fillna(self.margin_rate).clip(lower=0.0) * self.offer_rate

    def channel(self, worth: pd.Series) -> pd.Series:
        """Return how offers of that worth are made."""
        return worth.gt(self.phone_contact_cost_eur).map({True: "phone", False: "email"}).astype("str")


def offers(
    gaps: pd.DataFrame,
    known: Mapping[str, pd.DataFrame],
    people: People,
    action_plan: pd.DataFrame,
    rate: Rate,
    held: Collection[str] = (),
    may_leave: Collection[str] = (),
    not_visited: Collection[str] = (),
) -> pd.DataFrame:
    """Return the offer to each client with a family gap, or why it gets none.

    Parameters
    ----------
    gaps : DataFrame
        As `solver.method.actions.cross_selling.family_gaps` returns it: the largest gap comes first.
    known : mapping of str to DataFrame
        The canonical tables `account_types, segments, typology, to_settle, complaints`.
    people : People
    action_plan : DataFrame
        The canonical table of step 11: a family that a visit sells needs no offer.
    rate : Rate
    held : collection of str
        Accounts on hold until somebody decides on their records.
    may_leave, not_visited : collection of str
        Who is first asked why it stops buying, and where somebody decided on no visit, by account_id.

    Returns
    -------
    DataFrame
        The canonical table `offers`, the worthiest first.
    """
    table = gaps.drop_duplicates("account_id")[["account_id", "family", "gap_eur"]]
    table = table.merge(known["account_types"][["account_id", "account_type"]], on="account_id")
    behaviour = table["account_id"].map(known["typology"].set_index("account_id")["behaviour"])
    sold = action_plan.loc[
        codes_of(action_plan["action_id"]).isin(SELLING) & (action_plan["visits"] > 0), "account_id"
    ]
    complaints = known["complaints"]
    reasons = [
        (
            table["account_id"].isin(people.gone),
            _("found closed, or needs nothing any more: somebody decides first"),
        ),
        (table["account_id"].isin(held), _("its record is on hold until somebody decides")),
        (~people.may(table["account_id"]), _("objects to being canvassed, or its record is to be deleted")),
        (
            table["account_id"].isin(complaints.loc[complaints["open"] > 0, "account_id"]),
            _("a complaint is open"),
        ),
        (
            table["account_id"].isin(complaints.loc[complaints["ask_first"], "account_id"]),
            _("ask first whether its complaint is settled"),
        ),
        (table["account_id"].isin(not_visited), _("somebody decided on no visit")),
        (table["account_id"].isin(may_leave), _("ask first why it stops buying")),
        (table["account_id"].isin(known["to_settle"]["account_id"]), _("what is overdue comes first")),
        (~behaviour.isin(READY_TO_BUY_MORE), _("not the moment: new, at risk, inactive or lost")),
        (table["account_id"].isin(sold), _("a visit sells it")),
    ]
    table["value_eur"] = rate.worth(table["gap_eur"], _margins(table["account_id"], known["segments"]))
    table["channel"] = _reachable(table["account_id"], rate.channel(table["value_eur"]), people)
    reasons.append((table["channel"].isna(), _("neither telephone nor e-mail is known")))
    told = np.select([each.to_numpy() for each, _words in reasons], [words for _each, words in reasons], "")
    table["reason"] = pd.Series(told, index=table.index, dtype="str").replace("", None)
    table["channel"] = table["channel"].where(table["reason"].isna())
    return check(
        "offers", table.sort_values(["value_eur", "account_id"], ascending=[False, True], kind="stable")
    )


def offer_touches(
    offers: pd.DataFrame,
    gaps: pd.DataFrame,
    segments: pd.DataFrame,
    people: People,
    plan: Plan,
    rate: Rate,
) -> pd.DataFrame:
    """Return one offer in each half of the plan: the largest gap, then the next one where there is one.

    Those of a half are spread over its first quarter, the worthiest first; each is due by the end of its
    half, as one that finds no room is made a quarter later.
    """
    made = offers.loc[offers["reason"].isna(), ["account_id"]]
    rows = gaps.merge(made, on="account_id")
    rows["half"] = rows.groupby("account_id").cumcount()
    parts = plan.parts(HALF_YEAR)
    rows = rows[rows["half"].lt(len(parts))]
    rows["value_eur"] = rate.worth(rows["gap_eur"], _margins(rows["account_id"], segments))
    rows["channel"] = _reachable(rows["account_id"], rate.channel(rows["value_eur"]), people)
    rows = rows.sort_values(["half", "value_eur", "account_id"], ascending=[True, False, True], kind="stable")
    rows["due_from"] = _spread(rows["half"], [start for start, _end in parts])
    ends = [end for _start, end in parts]
    by_phone = rows["channel"].eq("phone")
    reps = people.owner(rows["account_id"])
    return due(
        rows,
        plan,
        motive="offer",
        due_on=rows["half"].map(dict(enumerate(ends))).astype("datetime64[us]"),
        contact_id=people.first(rows["account_id"], "phone").where(
            by_phone, people.first(rows["account_id"], "email")
        ),
        purpose=[_("Offer: {family}").format(family=family) for family in rows["family"]],
        owner=reps.where(by_phone, MARKETING),
        value_eur=rows["value_eur"],
    )


def _margins(account_ids: pd.Series, segments: pd.DataFrame) -> pd.Series:
    """Return the margin over revenue of each account, where both are known."""
    rate = segments["margin_eur"] / segments["revenue_eur"].where(segments["revenue_eur"] > 0)
    return account_ids.map(rate.set_axis(segments["account_id"])).astype("float64")


def _reachable(account_ids: pd.Series, wanted: pd.Series, people: People) -> pd.Series:
    """Return the channel wanted where somebody can be reached by it, the other one where not, else none."""
    able = {line: people.reached_by(account_ids, line) for line in ("phone", "email")}
    other = wanted.map({"phone": "email", "email": "phone"})
    can, could = (
        (able["phone"] & which.eq("phone")) | (able["email"] & which.eq("email")) for which in (wanted, other)
    )
    return wanted.where(can, other.where(could)).astype("str")


def _spread(half: pd.Series, starts: list[pd.Timestamp]) -> pd.Series:
    """Return a first day for each, evenly over the quarter at the start of its half."""
    place = half.groupby(half).cumcount() / half.groupby(half).transform("size")
    days = pd.to_timedelta((place * 12).astype("int64") * 7, unit="D")
    return half.map(dict(enumerate(starts))).astype("datetime64[us]") + days
