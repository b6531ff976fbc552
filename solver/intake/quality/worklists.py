"""What to ask for at the next visit of each account, the most valuable first."""

from collections.abc import Hashable, Iterable, Sequence

import pandas as pd

from solver.intake.booking.row_reader import Sorted
from solver.intake.partners.account_join import went_with_another
from solver.intake.quality.figures import main_accounts
from solver.intake.quality.low_potentials import PROBLEM
from solver.intake.words import values_of
from solver.parameters import Portfolio
from solver.tables import TABLES, check
from solver.tables.codes import VISITED_KINDS
from solver.tables.dictionary import label_inside
from solver.tables.quality import OWN_SHEETS
from solver.words.i18n import _, clauses, counted
from solver.words.months import months_before

# In the order in which a visit sheet asks for them.
VERIFIED_FIELDS = tuple(column.name for column in TABLES["accounts"].columns if column.asked)
FRENCH_FIELDS = ("siret", "naf")
CLIENT_FIELDS = ("satisfaction",)
NO_QUESTION = ("potential_source",)  # it goes with the potential, which is asked for


def fields_to_verify(remarks: pd.DataFrame, accounts: pd.DataFrame, revenue: pd.Series) -> pd.DataFrame:
    """List, per account that may be visited, what to ask for at the next visit.

    Parameters
    ----------
    remarks : DataFrame
        As `what_to_verify` returns them.
    accounts : DataFrame
        The table of step 1.
    revenue : Series of float
        Revenue of the last 12 months, by account_id.

    Returns
    -------
    DataFrame
        Table `fields_to_verify`, the most valuable account first.
    """
    visited = accounts.set_index("account_id", drop=False)
    ordered = remarks.sort_values("order", kind="stable")
    by_account = ordered.groupby("account_id", sort=True)
    texts, names = by_account["remark"].agg(clauses), by_account["field"].agg(";".join)
    rows = visited.loc[texts.index]
    table = pd.DataFrame(
        {
            "account_id": rows["account_id"],
            "name": rows["name"],
            "rep_id": rows["rep_id"],
            "fields": texts,
            "field_ids": names,
            "revenue_eur": values_of(rows["account_id"], revenue).fillna(0.0),
            "potential": rows["potential_eur"].fillna(0.0),
        }
    )
    by = ["revenue_eur", "potential", "account_id"]
    ranked = table.reset_index(drop=True).sort_values(by, ascending=[False, False, True], kind="stable")
    return check("fields_to_verify", ranked.drop(columns="potential"))


def what_to_verify(
    accounts: pd.DataFrame,
    contacts: pd.DataFrame,
    repairs: pd.DataFrame,
    origins: pd.DataFrame,
    sources: Sequence[Sorted],
    revenue: pd.Series,
    portfolio: Portfolio,
) -> pd.DataFrame:
    """Return a line for each field of each account that is missing, wrong or old.

    Nothing is asked of an account that objects to any use of its data.

    Parameters
    ----------
    accounts, contacts, repairs : DataFrame
        The tables of step 1.
    origins : DataFrame
        account_id, field, file of every value kept.
    sources : sequence of Sorted
        The files; a field that no file has is not asked for, but for the potential.
    revenue : Series of float
        Revenue of the last 12 months, by account_id.
    portfolio : Portfolio
        How old a potential or a record may be.

    Returns
    -------
    DataFrame
        account_id, field, order (on a visit sheet) and remark: what is to be asked, in words.
    """
    asked = accounts["kind"].isin(VISITED_KINDS) & ~accounts["opposition_scope"].eq("processing")
    visited = accounts[asked].set_index("account_id", drop=False)
    remarks = pd.concat(
        [
            _wrong(visited, repairs, origins, sources),
            _missing(visited, _held(sources)),
            _old(visited, portfolio),
            _low(visited, repairs),
            _objecting(visited, revenue),
            _few_people(visited, contacts, revenue, portfolio, sources),
        ],
        ignore_index=True,
    )
    # One remark per field: that it is wrong says more than that it is missing.
    return remarks.drop_duplicates(["account_id", "field"])


def _held(sources: Sequence[Sorted]) -> set[str]:
    """Return the account fields that some file has; the potential is wanted anyway."""
    raws = (source.typed.raw for source in sources)
    return {"potential_eur"}.union(*(raw.columns for raw in raws if raw.source.table == "accounts"))


def _remarks(account_id: Iterable[str], name: str, remark: str) -> pd.DataFrame:
    order = VERIFIED_FIELDS.index(name) if name in VERIFIED_FIELDS else len(VERIFIED_FIELDS)
    return pd.DataFrame({"account_id": list(account_id), "field": name, "order": order, "remark": remark})


