"""The command `twelvefold`: one clear line for each failure, progress on a terminal, silence elsewhere."""

import sys
import traceback
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any

import pandas as pd
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from solver.errors import PortfolioError
from solver.i18n import _, format_date, format_money, format_number, mark, set_language
from solver.parameters import load_portfolio, parse_overrides
from solver.steps import StepSpec, project_path, select_steps

app = typer.Typer(
    help=_("Manage a client portfolio in twelve steps, and share out the visits with proof."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
out = Console(soft_wrap=True, highlight=False)
INVOICES_END_DAYS = 45  # invoices that end longer before as_of leave a hole in the last 12 months
UNEXPECTED = 70  # the usual status of an error in the program itself
STOPPED_BY_KEYBOARD = 130  # the status into which typer turns the interrupt
problems = Console(stderr=True, soft_wrap=True, highlight=False)

PortfolioPath = Annotated[Path, typer.Argument(help=_("The firm's portfolio.yaml."))]


class Language(StrEnum):
    """The languages of the report."""

    en = "en"
    fr = "fr"


@app.command(help=_("Run the twelve steps, or some of them, and write the report."))
def run(
    portfolio: PortfolioPath,
    folder: Annotated[
        Path | None, typer.Option("--out", help=_("Run folder; reports/NAME by default."))
    ] = None,
    language: Annotated[Language | None, typer.Option(help=_("Language of the report."))] = None,
    steps: Annotated[str | None, typer.Option(help=_("Steps to run, as in 4-9, 7- or 10."))] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("-p", "--parameter", help=_("A parameter, as in abc_cut_a=0.75; repeatable.")),
    ] = None,
) -> None:
    """Run the method on one portfolio."""
    from solver.runner import run_pipeline

    selected = select_steps(steps)
    with _progress() as bar:
        task = bar.add_task("", total=len(selected))
        done = -1

        def on_step(spec: StepSpec) -> None:
            nonlocal done
            done += 1
            bar.update(task, completed=done, description=f"{spec.number:02d} {_(spec.title)}")

        result = run_pipeline(
            portfolio,
            folder,
            language=language.value if language else None,
            steps=steps,
            overrides=parse_overrides(parameter or []),
            on_step=on_step,
        )
        bar.update(task, completed=len(selected))
    for step_id in result.stale:
        problems.print(
            _("step {step} was computed from tables that have changed since; run it again").format(
                step=step_id
            ),
            markup=False,
        )
    out.print(_("Open first: {path}").format(path=result.report), markup=False)


@app.command(help=_("Read the files only: can they be used, and what is wrong with them."))
def check(portfolio: PortfolioPath) -> None:
    """Read the firm's files as step 1 does, and say what was found."""
    from solver.intake import prepare_tools

    read = load_portfolio(project_path(portfolio))
    set_language(read.language, read.currency)
    intake = prepare_tools(read)
    for name, label in TABLE_LABELS.items():
        out.print(f"{format_number(len(getattr(intake, name))):>10}  {_(label)}", markup=False)
    revenue = intake.sales["revenue_eur"].sum()
    out.print(_("Revenue kept: {amount}").format(amount=format_money(revenue, 2)), markup=False)
    for line in (*_invoice_lines(intake.quality["invoices"]), *_whole_columns(intake.repairs)):
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
    for problem, found in repairs.sort_values("cases", ascending=False).iterrows():
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
            _("{n} pairs of accounts look the same").format(n=format_number(len(intake.duplicates))),
            markup=False,
        )
    typed = f'"{portfolio}"' if " " in str(portfolio) else portfolio
    out.print(_("These files can be used: twelvefold run {path}").format(path=typed), markup=False)


