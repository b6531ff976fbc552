"""Spoil the clean tables the way real exports are spoiled, in known counts (README.md lists them)."""

import numpy as np
import pandas as pd
from vocabulary import DEPARTED_REP

FORMULA_NAME = '=HYPERLINK("http://example.example")'
SCRIPT_NAME = "<script>alert('Armor')</script>"
NO_BREAK, NARROW_NO_BREAK = "\u00a0", "\u202f"
SAME_SIRET, SIMILAR_CLIENTS, SIMILAR_PROSPECTS = 4, 3, 2
SCIENTIFIC_SIRETS = ("3,41174E+13", "3,41175E+13", "4,90012E+13")
BAD_EMAILS = ("contact(at)armor-client.example", "contact@@client.example", "contact client.example")
BAD_PHONES = ("02 61 91 4", "voir standard", "02.61.91.12.34.56.78")

IDENTITY = ["Nom", "SIREN", "SIRET", "Adresse 1 (facturation)"]
PLACE = ["Code postal (facturation)", "Ville (facturation)"]


class Rows:
    """Rows of a table in random order, each handed out once so that no two defects fall together."""

    def __init__(self, rng: np.random.Generator, table: pd.DataFrame, allowed: pd.Series) -> None:
        self._rows = list(rng.permutation(table.index[allowed]))

    def take(self, count: int, among: pd.Series | None = None) -> list:
        """Hand out rows not given before."""
        chosen = [row for row in self._rows if among is None or among[row]][:count]
        self._rows = [row for row in self._rows if row not in chosen]
        return chosen


def spoil_clients(
    rng: np.random.Generator, table: pd.DataFrame, spared: set[str], buying: set[str]
) -> pd.DataFrame:
    """Spoil the partner list; large accounts and those already planned for are spared."""
    table = table.copy()
    buyer = table["Code (tiers)"].str.startswith("C")
    rows = Rows(rng, table, buyer & ~table["Code (tiers)"].isin(spared))
    outside = ~table["Code postal (facturation)"].str[:2].isin(["22", "29", "35", "56"])
    lost_zero = rows.take(5, among=outside)
    table.loc[lost_zero, PLACE[0]] = table.loc[lost_zero, PLACE[0]].str.lstrip("0")
    client = table["Type de tiers"].eq("Client") & table["Code (tiers)"].isin(buying)
    _copy_identity(table, rows.take(2 * SAME_SIRET, among=client))
    _copy_name(table, rows.take(2 * SIMILAR_CLIENTS, among=client))
    table.loc[rows.take(3), "SIRET"] = SCIENTIFIC_SIRETS
    wrong = rows.take(3)
    table.loc[wrong, "SIRET"] = table.loc[wrong, "SIRET"].map(wrong_check_digit)
    table.loc[rows.take(4), "Ville (facturation)"] = ""
    table.loc[rows.take(3), "E-mail (facturation)"] = BAD_EMAILS
    table.loc[rows.take(3), "Téléphone fixe (facturation)"] = BAD_PHONES
    known = table["Potentiel annuel HT"].ne("")
    table.loc[rows.take(2, among=known), "Date du potentiel"] = ["14/09/2029", "01/12/2205"]
    table.loc[rows.take(3, among=known), "Potentiel annuel HT"] = ["0", "0", "-1500"]
    table.loc[rows.take(4, among=client), "Code commercial/collaborateur"] = ""
    table.loc[rows.take(3, among=client), "Code commercial/collaborateur"] = DEPARTED_REP
    table.loc[rows.take(6, among=client), "Type de tiers"] = ""
    return table


def spoil_prospects(
    rng: np.random.Generator, table: pd.DataFrame, clients: pd.DataFrame, spared: set[str]
) -> pd.DataFrame:
    """Spoil the prospect list; two of its names try to be a formula and a script, two are already clients."""
    table = table.copy()
    rows = Rows(rng, table, ~table["Code prospect"].isin(spared))
    client = clients["Type de tiers"].eq("Client") & clients["Ville (facturation)"].ne("")
    twins = clients[client & clients["Code postal (facturation)"].str.len().eq(5)]
    for row in rows.take(SIMILAR_PROSPECTS):
        twin = twins.iloc[int(rng.integers(len(twins)))]
        table.loc[row, ["Raison sociale", "SIRET"]] = [misspelt(twin["Nom"]), ""]
        table.loc[row, ["CP", "Ville"]] = list(twin[PLACE])
    wrong = rows.take(1)
    table.loc[wrong, "SIRET"] = table.loc[wrong, "SIRET"].map(wrong_check_digit)
    table.loc[rows.take(2), "Ville"] = ""
    table.loc[rows.take(1, among=table["Potentiel estimé (€)"].ne("")), "Potentiel estimé (€)"] = "0"
    table.loc[rows.take(4), "Commercial"] = ""
    table.loc[rows.take(2), "Commercial"] = DEPARTED_REP
    table.loc[rows.take(2), "Raison sociale"] = [FORMULA_NAME, SCRIPT_NAME]
    return table


