"""The plan of a run folder taken back: what people wrote in it counts in the next run, and is never lost."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solver.intake.decided.returned_plan import read_plan
from solver.method.actions.write_action_plan import notes_without_action
from solver.parameters import Portfolio
from solver.run import STEPS, Run, StepSpec, project_path
from solver.words.errors import PortfolioError
from solver.words.files import file_hash, written_beside
from solver.words.i18n import _, counted, format_number, mark_plural

PLAN = "plan.xlsx"
KEPT = "plan_returned"
KIND = "excel"  # under which the manifest lists it
# What Excel and LibreOffice put beside a workbook as long as it is open.
LOCKS = (f"~${PLAN}", f".~lock.{PLAN}#")
SHOWN = 10


@dataclass(frozen=True)
class Returned:
    """The plan that a run goes by.

    Attributes
    ----------
    portfolio : Portfolio
        Its `plan_file` names the plan.
    edited : bool
        Whether the plan of the run folder was changed since it was written.
    read_hash : str or None
        Of the plan of the run folder, as it was when it was read.
    """

    portfolio: Portfolio
    edited: bool
    read_hash: str | None


def take_back(run: Run, portfolio: Portfolio) -> Returned:
    """Let a run go by the plan that lies in its folder, where somebody decided or noted something in it.

    Parameters
    ----------
    run : Run
        Its folder need not be there yet.
    portfolio : Portfolio

    Raises
    ------
    PortfolioError
        The workbook is open, cannot be read, or another one is named as well.

    Notes
    -----
    A plan as it was written shows again what earlier plans decided: it is read as well, so that the next run
    keeps them. Where the portfolio names a plan of its own, that one counts, as long as the one in the folder
    was left alone.
    """
    if portfolio.plan_file is not None:
        portfolio = portfolio.model_copy(update={"plan_file": str(project_path(portfolio.plan_file))})
    path = run.path / PLAN
    if not path.exists():
        return Returned(portfolio, edited=False, read_hash=None)
    _refuse_open(path)
    read_hash = file_hash(path)
    edited = read_hash != _written_hash(run)
    another = portfolio.plan_file is not None and Path(portfolio.plan_file).resolve() != path.resolve()
    if another and not edited:
        return Returned(portfolio, edited, read_hash)
    plan = read_plan(path)
    if not plan.decisions and not plan.notes and not plan.faults:
        return Returned(portfolio, edited, read_hash)
    if another:
        raise PortfolioError(
            _("decisions stand in this plan, and in the one that plan_file names: {other}").format(
                other=portfolio.plan_file
            ),
            file=path,
            fix=_(
                "take plan_file out of portfolio.yaml to go on with the plan of the run folder,"
                " or move that one away"
            ),
        )
    return Returned(portfolio.model_copy(update={"plan_file": str(path.resolve())}), edited, read_hash)


def with_step_one(selected: Sequence[StepSpec], returned: Returned) -> tuple[StepSpec, ...]:
    """Read the plan again where it was edited: step 1 does, whatever the steps asked for."""
    if not returned.edited or selected[0] == STEPS[0]:
        return tuple(selected)
    return STEPS[0], *selected


def keep_edited(run: Run) -> Path | None:
    """Keep the edited plan under another name before the new one takes its place.

    Returns
    -------
    Path or None
        The copy; none where the plan is as it was written, or not there.

    Raises
    ------
    PortfolioError
        The copy cannot be written.
    """
    path = run.path / PLAN
    if not path.exists():
        return None
    edited = file_hash(path)
    if edited == _written_hash(run):
        return None
    number = 1
    while (kept := run.path / _numbered(number)).exists():
        if file_hash(kept) == edited:
            return kept
        number += 1
    with written_beside(kept) as beside:
        shutil.copyfile(path, beside)
    return kept


def returned_lines(run: Run, returned: Returned, kept: Path | None) -> Iterator[str]:
    """Say what was read from a returned plan, what it costs, and where the edited workbook lies.

    Parameters
    ----------
    run : Run
    returned : Returned
        As `take_back` returned it when the run began.
    kept : Path or None
        As `keep_edited` returned it.
    """
    if returned.portfolio.plan_file is not None and run.artifact_path("decisions").exists():
        yield from _what_was_read(run, Path(returned.portfolio.plan_file).name)
    if kept is None:
        return
    if file_hash(kept) == returned.read_hash:
        yield _("The workbook as you edited it is kept: {path}").format(path=kept)
    else:
        yield _(
            "The plan was changed while the run went on: that is kept in {path}, and was not read."
        ).format(path=kept)


def _what_was_read(run: Run, file: str) -> Iterator[str]:
    decisions, notes = run.read("decisions"), run.read("plan_notes")
    returned = decisions[decisions["from_plan"] | decisions["new_rep_id"].notna()]
    for table, one, many in (
        (returned, *mark_plural("{n} decision read from {file}.", "{n} decisions read from {file}.")),
        (
            notes,
            *mark_plural("{n} note on an action read from {file}.", "{n} notes on actions read from {file}."),
        ),
    ):
        if len(table):
            yield counted(len(table), one, many).replace("{file}", file)
    if len(returned) and run.artifact_path("decision_prices").exists():
        prices = run.read("decision_prices")
        ours = prices[prices["account_id"].isin(returned["account_id"])]
        yield from prices.loc[prices["account_id"].isna(), "sentence"]
        yield from ("  " + sentence for sentence in ours["sentence"].head(SHOWN))
        if len(ours) > SHOWN:
            yield "  " + _("and {n} more").format(n=format_number(len(ours) - SHOWN))
    repairs = run.read("repairs")
    told = repairs[repairs["file"].fillna("").str.startswith(f"{file} [")]
    yield from ("  " + line for line in _told_lines(told.to_dict("records")))
    if len(notes) and run.artifact_path("action_plan").exists():
        lost = len(notes_without_action(run.read("action_plan"), notes))
        if lost:
            yield counted(
                lost,
                "{n} note is on an action that the new plan does not hold; step 11 lists it.",
                "{n} notes are on actions that the new plan does not hold; step 11 lists them.",
            )


def _told_lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows[:SHOWN]:
        yield str(PortfolioError(f"{row['problem']} ({row['found']})", file=row["file"], row=row["row"]))
    if len(rows) > SHOWN:
        yield _("and {n} more").format(n=format_number(len(rows) - SHOWN))


def _written_hash(run: Run) -> str | None:
    """Return the hash of the plan as a run wrote it."""
    if not run.manifest_path.exists():
        return None
    run.check_layout()
    written: str | None = run.manifest().get("outputs", {}).get(KIND, {}).get(PLAN)
    return written


def _numbered(number: int) -> str:
    return f"{KEPT}.xlsx" if number == 1 else f"{KEPT}_{number}.xlsx"


def _refuse_open(path: Path) -> None:
    for name in LOCKS:
        lock = path.with_name(name)
        if lock.exists():
            raise PortfolioError(
                _("the plan is open in a spreadsheet"),
                file=path,
                fix=_(
                    "save it and close it, then run again; if it is not open any more, delete {lock}"
                ).format(lock=lock),
            )