def _missing(visited: pd.DataFrame, held: set[str]) -> pd.DataFrame:
    parts = []
    for name in VERIFIED_FIELDS:
        if name not in held:
            continue
        asked = pd.Series(True, index=visited.index)
        if name in FRENCH_FIELDS:
            asked = visited["country"].eq("FR")
        if name in CLIENT_FIELDS:
            asked = visited["kind"].eq("client")
        if name == "potential_on":
            asked = visited["potential_eur"].notna()
        codes = visited.index[visited[name].isna() & asked]
        parts.append(_remarks(codes, name, label_inside(name)))
    return pd.concat(parts, ignore_index=True)


def _wrong(
    visited: pd.DataFrame, repairs: pd.DataFrame, origins: pd.DataFrame, sources: Sequence[Sorted]
) -> pd.DataFrame:
    """Turn the repairs of account and contact files into remarks: what was set aside, what was fixed.

    What somebody has answered since on a sheet of ours is settled.
    """
    ours_again = {s.typed.raw.file for s in sources if s.typed.raw.source.preset == OWN_SHEETS}
    answered = origins[origins["file"].isin(ours_again)]
    ours: dict[Hashable, tuple[str, str]] = {
        (source.typed.raw.file, column): (source.typed.raw.source.table, name)
        for source in sources
        for name, column in source.typed.raw.columns.items()
        if source.typed.raw.source.table in ("accounts", "contacts")
    }
    parts = [_remarks([], "siret", "")]
    some = repairs[
        repairs["row"].notna() & repairs["column"].notna() & repairs["account_id"].isin(visited.index)
    ]
    # Of a value that went with another one that other one is asked for; of a low potential, `_low` asks.
    some = some[~some["problem"].isin([went_with_another(), _(PROBLEM)])]
    for place, group in some.groupby(["file", "column"], sort=True):
        if place not in ours:
            continue
        table, name = ours[place]
        if name in NO_QUESTION:
            continue
        label, field = label_inside(name), name
        if table == "contacts":
            label, field = _("{field} of a contact").format(field=label), f"contact {name}"
        if table == "accounts" and place[0] not in ours_again:
            settled = answered.loc[answered["field"].eq(name), "account_id"]
            group = group[~group["account_id"].isin(settled)]
        fixed = group["used"].notna()
        wrong, unsure = (
            _("{field} (wrong)").format(field=label),
            _("{field} (to confirm)").format(field=label),
        )
        parts.append(_remarks(group.loc[~fixed, "account_id"], field, wrong))
        parts.append(_remarks(group.loc[fixed, "account_id"], field, unsure))
    return pd.concat(parts, ignore_index=True)


def _old(visited: pd.DataFrame, portfolio: Portfolio) -> pd.DataFrame:
    months = portfolio.potential_fresh_months
    stale = visited["potential_on"] <= months_before(portfolio.as_of, months)
    text = counted(months, "potential (older than {n} month)", "potential (older than {n} months)")
    silent = visited["last_contact_on"] <= months_before(portfolio.as_of, portfolio.freshness_months)
    unverified = counted(
        portfolio.freshness_months,
        "whole record (no contact for {n} month)",
        "whole record (no contact for {n} months)",
    )
    return pd.concat(
        [
            _remarks(visited.index[stale & visited["potential_eur"].notna()], "potential_on", text),
            _remarks(visited.index[silent], "record", unverified),
        ],
        ignore_index=True,
    )


def _low(visited: pd.DataFrame, repairs: pd.DataFrame) -> pd.DataFrame:
    """Ask again for a potential that is below the purchases, whichever file says it."""
    low = repairs.loc[repairs["problem"].eq(_(PROBLEM)), "account_id"]
    asked = low[low.isin(visited.index)].drop_duplicates()
    return _remarks(asked, "potential_eur", _("potential (below what it buys)"))


def _objecting(visited: pd.DataFrame, revenue: pd.Series) -> pd.DataFrame:
    """Ask buying clients that object to being canvassed for somebody else to talk to."""
    buys = values_of(visited["account_id"], revenue).fillna(0.0).gt(0).to_numpy()
    clients = visited["opposed"].to_numpy(dtype=bool) & visited["kind"].eq("client").to_numpy() & buys
    remark = _("another contact, who may be visited: this client objects to being canvassed")
    return _remarks(visited.index[clients], "contact", remark)


def _few_people(
    visited: pd.DataFrame,
    contacts: pd.DataFrame,
    revenue: pd.Series,
    portfolio: Portfolio,
    sources: Sequence[Sorted],
) -> pd.DataFrame:
    if not any(source.typed.raw.source.table == "contacts" for source in sources):
        return _remarks([], "contact", "")
    people = contacts["account_id"].value_counts().reindex(visited.index, fill_value=0)
    main = main_accounts(
        revenue[revenue.index.isin(visited.index[visited["kind"].eq("client")])], portfolio.abc_cut_a
    )
    alone = people.index[people.eq(1) & people.index.isin(main)]
    return pd.concat(
        [
            _remarks(people.index[people.eq(0)], "contact", _("a person to ask for")),
            _remarks(alone, "contact", _("a second contact: a main account hangs on one person")),
        ],
        ignore_index=True,
    )
