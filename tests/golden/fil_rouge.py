"""The course case of twelve accounts as canonical tables, with the answers worked by hand.

The file is in thousands of euros; the tables are in euros. Invoices are made up so that each account has
the revenue of both years, the number of orders and the months since the last one that the file states.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from solver.tables import check, empty

FILE = Path(__file__).parents[2] / "data" / "fil_rouge" / "accounts.csv"
AS_OF = date(2025, 12, 31)
COLUMNS = {
    "id": "account_id",
    "nom": "name",
    "ca_n1": "previous_eur",
    "ca_n": "revenue_eur",
    "taux_marge": "margin_rate",
    "potentiel": "potential_eur",
    "recence_mois": "recency_months",
    "nb_cdes": "orders_12m",
    "nb_familles": "families",
    "satisfaction": "satisfaction",
    "zone": "zone",
    "duree_visite_h": "visit_hours",
}
# account_id, segment, potential class, account type, behaviour, score, score class, visits by class
ANSWERS = """
C01 A A' key_account_to_consolidate developing 96 S1 12
C02 A A' key_account_to_develop standard 80 S1 12
C03 A B' going_concern loyal 78 S1 12
C04 A A' key_account_to_develop at_risk 92 S1 12
C05 A A' key_account_to_develop developing 100 S1 12
C06 B C' economical_management at_risk 50 S3 3
C07 B B' medium_account standard 54 S3 3
C08 B A' high_potential at_risk 78 S1 12
C09 C B' medium_account developing 60 S2 6
C10 C C' economical_management standard 30 S4 1
C11 C C' economical_management inactive 24 S4 1
C12 C C' economical_management at_risk 44 S3 3
"""


@dataclass(frozen=True)
class FilRouge:
    """The case.

    Attributes
    ----------
    facts : DataFrame
        The file under English names, in euros; `margin_eur` added.
    accounts, sales : DataFrame
        Canonical tables.
    answers : DataFrame
        One row per account: segment, potential_class, account_type, behaviour, score, score_class, visits.
    as_of : date
    """

    facts: pd.DataFrame
    accounts: pd.DataFrame
    sales: pd.DataFrame
    answers: pd.DataFrame
    as_of: date


def load_fil_rouge() -> FilRouge:
    """Read the case."""
    facts = pd.read_csv(FILE).rename(columns=COLUMNS)
    money = ["previous_eur", "revenue_eur", "potential_eur"]
    facts[money] = facts[money] * 1000.0
    facts["margin_eur"] = facts["revenue_eur"] * facts["margin_rate"]
    return FilRouge(facts, _accounts(facts), _sales(facts), _answers(), AS_OF)


def _answers() -> pd.DataFrame:
    columns = ["account_id", "segment", "potential_class", "account_type", "behaviour"]
    rows = [line.split() for line in ANSWERS.strip().splitlines()]
    table = pd.DataFrame(rows, columns=[*columns, "score", "score_class", "visits"])
    return table.astype({"score": "float64", "visits": "int64"})


def _accounts(facts: pd.DataFrame) -> pd.DataFrame:
    given = facts[["account_id", "name", "potential_eur", "satisfaction"]]
    table = given.reindex(columns=empty("accounts").columns)
    return check(
        "accounts",
        table.assign(
            kind="client",
            rep_id="R1",
            country="FR",
            potential_on=pd.Timestamp(AS_OF),
            potential_source="invented",
            accessible_share=1.0,
            opposed=False,
            source="fil_rouge",
        ),
    )


def _sales(facts: pd.DataFrame) -> pd.DataFrame:
    lines = []
    for fact in facts.itertuples():
        last = pd.Timestamp(AS_OF) - pd.DateOffset(months=fact.recency_months)
        first = pd.Timestamp(AS_OF) - pd.DateOffset(months=11, days=15)
        gap = (last - first) / max(fact.orders_12m - 1, 1)
        cost_rate = 1 - fact.margin_rate
        lines.append((fact.account_id, pd.Timestamp(2024, 6, 17), 0, 1, fact.previous_eur, cost_rate))
        each = round(fact.revenue_eur / fact.orders_12m, 2)
        for number in range(fact.orders_12m):
            amount = each if number else fact.revenue_eur - each * (fact.orders_12m - 1)
            family = 1 + number % fact.families
            day = (last - gap * number).normalize()
            lines.append((fact.account_id, day, number + 1, family, amount, cost_rate))
    table = pd.DataFrame(lines, columns=["account_id", "date", "number", "family", "revenue_eur", "cost"])
    return check(
        "sales",
        pd.DataFrame(
            {
                "account_id": table["account_id"],
                "date": table["date"],
                "order_id": table["account_id"] + "-" + table["number"].astype("str"),
                "family": "F" + table["family"].astype("str"),
                "revenue_eur": table["revenue_eur"].round(2),
                "cost_eur": table["revenue_eur"] * table["cost"],
            }
        ),
    )
