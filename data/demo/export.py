"""Write tables as an accounting package, a customer list or a spreadsheet would export them."""

import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
from vocabulary import KIND_CODES, MARKER, ROLE_CODES, STAGE_CODES, YEARS

ENCODINGS = {"clients.csv": "cp1252", "prospects.csv": "utf-8-sig"}
WINDOWS_FILES = ("clients.csv", "prospects.csv", *(f"factures_{year}.csv" for year in YEARS))
LA_POSTE_TOWNS = 40


def clients_file(rng: np.random.Generator, accounts: pd.DataFrame) -> pd.DataFrame:
    """Return the partner list of the accounting package."""
    capitals = np.isin(np.arange(len(accounts)), rng.choice(400, LA_POSTE_TOWNS, replace=False))
    town = accounts["town"].where(~capitals, accounts["town"].map(la_poste))
    return pd.DataFrame(
        {
            "Code (tiers)": accounts["account_id"],
            "Type de tiers": accounts["kind"].map(KIND_CODES),
            "Nom": accounts["name"],
            "SIREN": accounts["siren"],
            "SIRET": accounts["siret"],
            "Code NAF": accounts["naf"],
            "Adresse 1 (facturation)": accounts["address"],
            "Code postal (facturation)": accounts["postcode"],
            "Ville (facturation)": town,
            "Code Pays (facturation)": "FR",
            "Téléphone fixe (facturation)": accounts["phone"],
            "E-mail (facturation)": accounts["email"],
            "Code commercial/collaborateur": accounts["rep_id"],
            "Effectif": _whole(accounts["headcount"]),
            "Potentiel annuel HT": _whole(accounts["potential"]),
            "Date du potentiel": _dates(accounts["potential_on"]),
            "Source du potentiel": accounts["potential_source"],
            "Part accessible": _decimals(accounts["accessible"]),
            "Satisfaction": _whole(accounts["satisfaction"]),
            "Date de création": _dates(accounts["since_on"]),
            "Dernier contact": _dates(accounts["last_contact_on"]),
            "Opposition prospection": _yes_no(accounts["opposed"]),
            "Règle de récurrence": accounts["rhythm"],
            "Marge de récurrence (jours)": _whole(accounts["rhythm_slack_days"]),
            "Origine": MARKER,
        }
    ).fillna("")


def prospects_file(prospects: pd.DataFrame) -> pd.DataFrame:
    """Return the prospect list that the reps keep in a spreadsheet."""
    return pd.DataFrame(
        {
            "Code prospect": prospects["account_id"],
            "Raison sociale": prospects["name"],
            "SIRET": prospects["siret"],
            "NAF": prospects["naf"],
            "Adresse": prospects["address"],
            "CP": prospects["postcode"],
            "Ville": prospects["town"],
            "Pays": "FR",
            "Téléphone": prospects["phone"],
            "E-mail": prospects["email"],
            "Commercial": prospects["rep_id"],
            "Effectif": _whole(prospects["headcount"]),
            "Potentiel estimé (€)": _whole(prospects["potential"]),
            "Date d'estimation": _dates(prospects["potential_on"]),
            "Source": prospects["potential_source"],
            "Part accessible": _decimals(prospects["accessible"]),
            "Stade": prospects["stage"].map(STAGE_CODES),
            "Premier contact": _dates(prospects["since_on"]),
            "Dernier contact": _dates(prospects["last_contact_on"]),
            "Ne pas contacter": _yes_no(prospects["opposed"]),
            "Origine": MARKER,
        }
    ).fillna("")


def contacts_file(contacts: pd.DataFrame) -> pd.DataFrame:
    """Return the list of people."""
    return pd.DataFrame(
        {
            "N° contact": contacts["contact_id"],
            "Code tiers": contacts["account_id"],
            "Nom du contact": contacts["name"],
            "Fonction": contacts["function"],
            "Rôle": contacts["role"].map(ROLE_CODES),
            "Ligne directe": contacts["phone"],
            "E-mail": contacts["email"],
            "Opposition": _yes_no(contacts["opposed"]),
            "Date de mise à jour": _dates(contacts["updated_on"]),
            "Origine": MARKER,
        }
    ).fillna("")


