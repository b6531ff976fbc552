"""Step 1 at scale: 540,000 invoice lines from CSV to canonical tables, against a plain read by pandas.

Run from the project's folder: `python -m tests.benchmarks.bench_intake`. The lines come from the generator of
the demo firm, drawn again and again until there are enough. The plain read is told everything that step 1
finds out: separator, decimal mark, encoding, the way of writing dates, which columns are text; and it neither
checks nor reconciles; polars and duckdb read the same file where they are installed. All take turns in one
process, the best of several counts, in seconds of processors; the peak of memory is that of a process of its
own (Linux). Nothing is asserted: ratios are what to read.
"""

import multiprocessing
import sys
import tempfile
import time
from datetime import date
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd

from solver.intake import prepare_tools
from solver.intake.booking.account_codes import AccountCodes
from solver.intake.history.sales import build_sales
from solver.intake.quality.reconcile import reconcile
from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import read_values
from solver.parameters import Source, load_portfolio
from tests.conftest import DEMO

LINES, MANY_LINES = 540_000, 5_000_000
LAST_DAY = date(2025, 12, 31)
TURNS = 5
CLIENTS, INVOICES = "clients.csv", "factures.csv"
TEXTS = (
    "Document - Numéro du document",
    "Document - Code client",
    "Document - Code commercial/collaborateur",
    "Ligne - Famille",
)
DAY = "Document - Date"


def write_files(folder: Path, lines: int = LINES) -> None:
    """Write the demo's clients, and as many of their invoice lines as wanted, as its package exports them."""
    sys.path.insert(0, str(DEMO.parent))
    import export
    from partners import company_numbers, draw_buyers, invented_names
    from places import read_communes
    from trading import add_economics, invoice_lines
    from vocabulary import SEED

    streams = (np.random.default_rng([SEED, stream]) for stream in count())
    names, numbers = invented_names(next(streams)), company_numbers(next(streams))
    buyers = add_economics(next(streams), draw_buyers(next(streams), read_communes(), names, numbers))
    drawn: list[pd.DataFrame] = []
    while sum(map(len, drawn)) < lines:
        again = invoice_lines(next(streams), buyers)
        drawn.append(again.assign(document=again["document"] + f"-{len(drawn) + 1:02d}"))
    invoices = pd.concat(drawn, ignore_index=True).head(lines).sort_values("date", kind="stable")
    file = export.invoices_file(invoices, buyers.set_index("account_id")["rep_id"])
    file.to_csv(folder / INVOICES, sep=";", index=False, lineterminator="\r\n", encoding="utf-8")
    listed = buyers[["account_id", "name", "postcode", "town"]]
    listed.columns = ["Code (tiers)", "Nom", "Code postal (facturation)", "Ville (facturation)"]
    listed.to_csv(folder / CLIENTS, sep=";", index=False, lineterminator="\r\n", encoding="cp1252")


def sources_of(folder: Path) -> list[Source]:
    """Return the two files as a portfolio names them."""
    return [
        Source(table="accounts", path=str(folder / CLIENTS)),
        Source(table="sales", path=str(folder / INVOICES)),
    ]


def plain_read(folder: Path) -> float:
    """Read the invoices with pandas, all settings known, and add them up."""
    table = pd.read_csv(
        folder / INVOICES,
        sep=";",
        decimal=",",
        encoding="utf-8",
        dtype=dict.fromkeys(TEXTS, "str"),
        parse_dates=[DAY],
        date_format="%d/%m/%Y",
    )
    return float(table["Ligne - Montant Net HT"].sum())


def arrow_read(folder: Path) -> float:
    """Read them with the quickest reader of pandas, all settings known, and add them up."""
    table = pd.read_csv(folder / INVOICES, sep=";", decimal=",", engine="pyarrow")
    assert pd.to_datetime(table[DAY], format="%d/%m/%Y").notna().all()
    return float(table["Ligne - Montant Net HT"].sum())


