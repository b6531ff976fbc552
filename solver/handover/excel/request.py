"""What only the firm can answer, as a workbook to send to it: a sheet per topic, the open cells in yellow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from solver.handover.excel.fields import Field, Layout
from solver.handover.excel.looks import Styles, plain_values
from solver.handover.excel.sheet import explain, new_book, sheet_name, write_table
from solver.handover.excel.template import PRESET, column_name, unit_of, width
from solver.intake import Intake
from solver.intake.partners.account_merges import decision_sheet
from solver.intake.quality.worklists import VERIFIED_FIELDS
from solver.parameters import Portfolio
from solver.report.look.brand import brand_of
from solver.tables.codes import labels
from solver.tables.dictionary import column_label
from solver.tables.people import still_there
from solver.tables.units import UnitName
from solver.words.i18n import _, clauses, counted, format_date, format_number

ASKED_OF_ACCOUNTS = tuple(name for name in VERIFIED_FIELDS if name != "siren")
OFF_MAP = frozenset({"postcode", "town"})
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Topic:
    """One sheet of questions.

    Attributes
    ----------
    name : str
        Of the sheet.
    purpose : str
        What is asked, in one sentence.
    rows : DataFrame
    fields : sequence of Field
        Named after the columns of `rows`, from which their values come.
    back_as : str, optional
        The table as which the filled sheet can be read back.
    """

    name: str
    purpose: str
    rows: pd.DataFrame
    fields: Sequence[Field]
    back_as: str | None = None


def write_request(path: str | Path, portfolio: Portfolio, intake: Intake) -> Path:
    """Write the workbook of questions to the firm, in the language in force.

    Parameters
    ----------
    path : str or Path
        The file to write (.xlsx).
    portfolio : Portfolio
    intake : Intake
        What step 1 made of its files.

    Raises
    ------
    PortfolioError
        The file cannot be written.
    """
    target = Path(path)
    asked = topics(intake)
    with new_book(target, _("Questions on the client files")) as book:
        styles = Styles(book, brand_of(portfolio.branding))
        explain(book, styles, sheet_name(_("Read me first")), _explanation(portfolio, asked, target.name))
        for topic in asked:
            write_table(book.add_worksheet(sheet_name(topic.name)), styles, layout_of(topic))
    return target


def topics(intake: Intake) -> list[Topic]:
    """Return the sheets that have something to ask."""
    made = (
        _accounts(intake),
        _contacts(intake),
        _doubles(intake),
        _contradictions(intake),
        _lines(intake),
        _deletions(intake),
    )
    return [topic for topic in made if len(topic.rows)]


def layout_of(topic: Topic) -> Layout:
    """Return the sheet of a topic, its first lines where there are very many."""
    shown, purpose = topic.rows.head(MOST_ROWS), topic.purpose
    if len(shown) < len(topic.rows):
        left = counted(len(shown), "The first of {count} lines.", "The first {n} of {count} lines.")
        purpose += " " + left.format(count=format_number(len(topic.rows)))
    fields = [
        replace(
            one,
            values=plain_values(shown[one.name]) if one.name in shown else [None] * len(shown),
            looks=one.looks[: len(shown)] if one.looks else None,
        )
        for one in topic.fields
    ]
    return Layout(topic.name, purpose, fields, most_lines=6, sums=False, coded=False)


def told(name: str, heading: str, most: float, unit: UnitName = "text") -> Field:
    """Return a column for reference, in characters as wide as it needs up to `most`."""
    return Field(name, heading, unit=unit, most=most)


def to_ask(name: str, heading: str, width: float, unit: UnitName = "text", **more: Any) -> Field:
    """Return a column to fill in, as wide as it is told."""
    return Field(name, heading, unit=unit, least=width, most=width, to_fill=True, strict=True, **more)


def _accounts(intake: Intake) -> Topic:
    """Ask for what is missing, wrong or old on the accounts, the most valuable first."""
    asked = intake.fields_to_verify[["account_id", "fields", "field_ids", "revenue_eur"]]
    lost = intake.off_map[["account_id", "cause", "revenue_eur"]]
    both = asked.merge(lost, on="account_id", how="outer", suffixes=("", "_lost"))
    both["revenue_eur"] = both["revenue_eur"].fillna(both["revenue_eur_lost"])
    both["fields"] = [clauses(row.dropna()) for _index, row in both[["fields", "cause"]].iterrows()]
    both = both.sort_values(["revenue_eur", "account_id"], ascending=[False, True])
    rows = both.drop(columns="revenue_eur_lost").merge(intake.accounts, on="account_id", how="left")
    # A rep that was only proposed would come back as the firm's own word.
    proposed = rows["account_id"].isin(intake.quality["proposed_reps"])
    rows = rows.assign(rep_id=rows["rep_id"].mask(proposed))
    doubtful = [
        _doubtful(str(ids), lost=pd.notna(cause))
        for ids, cause in zip(rows["field_ids"], rows["cause"], strict=True)
    ]
    shown = [
        told("account_id", column_name("accounts", "account_id"), 14),
        told("name", column_name("accounts", "name"), 28),
        replace(
            told("rep_id", column_name("accounts", "rep_id"), 14),
            looks=["to_fill" if pd.isna(rep) else "wrapped" for rep in rows["rep_id"]],
        ),
        told("fields", _("What to verify"), 36),
        told("revenue_eur", _("Revenue of the last 12 months"), 14, "money"),
    ]
    open_fields = [field_to_ask(name, rows, doubtful) for name in ASKED_OF_ACCOUNTS]
    return Topic(
        _("Accounts to complete"),
        _("Fill in the yellow cells, confirm or correct the orange ones; the others are for reference."),
        rows,
        [*shown, *open_fields],
        back_as="accounts",
    )


def field_to_ask(name: str, rows: pd.DataFrame, doubtful: list[frozenset[str]]) -> Field:
    """Return a column that tells a missing value from a doubtful one, and both from what is only shown."""
    unit: UnitName = "money" if name == "potential_eur" else unit_of("accounts", name)
    wide = 34 if name == "email" else width("accounts", name)
    missing = rows[name].isna() if name in rows else [True] * len(rows)
    looks = [
        ("to_fill" if empty else "doubtful") if name in asked else "wrapped"
        for empty, asked in zip(missing, doubtful, strict=True)
    ]
    return to_ask(name, column_name("accounts", name), wide, unit, looks=looks)


def _doubtful(field_ids: str, *, lost: bool) -> frozenset[str]:
    """Name the fields to ask for: a potential comes with its day, a place with its postcode and town."""
    names = frozenset(field_ids.split(";")) | (OFF_MAP if lost else frozenset())
    return names | {"potential_on"} if "potential_eur" in names else names


def _contacts(intake: Intake) -> Topic:
    """Ask for people where the firm knows too few."""
    asked = intake.fields_to_verify
    rows = asked[(";" + asked["field_ids"] + ";").str.contains(";contact;", regex=False)]
    people = still_there(intake.contacts).groupby("account_id")["name"].agg(", ".join)
    names = ("first_name", "last_name", "function", "role", "phone", "email")
    return Topic(
        _("People to name"),
        _("Name the people at these accounts: those who decide, who advise, who use, who buy."),
        rows.assign(known_people=rows["account_id"].map(people)),
        [
            told("account_id", column_name("contacts", "account_id"), 14),
            told("name", column_name("accounts", "name"), 30),
            told("known_people", _("People known today"), 26),
            *(
                to_ask(
                    name,
                    column_name("contacts", "name" if name == "last_name" else name),
                    34 if name == "email" else 22,
                    choices=tuple(labels("role").values()) if name == "role" else None,
                )
                for name in names
            ),
        ],
        back_as="contacts",
    )


def _doubles(intake: Intake) -> Topic:
    """Ask which pairs are one and the same."""
    return Topic(
        _("One account or two"),
        _("These pairs look the same. Merge: the second goes into the first, with its invoices and people."),
        decision_sheet(intake.duplicates, intake.accounts),
        [
            told("account_id", column_name("merges", "account_id"), 14),
            told("name", column_name("accounts", "name"), 28),
            told("other_id", column_name("merges", "other_id"), 14),
            told("other_name", _("Name of the likely double"), 28),
            told("evidence", column_label("evidence"), 34),
            told("revenue_eur", _("Revenue of the last 12 months"), 14, "money"),
            to_ask(
                "decision",
                column_name("merges", "decision"),
                24,
                choices=tuple(labels("merge_decision").values()),
            ),
            to_ask("reason", column_name("merges", "reason"), 26),
            to_ask("author", column_name("merges", "author"), 18),
            to_ask("decided_on", column_name("merges", "decided_on"), 13, "date"),
        ],
        back_as="merges",
    )


def _contradictions(intake: Intake) -> Topic:
    """Ask which of two files is right."""
    rows = intake.value_conflicts.merge(intake.accounts[["account_id", "name"]], on="account_id", how="left")
    return Topic(
        _("Files that disagree"),
        _("Two files say different things on one account. Write the right value, or leave the one kept."),
        rows.assign(field=rows["field"].map(column_label)),
        [
            told("account_id", column_name("accounts", "account_id"), 14),
            told("name", column_name("accounts", "name"), 28),
            told("field", column_label("field"), 20),
            told("kept", _("Kept"), 26),
            told("kept_file", _("From the file"), 20),
            told("other", _("Not kept"), 26),
            told("other_file", _("From the file"), 20),
            told("reason", _("Why the one was kept"), 30),
            to_ask("answer", _("Right value"), 26),
        ],
    )


def _lines(intake: Intake) -> Topic:
    """Ask for the right value of what was fixed or set aside, what is worth most first."""
    one_row = intake.repairs[intake.repairs["row"].notna()]
    # A file that fills two tables has each of its faults told twice.
    once = one_row.drop_duplicates(["file", "row", "column", "problem", "found"])
    rows = once.sort_values(["worth_eur", "file", "row"], ascending=[False, True, True], kind="stable")
    names = intake.accounts.set_index("account_id")["name"]
    return Topic(
        _("Lines to correct"),
        _("Best corrected in your own software, then exported again. A value used instead may be confirmed."),
        rows.assign(name=rows["account_id"].map(names)),
        [
            told("file", column_label("file"), 22),
            told("row", column_label("row"), 8, "count"),
            told("column", column_label("column"), 20),
            told("account_id", column_name("accounts", "account_id"), 14),
            told("name", column_name("accounts", "name"), 28),
            told("problem", column_label("problem"), 40),
            told("found", column_label("found"), 22),
            told("used", column_label("used"), 18),
            told("worth_eur", _("Revenue of the last 12 months"), 14, "money"),
            to_ask("answer", _("Right value"), 26),
            to_ask("remark", column_label("remark"), 26),
        ],
    )


def _deletions(intake: Intake) -> Topic:
    """Ask what becomes of the records that there is no reason left to keep."""
    return Topic(
        _("Records to delete"),
        _("There seems to be no reason left to keep these records. This is not legal advice."),
        intake.purge_list,
        [
            told("account_id", column_name("accounts", "account_id"), 14),
            told("name", column_name("accounts", "name"), 30),
            told("last_contact_on", column_label("last_contact_on"), 14, "date"),
            told("reason", column_label("reason"), 60),
            to_ask("answer", _("What you decide"), 20, choices=_fates()),
            to_ask("why", _("If kept, why"), 30),
        ],
    )


def _fates() -> tuple[str, ...]:
    return _("Delete"), _("Ask once"), _("Keep")


def _explanation(portfolio: Portfolio, asked: list[Topic], file: str) -> list[tuple[str, str]]:
    """Return the paragraphs of the sheet that explains, each with its look."""
    return [
        ("title", _("{firm}: questions on the client files").format(firm=portfolio.firm)),
        (
            "soft",
            _("The files as they were on {date}.").format(date=format_date(portfolio.as_of, "long")),
        ),
        (
            "line",
            _(
                "These are the questions that the files leave open, the most valuable accounts first."
                " Yellow cells are to be filled in, orange ones to be confirmed or corrected. Leave empty"
                " what nobody knows: a guess is worse than a gap."
            ),
        ),
        ("section", _("The sheets")),
        *[part for topic in asked for part in _about(topic)],
        ("section", _("How the answers come back")),
        (
            "line",
            _(
                "Put the workbook beside the portfolio and name its sheets first among the sources, as below:"
                " where two files differ, the line verified later wins, else the first one."
            ),
        ),
        *[("line", line) for line in sources_of(asked, file)],
    ]


def _about(topic: Topic) -> list[tuple[str, str]]:
    lines = counted(len(topic.rows), "{n} line. {purpose}", "{n} lines. {purpose}").format(
        purpose=topic.purpose
    )
    return [("link", sheet_name(topic.name)), ("line", lines)]


def sources_of(asked: list[Topic], file: str) -> list[str]:
    """Return the lines of `portfolio.yaml` that read the filled sheets back."""
    return [
        f'- {{table: {topic.back_as}, path: {file}, preset: {PRESET}, sheet: "{sheet_name(topic.name)}"}}'
        for topic in asked
        if topic.back_as
    ]