def invoices_file(lines: pd.DataFrame, rep_of: pd.Series) -> pd.DataFrame:
    """Return one year's invoice lines."""
    return pd.DataFrame(
        {
            "Document - Numéro du document": lines["document"],
            "Document - Date": _dates(lines["date"]),
            "Document - Code client": lines["account_id"],
            "Document - Code commercial/collaborateur": lines["account_id"].map(rep_of),
            "Ligne - Famille": lines["family"],
            "Ligne - Quantité": lines["quantity"].astype(str),
            "Ligne - Montant Net HT": _decimals(lines["revenue"]),
            "Ligne - Coût de revient": _decimals(lines["cost"]),
        }
    ).reset_index(drop=True)


def visits_file(visits: pd.DataFrame) -> pd.DataFrame:
    """Return the visit log, done and agreed."""
    return pd.DataFrame(
        {
            "Date": _dates(visits["date"]),
            "Heure": visits["start_time"],
            "Commercial": visits["rep_id"],
            "Code tiers": visits["account_id"],
            "Durée (min)": _whole(visits["duration"]),
            "Statut": visits["status"],
            "Résultat": visits["result"],
        }
    )


def follow_up_file(events: pd.DataFrame) -> pd.DataFrame:
    """Return the prospect events."""
    return pd.DataFrame(
        {
            "Date": _dates(events["date"]),
            "Commercial": events["rep_id"],
            "Code tiers": events["account_id"],
            "Campagne": events["campaign"].str.replace("Q", "-T"),
            "Étape": events["stage"].map(STAGE_CODES),
        }
    )


def decisions_file(decided: pd.DataFrame) -> pd.DataFrame:
    """Return the sales manager's decisions."""
    return pd.DataFrame(
        {
            "Code tiers": decided["account_id"],
            "Visites mini": _whole(decided["min_visits"]),
            "Visites maxi": _whole(decided["max_visits"]),
            "Visites imposées": _whole(decided["locked_visits"]),
            "Motif": decided["reason"],
            "Auteur": decided["author"],
            "Date": _dates(decided["decided_on"]),
        }
    )


def read(path: Path) -> pd.DataFrame:
    """Read one of the files, every cell as it stands; empty ones are missing."""
    return pd.read_csv(path, sep=";", dtype="str", encoding=ENCODINGS.get(path.name, "utf-8"))


def write(table: pd.DataFrame, folder: Path, name: str) -> None:
    """Write one file with its own encoding and line endings; a row of blanks becomes an empty line."""
    end = "\r\n" if name in WINDOWS_FILES else "\n"
    text = table.to_csv(sep=";", index=False, lineterminator=end)
    blank = ";" * (table.shape[1] - 1)
    text = text.replace(f"{end}{blank}{end}", f"{end}{end}")
    (folder / name).write_bytes(text.encode(ENCODINGS.get(name, "utf-8")))


def la_poste(town: str) -> str:
    """Write a town as on an envelope: capitals, no accent, no hyphen, saints abridged."""
    plain = unicodedata.normalize("NFKD", town).encode("ascii", "ignore").decode().upper()
    words = plain.replace("-", " ").replace("'", " ").split()
    return " ".join({"SAINT": "ST", "SAINTE": "STE"}.get(word, word) for word in words)


def _dates(days: pd.Series) -> pd.Series:
    return pd.to_datetime(days).dt.strftime("%d/%m/%Y").fillna("")


def _decimals(numbers: pd.Series) -> pd.Series:
    return _written(numbers, "{:.2f}").str.replace(".", ",")


def _whole(numbers: pd.Series) -> pd.Series:
    return _written(numbers, "{:.0f}")


def _written(numbers: pd.Series, pattern: str) -> pd.Series:
    return pd.to_numeric(numbers).map(pattern.format, na_action="ignore").fillna("").astype(str)


def _yes_no(flags: pd.Series) -> pd.Series:
    return flags.eq(True).map({True: "Oui", False: "Non"})
