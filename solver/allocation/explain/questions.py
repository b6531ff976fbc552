"""What the plan supposes that somebody has to say yes to: main accounts visited less, potentials, the log."""

import pandas as pd

from solver.tables.codes import DECIDED, label
from solver.words.i18n import _, counted, format_money, format_number

FEWER, POTENTIAL, UNLOGGED, OTHER_CONTACT = "fewer_visits", "potential", "unlogged", "other_contact"
MAIN = "A"
NEAR = (0.5, 2.0)  # potentials over what the curves say: further apart, one of the two is wrong
COLUMNS = ["question", "account_id", "account_type", "visits_today", "visits", "worth_eur", "sentence"]


def plan_questions(
    allocation: pd.DataFrame,
    accounts: pd.DataFrame,
    segments: pd.DataFrame,
    qualification: pd.DataFrame,
    terms: pd.DataFrame,
    judged: pd.DataFrame,
) -> pd.DataFrame:
    """List the questions that the plan leaves open, each with the revenue that hangs on it.

    Parameters
    ----------
    allocation, accounts, segments, qualification : DataFrame
        The canonical tables of steps 10, 1, 4 and 5.
    terms : DataFrame
        `account_id, account_type, revenue_eur, fold` of every client valued by the curves.
    judged : DataFrame
        `account_type, saturation`: what was judged.

    Returns
    -------
    DataFrame
        The canonical table `plan_questions`: main accounts that get fewer visits than today, that nobody
        decided on and that do not object; clients that buy and object to being canvassed; clients that buy
        and have no visit in the log; and the account types whose potentials are out of all proportion to the
        judged curve.
    """
    known = allocation.merge(accounts[["account_id", "opposed", "opposition_scope"]], on="account_id")
    known = known.merge(segments[["account_id", "segment", "revenue_eur"]], on="account_id", how="left")
    buying = known[known["kind"].eq("client") & known["revenue_eur"].gt(0)]
    asked = [
        _fewer_visits(buying),
        _other_contact(buying),
        _unlogged(buying),
        _potentials(terms, qualification, judged),
    ]
    parts = [part.sort_values("worth_eur", ascending=False, kind="stable") for part in asked if len(part)]
    return pd.concat(parts)[COLUMNS].reset_index(drop=True) if parts else pd.DataFrame(columns=COLUMNS)


def _fewer_visits(buying: pd.DataFrame) -> pd.DataFrame:
    less = buying["segment"].eq(MAIN) & buying["visits"].lt(buying["visits_today"]).fillna(False)
    # Who objects gets fewer by right; whether there is another contact is asked below.
    rows = buying[less & ~buying["binding"].isin(DECIDED) & ~buying["opposed"].astype(bool)]
    text = _("A main account goes from {today} to {visits}. Does somebody say yes to that?")
    return _asked(rows, FEWER, text)


def _other_contact(buying: pd.DataFrame) -> pd.DataFrame:
    rows = buying[buying["opposed"].astype(bool) & ~buying["opposition_scope"].eq("processing")]
    text = _(
        "It buys, and objects to being canvassed, or all its people do: only agreed visits, and those of "
        "last year that a decision keeps. Is there another contact?"
    )
    return _asked(rows, OTHER_CONTACT, text)


def _unlogged(buying: pd.DataFrame) -> pd.DataFrame:
    rows = buying[buying["visits_today"].eq(0).fillna(False) & ~buying["opposed"].astype(bool)]
    return _asked(rows, UNLOGGED, _("It buys, and the log has no visit in 12 months. Is the log complete?"))


def _asked(rows: pd.DataFrame, question: str, text: str) -> pd.DataFrame:
    """Put the question to each of these accounts."""
    sentences = [
        text.format(
            today=counted(today, "{n} visit", "{n} visits") if pd.notna(today) else "",
            visits=format_number(visits),
        )
        for today, visits in zip(rows["visits_today"], rows["visits"], strict=True)
    ]
    return rows.assign(
        question=question, account_type=None, worth_eur=rows["revenue_eur"], sentence=sentences
    )


def _potentials(terms: pd.DataFrame, qualification: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """Ask about the types whose potentials are less than half, or more than twice, what the curve says."""
    table = terms.merge(qualification[["account_id", "accessible_eur"]], on="account_id")
    table = table.merge(judged[["account_type", "saturation"]], on="account_type")
    table = table[table["accessible_eur"].notna()]
    table["curve_eur"] = table["revenue_eur"] * (1 + table["fold"] * (table["saturation"] - 1))
    sums = table.groupby("account_type")[["revenue_eur", "accessible_eur", "curve_eur"]].sum().reset_index()
    ratio = sums["accessible_eur"] / sums["curve_eur"].where(sums["curve_eur"] > 0)
    apart = sums[(ratio < NEAR[0]) | (ratio > NEAR[1])]
    text = _(
        "{type}: by their potentials these clients could buy {potential} a year from us, by the response "
        "curve {curve} with all the visits one could wish. Which of the two is right?"
    )
    sentences = [
        text.format(
            type=label("account_type", line["account_type"]),
            potential=format_money(line["accessible_eur"]),
            curve=format_money(line["curve_eur"]),
        )
        for line in apart.to_dict("records")
    ]
    empty = dict.fromkeys(["account_id", "visits_today", "visits"])
    return apart.assign(question=POTENTIAL, worth_eur=apart["revenue_eur"], sentence=sentences, **empty)
