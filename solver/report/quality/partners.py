"""Who is in the files, who stands in them twice, and what to ask for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from solver.intake.quality.contributions import on_the_lists
from solver.report.look.cells import Column
from solver.report.look.display import Table, show_table
from solver.tables.dictionary import column_label
from solver.tables.portfolio import OWED
from solver.words.i18n import _, counted, format_date, format_money, format_number, format_share

Quality = Mapping[str, Any]

WORTH_MOST = 10
OWED_COLUMNS = [column.name for column in OWED]


def kinds(quality: Quality) -> Table:
    """Show how many accounts are of which kind."""
    rows = pd.DataFrame(quality["kinds"].items(), columns=["kind", "accounts"])
    return show_table(rows, title=_("Accounts by kind"), total=True)


def gaps(quality: Quality) -> list[str]:
    """Say in a sentence each how old the records are, and where the firm knows too few people."""
    fresh, cover = quality["freshness"], quality["contact_cover"]
    said = []
    if fresh["accounts"]:
        said.append(
            counted(
                fresh["fresh"],
                "{n} of {accounts} accounts was met or reached in {months} ({share}).",
                "{n} of {accounts} accounts were met or reached in {months} ({share}).",
            ).format(
                accounts=format_number(fresh["accounts"]),
                months=counted(fresh["months"], "the last month", "the last {n} months"),
                share=format_share(fresh["fresh_share"]),
            )
        )
    siren = quality["siren"]
    if siren["clients"]:
        said.append(
            counted(
                siren["clients"],
                "Ready for e-invoicing: SIREN valid for {valid} of {n} active French client, worth {share} "
                "of their revenue.",
                "Ready for e-invoicing: SIREN valid for {valid} of {n} active French clients, worth {share} "
                "of their revenue.",
            ).format(
                valid=format_number(siren["valid"]), share=format_share(siren["revenue_share"] or 0.0, 1)
            )
        )
    if (owed := _overdue(quality.get("overdue"))) is not None:
        said.append(owed)
    if cover is None:
        said.append(_("There is no file of contacts: nobody knows whom to ask for."))
    elif cover["main_accounts"]:
        said.append(
            _("{of_main}, {single} and {nobody}.").format(
                of_main=counted(
                    cover["main_accounts"], "Of the one main account", "Of the {n} main accounts"
                ),
                single=counted(
                    len(cover["single_contact"]), "{n} hangs on one person", "{n} hang on one person"
                ),
                nobody=counted(
                    len(cover["no_contact"]), "{n} has no contact at all", "{n} have no contact at all"
                ),
            )
        )
    return said


def _overdue(facts: Quality | None) -> str | None:
    """Say what clients owe for too long, or why nobody can tell; nothing where nobody says anything."""
    if facts is None:
        return None
    if facts.get("stated"):
        return _owed_by_the_books(facts)
    share = facts["lettered_share"]
    if share is None or share < facts["least_share"]:
        return _("Cannot tell what is overdue: {why}.").format(
            why=_("no entry of a client is older than a year")
            if share is None
            else _("{share} of the entries older than a year are lettered, and {least} are needed").format(
                share=format_share(share), least=format_share(facts["least_share"])
            )
        )
    if not facts.get("brought_forward", True):
        return _("Cannot tell what is overdue: {why}.").format(
            why=_("no file brings forward what clients owed at the beginning of the last financial year")
        )
    return counted(
        facts["clients"],
        "Overdue on {day}: {n} client owes {amount} for more than {days} days; {share} of the older entries "
        "are lettered.",
        "Overdue on {day}: {n} clients owe {amount} for more than {days} days; {share} of the older entries "
        "are lettered.",
    ).format(
        day=format_date(date.fromisoformat(facts["on"])),
        amount=format_money(facts["overdue_eur"]),
        days=facts["days"],
        share=format_share(share),
    )


def _owed_by_the_books(facts: Quality) -> str:
    """Say what is overdue by accounting's own file, and of how much nobody says since when."""
    said = counted(
        facts["clients"],
        "Overdue on {day}, as accounting says: {n} client owes {amount}.",
        "Overdue on {day}, as accounting says: {n} clients owe {amount}.",
    ).format(day=format_date(date.fromisoformat(facts["on"])), amount=format_money(facts["overdue_eur"]))
    if not facts["undated"]:
        return said
    undated = counted(
        facts["undated"],
        "For {n} client nothing says since when: nobody can tell whether it is too long. Ask accounting for "
        "the day of the oldest invoice due.",
        "For {n} clients nothing says since when: nobody can tell whether it is too long. Ask accounting for "
        "the day of the oldest invoice due.",
    )
    return f"{said} {undated}"


def owing(overdue: pd.DataFrame, accounts: pd.DataFrame, rows: int = WORTH_MOST) -> Table | str:
    """Show what is overdue, the largest amount first, or say that nothing is known to be."""
    late = overdue[overdue["overdue_eur"].gt(0)]
    if late.empty:
        return _("No account is known to be overdue.")
    return _owed(late, accounts, _("What is overdue"), rows)


def settling(to_settle: pd.DataFrame, accounts: pd.DataFrame, rows: int = WORTH_MOST) -> Table | str:
    """Show who pays before anything more is sold, the largest amount first, or say that nobody has to."""
    if to_settle.empty:
        return _("No client is known to owe more than its limit, or for too long.")
    return _owed(to_settle, accounts, _("Who settles the account first"), rows)


