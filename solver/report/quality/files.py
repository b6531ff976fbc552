"""What was read of each file, and the proof that not a cent was lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.report.look.cells import Column
from solver.report.look.display import Table, show_table
from solver.report.quality.roads import older_speed
from solver.tables.codes import label
from solver.tables.dictionary import column_label, unit_called
from solver.words.i18n import _, counted, format_date, format_money, format_number, format_share, in_quotes

Quality = Mapping[str, Any]

INVOICES_END_DAYS = 45  # invoices that end longer before as_of leave a hole in the last 12 months
FEW_POTENTIALS = 0.5  # below this, most of step 5 rests on estimates
SEPARATORS = {"\t": "TAB"}


@dataclass(frozen=True)
class Shape:
    """What was understood of one or more files with the same columns.

    Attributes
    ----------
    files, table : str
        Their names, and what they hold.
    columns : list of (str, str)
        What our column is called, and the column of the file taken for it.
    left_alone : list of str
        Columns of the file that no step reads.
    """

    files: str
    table: str
    columns: list[tuple[str, str]]
    left_alone: list[str]


def files_read(quality: Quality) -> Table:
    """Show each file, how it was read, and what became of its rows."""
    files = pd.DataFrame(list(quality["files"]))
    files["separator"] = files["separator"].replace(SEPARATORS)
    columns = ["file", "table", "preset", "encoding", "separator", "sheet", "rows", "kept", "set_aside"]
    shown = files.reindex(columns=columns)
    always = ("file", "table", "rows", "kept", "set_aside")
    kept = [name for name in columns if name in always or shown[name].notna().any()]
    return show_table(
        shown,
        kept,
        title=_("The files, how they were read, and what became of their rows"),
        rows=len(shown),
    )


def shapes(quality: Quality) -> list[Shape]:
    """Return which column was taken for what, files of one shape together."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for file in quality["files"]:
        groups.setdefault(repr((file["table"], file["columns"], file["unused_columns"])), []).append(file)
    return [
        Shape(
            ", ".join(file["file"] for file in files),
            label("table", files[0]["table"]),
            [(column_label(ours), theirs) for ours, theirs in files[0]["columns"].items()],
            files[0]["unused_columns"],
        )
        for files in groups.values()
    ]


def columns_understood(quality: Quality) -> Table:
    """Show which column of the files was taken for which of ours, files of one shape together."""
    rows = [
        (
            shape.files,
            " · ".join(f"{ours} ← {theirs}" for ours, theirs in shape.columns),
            ", ".join(shape.left_alone),
        )
        for shape in shapes(quality)
    ]
    shown = pd.DataFrame(rows, columns=["file", "understood", "left_alone"])
    return show_table(
        shown,
        {"file": Column(), "understood": _("Columns understood"), "left_alone": _("Left alone")},
        title=_("Which column was taken for what"),
        rows=len(shown),
    )


def balance(quality: Quality) -> Table:
    """Show rows and revenue in, kept and set aside, by file and year."""
    rows = pd.DataFrame(list(quality["reconciliation"]["by_year"]))
    columns = ["file", "year", "rows_in", "rows_set_aside", "revenue_in_eur", "revenue_kept_eur"]
    columns.append("revenue_set_aside_eur")
    rows["year"] = rows["year"].map(lambda year: _("no date") if pd.isna(year) else f"{year:.0f}")
    amounts = {name: Column(decimals=2) for name in columns if unit_called(name) == "money"}
    return show_table(
        rows,
        {name: amounts.get(name, Column()) for name in columns},
        title=_("Revenue in, kept and set aside, year by year"),
        rows=len(rows),
        total=True,
    )


def causes(quality: Quality) -> Table:
    """Show why invoice lines were set aside, and with how much revenue."""
    rows = pd.DataFrame(
        list(quality["reconciliation"]["causes"]), columns=["file", "cause", "rows", "revenue_eur"]
    )
    return show_table(
        rows,
        {"file": Column(), "cause": Column(), "rows": Column(), "revenue_eur": Column(decimals=2)},
        title=_("Why invoice lines were set aside"),
        rows=len(rows),
    )


def balance_holds(quality: Quality) -> str:
    """Say whether not a cent was lost."""
    total = pd.DataFrame(list(quality["reconciliation"]["by_file"]))
    if total.empty:
        return _("No file of invoices was read.")
    sentence = _(
        "Revenue in = kept + set aside, to the cent, in every file and every year: {came} = {kept} + {aside}."
    )
    if not quality["reconciliation"]["holds"]:
        odd = [line["file"] for line in quality["reconciliation"]["rows"] if not line["adds_up"]]
        if odd:
            return _("Of the lines of {files}, some were neither kept nor set aside.").format(
                files=", ".join(dict.fromkeys(odd))
            )
        sentence = _("The revenue does not add up: {came} came in, {kept} was kept, {aside} was set aside.")
    return sentence.format(
        came=format_money(total["revenue_in_eur"].sum(), 2),
        kept=format_money(total["revenue_kept_eur"].sum(), 2),
        aside=format_money(total["revenue_set_aside_eur"].sum(), 2),
    )


