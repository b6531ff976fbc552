"""The demo firm many times over, each time in another part of France: a hundred accounts to each rep."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from scipy.spatial import cKDTree

from tests.conftest import DEMO, ROOT
from tests.data.demo_files import ENCODINGS

ACCOUNTS_OF_REP = 100
CLIENTS_SHARE = 0.74
FILES = {"clients.csv": CLIENTS_SHARE, "prospects.csv": 1 - CLIENTS_SHARE}
CODES = ("Code (tiers)", "Code prospect", "Code tiers", "Document - Code client")
REPS = ("Code commercial/collaborateur", "Commercial", "Document - Code commercial/collaborateur")
NUMBERED = ("Document - Numéro du document", "N° contact", "Nom", "Raison sociale", "Nom du contact")
MAILS = ("E-mail (facturation)", "Email", "E-mail")
# Two copies of one company, or of one line, would be one company.
LEFT_OUT = ("SIREN", "SIRET", "Téléphone fixe (facturation)", "Téléphone", "Ligne directe")
PLACES = (("Code postal (facturation)", "Ville (facturation)"), ("CP", "Ville"))
MIDDLE = np.array([48.1, -2.9])  # of the demo's country


def write_large_firm(folder: Path, accounts: int) -> Path:
    """Write a firm of so many accounts and return its portfolio.yaml."""
    told = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    once = len(told["reps"]) * ACCOUNTS_OF_REP
    copies = range(max(1, round(accounts / once)))
    moves = [_move(number, len(copies)) for number in copies]
    kept: set[str] = set()
    for path in dict.fromkeys(source["path"] for source in told["sources"]):
        encoding = ENCODINGS.get(path, "utf-8")
        table = pd.read_csv(
            DEMO.parent / path, sep=";", dtype="str", keep_default_na=False, encoding=encoding
        )
        code = next(name for name in CODES if name in table)
        if path in FILES:
            table = table[table[code] != ""].sample(round(once * FILES[path]), random_state=ACCOUNTS_OF_REP)
            kept |= set(table[code])
        else:
            table = table[table[code].isin(kept)]
        made = pd.concat([_copy(table, number, moves[number]) for number in copies])
        made.to_csv(folder / path, sep=";", index=False, encoding=encoding)
    told["firm"] = f"{accounts} accounts"
    told["reps"] = [_rep(rep, number, moves[number]) for number in copies for rep in told["reps"]]
    path = folder / "portfolio.yaml"
    path.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _rep(rep: dict[str, object], number: int, move: np.ndarray) -> dict[str, object]:
    lat, lon = np.array([rep["home_lat"], rep["home_lon"]], dtype=float) + move
    renamed = {"rep_id": f"{rep['rep_id']}{number}", "name": f"{rep['name']} {number}"}
    return (
        rep | renamed | {"email": f"r{number}.{rep['email']}", "home_lat": float(lat), "home_lon": float(lon)}
    )


def _copy(table: pd.DataFrame, number: int, move: np.ndarray) -> pd.DataFrame:
    """Return the table with codes, names, addresses and places of its own."""
    table = table.copy()
    for name in set(table) & {*CODES, *REPS, *NUMBERED}:
        filled = table[name] != ""
        table.loc[filled, name] += str(number) if name in REPS else f" {number}"
    for name in set(table) & set(LEFT_OUT):
        table[name] = ""
    for name in set(table) & set(MAILS):
        filled = table[name].str.contains("@")
        table.loc[filled, name] = f"n{number}." + table.loc[filled, name]
    for postcode, town in PLACES:
        if postcode in table:
            moved = [_moved(*place, move) for place in zip(table[postcode], table[town], strict=True)]
            table[[postcode, town]] = pd.DataFrame(moved, index=table.index)
    return table


def _move(number: int, copies: int) -> np.ndarray:
    """Return by how many degrees a copy lies elsewhere: the first stays, the others go over the country."""
    towns, _tree, _places = _communes()
    if number == 0:
        return np.zeros(2)
    there: np.ndarray = towns[["lat", "lon"]].to_numpy()[len(towns) * number // copies]
    return there - MIDDLE


@cache
def _moved_towns() -> dict[tuple[str, str], np.ndarray]:
    towns, _tree, places = _communes()
    known: dict[tuple[str, str], np.ndarray] = {}
    for codes, name, place in zip(towns["postcodes"], towns["name"], places, strict=True):
        for code in codes.split():
            known.setdefault((code, name), place)
            known.setdefault((code, ""), place)
    return known


def _moved(postcode: str, town: str, move: np.ndarray) -> tuple[str, str]:
    """Return the town nearest to where a place would lie; what is no place stays as it is."""
    known = _moved_towns()
    place = known.get((postcode, town), known.get((postcode, "")))
    if place is None or not move.any():
        return postcode, town
    towns, tree, _places = _communes()
    there = towns.iloc[int(tree.query(place + move)[1])]
    return there["postcodes"].split()[0], there["name"] if town else ""


@cache
def _communes() -> tuple[pd.DataFrame, cKDTree, np.ndarray]:
    towns = pd.read_csv(ROOT / "data" / "reference" / "communes.csv", dtype={"postcodes": "str"})
    towns = towns[towns["lat"].between(42, 51.5) & towns["postcodes"].notna()].reset_index(drop=True)
    places = towns[["lat", "lon"]].to_numpy()
    return towns, cKDTree(places), places
