"""The faults put into the fictional firm's files are those that its README lists, no more and no fewer."""

import re

import pandas as pd
import pytest
from rapidfuzz import fuzz
from stdnum.fr import siret

from tests.data.demo_files import (
    AMOUNT,
    AS_OF,
    CLIENT,
    CLIENT_POTENTIAL,
    CODE,
    DEMO,
    DOCUMENT,
    FILES,
    INVOICES,
    PROSPECT_POTENTIAL,
    day,
    number,
    read_all,
)

CLIENT_COLUMNS = (
    "Code postal (facturation)",
    "Ville (facturation)",
    "Code commercial/collaborateur",
    CLIENT_POTENTIAL,
)
PROSPECT_COLUMNS = ("CP", "Ville", "Commercial", PROSPECT_POTENTIAL)


@pytest.fixture(scope="module")
def raw():
    return read_all()


def faults(raw):
    """Count every fault again, from the files alone."""
    partners, prospects, contacts = raw["clients.csv"], raw["prospects.csv"], raw["contacts.csv"]
    visited = partners[partners[CODE].str.startswith("C")]
    found = {
        ("same_siret", "clients.csv"): int(partners["SIRET"][partners["SIRET"] != ""].duplicated().sum())
    }
    found["similar_name", "clients.csv"] = len(similar(named(visited), named(visited))) // 2
    found["similar_name", "prospects.csv"] = len(similar(named(prospects), named(visited)))
    found["missing_kind", "clients.csv"] = int(partners["Type de tiers"].eq("").sum())
    found["hostile_name", "prospects.csv"] = int(prospects["Raison sociale"].str.contains("[=<]").sum())
    for name, table, columns in (
        ("clients.csv", visited, CLIENT_COLUMNS),
        ("prospects.csv", prospects, PROSPECT_COLUMNS),
    ):
        postcode, town, rep, potential = (table[column] for column in columns)
        site = table["SIRET"]
        found["siret_in_scientific_notation", name] = int(site.str.contains(r"E\+").sum())
        found["siret_wrong_check_digit", name] = sum(
            bool(re.fullmatch(r"\d{14}", value)) and not siret.is_valid(value) for value in site
        )
        found["postcode_lost_zero", name] = int(postcode.str.fullmatch(r"\d{4}").sum())
        found["missing_town", name] = int(town.eq("").sum())
        found["missing_rep", name] = int(rep.eq("").sum())
        found["departed_rep", name] = int(rep.eq("JPD").sum())
        found["potential_not_positive", name] = int(number(potential).le(0).sum())
    for name, phone, email in (
        ("clients.csv", "Téléphone fixe (facturation)", "E-mail (facturation)"),
        ("prospects.csv", "Téléphone", "E-mail"),
        ("contacts.csv", "Ligne directe", "E-mail"),
    ):
        written = raw[name][[phone, email]]
        digits = written[phone].str.replace(" ", "")
        address = written[email].str.fullmatch(r"[a-z0-9.-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
        found["malformed_phone", name] = int((~digits.str.fullmatch(r"0\d{9}") & digits.ne("")).sum())
        found["malformed_email", name] = int((~address & written[email].ne("")).sum())
    for name in FILES:
        found["impossible_date", name] = impossible_dates(raw[name])
        found["empty_line", name] = int(raw[name].eq("").all(axis="columns").sum())
    stranger = ~contacts["Code tiers"].isin([*partners[CODE], *prospects["Code prospect"], ""])
    found["unknown_account", "contacts.csv"] = int(stranger.sum())
    for name in INVOICES:
        lines = raw[name].query(f"`{DOCUMENT}` not in ['', 'Total']")
        found["total_row", name] = int(raw[name][DOCUMENT].eq("Total").sum())
        found["unknown_account", name] = int((~lines[CLIENT].isin(partners[CODE])).sum())
        found["missing_amount", name] = int(lines[AMOUNT].eq("").sum())
        found["repeated_line", name] = int(lines.duplicated().sum())
        found["amount_as_typed", name] = int(lines[AMOUNT].str.contains("€").sum())
    return {key: number for key, number in found.items() if number}


def impossible_dates(table):
    """Count dates that do not exist, and dates after the day of the data where none may be."""
    columns = [column for column in table if re.search(r"^Date|- Date$|contact$", column)]
    columns = [column for column in columns if re.search(r"\d\d/\d\d/\d{4}", " ".join(table[column]))]
    agreed = table.get("Statut", pd.Series("", index=table.index)).eq("Planifiée")
    wrong = 0
    for column in columns:
        written = table[column].str.fullmatch(r"\d\d/\d\d/\d{4}")
        dates = day(table[column])
        wrong += int((written & (dates.isna() | (dates.gt(AS_OF) & ~agreed))).sum())
    return wrong


def named(table):
    """Return code, name and postcode of each account, whatever the columns are called."""
    if CODE in table:
        return table[[CODE, "Nom", "Code postal (facturation)"]].to_numpy()
    return table[["Code prospect", "Raison sociale", "CP"]].to_numpy()


def similar(some, others):
    """Return pairs of different but nearly equal names in one postcode."""
    by_postcode = {}
    for code, name, postcode in others:
        by_postcode.setdefault(postcode, []).append((code, name))
    return [
        (code, other)
        for code, name, postcode in some
        for other, other_name in by_postcode.get(postcode, [])
        if code != other and fuzz.ratio(name, other_name) >= 92
    ]


def test_faults_are_those_that_the_readme_lists(raw):
    text = (DEMO / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| ([\w.]+\.csv) \| (\d+) \|", text, flags=re.MULTILINE)
    listed = {(fault, name): int(count) for fault, name, count in rows}
    assert len(listed) == len(rows) > 30
    assert faults(raw) == listed


def test_euros_of_unknown_accounts_are_those_that_the_readme_tells(raw):
    lines = raw["factures_2025.csv"]
    strangers = lines[~lines[CLIENT].isin(raw["clients.csv"][CODE])]
    told = re.search(r"([\d.,]+) € together", (DEMO / "README.md").read_text(encoding="utf-8"))[1]
    assert number(strangers[AMOUNT]).sum() == pytest.approx(float(told))
