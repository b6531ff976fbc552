"""Step 6: cross what an account buys with what it could buy, and give every account a type and a mission.

The matrix has a row for each class of revenue (A, B, C), a row P for prospects and a row F for former
clients, and a column for each class of potential (A', B', C' and ? where the potential is unknown).
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import pandas as pd

from solver.tables.codes import (
    ACCOUNT_TYPES,
    CLIENT_TYPES,
    POTENTIAL_CLASSES,
    PROSPECT_TYPES,
    ROW_OF_KIND,
    SEGMENTS,
    VISITED_KINDS,
)
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_share, ngettext

RULE_ROWS = (*SEGMENTS, "P")
KEY_ACCOUNT_TYPES = ("key_account_to_consolidate", "key_account_to_develop")
SPLIT_CELL = "A/A'"
KEY_ACCOUNT_LIMIT = 0.15
TOLERANCE = 1e-9

DOMAIN_OF_TYPE = {
    "key_account_to_consolidate": "going_concern",
    "key_account_to_develop": "development",
    "high_potential": "development",
    "going_concern": "going_concern",
    "medium_account": "going_concern",
    "economical_management": "economical",
    "priority_prospect": "conquest",
    "prospect_to_follow": "conquest",
    "prospect_to_watch": "conquest",
    "former_client": "conquest",
}


def group_accounts(
    accounts: pd.DataFrame,
    segments: pd.DataFrame,
    qualification: pd.DataFrame,
    *,
    account_rules: Mapping[str, str],
    consolidate_share: float,
) -> pd.DataFrame:
    """Return the cell, the type and the domain of every account that may be visited.

    Parameters
    ----------
    accounts, segments, qualification : DataFrame
        The canonical tables of steps 1, 4 and 5.
    account_rules : mapping
        Cell of the crossed matrix, as in ``B/A'``, to account type.
    consolidate_share : float
        An A/A' account that the rules would develop is consolidated from this share of wallet on.

    Returns
    -------
    DataFrame
        `account_id, cell, account_type, domain`, by account_id.

    Raises
    ------
    PortfolioError
        A rule names a cell or a type that does not exist, or a cell in use has no rule.

    Notes
    -----
    A client without a line in `segments` bought nothing in the year: it is a C. The published matrices let
    A/A' belong to two domains; the split by share of wallet settles it. They say nothing of B/B': here a
    medium account belongs to the going concern.

    References
    ----------
    The crossed ABC matrix of French sales practice: Action Commerciale, *La boîte à outils du commercial*,
    sheet 2; Acos, *Construire son plan d'action avec la matrice ABC croisée*.
    """
    check_rules(account_rules)
    visited = accounts.loc[accounts["kind"].isin(VISITED_KINDS), ["account_id", "kind"]]
    table = visited.merge(segments[["account_id", "segment"]], on="account_id", how="left").merge(
        qualification[["account_id", "potential_class", "share_of_wallet"]], on="account_id", how="left"
    )
    rows = table["kind"].map(ROW_OF_KIND).fillna(table["segment"]).fillna(SEGMENTS[-1])
    table["cell"] = rows + "/" + table["potential_class"].fillna(POTENTIAL_CLASSES[-1])
    former = table["kind"] == "former_client"
    table["account_type"] = table["cell"].map(dict(account_rules)).mask(former, "former_client")
    _refuse_missing_rules(table)
    consolidated = (
        (table["cell"] == SPLIT_CELL)
        & (table["account_type"] == "key_account_to_develop")
        & (table["share_of_wallet"] >= consolidate_share - TOLERANCE)
    )
    table["account_type"] = table["account_type"].mask(consolidated, "key_account_to_consolidate")
    table["domain"] = table["account_type"].map(DOMAIN_OF_TYPE)
    columns = ["account_id", "cell", "account_type", "domain"]
    return table.sort_values("account_id", ignore_index=True, kind="stable")[columns]


def check_rules(account_rules: Mapping[str, str]) -> None:
    """Refuse a rule table with a cell or a type that does not exist.

    Parameters
    ----------
    account_rules : mapping
        As in `group_accounts`.

    Raises
    ------
    PortfolioError
        The first such rule is named, with the nearest known word.
    """
    cells = [f"{row}/{column}" for row in RULE_ROWS for column in POTENTIAL_CLASSES]
    for cell, account_type in account_rules.items():
        if cell not in cells:
            raise PortfolioError(
                _("“{cell}” is no cell of the crossed matrix").format(cell=cell),
                column="account_rules",
                fix=_fix_for(cell, cells),
            )
        types = PROSPECT_TYPES if cell.startswith("P") else CLIENT_TYPES
        if account_type not in types:
            raise PortfolioError(
                _("the rule for {cell} gives “{type}”, which is no account type of that row").format(
                    cell=cell, type=account_type
                ),
                column="account_rules",
                fix=_fix_for(account_type, list(types)),
            )


def type_table(account_types: pd.DataFrame, qualification: pd.DataFrame) -> pd.DataFrame:
    """Return the accounts, the revenue and the gap of every account type, in the order of the method.

    Parameters
    ----------
    account_types : DataFrame
        As `group_accounts` returns it.
    qualification : DataFrame
        The canonical table of step 5; an unknown gap counts as nothing.

    Returns
    -------
    DataFrame
        `account_type, domain, accounts, revenue_eur, gap_eur, revenue_share`.
    """
    known = qualification[["account_id", "revenue_eur", "gap_eur"]]
    totals = (
        account_types.merge(known, on="account_id", how="left")
        .groupby("account_type", as_index=False)
        .agg(accounts=("account_id", "size"), revenue_eur=("revenue_eur", "sum"), gap_eur=("gap_eur", "sum"))
    )
    types = pd.DataFrame({"account_type": ACCOUNT_TYPES})
    types["domain"] = types["account_type"].map(DOMAIN_OF_TYPE)
    table = types.merge(totals, on="account_type", how="left")
    table = table.fillna({"accounts": 0, "revenue_eur": 0.0, "gap_eur": 0.0}).astype({"accounts": "int64"})
    total = table["revenue_eur"].sum()
    return table.assign(revenue_share=table["revenue_eur"] / total if total > 0 else 0.0)


def describe_types() -> pd.DataFrame:
    """Return what each account type is for and what it may cost: account_type, domain, mission, resources."""
    high, medium, low = _("High"), _("Medium"), _("Low")
    told = {
        "key_account_to_consolidate": (
            _("Keep what is won: several contacts, a yearly review."),
            high,
        ),
        "key_account_to_develop": (_("Win the share that goes elsewhere: projects, new families."), high),
        "high_potential": (_("Find out why we are small there, then grow."), high),
        "going_concern": (_("Keep the revenue of last year at the least, and watch the risk."), medium),
        "medium_account": (_("Keep, and take the openings a visit shows."), medium),
        "economical_management": (_("Serve by phone, web and grouped visits."), low),
        "priority_prospect": (_("Win: the first hours kept for prospects go here."), high),
        "prospect_to_follow": (_("Qualify, then visit when a need shows."), medium),
        "prospect_to_watch": (_("Keep informed; find out the potential."), low),
        "former_client": (_("Learn why they left; win back where it pays."), low),
    }
    rows = [(name, DOMAIN_OF_TYPE[name], *told[name]) for name in ACCOUNT_TYPES]
    return pd.DataFrame(rows, columns=["account_type", "domain", "mission", "resources"])


def grouping_facts(account_types: pd.DataFrame) -> dict[str, Any]:
    """Return the counts of the step, and a warning where too many clients are called key accounts.

    Parameters
    ----------
    account_types : DataFrame
        As `group_accounts` returns it.

    Returns
    -------
    dict
        `clients`, `key_accounts`, `key_account_share`, `by_type` and `by_domain` (counts), `warnings`.
    """
    counts = account_types["account_type"].value_counts()
    clients = int(counts.reindex(CLIENT_TYPES, fill_value=0).sum())
    key_accounts = int(counts.reindex(KEY_ACCOUNT_TYPES, fill_value=0).sum())
    share = key_accounts / clients if clients else 0.0
    warnings = []
    if share > KEY_ACCOUNT_LIMIT + TOLERANCE:
        warnings.append(
            _("{share} of the clients are key accounts; above {limit} the word loses its meaning.").format(
                share=format_share(share), limit=format_share(KEY_ACCOUNT_LIMIT)
            )
        )
    domains = account_types["domain"].value_counts()
    return {
        "clients": clients,
        "key_accounts": key_accounts,
        "key_account_share": share,
        "by_type": {name: int(counts.get(name, 0)) for name in ACCOUNT_TYPES},
        "by_domain": {name: int(domains.get(name, 0)) for name in dict.fromkeys(DOMAIN_OF_TYPE.values())},
        "warnings": warnings,
    }


def _refuse_missing_rules(table: pd.DataFrame) -> None:
    """Refuse accounts whose cell no rule covers."""
    missing = table[table["account_type"].isna()]
    if len(missing):
        cell = missing["cell"].sort_values(kind="stable").iloc[0]
        raise PortfolioError(
            ngettext(
                "no rule says what an account in {cell} is, and {n} account is there",
                "no rule says what an account in {cell} is, and {n} accounts are there",
                int((missing["cell"] == cell).sum()),
            ).format(cell=cell, n=int((missing["cell"] == cell).sum())),
            column="account_rules",
            fix=_("add “{cell}” to account_rules, with an account type").format(cell=cell),
        )


def _fix_for(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.4)
    if near:
        return _("did you mean “{name}”?").format(name=near[0])
    return _("use one of: {names}").format(names=", ".join(known))