def _owed(table: pd.DataFrame, accounts: pd.DataFrame, title: str, rows: int) -> Table:
    largest = table.sort_values(["overdue_eur", "account_id"], ascending=[False, True], kind="stable")
    held = ["account_id", *(name for name in OWED_COLUMNS if largest[name].notna().any())]
    return show_table(largest, held, accounts=accounts, title=title, rows=rows, total=True)


def off_map(accounts_off_map: pd.DataFrame, rows: int = WORTH_MOST) -> Table | str:
    """Show the accounts that could not be placed, and the revenue behind them."""
    if accounts_off_map.empty:
        return _("Every account that may be visited has a place on the map.")
    columns = ["account_id", "name", "rep_id", "postcode", "town", "cause", "revenue_eur"]
    return show_table(
        accounts_off_map, columns, title=_("Accounts without a place on the map"), rows=rows, total=True
    )


def doubles(duplicates: pd.DataFrame, accounts: pd.DataFrame, rows: int = 20) -> Table | str:
    """Show the pairs of accounts that look the same, with both names."""
    if duplicates.empty:
        return _("No two accounts look the same.")
    names = accounts.set_index("account_id")["name"]
    shown = duplicates.assign(
        name=duplicates["account_id"].map(names), other_name=duplicates["other_id"].map(names)
    )
    return show_table(
        shown,
        {
            "account_id": Column(),
            "name": Column(),
            "other_id": Column(),
            "other_name": _("Its name"),
            "evidence": Column(),
            "revenue_eur": Column(),
        },
        title=_("Pairs of accounts that look the same"),
        rows=rows,
    )


def merged(merges: pd.DataFrame, rows: int = 20) -> Table | str:
    """Show the accounts that went into another, why, and what moved with them."""
    if merges.empty:
        return _("No account went into another.")
    return show_table(
        merges,
        {
            "account_id": Column(),
            "name": Column(),
            "into_id": _("Went into"),
            "basis": _("On what ground"),
            "reason": Column(),
            "sales_lines": _("Invoice lines moved"),
            "recent_revenue_eur": _("Revenue moved, last 12 months"),
        },
        title=_("Accounts that are one"),
        rows=rows,
    )


def conflicts(value_conflicts: pd.DataFrame, accounts: pd.DataFrame, rows: int = 20) -> Table | str:
    """Show what two files say of one account, which value was kept, and why."""
    if value_conflicts.empty:
        return _("No two files differ on an account.")
    return show_table(
        value_conflicts.assign(field=value_conflicts["field"].map(column_label)),
        {
            "account_id": Column(),
            "field": Column(),
            "kept": Column(),
            "kept_file": _("From the file"),
            "other": _("Not kept"),
            "other_file": _("From the file"),
            "reason": _("Why the one was kept"),
        },
        title=_("Where two files differ on one account"),
        rows=rows,
        accounts=accounts,
    )


def reported(reported_changes: pd.DataFrame, accounts: pd.DataFrame, rows: int = 20) -> Table | str:
    """Show what the visit reports have changed."""
    if reported_changes.empty:
        return _("No visit report has changed anything.")
    return show_table(
        reported_changes.assign(field=reported_changes["field"].map(column_label)),
        {
            "account_id": Column(),
            "subject": _("Person"),
            "field": Column(),
            "before": _("Before"),
            "after": _("Now"),
            "reported_on": _("Visit of"),
        },
        title=_("What the visit reports have changed"),
        rows=rows,
        accounts=accounts,
    )


def promised(next_actions: pd.DataFrame, accounts: pd.DataFrame, rows: int = WORTH_MOST) -> Table | str:
    """Show what was agreed at the last visits, and what is overdue."""
    if next_actions.empty:
        return _("No visit report promises anything.")
    return show_table(
        next_actions.sort_values(["due_on", "account_id"], kind="stable"),
        {
            "account_id": Column(),
            "rep_id": Column(),
            "action": _("What was agreed"),
            "agreed_on": _("Agreed on"),
            "due_on": Column(),
            "status": Column(),
        },
        title=_("What was promised to the accounts"),
        rows=rows,
        accounts=accounts,
    )


def to_verify(fields_to_verify: pd.DataFrame, rows: int = WORTH_MOST) -> Table:
    """Show what to ask at the next visit, the most valuable accounts first."""
    columns = ["account_id", "name", "rep_id", "fields", "revenue_eur"]
    title = _("Fields to verify, the most valuable accounts first")
    return show_table(fields_to_verify, columns, title=title, rows=rows)


def who_is_asked(asks: pd.DataFrame, most: int) -> Table | str:
    """Show who is asked what: how many lines stand on each list, what hangs on them, and the first thing.

    Parameters
    ----------
    asks : DataFrame
        Table `asks`.
    most : int
        Lines of one list.
    """
    listed = on_the_lists(asks, most)
    if listed.empty:
        return ""
    groups = listed.groupby("contributor", sort=False)
    shown = pd.DataFrame(
        {
            "contributor": list(groups.groups),
            "service": groups["service"].first().to_numpy(),
            "asks": groups.size().to_numpy(),
            "worth_eur": groups["worth_eur"].sum().to_numpy(),
            "asked_for": (groups["account_id"].first() + " – " + groups["asked_for"].first()).to_numpy(),
        }
    )
    return show_table(
        shown,
        {
            "contributor": Column(),
            "service": Column(),
            "asks": _("Questions"),
            "worth_eur": _("What hangs on them"),
            "asked_for": _("The first of them"),
        },
        title=_("Who is asked what: the lines worth most, on one list each"),
        rows=30,
    )
