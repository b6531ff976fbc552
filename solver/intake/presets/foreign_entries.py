"""Accounting entries in forms that cannot be read safely: named, with what to ask for instead."""

import re
from collections.abc import Sequence

import pandas as pd

from solver.intake.presets.client_accounts import OF_THE_CHART
from solver.intake.words import fold
from solver.words.i18n import _, with_label

HEAD = 60
MOSTLY = 0.9
LEAST_LINES = 3
SAGE = re.compile(r"#(?:FLG|VER)\b.*")
DATEV = re.compile(r"\"?(?:EXTF|DTVF)\"?")
DATEV_COLUMNS = frozenset(
    {"umsatz ohne soll haben kz", "gegenkonto", "bu schlussel", "soll haben kennzeichen"}
)
# An ASCII line of Quadra: M, an account of eight places, a journal, a folio, a day; or C and an account.
QUADRA = re.compile(r"M[0-9A-Z][0-9A-Z ]{7}[0-9A-Z ]{2}\d{3}\d{6}.*|C[0-9A-Z][0-9A-Z ]{7}.*")
ACCOUNT = re.compile(r"[1-7]\d{2}[0-9A-Z]{0,12}", re.IGNORECASE)
# How SAP names the documents of a customer account: invoices, credit notes, payments, clearings.
SAP_TYPES = frozenset({"RV", "DR", "DG", "DZ", "DA", "AB", "ZP", "SA", "DN", "DB", "DV", "SB", "ZV", "ZR"})
SAP_INVOICES, SAP_PAYMENTS = frozenset({"RV", "DR"}), frozenset({"DZ", "ZP", "AB"})
MOSTLY_CLIENTS = 0.5
SAP_TYPE = re.compile(r"[A-Z]{2}")
DEBIT = frozenset(
    {"debit", "debet", "debe", "dare", "soll", "mouvement debit", "montant debit", "solde debit"}
)
CREDIT = frozenset(
    {"credit", "haber", "avere", "haben", "mouvement credit", "montant credit", "solde credit"}
)


def entries_in_another_form(cells: pd.DataFrame) -> str | None:
    """Say which accounting entries these are, where they are some that only their FEC can replace.

    Parameters
    ----------
    cells : DataFrame of str
        Every row of the file, its header among them if it has one.
    """
    head = cells.head(HEAD)
    filled = head[(head != "").any(axis=1)]
    if filled.empty:
        return None
    first = [cell.strip() for cell in filled.iloc[0].tolist()]
    starts = filled.iloc[:, 0].str.strip()
    if SAGE.fullmatch(first[0]):
        return _("these are accounting entries as Sage writes them for another Sage (#FLG)")
    if (
        DATEV.fullmatch(first[0])
        or len(DATEV_COLUMNS & {fold(cell) for row in filled.to_numpy()[:3] for cell in row}) > 1
    ):
        return _("these are accounting entries as DATEV writes them: their amounts include tax")
    if (
        starts.str.startswith("M").any()
        and starts.map(lambda text: bool(QUADRA.fullmatch(text))).mean() > MOSTLY
    ):
        return _("these are accounting entries of Quadra, in lines of fixed width")
    if any(_customer_items_of_sap(filled[column]) for column in filled.columns):
        return _(
            "these are the items of customer accounts as SAP lists them (FBL5N): their amounts include tax, "
            "and payments stand among them"
        )
    column = _accounts_from_the_first_row(filled)
    if column is not None:
        return _(
            "these are accounting entries without a header: accounts stand in column {n} from "
            "the first row on"
        ).format(n=column + 1)
    return None


def _customer_items_of_sap(cells: pd.Series) -> bool:
    """Tell a column of SAP's types of documents, an invoice and a payment among them."""
    said = [cell.strip() for cell in cells if SAP_TYPE.fullmatch(cell.strip())]
    known = {*said}
    return (
        len(said) >= LEAST_LINES
        and known <= SAP_TYPES
        and bool(known & SAP_INVOICES and known & SAP_PAYMENTS)
    )


def looks_like_a_ledger(names: Sequence[str]) -> bool:
    """Tell a header with a debit and a credit: a ledger or a balance, whose amounts are no sales."""
    folded = {fold(name) for name in names}
    return bool(folded & DEBIT and folded & CREDIT)


def without_sales(accounts: pd.Series, clients: str) -> tuple[str, str]:
    """Say what entries without a line on a sales account are, and what to ask for instead.

    Parameters
    ----------
    accounts : Series of str
        The account of each line.
    clients : str
        What the accounts of clients begin with.

    Notes
    -----
    Where most lines are on accounts of clients, or on numbers of clients that no chart has, this is the
    ledger of clients: another period of it holds no sales either.
    """
    said = _("no line of these entries is on a sales account (70…)")
    filled = accounts[accounts.ne("")]
    theirs = filled.str.startswith(clients) | ~filled.str.fullmatch(OF_THE_CHART)
    if len(filled) and theirs.mean() > MOSTLY_CLIENTS:
        return with_label(said, client_ledger()), ask_for_the_fec()
    return said, _("export the entries of the whole year, every journal")


def client_ledger() -> str:
    """Return why the accounts of clients are no sales."""
    return _("the amounts of client accounts (411…) include tax, and payments stand among them")


def ask_for_the_fec() -> str:
    """Return what to ask for instead of entries that cannot be read."""
    return _(
        "ask for the FEC of each year (fichier des écritures comptables): every French accounting package "
        "writes it, under exports or tax audit; abroad, ask for the list of invoices without tax"
    )


def _accounts_from_the_first_row(rows: pd.DataFrame) -> int | None:
    """Return the column that holds accounts of clients and of sales, the first row among them."""
    if len(rows) < LEAST_LINES:
        return None
    for place in range(rows.shape[1]):
        texts = rows.iloc[:, place].str.strip()
        accounts = texts.map(lambda text: bool(ACCOUNT.fullmatch(text)))
        if not accounts.iloc[0] or accounts.mean() < MOSTLY:
            continue
        if texts.str.startswith("70").any() and texts.str.match(r"(?:41|40|43|44)").any():
            return place
    return None
