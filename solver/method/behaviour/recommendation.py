"""Would they recommend us? The share of promoters less that of detractors, with its interval."""

from collections.abc import Collection
from datetime import date
from math import sqrt

import pandas as pd

from solver.tables import check
from solver.tables.codes import BEHAVIOURS
from solver.tables.method import FEWEST_ANSWERS

PROMOTER, DETRACTOR = 9, 6  # from the one on, and up to the other, on the scale from 0 to 10
FRESH_YEARS = 1  # what was said before is no reason to act
DELIGHTED = 5  # satisfaction, out of 5
Z_95 = 1.96


def recommendation(discoveries: pd.DataFrame, typology: pd.DataFrame) -> pd.DataFrame:
    """Count promoters, passives and detractors, of all who answered and by behaviour.

    Parameters
    ----------
    discoveries, typology : DataFrame
        The canonical tables of steps 1 and 7.

    Returns
    -------
    DataFrame
        The canonical table `recommendation`; the first line, without a behaviour, is of all. Below thirty
        answers there is no figure, only the counts.

    Notes
    -----
    For shares p of promoters and d of detractors among n answers, half the interval is
    1.96 √((p + d − (p − d)²) / n), cut to −100 and +100.
    """
    told = discoveries.loc[discoveries["recommend"].notna(), ["account_id", "recommend"]]
    told = told.merge(typology[["account_id", "behaviour"]], how="left", on="account_id")
    parts = [(None, told), *((name, told[told["behaviour"].eq(name)]) for name in BEHAVIOURS)]
    rows = [_line(name, part["recommend"]) for name, part in parts if len(part)]
    columns = ["behaviour", "answers", "promoters", "passives", "detractors", "nps", "low_nps", "high_nps"]
    return check("recommendation", pd.DataFrame(rows, columns=columns))


def who_to_ask_for_a_name(discoveries: pd.DataFrame) -> pd.DataFrame:
    """Return the promoters, whom to ask for a name, and the detractors, to be calmed down; the firmest first.

    Returns
    -------
    DataFrame
        `account_id, recommend, recommend_on`.
    """
    told = discoveries[discoveries["recommend"].notna()]
    firm = told[told["recommend"].ge(PROMOTER) | told["recommend"].le(DETRACTOR)]
    ordered = firm.sort_values(["recommend", "account_id"], ascending=[False, True], kind="stable")
    return ordered[["account_id", "recommend", "recommend_on"]].reset_index(drop=True)


def promoters(
    accounts: pd.DataFrame, discoveries: pd.DataFrame, troubled: Collection[str] = ()
) -> frozenset[str]:
    """Return the clients who would recommend the firm and may be asked to, by account_id.

    Where nobody asked them yet, those who are as satisfied as can be. Nobody asks a favour of who is
    `troubled`: a complaint is open there, or the client may be leaving.
    """
    said = discoveries.set_index("account_id")["recommend"].dropna()
    clients = accounts[accounts["kind"].eq("client")]
    delighted = clients["satisfaction"].ge(DELIGHTED) & ~clients["account_id"].isin(said.index)
    would = clients["account_id"].isin(said.index[said.ge(PROMOTER)])
    return frozenset(clients.loc[would | delighted, "account_id"]).difference(troubled)


def detractors(discoveries: pd.DataFrame, as_of: date) -> frozenset[str]:
    """Return who said in the last 12 months that it would not recommend the firm, by account_id.

    An answer without a day counts as one of these months.
    """
    old = discoveries["recommend_on"].le(pd.Timestamp(as_of) - pd.DateOffset(years=FRESH_YEARS))
    return frozenset(discoveries.loc[discoveries["recommend"].le(DETRACTOR) & ~old, "account_id"])


def _line(behaviour: str | None, notes: pd.Series) -> dict[str, object]:
    n = len(notes)
    promoters, detractors = int(notes.ge(PROMOTER).sum()), int(notes.le(DETRACTOR).sum())
    counts = {
        "behaviour": behaviour,
        "answers": n,
        "promoters": promoters,
        "passives": n - promoters - detractors,
        "detractors": detractors,
    }
    if n < FEWEST_ANSWERS:
        return counts | dict.fromkeys(("nps", "low_nps", "high_nps"))
    p, d = promoters / n, detractors / n
    half = Z_95 * sqrt((p + d - (p - d) ** 2) / n)
    low, high = max(p - d - half, -1.0), min(p - d + half, 1.0)
    return counts | {"nps": 100 * (p - d), "low_nps": 100 * low, "high_nps": 100 * high}