def spoil_contacts(rng: np.random.Generator, table: pd.DataFrame) -> pd.DataFrame:
    """Spoil the list of people: e-mails, telephones, a date to come, unknown accounts, an empty line."""
    table = table.copy()
    rows = Rows(rng, table, pd.Series(True, index=table.index))
    table.loc[rows.take(2), "E-mail"] = ["accueil@", "rozenn.client.example"]
    table.loc[rows.take(2), "Ligne directe"] = ["06 39 98", "06 39 98 XX XX"]
    table.loc[rows.take(1), "Date de mise à jour"] = "05/03/2031"
    table.loc[rows.take(2), "Code tiers"] = "C9905"
    return insert_blank(table, 612)


def spoil_invoices(rng: np.random.Generator, table: pd.DataFrame, year: int) -> pd.DataFrame:
    """Spoil a year's invoice lines; only small lines are touched, so that the totals stay near."""
    table = table.copy()
    amount, document = "Ligne - Montant Net HT", "Document - Numéro du document"
    euros = table[amount].str.replace(",", ".").astype(float)
    small = Rows(rng, table, euros.between(5, 150))
    large = Rows(rng, table, euros.between(1_000, 9_000))
    for style in range({2023: 2, 2024: 3, 2025: 3}[year]):
        row = large.take(1)
        table.loc[row, amount] = _as_typed(euros[row].iloc[0], (style + year) % 3)
    if year != 2023:
        table.loc[small.take(2), amount] = ""
    if year != 2024:
        table = pd.concat([table, table.loc[small.take(3)]]).sort_index(kind="stable")
    if year == 2025:
        strangers = table.loc[small.take(5)].copy()
        strangers["Document - Code client"] = ["C9901", "C9901", "C9902", "C9902", "C9903"]
        strangers[document] = [f"FA25-90{n:03d}" for n in range(1, 6)]
        table = pd.concat([table, strangers]).sort_index(kind="stable")
    table = table.reset_index(drop=True)
    if year == 2023:
        return insert_blank(table, 4321)
    if year == 2024:
        total = f"{euros[table[amount].ne('')].sum():.2f}".replace(".", ",")
        last = pd.DataFrame([dict.fromkeys(table, "")]).assign(**{document: "Total", amount: total})
        return pd.concat([table, last], ignore_index=True)
    return table


def spoil_visits(rng: np.random.Generator, table: pd.DataFrame) -> pd.DataFrame:
    """Spoil the visit log: two days that never were, one visit done in the future."""
    table = table.copy()
    february = table["Date"].str.endswith("/02/2025")
    rows = Rows(rng, table, table["Statut"].eq("Réalisée"))
    table.loc[rows.take(2, among=february), "Date"] = "31/02/2025"
    table.loc[rows.take(1), "Date"] = "15/03/2027"
    return table


def spoil_follow_up(rng: np.random.Generator, table: pd.DataFrame) -> pd.DataFrame:
    """Spoil the follow-up: a call on a day that never was."""
    table = table.copy()
    called = table["Étape"].eq("Appelé") & table["Date"].str.endswith("/06/2025")
    table.loc[Rows(rng, table, called).take(1), "Date"] = "31/06/2025"
    return table


def wrong_check_digit(siret: str) -> str:
    """Return a number whose last digit is one too many."""
    return siret[:-1] + str((int(siret[-1]) + 1) % 10)


def misspelt(name: str) -> str:
    """Return a name with one letter missing near its end, as typed by somebody else."""
    return name[:-3] + name[-2:]


def insert_blank(table: pd.DataFrame, position: int) -> pd.DataFrame:
    """Return the table with a row of blanks."""
    blank = pd.DataFrame([dict.fromkeys(table, "")])
    return pd.concat([table.iloc[:position], blank, table.iloc[position:]], ignore_index=True)


def _copy_identity(table: pd.DataFrame, rows: list) -> None:
    """Give pairs of accounts one company: same numbers and address, name written differently."""
    for first, second in zip(rows[::2], rows[1::2], strict=True):
        table.loc[second, [*IDENTITY, *PLACE]] = table.loc[first, [*IDENTITY, *PLACE]]
        table.loc[second, "Nom"] = "SARL " + table.loc[first, "Nom"].upper()


def _copy_name(table: pd.DataFrame, rows: list) -> None:
    """Give pairs of accounts nearly the same name in the same town, the second without numbers."""
    for first, second in zip(rows[::2], rows[1::2], strict=True):
        table.loc[second, PLACE] = table.loc[first, PLACE]
        table.loc[second, ["SIREN", "SIRET"]] = ""
        table.loc[second, "Nom"] = misspelt(table.loc[first, "Nom"])


def _as_typed(euros: float, style: int) -> str:
    """Write an amount with a separator of thousands and the euro sign, as people type it."""
    separator = (NO_BREAK, NARROW_NO_BREAK, " ")[style]
    whole, cents = f"{euros:,.2f}".split(".")
    return f"{whole.replace(',', separator)},{cents}{NO_BREAK if style < 2 else ' '}€"
