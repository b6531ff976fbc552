"""The demo firm many times over: as many accounts as wanted, a hundred of them to each rep."""

from pathlib import Path

import pandas as pd
import yaml

from tests.conftest import DEMO
from tests.data.demo_files import ENCODINGS

ACCOUNTS_OF_REP = 100
CODES = ("Code (tiers)", "Code prospect", "Code tiers", "Document - Code client")
REPS = ("Code commercial/collaborateur", "Commercial", "Document - Code commercial/collaborateur")
NUMBERED = ("Document - Numéro du document", "N° contact", "Nom", "Raison sociale", "Nom du contact")
IDENTITIES = ("SIREN", "SIRET")  # two copies of one company would be one company
MAILS, LINES = (
    ("E-mail (facturation)", "Email", "E-mail"),
    ("Téléphone fixe (facturation)", "Téléphone", "Ligne directe"),
)


def write_large_firm(folder: Path, accounts: int) -> Path:
    """Write a firm of so many accounts and return its portfolio.yaml."""
    told = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    once = len(told["reps"]) * ACCOUNTS_OF_REP
    copies = range(max(1, round(accounts / once)))
    kept: set[str] = set()
    for path in dict.fromkeys(source["path"] for source in told["sources"]):
        encoding = ENCODINGS.get(path, "utf-8")
        table = pd.read_csv(
            DEMO.parent / path, sep=";", dtype="str", keep_default_na=False, encoding=encoding
        )
        code = next(name for name in CODES if name in table)
        if path in ("clients.csv", "prospects.csv"):
            share = once * 0.74 if path == "clients.csv" else once * 0.26
            table = table[table[code] != ""].sample(round(share), random_state=ACCOUNTS_OF_REP)
            kept |= set(table[code])
        else:
            table = table[table[code].isin(kept)]
        made = pd.concat([_copy(table, number) for number in copies])
        made.to_csv(folder / path, sep=";", index=False, encoding=encoding)
    told["firm"] = f"{accounts} accounts"
    told["reps"] = [
        rep | {"rep_id": f"{rep['rep_id']}{n}", "name": f"{rep['name']} {n}", "email": f"r{n}.{rep['email']}"}
        for n in copies
        for rep in told["reps"]
    ]
    path = folder / "portfolio.yaml"
    path.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _copy(table: pd.DataFrame, number: int) -> pd.DataFrame:
    """Return the table with codes, names and addresses of its own."""
    table = table.copy()
    for name in (*CODES, *REPS, *NUMBERED):
        if name in table:
            filled = table[name] != ""
            table.loc[filled, name] += str(number) if name in REPS else f" {number}"
    for name in IDENTITIES:
        if name in table:
            table[name] = ""
    for name in MAILS:
        if name in table:
            filled = table[name].str.contains("@")
            table.loc[filled, name] = f"n{number}." + table.loc[filled, name]
    for name in LINES:
        if name in table:
            table[name] = ""
    return table
