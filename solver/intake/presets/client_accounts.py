"""Which accounts of the books belong to clients, in the chart of the country, and which of them serve all."""

import re
from typing import NamedTuple

import pandas as pd

from solver.intake.words import each_value, fold

SALES = "70"
# What a number of the French chart looks like; 9 is for the accounts that a firm keeps for itself.
OF_THE_CHART = re.compile(r"[1-8]\d{2}[0-9A-Z]*", re.IGNORECASE)


class Chart(NamedTuple):
    """Where a national chart keeps its clients.

    Attributes
    ----------
    theirs : str
        What all accounts of clients begin with.
    own : str
        What those begin with that may be one client's.
    not_written : str
        Invoices not written yet: nobody's.
    tax : str
        Tax on what is sold.
    """

    theirs: str
    own: str
    not_written: str
    tax: str


FRENCH = Chart("41", "411", "418", "445")
CHARTS = (FRENCH, Chart("400", "400", "404", "451"), Chart("43", "430", "439", "477"))
# What only stands for many: “Clients”, “Clients divers France”.
MANY = re.compile(
    r"(?:clients?|clientes|kunden|klanten|customers?|debiteurs?|handelsdebiteuren|tiers)"
    r"(?: (?:divers\w*|collectif\w*|france|export|etranger\w*|ue|cee|hors|comptoir|passage|web|internet"
    r"|ordinaires?"
    r"|particuliers?|professionnels?|pros?|ventes?|de|des|du|la|le|les|et|a|l|en|biens|services?|prestations?"
    r"|nationa\w*|general|generaux|compte|comptes|centralisateur|groupe|i|ii|\d+))*"
)
# What is kept back, paid before, given back or doubtful is no client, whatever its number.
OF_ALL = re.compile(
    r"\b(?:retenues?|garanties?|acomptes?|avances?|arrhes|effets?|traites?|douteu\w+|litigieu\w+|rabais"
    r"|remises?"
    r"|ristournes?|emballages?|consignes?|avoirs? a etablir|a etablir|factures? a|creances? (?:sur|cedees)"
    r"|crediteurs?|dailly|affacturage|factoring|vooruitbetaling\w*|anticipos?|voorschot\w*)\b"
)
RETAINED = "7"


def chart_of(entries: pd.DataFrame, groups: pd.Series) -> Chart:
    """Return the chart whose client accounts stand in most entries with sales; the French one in doubt.

    Parameters
    ----------
    entries : DataFrame
        As `read_entries` returns them.
    groups : Series of int
        The entry of each line.
    """
    selling = groups.isin(groups[entries["account"].str.startswith(SALES)])
    accounts = entries.loc[selling, "account"]
    held = {chart: groups[selling][accounts.str.startswith(chart.own)].nunique() for chart in CHARTS}
    return max(CHARTS, key=lambda chart: (held[chart], chart is FRENCH))


def with_usual_accounts(entries: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Put 411 and the number as auxiliary account where clients are numbered beside the chart.

    Parameters
    ----------
    entries : DataFrame
        As `read_entries` returns them.
    groups : Series of int
        The entry of each line.

    Notes
    -----
    Quadra and others write 9DUPONT, C00123 or DUPONT in the column of accounts. They are the clients where an
    entry with sales has such a number, and none has an account of clients that a chart knows.
    """
    account = entries["account"]
    selling = account[groups.isin(groups[account.str.startswith(SALES)])]
    if selling.str.startswith(tuple(chart.own for chart in CHARTS)).any():
        return entries
    theirs = account.isin(selling[selling.ne("") & ~selling.str.fullmatch(OF_THE_CHART)])
    names = entries["client_name"].where(entries["client_name"].ne(""), entries["account_name"])
    return entries.assign(
        account=account.where(~theirs, FRENCH.own),
        account_name=entries["account_name"].where(~theirs, ""),
        client=entries["client"].where(~theirs, account),
        client_name=entries["client_name"].where(~theirs, names),
    )


def of_clients(entries: pd.DataFrame, chart: Chart) -> pd.Series:
    """Tell the lines on accounts of clients, invoices not written yet left out."""
    account = entries["account"]
    return account.str.startswith(chart.theirs) & ~account.str.startswith(chart.not_written)


def serving_all(entries: pd.DataFrame, chart: Chart) -> pd.Series:
    """Tell the lines on accounts for what is kept back, paid before or doubtful: they stand for no client."""

    def serves(both: str) -> bool:
        account, name = both.split("\0")
        rest = account[len(chart.own) :]
        if not account.startswith(chart.theirs) or any(letter.isalpha() for letter in rest):
            return False
        kept_back = chart is FRENCH and rest.rstrip("0") == RETAINED and not name.strip()
        return kept_back or not account.startswith(chart.own) or bool(OF_ALL.search(fold(name)))

    both = entries["account"] + "\0" + entries["account_name"]
    return pd.Series(each_value(both, serves), index=entries.index, dtype=bool)


def own_accounts(entries: pd.DataFrame, chart: Chart, *, nobody_named: bool) -> pd.Series:
    """Return the account of each line that stands for one client, empty elsewhere.

    Parameters
    ----------
    entries : DataFrame
        As `read_entries` returns them.
    chart : Chart
        Where the clients are.
    nobody_named : bool
        Whether no line has an auxiliary account: then numbered accounts may be clients too.

    Notes
    -----
    Letters behind the number make an account one client's. A numbered one is a client's where its name is not
    that of many; one called “Client …” only beside another that is called so.
    """
    known = entries[of_clients(entries, chart)][["account", "account_name"]].drop_duplicates()
    last = known.drop_duplicates("account", keep="last")
    lettered = {a for a in last["account"] if any(letter.isalpha() for letter in a[len(chart.own) :])}
    roots = {a.removeprefix(chart.own) for a in lettered if a.startswith(chart.own)}
    # Deposits and doubtful debts of a client have its letters behind another number.
    clients = {a: chart.own + a[len(chart.own) :] if a[len(chart.own) :] in roots else a for a in lettered}
    if nobody_named:
        numbered = last[last["account"].str.startswith(chart.own) & ~last["account"].isin(lettered)]
        called = {
            account: fold(name)
            for account, name in zip(numbered["account"], numbered["account_name"], strict=True)
            if account[len(chart.own) :].strip("0") and not MANY.fullmatch(fold(name)) and fold(name)
        }
        alike = {account for account, name in called.items() if name.startswith("client")}
        lone = alike if len({called[account] for account in alike}) < 2 else set()
        clients |= {account: account for account in called if account not in lone}
    return entries["account"].map(clients).astype("str").fillna("")