def polars_read(folder: Path) -> float:
    """Read them with polars."""
    import polars

    table = polars.read_csv(folder / INVOICES, separator=";", decimal_comma=True)
    assert table[DAY].str.to_date("%d/%m/%Y").null_count() == 0
    return float(table["Ligne - Montant Net HT"].sum())


def duckdb_read(folder: Path) -> float:
    """Read them with duckdb."""
    import duckdb

    read = f"read_csv('{folder / INVOICES}', delim=';', decimal_separator=',', dateformat='%d/%m/%Y')"
    amounts = duckdb.sql(f'SELECT sum("Ligne - Montant Net HT"), count("{DAY}") FROM {read}').fetchall()
    return float(amounts[0][0])


def sales_alone(folder: Path) -> float:
    """Turn the invoices into the table `sales`, reconciled, the accounts known."""
    codes = pd.read_csv(folder / CLIENTS, sep=";", encoding="cp1252", dtype="str")["Code (tiers)"]
    typed = [read_values(read_source(sources_of(folder)[1]))]
    book = build_sales(typed, AccountCodes(codes), LAST_DAY)
    assert reconcile(book)["holds"]
    return float(book.table["revenue_eur"].sum())


def whole_step(folder: Path) -> float:
    """Walk through the whole of step 1."""
    intake = prepare_tools(load_portfolio(DEMO).model_copy(update={"sources": sources_of(folder)}))
    assert intake.quality["reconciliation"]["holds"]
    return float(intake.sales["revenue_eur"].sum())


WAYS = {
    "plain pandas read, all settings known": plain_read,
    "pandas with the reader of arrow": arrow_read,
    **({"polars": polars_read} if find_spec("polars") else {}),
    **({"duckdb": duckdb_read} if find_spec("duckdb") else {}),
    "invoices → table sales, checked and reconciled": sales_alone,
    "the whole of step 1, every table and the quality report": whole_step,
}


def best_seconds(folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Time every way in turn, several times; return the best seconds of each, and the sum it found."""
    seconds: dict[str, list[float]] = {name: [] for name in WAYS}
    sums: dict[str, float] = {}
    for _turn in range(TURNS):
        for name, way in WAYS.items():
            started = time.process_time()
            sums[name] = way(folder)
            seconds[name].append(time.process_time() - started)
    return {name: min(taken) for name, taken in seconds.items()}, sums


def peak_mb(folder: Path, name: str) -> float:
    """Return the most memory that one way takes, libraries and all, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(sender, folder, name))
    process.start()
    sender.close()
    peak = float(receiver.recv())
    process.join()
    return peak


def _child(connection, folder: Path, name: str) -> None:
    WAYS[name](folder)
    # The usual getrusage would tell the size of the parent where that is larger.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    connection.send(int(status.partition("VmHWM:")[2].split()[0]) / 1024)


def write_many(folder: Path) -> None:
    """Write the invoices again and again under other numbers, until there are five million lines."""
    head, *lines = (folder / INVOICES).read_text(encoding="utf-8").splitlines()
    with (folder / INVOICES).open("w", encoding="utf-8", newline="\r\n") as file:
        file.write(f"{head}\n")
        for n in range(-(-MANY_LINES // len(lines))):
            left = lines[: MANY_LINES - n * len(lines)]
            file.writelines(f"{n}-{line}\n" for line in left)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder)
        size = (folder / INVOICES).stat().st_size / 1e6
        seconds, sums = best_seconds(folder)
        reference = next(iter(seconds.values()))
        print(f"{LINES:,} invoice lines, {size:.0f} MB, {min(sums.values()):,.2f} € each way\n")
        print("| way | seconds | times the plain read | peak MB |")
        print("|---|---:|---:|---:|")
        for way, taken in seconds.items():
            peak = peak_mb(folder, way)
            print(f"| {way} | {taken:.2f} | {taken / reference:.2f} | {peak:,.0f} |", flush=True)
        write_many(folder)
        peak = peak_mb(folder, list(WAYS)[-1])
        print(f"\n{MANY_LINES:,} lines: the whole of step 1 at most {peak:,.0f} MB (2,048 is the aim)")


if __name__ == "__main__":
    main()
