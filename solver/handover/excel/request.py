"""What only the firm can answer, as a workbook to send to it: a sheet per topic, the open cells in yellow."""

from functools import partial
from pathlib import Path

import pandas as pd

from solver.handover.excel.looks import Styles, explain, new_book
from solver.handover.excel.sheets import Question, Topic, question_sheet, sheet_name
from solver.handover.excel.template import PRESET, column_name, unit_of, width
from solver.intake import Intake
from solver.intake.partners.account_merges import decision_sheet
from solver.intake.quality.worklists import VERIFIED_FIELDS
from solver.parameters import Portfolio
from solver.tables.codes import labels
from solver.tables.dictionary import column_label
from solver.words.i18n import _, clauses, format_date, format_number

ASKED_OF_ACCOUNTS = tuple(name for name in VERIFIED_FIELDS if name != "siren")
OFF_MAP = frozenset({"postcode", "town"})


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
        styles = Styles(book)
        explain(book, styles, sheet_name(_("Read me first")), _explanation(portfolio, asked, target.name))
        for topic in asked:
            question_sheet(book, styles, topic)
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
    known = [
        Question(name, column_name("accounts", name), width("accounts", name))
        for name in ("account_id", "name", "rep_id")
    ]
    told = [
        Question("fields", _("What to verify"), 36),
        Question("revenue_eur", _("Revenue of the last 12 months"), 14, "money"),
    ]
    open_fields = [
        Question(
            name,
            column_name("accounts", name),
            34 if name == "email" else width("accounts", name),
            "money" if name == "potential_eur" else unit_of("accounts", name),
            ask=True,
        )
        for name in ASKED_OF_ACCOUNTS
    ]
    return Topic(
        _("Accounts to complete"),
        _("Fill in the yellow cells, confirm or correct the orange ones; the others are for reference."),
        rows,
        [*known, *told, *open_fields],
        look=partial(_account_look, rows, doubtful),
        back_as="accounts",
    )


def _doubtful(field_ids: str, *, lost: bool) -> frozenset[str]:
    """Name the fields to ask for: a potential comes with its day, a place with its postcode and town."""
    names = frozenset(field_ids.split(";")) | (OFF_MAP if lost else frozenset())
    return names | {"potential_on"} if "potential_eur" in names else names


def _account_look(rows: pd.DataFrame, doubtful: list[frozenset[str]], number: int, column: str) -> str:
    """Tell a missing value from a doubtful one, and both from what is only shown."""
    if column == "rep_id" and pd.isna(rows[column].iloc[number]):
        return "input"
    if column not in ASKED_OF_ACCOUNTS:
        return "shown"
    if column not in doubtful[number]:
        return "known"
    return "input" if pd.isna(rows[column].iloc[number]) else "doubt"


def _contacts(intake: Intake) -> Topic:
    """Ask for people where the firm knows too few."""
    asked = intake.fields_to_verify
    rows = asked[(";" + asked["field_ids"] + ";").str.contains(";contact;", regex=False)]
    people = intake.contacts.groupby("account_id")["name"].agg(", ".join)
    names = ("first_name", "last_name", "function", "role", "phone", "email")
    return Topic(
        _("People to name"),
        _("Name the people at these accounts: those who decide, who advise, who use, who buy."),
        rows.assign(known_people=rows["account_id"].map(people)),
        [
            Question("account_id", column_name("contacts", "account_id"), 14),
            Question("name", column_name("accounts", "name"), 30),
            Question("known_people", _("People known today"), 26),
            *(
                Question(
                    name,
                    column_name("contacts", "name" if name == "last_name" else name),
                    34 if name == "email" else 22,
                    ask=True,
                    choices=tuple(labels("role").values()) if name == "role" else (),
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
            Question("account_id", column_name("merges", "account_id"), 14),
            Question("name", column_name("accounts", "name"), 28),
            Question("other_id", column_name("merges", "other_id"), 14),
            Question("other_name", _("Name of the likely double"), 28),
            Question("evidence", column_label("evidence"), 34),
            Question("revenue_eur", _("Revenue of the last 12 months"), 14, "money"),
            Question(
                "decision",
                column_name("merges", "decision"),
                24,
                ask=True,
                choices=tuple(labels("merge_decision").values()),
            ),
            Question("reason", column_name("merges", "reason"), 26, ask=True),
            Question("author", column_name("merges", "author"), 18, ask=True),
            Question("decided_on", column_name("merges", "decided_on"), 13, "date", ask=True),
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
            Question("account_id", column_name("accounts", "account_id"), 14),
            Question("name", column_name("accounts", "name"), 28),
            Question("field", column_label("field"), 20),
            Question("kept", _("Kept"), 26),
            Question("kept_file", _("From the file"), 20),
            Question("other", _("Not kept"), 26),
            Question("other_file", _("From the file"), 20),
            Question("reason", _("Why the one was kept"), 30),
            Question("answer", _("Right value"), 26, ask=True),
        ],
    )


def _lines(intake: Intake) -> Topic:
    """Ask for the right value of what was mended or set aside, what is worth most first."""
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
            Question("file", column_label("file"), 22),
            Question("row", column_label("row"), 8, "count"),
            Question("column", column_label("column"), 20),
            Question("account_id", column_name("accounts", "account_id"), 14),
            Question("name", column_name("accounts", "name"), 28),
            Question("problem", column_label("problem"), 40),
            Question("found", column_label("found"), 22),
            Question("used", column_label("used"), 18),
            Question("worth_eur", _("Revenue of the last 12 months"), 14, "money"),
            Question("answer", _("Right value"), 26, ask=True),
            Question("remark", column_label("remark"), 26, ask=True),
        ],
    )


def _deletions(intake: Intake) -> Topic:
    """Ask what becomes of the records that there is no reason left to keep."""
    return Topic(
        _("Records to delete"),
        _("There seems to be no reason left to keep these records. This is not legal advice."),
        intake.purge_list,
        [
            Question("account_id", column_name("accounts", "account_id"), 14),
            Question("name", column_name("accounts", "name"), 30),
            Question("last_contact_on", column_label("last_contact_on"), 14, "date"),
            Question("reason", column_label("reason"), 60),
            Question("answer", _("What you decide"), 20, ask=True, choices=_fates()),
            Question("why", _("If kept, why"), 30, ask=True),
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
                " where two files differ, the first one wins."
            ),
        ),
        *[("line", line) for line in sources_of(asked, file)],
    ]


def _about(topic: Topic) -> list[tuple[str, str]]:
    lines = _("{n} lines. {purpose}").format(n=format_number(len(topic.rows)), purpose=topic.purpose)
    return [("link", sheet_name(topic.name)), ("line", lines)]


def sources_of(asked: list[Topic], file: str) -> list[str]:
    """Return the lines of `portfolio.yaml` that read the filled sheets back."""
    return [
        f'- {{table: {topic.back_as}, path: {file}, preset: {PRESET}, sheet: "{sheet_name(topic.name)}"}}'
        for topic in asked
        if topic.back_as
    ]
