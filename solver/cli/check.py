"""`twelvefold check`: can these files be used, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from solver.cli.console import (
    LANGUAGES,
    KeyPath,
    Language,
    PortfolioPath,
    Pseudonymise,
    RunFolder,
    out,
    say_who_can_tell,
)
from solver.words.i18n import (
    _,
    clauses,
    counted,
    format_date,
    format_money,
    format_number,
    is_missing,
    mark,
    spoken,
)
from solver.words.places import project_path

if TYPE_CHECKING:
    import pandas as pd

    from solver.parameters import Portfolio

TO_ASK = "to_ask_the_client.xlsx"
COUNTED = ("accounts", "contacts", "sales", "visits", "prospect_events", "decisions")


def check(
    portfolio: PortfolioPath,
    folder: RunFolder = None,
    language: Annotated[
        Language | None, typer.Option(metavar=LANGUAGES, help=mark("Language of the page."))
    ] = None,
    pseudonymise: Pseudonymise = False,
    key: KeyPath = None,
) -> None:
    """Read the firm's files as step 1 does, say what was found, and write the page and the questions."""
    from solver.parameters import load_portfolio, override

    read = load_portfolio(project_path(portfolio))
    if language is not None:
        read = override(read, language=language.value)
    with spoken(read.language, read.currency):
        _check(read, portfolio, folder, key, pseudonymise=pseudonymise)


def _check(
    read: "Portfolio", portfolio: Path, folder: Path | None, key: Path | None, *, pseudonymise: bool
) -> None:
    from solver.flow.whole import first_stop
    from solver.handover.excel.request import write_request
    from solver.handover.html.check_page import write_check
    from solver.intake import prepare_tools
    from solver.intake.changes import change_lines, last_run, what_changed
    from solver.report.quality import driving_times, stops, to_confirm, warnings
    from solver.run import Run
    from solver.runner.pipeline import default_folder
    from solver.runner.pseudonymised import pseudonymise_files
    from solver.tables.dictionary import table_label

    if pseudonymise:
        pseudonymised = pseudonymise_files(portfolio, folder, key=key, language=read.language)
        read, intake, run_folder = (
            pseudonymised.hidden.portfolio,
            pseudonymised.hidden.intake,
            pseudonymised.folder,
        )
        pseudonymised.write_table()
    else:
        run_folder = folder or default_folder(portfolio)
        intake = prepare_tools(read)
    for name in COUNTED:
        out.print(f"{format_number(len(getattr(intake, name))):>10}  {table_label(name)}", markup=False)
    revenue = intake.sales["revenue_eur"].sum()
    out.print(_("Revenue kept: {amount}").format(amount=format_money(revenue, 2)), markup=False)
    for line in (
        *_invoice_lines(intake.quality["invoices"]),
        *to_confirm(intake.quality),
        *warnings(intake.quality),
        *driving_times(intake.quality["roads"]),
        *_not_read(read, portfolio),
        *_whole_columns(intake.repairs),
    ):
        out.print(line, markup=False)
    repairs = (
        intake.repairs[~_stands_for_a_column(intake.repairs)]
        .groupby("problem", sort=False)
        .agg(
            cases=("file", "size"),
            file=("file", "first"),
            row=("row", "first"),
            worth_eur=("worth_eur", "sum"),
        )
    )
    for problem, found in repairs.sort_values("cases", ascending=False, kind="stable").iterrows():
        out.print(
            _("{cases} × {problem}: first in {file}, row {row}; {worth} at stake").format(
                cases=format_number(found["cases"]),
                problem=problem,
                file=found["file"],
                row=format_number(found["row"]),
                worth=format_money(found["worth_eur"]),
            ),
            markup=False,
        )
    if len(intake.duplicates):
        out.print(
            counted(
                len(intake.duplicates),
                "{n} pair of accounts looks the same",
                "{n} pairs of accounts look the same",
            ),
            markup=False,
        )
    # A run under pseudonyms holds the cleaned data: its repairs are not those of the files.
    before = None if pseudonymise else last_run(Run(run_folder))
    changes = [] if before is None else list(change_lines(what_changed(before, intake, read.as_of)))
    for line in changes:
        out.print(line, markup=False)
    to_ask = write_request(run_folder / "check" / TO_ASK, read, intake)
    page = write_check(run_folder / "check", read, intake, changes=changes, to_ask=TO_ASK)
    out.print(_("What to ask the firm: {path}").format(path=to_ask), markup=False)
    if pseudonymise:
        say_who_can_tell(pseudonymised.table)
    out.print(_("Open first: {path}").format(path=page), markup=False)
    typed = f'"{portfolio}"' if " " in str(portfolio) else portfolio
    last = _("These files can be used: twelvefold run {path}").format(path=typed)
    stopped = stops(intake.quality)
    if not stopped and (stop := first_stop(read, intake)):
        out.print(stop, markup=False)
        stopped = [stop]
    if stopped:
        last = _("These files can be read, but the twelve steps would stop: see above what is missing.")
    out.print(last, markup=False)


def _invoice_lines(invoices: Mapping[str, Any]) -> Iterator[str]:
    """Say from when to when the invoices run."""
    if invoices["last"] is None:
        return
    yield _("Invoices from {first} to {last}").format(
        first=format_date(invoices["first"]), last=format_date(invoices["last"])
    )


def _not_read(read: "Portfolio", portfolio: Path) -> Iterator[str]:
    """Name the files beside the portfolio that it does not: a log of visits forgotten is no firm without."""
    from solver.intake.quality.unread_files import unread_files
    from solver.intake.words import quoted

    if unread := unread_files(read, project_path(portfolio).parent):
        yield _("In the same folder, and not read, for no source names them: {files}").format(
            files=quoted(unread)
        )


def _stands_for_a_column(repairs: "pd.DataFrame") -> "pd.Series":
    """Tell the repairs that speak of many rows at once."""
    told = repairs["found"].notna() & repairs["used"].notna()
    return repairs["account_id"].isna() & (repairs["row"].isna() | told)


def _whole_columns(repairs: "pd.DataFrame") -> Iterator[str]:
    """Say of each repair that stands for a whole column what it stands for and what was decided."""
    for repair in repairs[_stands_for_a_column(repairs)].to_dict("records"):
        said = [repair["found"], repair["used"]]
        if repair["worth_eur"] > 0:
            said.append(_("{worth} at stake").format(worth=format_money(repair["worth_eur"], 2)))
        facts = clauses(str(part) for part in said if not is_missing(part))
        yield _("{file}: {problem}: {facts}").format(
            file=repair["file"], problem=repair["problem"], facts=facts
        )
