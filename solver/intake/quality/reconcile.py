"""The proof that no row and no euro was lost: what came in is what was kept and what was set aside."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from solver.intake.booking.row_reader import Sorted
from solver.intake.history.sales import SourcedSales
from solver.intake.values.numbers import MICRO


def reconcile(sourced: SourcedSales, sources: Sequence[Sorted] = ()) -> dict[str, Any]:
    """Compare the rows and the revenue in the files with what was kept of them.

    Parameters
    ----------
    sourced : SourcedSales
        The sales and the account of every line.
    sources : sequence of Sorted
        The files of all tables.

    Returns
    -------
    dict
        `by_file` and `by_year` (rows with `rows_in`, `rows_kept`, `rows_set_aside`, `rows_unpriced`,
        `revenue_in_eur`, `revenue_kept_eur`, `revenue_set_aside_eur`); `causes` (file, cause, rows,
        revenue_eur) and `by_cause`, the same year by year; `rows`: of the files of every table, what became
        of their lines; and `holds`: whether in = kept + set aside for every file and year, set aside = the
        sum of its causes, and kept = the table, to the millionth.

    Notes
    -----
    Amounts are added up as whole millionths of the currency; the table `sales` is added up anew. Nobody can
    say what a line without a readable amount was worth: it counts as nothing, and as one row unpriced.
    """
    ledger = sourced.ledger
    table = (sourced.table["revenue_eur"] * MICRO).round().astype("int64").sum()
    kept = ledger.loc[ledger["cause"].eq(""), "micros"].sum()
    by_file = _balance(ledger, ["file"])
    by_year = _balance(ledger, ["file", "year"])
    causes, by_cause = _causes(ledger, ["file", "cause"]), _causes(ledger, ["file", "year", "cause"])
    lines = [_lines(source) for source in sources]
    holds = (
        int(table) == int(kept)
        and all(_holds(part, ledger) for part in (by_file, by_year))
        and all(_explains(part, by_file) for part in (causes, by_cause))
        and _explains(by_cause, by_year, ["file", "year"])
        and all(line["adds_up"] for line in lines)
    )
    return {
        "by_file": _rows(by_file),
        "by_year": _rows(by_year),
        "causes": _causes_in_words(causes),
        "by_cause": _causes_in_words(by_cause),
        "rows": lines,
        "holds": bool(holds),
    }


def _balance(ledger: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    kept = ledger["cause"].eq("")
    lines = ledger[by].assign(
        rows_in=ledger["rows"],
        rows_kept=ledger["rows"].where(kept, 0),
        rows_set_aside=ledger["rows"].where(~kept, 0),
        rows_unpriced=ledger["rows"].where(~kept & ~ledger["priced"], 0),
        **{
            "in": ledger["micros"],
            "kept": ledger["micros"].where(kept, 0),
            "set_aside": ledger["micros"].where(~kept, 0),
        },
    )
    return lines.groupby(by, sort=True, dropna=False).sum().reset_index()


def _causes(ledger: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    aside = ledger[ledger["cause"].ne("")]
    return aside.groupby(by, sort=True, dropna=False)[["rows", "micros"]].sum().reset_index()


def _holds(balance: pd.DataFrame, ledger: pd.DataFrame) -> bool:
    """Tell whether every line of a balance adds up, and all of them to the ledger."""
    money = balance["in"].eq(balance["kept"] + balance["set_aside"]).all()
    rows = balance["rows_in"].eq(balance["rows_kept"] + balance["rows_set_aside"]).all()
    whole = balance["in"].sum() == ledger["micros"].sum() and balance["rows_in"].sum() == ledger["rows"].sum()
    return bool(money and rows and whole)


def _explains(causes: pd.DataFrame, balance: pd.DataFrame, by: Sequence[str] = ("file",)) -> bool:
    """Tell whether the causes of every file, or year, sum to what was set aside there."""
    told = causes.groupby(list(by), dropna=False)[["rows", "micros"]].sum().reset_index()
    aside = balance.loc[balance["rows_set_aside"].gt(0), [*by, "rows_set_aside", "set_aside"]]
    said, due = ([list(map(str, row)) for row in table.to_numpy().tolist()] for table in (told, aside))
    return sorted(said) == sorted(due)


def _lines(source: Sorted) -> dict[str, Any]:
    """Say what became of the lines of one file below its header."""
    raw, facts = source.typed.raw, source.typed.raw.facts
    aside = source.cause[source.cause.ne("")].value_counts().sort_index()
    unread, blank = int(facts.get("misfit_rows") or 0), int(facts.get("blank_rows") or 0)
    counts = {
        "kept": int(source.cause.eq("").sum()),
        "set_aside": int(aside.sum()),
        "unread": unread,
        "of_others": int(facts.get("rows_of_others") or 0),
        "totals": source.typed.total_rows,
        "blank": blank,
    }
    lines = int(facts.get("lines") or sum(counts.values()))
    return {
        "file": raw.file,
        "table": raw.source.table,
        "lines": lines,
        **counts,
        "causes": {str(cause): int(rows) for cause, rows in aside.items()},
        "adds_up": lines == sum(counts.values()),
    }


def _rows(balance: pd.DataFrame) -> list[dict[str, Any]]:
    rows = []
    for row in balance.to_dict("records"):
        counts = {
            name: int(row[name]) for name in ("rows_in", "rows_kept", "rows_set_aside", "rows_unpriced")
        }
        money = {f"revenue_{name}_eur": int(row[name]) / MICRO for name in ("in", "kept", "set_aside")}
        rows.append({**_place(row), **counts, **money})
    return rows


def _causes_in_words(causes: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            **_place(row),
            "cause": row["cause"],
            "rows": int(row["rows"]),
            "revenue_eur": int(row["micros"]) / MICRO,
        }
        for row in causes.to_dict("records")
    ]


def _place(row: dict[Any, Any]) -> dict[str, Any]:
    place = {"file": row["file"]}
    if "year" in row:
        place["year"] = None if pd.isna(row["year"]) else int(row["year"])
    return place
