"""Who is asked what, as workbooks: a list for each contributor, and one of everything for the owner."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from solver.handover.excel.fields import Field
from solver.handover.excel.looks import Styles
from solver.handover.excel.request import Topic, layout_of, sources_of, to_ask, told
from solver.handover.excel.sheet import explain, new_book, sheet_name, write_table
from solver.handover.excel.template import choices_of, column_name, columns_of, limits_of, unit_of, width
from solver.intake.quality.contributions import on_the_lists
from solver.parameters import Portfolio
from solver.report.agenda_names import names_of_people
from solver.report.look.brand import brand_of
from solver.run import Run
from solver.tables.codes import label
from solver.tables.dictionary import column_label
from solver.tables.people import still_there
from solver.words.i18n import _, clauses, counted, format_date, format_money

FOLDER = "worklists"
EVERYTHING = "all"
# The columns in which an ask is answered, where it is not the one that it is named after.
ANSWER = MappingProxyType(
    {
        "potential_eur": ("potential_eur", "potential_on"),
        "potential_on": ("potential_eur", "potential_on"),
        "postcode": ("postcode", "town"),
        "town": ("postcode", "town"),
        "record": ("last_contact_on",),
        "siren": ("siret",),
        "recommend": ("recommend", "recommend_on"),
        "project": ("project", "project_on"),
    }
)
PERSON = ("first_name", "name", "function", "role", "phone", "email", "has_left")


def write_worklists(run: Run) -> list[Path]:
    """Write `worklists/NAME.xlsx` for everybody who is asked something, in the language of the run.

    Parameters
    ----------
    run : Run
        With its step 1.

    Returns
    -------
    list of Path
        The list of the file's owner last, where the portfolio names one.

    Raises
    ------
    PortfolioError
        Step 1 has not been run, or a file cannot be written.
    """
    asks, portfolio = run.read("asks"), run.portfolio()
    tables = {name: run.read(name) for name in ("accounts", "contacts", "discoveries")}
    lines = on_the_lists(asks, portfolio.list_lines)
    people = list(dict.fromkeys(lines["contributor"]))
    names = names_of_people([EVERYTHING, *people])
    folder = run.path / FOLDER
    written = []
    for person in sorted(people):
        mine = lines[lines["contributor"].eq(person)]
        path = folder / f"{names[person]}.xlsx"
        written.append(_write_list(path, portfolio, person, mine, tables))
    if portfolio.file_owner is not None:
        files = {person: names[person] + ".xlsx" for person in people}
        path = folder / f"{names[EVERYTHING]}.xlsx"
        written.append(_write_everything(path, portfolio, run, lines, files))
    return written


def _write_list(
    path: Path, portfolio: Portfolio, person: str, lines: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> Path:
    topics = [topic for topic in (_accounts(lines, tables), _people(lines, tables)) if len(topic.rows)]
    title = _("{firm}: what to ask for").format(firm=portfolio.firm)
    with new_book(path, title) as book:
        styles = Styles(book, brand_of(portfolio.branding))
        first = explain(
            book, styles, sheet_name(_("Read me first")), _explanation(portfolio, person, topics, path)
        )
        for topic in topics:
            write_table(book.add_worksheet(sheet_name(topic.name)), styles, layout_of(topic))
        first.activate()
    return path


def _accounts(lines: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Topic:
    """Ask for the fields of accounts: a line an account, a yellow cell for each thing asked."""
    mine = lines[lines["sheet"].eq("accounts")]
    known = tables["accounts"].merge(tables["discoveries"], how="left", on="account_id")
    rows = _a_line_each(mine).merge(known, how="left", on="account_id")
    asked = [_columns_of(fields) for fields in rows["fields"]]
    open_columns = [name for name in columns_of("accounts") if any(name in each for each in asked)]
    fields = [_open_field(name, rows, asked) for name in open_columns]
    verified = to_ask("verified_on", column_name("accounts", "verified_on"), 13, "date")
    return Topic(
        _("Accounts to complete"),
        _("Fill in the yellow cells, confirm or correct the orange ones; leave empty what nobody knows."),
        rows,
        [*_reference(), *fields, verified],
        back_as="accounts",
    )


def _open_field(name: str, rows: pd.DataFrame, asked: list[frozenset[str]]) -> Field:
    """Return a column of answers; only the cells that are asked for are yellow, or orange where doubtful."""
    values = rows[name] if name in rows else pd.Series(None, index=rows.index)
    looks = [
        ("doubtful" if pd.notna(value) else "to_fill") if name in each else "wrapped"
        for value, each in zip(values, asked, strict=True)
    ]
    shown = values.where(pd.Series([name in each for each in asked], index=rows.index, dtype="bool"))
    rows[name] = shown
    wide = 34 if name == "email" else width("accounts", name)
    choices = choices_of("accounts", name) or None
    return to_ask(
        name,
        column_name("accounts", name),
        wide,
        unit_of("accounts", name),
        looks=looks,
        choices=choices,
        limits=limits_of("accounts", name),
    )


def _people(lines: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Topic:
    """Ask for people: a line an account, beside those who are known there."""
    mine = lines[lines["sheet"].eq("contacts")]
    contacts = still_there(tables["contacts"])
    roles = contacts["role"].map(lambda code: label("role", code), na_action="ignore")
    named = contacts["name"] + (" (" + roles + ")").fillna("")
    known = named.groupby(contacts["account_id"]).agg(", ".join)
    rows = _a_line_each(mine).merge(tables["accounts"][["account_id", "name"]], how="left", on="account_id")
    rows = rows.assign(known_people=rows["account_id"].map(known)).rename(columns={"name": "account"})
    fields = [
        to_ask(
            name,
            column_name("contacts", name),
            {"email": 34, "has_left": 14}.get(name, 20),
            unit_of("contacts", name),
            choices=choices_of("contacts", name) or None,
        )
        for name in (*PERSON, "updated_on")
    ]
    return Topic(
        _("People to name"),
        _(
            "Write the name as it is known today, where the person is known; a new person, or one who has "
            "left, gets a new line."
        ),
        rows,
        [
            told("account_id", column_name("contacts", "account_id"), 14),
            told("account", _("Account"), 28),
            told("asked_for", column_label("asked_for"), 32),
            told("known_people", _("People known today"), 30),
            *fields,
        ],
        back_as="contacts",
    )


def _reference() -> list[Field]:
    return [
        told("account_id", column_name("accounts", "account_id"), 14),
        told("name", column_name("accounts", "name"), 28),
        told("asked_for", column_label("asked_for"), 34),
        told("why", column_label("why"), 34),
    ]


def _a_line_each(lines: pd.DataFrame) -> pd.DataFrame:
    """Make one line of what is asked about an account, in the order of its worth."""
    groups = lines.groupby("account_id", sort=False)
    return pd.DataFrame(
        {
            "account_id": list(groups.groups),
            "asked_for": groups["asked_for"].agg(clauses).to_numpy(),
            "why": groups["why"].first().to_numpy(),
            "fields": groups["field"].agg(";".join).to_numpy(),
        }
    )


def _columns_of(fields: str) -> frozenset[str]:
    return frozenset(name for field in fields.split(";") for name in ANSWER.get(field, (field,)))


def _explanation(portfolio: Portfolio, person: str, topics: list[Topic], path: Path) -> list[tuple[str, str]]:
    owner = portfolio.file_owner
    back = _("Give this file back to {owner}.").format(owner=owner.name) if owner else ""
    return [
        ("title", _("{person}: what you are asked for").format(person=person)),
        ("soft", _("The files as they were on {date}.").format(date=format_date(portfolio.as_of, "long"))),
        (
            "line",
            " ".join(
                filter(
                    None,
                    [
                        _(
                            "These lines are worth most this week. Fill in the yellow cells, confirm or"
                            " correct the orange ones, and write on which day you verified the line. Leave"
                            " empty what nobody knows: a guess is worse than a gap."
                        ),
                        back,
                    ],
                )
            ),
        ),
        (
            "line",
            _("Write facts that the person concerned may read. Nothing about health, opinions or character."),
        ),
        ("section", _("The sheets")),
        *[("link", sheet_name(topic.name)) for topic in topics],
        ("section", _("How the answers come back")),
        (
            "line",
            _(
                "Put the workbook beside the portfolio and name its sheets first among the sources, as below:"
                " where two files differ, the line verified later wins, else the first one."
            ),
        ),
        *[("line", line) for line in sources_of(topics, path.name)],
    ]


def _write_everything(
    path: Path, portfolio: Portfolio, run: Run, lines: pd.DataFrame, files: Mapping[str, str]
) -> Path:
    """Write what the owner of the file sees: whom to remind, how fresh the file is, all that is asked."""
    topics = [_reminders(portfolio, lines, files), _freshness(run), _all_asks(run)]
    with new_book(path, _("The client file: who is asked what")) as book:
        styles = Styles(book, brand_of(portfolio.branding))
        for topic in topics:
            if len(topic.rows):
                write_table(book.add_worksheet(sheet_name(topic.name)), styles, layout_of(topic))
    return path


def _reminders(portfolio: Portfolio, lines: pd.DataFrame, files: Mapping[str, str]) -> Topic:
    groups = lines.groupby("contributor", sort=True)
    owner = portfolio.file_owner.name if portfolio.file_owner else ""
    rows = pd.DataFrame(
        {
            "contributor": list(groups.groups),
            "service": groups["service"].first().map(lambda code: label("service", code)).to_numpy(),
            "asks": groups.size().to_numpy(),
            "worth_eur": groups["worth_eur"].sum().to_numpy(),
        }
    )
    said = [
        counted(
            row["asks"],
            "Hello {person}, there is {n} thing that only you can tell of our clients; {amount} hang on it."
            " The list is in {file}: please give it back to me within the week. Thank you. {owner}",
            "Hello {person}, there are {n} things that only you can tell of our clients; {amount} hang on"
            " them. The list is in {file}: please give it back to me within the week. Thank you. {owner}",
        ).format(
            person=row["contributor"],
            amount=format_money(row["worth_eur"]),
            file=files[str(row["contributor"])],
            owner=owner,
        )
        for row in rows.to_dict("records")
    ]
    return Topic(
        _("Whom to remind"),
        _("A text for each list, ready to be sent by you; nothing is sent by the program."),
        rows.assign(text=said),
        [
            told("contributor", column_label("contributor"), 24),
            told("service", column_label("service"), 16),
            told("asks", _("Questions"), 10, "count"),
            told("worth_eur", column_label("worth_eur"), 14, "money"),
            told("text", _("Reminder"), 90),
        ],
    )


def _freshness(run: Run) -> Topic:
    rows = run.read("freshness")
    rows = rows.assign(service=rows["service"].map(lambda code: label("service", code), na_action="ignore"))
    return Topic(
        _("Freshness"),
        _("By service. It is for the owner of the file alone: no ranking of people, no bonus hangs on it."),
        rows,
        [
            told("contributor", column_label("contributor"), 24),
            told("service", column_label("service"), 16),
            told("asked", column_label("asked"), 12, "count"),
            told("answered", column_label("answered"), 12, "count"),
            told("fresh_share", column_label("fresh_share"), 12, "share"),
            told("oldest_on", column_label("oldest_on"), 13, "date"),
        ],
    )


def _all_asks(run: Run) -> Topic:
    names = run.read("accounts").set_index("account_id")["name"]
    rows = run.read("asks")
    return Topic(
        _("All that is asked"),
        _("One thing a line, the most valuable first."),
        rows.assign(name=rows["account_id"].map(names)),
        [
            told("rank", column_label("rank"), 8, "count"),
            told("account_id", column_name("accounts", "account_id"), 14),
            told("name", column_name("accounts", "name"), 28),
            told("asked_for", column_label("asked_for"), 34),
            told("contributor", column_label("contributor"), 22),
            told("why", column_label("why"), 40),
            told("worth_eur", column_label("worth_eur"), 14, "money"),
        ],
    )
