"""Every account of the plan: a line in a list to search, and a card that says why it gets these visits."""

import json
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from solver.handover.html.data_table import data_table, sort_key
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.asked_first import asked_first
from solver.report.look.cells import Column, formatter
from solver.report.look.display import chosen
from solver.report.past.sentences import class_label
from solver.words.i18n import MISSING, _, counted, format_date, format_number, is_missing
from solver.words.sentences import listed, rep_names

COLUMNS = ("name", "town", "rep_id", "account_type", "visits_today", "visits", "contribution_eur")
ON_THE_CARD = (
    "account_id",
    "reason",
    "revenue_eur",
    "potential_eur",
    "behaviour",
    "p",
    "asked_first",
    "score",
    "score_class",
    "next_visit_eur",
    "paying_visits",
)
JOINED = {
    "account_types": ("account_type",),
    "scores": ("score", "score_class"),
    "segments": ("revenue_eur",),
    "qualification": ("potential_eur",),
    "typology": ("behaviour",),
    "loss_risk": ("p",),
}
SHOWN = 25  # lines until somebody searches
SOURCE = "every-account"
DATES = 6
MOST = 5_000  # on the page; it stays below ten megabytes


@dataclass(frozen=True)
class AccountsList:
    """The first lines as a table, and all of them as data for the page's script.

    Attributes
    ----------
    table : Markup
    data : Markup
        JSON: `heads` of the facts, then for each account its `cells`, what they are `sorted` by where it is
        not their text, and its `facts`.
    rest : str
        Where the accounts are that the page has no room for; empty where it has all.
    """

    table: Markup
    data: Markup
    rest: str


def accounts_list(artifacts: Artifacts) -> AccountsList | None:
    """Return all accounts that may be visited, the largest contribution first.

    Parameters
    ----------
    artifacts : Artifacts
        What the run holds; columns that nothing fills are left out.
    """
    if not artifacts.has("allocation", "accounts"):
        return None
    every = _every_account(artifacts)
    columns, facts = (
        {name: Column() for name in names if name in every and every[name].notna().any()}
        for names in (COLUMNS, ON_THE_CARD)
    )
    if "revenue_eur" in facts:
        facts["revenue_eur"] = Column(label=_("Revenue, 12 months"))
    if "p" in facts:
        facts["p"] = Column(label=_("Chance to buy nothing in a year"))
    if "asked_first" in facts:
        facts["asked_first"] = Column(label=_("Ask first"))
    if "score_class" in facts:
        facts["score_class"] = Column(label=class_label(artifacts.facts("evidence.json")))
    here = every.head(MOST)
    table = data_table(here, columns, name=_("All the accounts"), rows=SHOWN, source=SOURCE)
    return AccountsList(table, _as_json(here, columns, facts), _rest(len(every) - len(here)))


def _rest(left_out: int) -> str:
    """Say where the others are."""
    if not left_out:
        return ""
    return counted(
        left_out,
        "The {most} largest are here; {n} more account is in the workbook, plan.xlsx.",
        "The {most} largest are here; {n} more accounts are in the workbook, plan.xlsx.",
    ).format(most=format_number(MOST))


def _every_account(artifacts: Artifacts) -> pd.DataFrame:
    accounts = artifacts.table("accounts")[["account_id", "name", "town"]]
    every = artifacts.table("allocation").merge(accounts, on="account_id", how="left")
    for table, columns in JOINED.items():
        if artifacts.has(table):
            more = artifacts.table(table)[["account_id", *columns]]
            every = every.merge(more, on="account_id", how="left")
    if artifacts.has("reps"):
        every["rep_id"] = every["rep_id"].map(rep_names(artifacts.table("reps"))).fillna(every["rep_id"])
    every["asked_first"] = every["account_id"].map(asked_first(artifacts)).astype("str")
    every["dates"] = _next_dates(every["account_id"], artifacts)
    return every.sort_values(["contribution_eur", "account_id"], ascending=[False, True])


def _next_dates(account_ids: pd.Series, artifacts: Artifacts) -> pd.Series:
    """Write the first dates of each account; nothing where step 12 has given none."""
    if not artifacts.has("appointments"):
        return pd.Series("", index=account_ids.index)
    dated = artifacts.table("appointments").sort_values(["date", "start", "account_id"], kind="stable")
    first = dated.groupby("account_id")["date"].agg(
        lambda dates: listed([format_date(date) for date in dates.head(DATES)])
    )
    return account_ids.map(first).fillna("")


def _as_json(every: pd.DataFrame, columns: dict[str, Column], facts: dict[str, Column]) -> Markup:
    shown, specs = chosen(every, {**columns, **facts})
    text = {name: _in_words(shown[name], spec) for name, spec in specs.items()}
    order = {name: [sort_key(value, specs[name]) for value in shown[name]] for name in columns}
    rows = [
        {
            "cells": [text[name][row] for name in columns],
            "sorted": [order[name][row] for name in columns],
            "facts": [*(text[name][row] for name in facts), dates],
        }
        for row, dates in enumerate(every["dates"])
    ]
    heads = [*(str(specs[name].label) for name in facts), _("Next visits")]
    said = json.dumps({"heads": heads, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    return Markup(said.replace("<", "\\u003c"))


def _in_words(values: pd.Series, spec: Column) -> list[str]:
    write = formatter(spec, str(values.name))
    return [MISSING if is_missing(value) else write(value) for value in values]
