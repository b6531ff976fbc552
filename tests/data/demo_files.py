"""How the tests of the fictional firm read its files: as they are, without the product's own intake."""

from functools import cache

import pandas as pd

from tests.conftest import ROOT

DEMO = ROOT / "data" / "demo"
ENCODINGS = {"clients.csv": "cp1252", "prospects.csv": "utf-8-sig"}
INVOICES = ("factures_2023.csv", "factures_2024.csv", "factures_2025.csv")
FILES = (
    *("clients.csv", "prospects.csv", "contacts.csv", *INVOICES),
    *("visites.csv", "suivi_prospection.csv", "decisions.csv"),
)
AS_OF = pd.Timestamp("2025-12-31")
AMOUNT, COST = "Ligne - Montant Net HT", "Ligne - Coût de revient"
CODE, CLIENT = "Code (tiers)", "Document - Code client"
DATE, DOCUMENT = "Document - Date", "Document - Numéro du document"
CLIENT_POTENTIAL, PROSPECT_POTENTIAL = "Potentiel annuel HT", "Potentiel estimé (€)"
REPS = {"LBR", "MTR", "GKE", "SRO", "PLM"}


def read(name):
    """Read a file as it is, every cell a text, empty lines kept as rows of blanks."""
    return pd.read_csv(
        DEMO / name,
        sep=";",
        dtype="str",
        keep_default_na=False,
        encoding=ENCODINGS.get(name, "utf-8"),
        skip_blank_lines=False,
    ).fillna("")


def number(texts):
    """Read French numbers, whatever their separators."""
    plain = texts.str.replace(r"[\s\u00a0\u202f€]", "", regex=True).str.replace(",", ".")
    return pd.to_numeric(plain, errors="coerce")


def day(texts):
    return pd.to_datetime(texts, format="%d/%m/%Y", errors="coerce")


@cache
def read_all():
    """Read every file once."""
    return {name: read(name) for name in FILES}
