"""The page of `twelvefold check`: what was understood, what is wrong, what it is worth, what to ask for."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from solver.handover.html.frame import Chapter, page_of
from solver.intake import Intake
from solver.parameters import Portfolio
from solver.report import figures, quality
from solver.report.findings.summary import Tile
from solver.report.look.display import Table, show_table
from solver.report.look.picture import Picture
from solver.words.files import write_text
from solver.words.i18n import _, counted, format_money, format_number, format_share

Part = Table | Picture | quality.Shape | str
ROWS_PER_PROBLEM = 8
DOUBLES = 30
ASKED = 25


def write_check(folder: Path, portfolio: Portfolio, intake: Intake, **more: Any) -> Path:
    """Write `index.html` into a folder; the other parameters are those of `check_html`.

    Raises
    ------
    PortfolioError
        The page cannot be written.
    """
    path = folder / "index.html"
    write_text(path, check_html(portfolio, intake, **more))
    return path


def check_html(
    portfolio: Portfolio, intake: Intake, *, changes: Iterable[Part] = (), to_ask: str | None = None
) -> str:
    """Return the page, in the language in force.

    Parameters
    ----------
    portfolio : Portfolio
    intake : Intake
        What step 1 made of its files.
    changes : iterable of Table, Picture or str
        What has changed since the last run; the chapter is left out where there is nothing.
    to_ask : str, optional
        The workbook with the questions to the firm: its name, as seen from the page.
    """
    facts = intake.quality
    return page_of(
        "check.html.j2",
        portfolio=portfolio,
        verdict=verdict(intake),
        warnings=quality.warnings(facts),
        tiles=tiles(intake),
        to_ask=to_ask,
        chapters=[chapter for chapter in chapters(portfolio, intake, list(changes)) if chapter.parts],
    )


def verdict(intake: Intake) -> str:
    """Say in one sentence what these files are good for."""
    aside = pd.DataFrame(list(intake.quality["reconciliation"]["by_file"]))
    lost = 0.0 if aside.empty else aside["revenue_set_aside_eur"].abs().sum()
    kept = intake.sales["revenue_eur"].sum()
    return _(
        "These files can be used: {accounts} and {revenue} of revenue were read, {aside} set aside."
    ).format(
        accounts=counted(len(intake.accounts), "{n} account", "{n} accounts"),
        revenue=format_money(kept),
        aside=format_money(lost),
    )


def tiles(intake: Intake) -> list[Tile]:
    """Return the key figures of the files."""
    facts = intake.quality
    repairs, fresh = intake.repairs, facts["freshness"]
    asked = len(intake.fields_to_verify)
    return [
        Tile(
            _("Accounts"),
            format_number(len(intake.accounts)),
            _("{clients}, {prospects}").format(
                clients=counted(facts["kinds"].get("client", 0), "{n} client", "{n} clients"),
                prospects=counted(facts["kinds"].get("prospect", 0), "{n} prospect", "{n} prospects"),
            ),
        ),
        Tile(
            _("Invoice lines kept"),
            format_number(len(intake.sales)),
            format_money(intake.sales["revenue_eur"].sum(), 2),
        ),
        Tile(
            _("Repairs listed"),
            format_number(len(repairs)),
            _("{mended}, {aside}").format(
                mended=counted(repairs["used"].notna().sum(), "{n} value mended", "{n} values mended"),
                aside=counted(repairs["used"].isna().sum(), "{n} set aside", "{n} set aside"),
            ),
        ),
        Tile(
            _("Likely doubles"),
            format_number(len(intake.duplicates)),
            _("{revenue} of revenue hang on them").format(
                revenue=format_money(intake.duplicates["revenue_eur"].sum())
            ),
        ),
        Tile(
            _("Records younger than the limit"),
            format_share(fresh["fresh_share"]),
            counted(
                fresh["months"],
                "met or reached in the last month",
                "met or reached in the last {n} months",
            ),
        ),
        Tile(
            _("Accounts to complete"),
            format_number(asked),
            _("{revenue} of revenue in the last 12 months").format(
                revenue=format_money(intake.fields_to_verify["revenue_eur"].sum())
            ),
        ),
    ]


def chapters(portfolio: Portfolio, intake: Intake, changes: list[Part]) -> list[Chapter]:
    """Return the chapters in the order of reading; one without a part is not shown."""
    facts = intake.quality
    held = {fact["table"] for fact in facts["fields"]}
    return [
        Chapter(
            "changes",
            _("What has changed since the last run"),
            _("The files of today against those of the last run of this portfolio."),
            changes,
        ),
        Chapter(
            "understood",
            _("What was understood"),
            _("A column is found by its usual name, by the preset, or by the mapping, which always wins."),
            [quality.files_read(facts), *quality.shapes(facts), *quality.driving_times(facts["roads"])],
        ),
        Chapter(
            "balance",
            _("Not a cent lost"),
            quality.balance_holds(facts),
            [
                quality.balance(facts),
                *quality.to_confirm(facts),
                *([quality.causes(facts)] if facts["reconciliation"]["causes"] else []),
                figures.revenue_by_month(intake.sales),
            ],
        ),
        Chapter(
            "wrong",
            _("What is wrong, and what it is worth"),
            _(
                "A row is kept, mended in the open, or set aside with its cause. The amounts are the revenue "
                "of the last 12 months of the accounts concerned."
            ),
            [quality.repairs_worth_most(intake.repairs, intake.accounts), quality.repairs_by_problem(facts)],
        ),
        Chapter(
            "fields",
            _("How complete, how right"),
            _("An empty field is not an error, but each one makes a later step guess."),
            [
                *(figures.completeness(facts, table) for table in ("accounts", "contacts") if table in held),
                quality.field_quality(facts),
            ],
        ),
        Chapter(
            "partners",
            _("Who is in the file"),
            _("Only clients, former clients and prospects get visits."),
            [
                quality.kinds(facts),
                *quality.gaps(facts),
                quality.off_map(intake.off_map),
            ],
        ),
        Chapter(
            "one",
            _("What several files say of one account"),
            _("The first file named wins and the others fill its gaps; a newer potential wins by its day."),
            _where_files_meet(intake),
        ),
        Chapter(
            "reports",
            _("What the visit reports brought"),
            _("A report updates the potential, the people and the next action of its account."),
            _from_the_field(intake),
        ),
        Chapter(
            "doubles",
            _("Who may stand in it twice"),
            _(
                "A client that stands twice in the file is two small clients instead of one large one. "
                "Pairs are proposed; nobody merges them but you."
            ),
            [quality.doubles(intake.duplicates, intake.accounts, DOUBLES)] if len(intake.duplicates) else [],
        ),
        Chapter(
            "verify",
            _("What to ask at the next visit"),
            _("Every contact is a chance to check, to refine, to correct."),
            _to_ask(portfolio, intake),
        ),
        Chapter(
            "people",
            _("The people in the file"),
            _("Whoever objects to being canvassed gets no visit and no call. This is not legal advice."),
            [*quality.people(facts), quality.purge(intake.purge_list), quality.register(facts)],
        ),
        Chapter(
            "rows",
            _("Row by row"),
            _("The first rows of each problem; the workbook for the firm holds them all."),
            row_by_row(intake.repairs),
        ),
    ]


def _where_files_meet(intake: Intake) -> list[Part]:
    parts: list[Part] = [quality.merged(intake.merges)] if len(intake.merges) else []
    if len(intake.value_conflicts):
        parts.append(quality.conflicts(intake.value_conflicts, intake.accounts))
    return parts


def _to_ask(portfolio: Portfolio, intake: Intake) -> list[Part]:
    parts: list[Part] = []
    if portfolio.file_owner is not None:
        parts.append(
            _("{owner} keeps the client file: answers go back there.").format(owner=portfolio.file_owner.name)
        )
    if len(intake.fields_to_verify):
        parts.append(quality.to_verify(intake.fields_to_verify, ASKED))
    if len(intake.asks):
        parts.append(quality.who_is_asked(intake.asks, portfolio.list_lines))
    return parts


def _from_the_field(intake: Intake) -> list[Part]:
    parts: list[Part] = []
    if len(intake.reported_changes):
        parts.append(quality.reported(intake.reported_changes, intake.accounts))
    if len(intake.next_actions):
        parts.append(quality.promised(intake.next_actions, intake.accounts))
    return parts


def row_by_row(repairs: pd.DataFrame) -> list[Part]:
    """Return one table per problem, the one that is worth most first."""
    worth = repairs.groupby("problem")["worth_eur"].sum().sort_values(ascending=False, kind="stable")
    columns = ["file", "row", "column", "account_id", "found", "used", "worth_eur"]
    return [
        show_table(
            repairs[repairs["problem"].eq(problem)].sort_values("worth_eur", ascending=False, kind="stable"),
            columns,
            title=str(problem),
            rows=ROWS_PER_PROBLEM,
        )
        for problem in worth.index
    ]