def to_confirm(quality: Quality) -> list[str]:
    """Say what somebody should confirm: the turnover of each file and year, and words left alone."""
    said = [
        _(
            "{file}, {year}: {revenue} excluding tax, {documents}, {clients}, largest document {largest}, "
            "{negative} of the lines negative"
        ).format(
            file=each["file"],
            year=each["year"],
            revenue=format_money(each["revenue_eur"], 2),
            documents=counted(each["documents"], "{n} document", "{n} documents"),
            clients=counted(each["clients"], "{n} client", "{n} clients"),
            largest=format_money(each["largest_eur"], 2),
            negative=format_share(each["negative_share"], 1),
        )
        for each in quality["to_confirm"]
    ]
    last = max((each["year"] for each in quality["to_confirm"]), default=None)
    if last is not None:
        said.append(
            _(
                "Ask the accountant: is this your turnover excluding tax for {year}? Confirm it in "
                "portfolio.yaml with {line}; another figure will then stop the run."
            ).format(year=last, line=f"expected_revenue ({last})")
        )
    said += [
        _("{file}: what do the words of the column {column} mean? {values}").format(
            file=each["file"],
            column=each["column"],
            values=", ".join(f"{in_quotes(word)} {format_number(n)}" for word, n in each["values"].items()),
        )
        for each in quality["words_left_alone"]
    ]
    return said


def stops(quality: Quality) -> list[str]:
    """Say what would stop the twelve steps, though the files can be read; nothing where nothing would."""
    said = []
    places, invoices = quality["places"], quality["invoices"]
    if sum(places[way] for way in ("file", "town", "near_name", "postcode", "moved")) == 0:
        said.append(
            _(
                "No account can be placed on the map: step 2 will stop. Add a file with postcodes and towns, "
                "outside France with latitude and longitude; the workbook of questions asks for them."
            )
        )
    if invoices["unmeasured"]:
        said.append(
            _(
                "Less than two years of invoices, or no new client in them: step 3 will stop, for what "
                "is lost and won in a year cannot be measured. State {names} in portfolio.yaml, or add the "
                "invoices of the year before."
            ).format(names=", ".join(f"`{name}`" for name in invoices["unmeasured"]))
        )
    return said


def warnings(quality: Quality) -> list[str]:
    """Say what should be fixed before anything is decided on these files; nothing where all is well."""
    said = []
    invoices = quality["invoices"]
    if not quality["reconciliation"]["holds"]:
        said.append(balance_holds(quality))
    if invoices["last"] is not None and invoices["days_before_as_of"] > INVOICES_END_DAYS:
        month_end = pd.Timestamp(invoices["last"]) + pd.offsets.MonthEnd(0)
        said.append(
            counted(
                invoices["days_before_as_of"],
                "The last invoice is of {last}, {n} day before as_of: the last 12 months hold too little. "
                "Set as_of to {month_end}, or export again.",
                "The last invoice is of {last}, {n} days before as_of: the last 12 months hold too little. "
                "Set as_of to {month_end}, or export again.",
            ).format(
                last=format_date(invoices["last"]),
                month_end=f"{month_end:%Y-%m-%d}",
            )
        )
    said += stops(quality) + older_speed(quality["roads"])
    if not quality["kinds"].get("prospect", 0):
        said.append(
            _(
                "No prospect is on file: the plan is for the clients alone, and step 3 says how many "
                "prospects are missing."
            )
        )
    if not quality["visits_done"]:
        said.append(
            _(
                "No visit that took place is on file: the plan can be made, but not set beside the visits of "
                "today, and nobody can say what it gains. Ask for the log of visits, or for how many each "
                "client had."
            )
        )
    potential = [fact for fact in quality["fields"] if fact["field"] == "potential_eur"]
    known = potential[0]["filled_share"] if potential else 0.0
    if known == 0:
        said.append(
            _("No potential is known: step 5 has to estimate them all. Ask for those of the largest.")
        )
    elif known is not None and known < FEW_POTENTIALS:
        said.append(
            _("The potential of {share} of the accounts is known: step 5 has to estimate the others.").format(
                share=format_share(known, 0 if known >= 0.01 else 1)
            )
        )
    return said
