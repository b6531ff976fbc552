"""The proof that no euro was lost: what came in is what was kept plus what was set aside, exactly."""

from typing import Any

import pandas as pd

from solver.intake.numbers import MICRO
from solver.intake.sales import SalesBook


def reconcile(book: SalesBook) -> dict[str, Any]:
    """Compare the revenue in the files with the revenue in the table `sales`.

    Parameters
    ----------
    book : SalesBook
        The sales and the account of every line.

    Returns
    -------
    dict
        `by_file` and `by_year` (rows with `rows_in`, `rows_kept`, `rows_set_aside`, `revenue_in_eur`,
        `revenue_kept_eur`, `revenue_set_aside_eur`), `causes` (file, cause, rows, revenue_eur) and `holds`:
        whether in = kept + set aside for every file and year, and kept = the table, to the millionth.

    Notes
    -----
    Amounts are added up as whole millionths of the currency; the table `sales` is added up anew.
    """
    ledger = book.ledger
    table = (book.table["revenue_eur"] * MICRO).round().astype("int64").sum()
    kept = ledger.loc[ledger["cause"].eq(""), "micros"].sum()
    by_file = _balance(ledger, ["file"])
    by_year = _balance(ledger, ["file", "year"])
    holds = int(table) == int(kept) and all(
        (part["in"] == part["kept"] + part["set_aside"]).all() and part["in"].sum() == ledger["micros"].sum()
        for part in (by_file, by_year)
    )
    causes = (
        ledger[ledger["cause"].ne("")].groupby(["file", "cause"], sort=True)["micros"].agg(["size", "sum"])
    )
    return {
        "by_file": _rows(by_file),
        "by_year": _rows(by_year),
        "causes": [
            {"file": file, "cause": cause, "rows": int(rows), "revenue_eur": int(micros) / MICRO}
            for (file, cause), (rows, micros) in zip(causes.index, causes.to_numpy(), strict=True)
        ],
        "holds": bool(holds),
    }


def _balance(ledger: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    kept = ledger["cause"].eq("")
    lines = ledger[by].assign(
        rows_in=1,
        rows_kept=kept.astype("int64"),
        rows_set_aside=(~kept).astype("int64"),
        **{
            "in": ledger["micros"],
            "kept": ledger["micros"].where(kept, 0),
            "set_aside": ledger["micros"].where(~kept, 0),
        },
    )
    return lines.groupby(by, sort=True, dropna=False).sum().reset_index()


def _rows(balance: pd.DataFrame) -> list[dict[str, Any]]:
    rows = []
    for row in balance.to_dict("records"):
        place = {"file": row["file"]}
        if "year" in row:
            place["year"] = None if pd.isna(row["year"]) else int(row["year"])
        counts = {name: int(row[name]) for name in ("rows_in", "rows_kept", "rows_set_aside")}
        money = {f"revenue_{name}_eur": int(row[name]) / MICRO for name in ("in", "kept", "set_aside")}
        rows.append({**place, **counts, **money})
    return rows