def _invoice_lines(invoices: Mapping[str, Any]) -> Iterator[str]:
    """Say from when to when the invoices run, and whether they end too early for a year to be judged."""
    if invoices["last"] is None:
        return
    yield _("Invoices from {first} to {last}").format(
        first=format_date(invoices["first"]), last=format_date(invoices["last"])
    )
    if invoices["days_before_as_of"] > INVOICES_END_DAYS:
        month_end = pd.Timestamp(invoices["last"]) + pd.offsets.MonthEnd(0)
        yield _(
            "The last invoice is of {last}, {n} days before as_of: the last 12 months hold too little. "
            "Set as_of to {month_end}, or export again."
        ).format(
            last=format_date(invoices["last"]),
            n=format_number(invoices["days_before_as_of"]),
            month_end=f"{month_end:%Y-%m-%d}",
        )


def _stands_for_a_column(repairs: pd.DataFrame) -> pd.Series:
    """Tell the repairs that speak of many rows at once."""
    told = repairs["found"].notna() & repairs["used"].notna()
    return repairs["account_id"].isna() & (repairs["row"].isna() | told)


def _whole_columns(repairs: pd.DataFrame) -> Iterator[str]:
    """Say of each repair that stands for a whole column what it stands for and what was decided."""
    for repair in repairs[_stands_for_a_column(repairs)].to_dict("records"):
        said = [repair["found"], repair["used"]]
        if repair["worth_eur"] > 0:
            said.append(_("{worth} at stake").format(worth=format_money(repair["worth_eur"], 2)))
        facts = "; ".join(str(part) for part in said if not pd.isna(part))
        yield _("{file}: {problem}: {facts}").format(
            file=repair["file"], problem=repair["problem"], facts=facts
        )


TABLE_LABELS = {
    "accounts": mark("accounts"),
    "contacts": mark("contacts"),
    "sales": mark("invoice lines"),
    "visits": mark("visits"),
    "prospect_events": mark("events of prospect work"),
    "decisions": mark("decisions of the sales manager"),
}


@app.command(help=_("Write the worksheet on which a rep or a manager judges what visits bring."))
def worksheet(
    portfolio: PortfolioPath,
    to: Annotated[Path, typer.Option("--to", help=_("The Excel file to write."))] = Path("judgements.xlsx"),
    author: Annotated[str, typer.Option(help=_("Who judges; may be left to fill in."))] = "",
) -> None:
    """Write the worksheet with the judgements in force as its example."""
    from solver.allocation.response import curve_table
    from solver.allocation.worksheet import write_worksheet
    from solver.steps.run import writing

    read = load_portfolio(project_path(portfolio))
    set_language(read.language, read.currency)
    with writing(to):
        write_worksheet(to, curve_table(read.judged_curves), author=author)
    out.print(
        _("Written: {path}. Fill it in, then name it under judgement_files in the portfolio.").format(
            path=to
        ),
        markup=False,
    )


def main() -> None:
    """Run the command; whatever goes wrong ends in one line and a status other than 0."""
    try:
        app()
    except PortfolioError as error:
        problems.print(_("Stopped: {error}").format(error=error), markup=False, style="red")
        sys.exit(1)
    except SystemExit as stop:
        if stop.code == STOPPED_BY_KEYBOARD:
            problems.print(_("Stopped by the keyboard; what was done is kept."), markup=False)
        raise
    except Exception as error:
        problems.print(_unexpected(error), markup=False, style="red")
        sys.exit(UNEXPECTED)


def _unexpected(error: Exception) -> str:
    """Put an error of ours into one line, and its traceback into a file that may be sent to us."""
    said = ": ".join(part for part in (type(error).__name__, " ".join(str(error).split())) if part)
    line = _("This should not have happened: {error}").format(error=said)
    try:
        with NamedTemporaryFile(
            "w", encoding="utf-8", prefix="twelvefold-", suffix=".log", delete=False
        ) as log:
            traceback.print_exception(error, file=log)
    except OSError:
        return line
    return _("{line} (the details are in {path})").format(line=line, path=log.name)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=problems,
        disable=not problems.is_terminal,
        transient=True,
    )


if __name__ == "__main__":
    main()
