"""The sheet of the data to repair: what to complete, what was fixed, doubles, places, records to delete."""

from typing import Any

import pandas as pd

from solver.handover.excel.fields import Area, Field, Layout
from solver.handover.excel.plan.content import Plan, column, known
from solver.handover.excel.sheet import write_table
from solver.tables.codes import label
from solver.tables.dictionary import column_label
from solver.words.i18n import _

COLUMNS = ["topic", "account_id", "name", "rep_id", "problem", "found", "used", "worth_eur", "file", "row"]
PRINTED = 50  # lines
TABLES = (
    "fields_to_verify",
    "off_map",
    "repairs",
    "duplicates",
    "value_conflicts",
    "purge_list",
    "plan_questions",
)


def write_repairs(plan: Plan, sheet: Any) -> Area:
    """Write what is to be repaired, the most valuable first."""
    rows = repair_rows(plan)
    layout = Layout(
        _("Data to repair"),
        _("What is missing, doubtful or was mended in the files, where most revenue hangs on it first."),
        [
            Field("topic", _("What"), column(rows, "topic"), least=16, most=22),
            known(rows, "account_id", most=12),
            known(rows, "name", least=18, most=28),
            Field("rep_id", column_label("rep_id"), plan.reps(rows["rep_id"]), least=12, most=16),
            Field("problem", _("To do, or what is wrong"), column(rows, "problem"), least=40, most=52),
            known(rows, "found", unit="id", most=24),
            known(rows, "used", unit="id", least=10, most=22),
            known(rows, "worth_eur"),
            known(rows, "file", most=20),
            known(rows, "row"),
        ],
        frozen=3,
        most_lines=6,
        printed=PRINTED,
    )
    return write_table(sheet, plan.styles, layout)


def repair_rows(plan: Plan) -> pd.DataFrame:
    """Return one line per thing to repair, from all the worklists of step 1."""
    makers = {
        "fields_to_verify": _to_complete,
        "off_map": _off_map,
        "repairs": _fixed,
        "duplicates": _doubles,
        "value_conflicts": _conflicts,
        "purge_list": _to_delete,
        "plan_questions": _to_confirm,
    }
    parts = [
        makers[name](plan.table(name)).reindex(columns=COLUMNS).astype(object)
        for name in TABLES
        if plan.has(name)
    ]
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    rows["worth_eur"] = pd.to_numeric(rows["worth_eur"])
    rows["row"] = pd.to_numeric(rows["row"]).astype("Int64")
    if plan.has("accounts"):
        known = plan.table("accounts").set_index("account_id")
        for name in ("name", "rep_id"):
            rows[name] = rows[name].where(rows[name].notna(), rows["account_id"].map(known[name]))
    return rows.sort_values(
        ["worth_eur", "topic", "account_id", "file", "row"],
        ascending=[False, True, True, True, True],
        kind="stable",
        ignore_index=True,
    )


def _to_complete(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(
        topic=_("Record to complete"), problem=table["fields"], worth_eur=table["revenue_eur"]
    )


def _off_map(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(topic=_("Place unknown"), problem=table["cause"], worth_eur=table["revenue_eur"])


def _fixed(table: pd.DataFrame) -> pd.DataFrame:
    topic = table["used"].notna().map({True: _("Value mended"), False: _("Value left out")})
    place = [
        problem if pd.isna(where) else _("{column}: {problem}").format(column=where, problem=problem)
        for where, problem in zip(table["column"], table["problem"], strict=True)
    ]
    return table.assign(topic=topic, problem=place)


def _doubles(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(
        topic=_("Likely double"),
        problem=table["evidence"],
        found=table["other_id"],
        worth_eur=table["revenue_eur"],
    )


def _conflicts(table: pd.DataFrame) -> pd.DataFrame:
    problem = [
        _("{column}: {problem}").format(column=column_label(name), problem=reason)
        for name, reason in zip(table["field"], table["reason"], strict=True)
    ]
    return table.assign(
        topic=_("Files that disagree"),
        problem=problem,
        found=table["other"],
        used=table["kept"],
        file=table["other_file"],
        row=table["other_row"],
    )


def _to_delete(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(topic=_("Record to delete, or to ask"), problem=table["reason"])


def _to_confirm(questions: pd.DataFrame) -> pd.DataFrame:
    return questions.assign(
        topic=[label("question", code) for code in questions["question"]], problem=questions["sentence"]
    )
