"""Every key of `portfolio.yaml`, with its unit in its name, its bounds and its default.

The keys are flat so that the file can be read aloud. Defaults that are judgements of the trade rather than
facts say so in their description, and the report lists them.
"""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from solver.parameters.clock import named_zone, zone_of_country
from solver.parameters.contributors import FileKeeping
from solver.parameters.diary import DiaryParameters, expect_inside, with_newsletter_months
from solver.parameters.method import MethodParameters
from solver.parameters.reps import Rep
from solver.parameters.roads import DrivingTimes, with_older_keys
from solver.parameters.unfit import UnfitError
from solver.words.i18n import _

SOURCE_TABLES = Literal[
    "accounts",
    "contacts",
    "sales",
    "visits",
    "prospect_events",
    "decisions",
    "visit_reports",
    "merges",
    "closures",
    "zone_days",
    "touchpoints",
]

# Where SQLAlchemy finds a password in an address, and where drivers do.
SIGNED_IN = re.compile(r"://[^:/]*:([^@]*)@")
STATED_SECRET = re.compile(r"(?i)(?:password|passwd|pwd|secret|token)\s*(?:=|%3D)(?!\s*(?:\$|%24)(?:\{|%7B))")
VARIABLE = re.compile(r"\$\{(\w+)\}")

HexColour = Annotated[str, Field(pattern="^#[0-9a-fA-F]{6}$")]
BLUE, OCHRE = "#1f5a8f", "#b3401a"

# Parameters that name a file or a folder: no figure of the plan.
NAMING_FILES = frozenset(
    {
        "judgement_files",
        "objection_files",
        "response_file",
        "places_file",
        "naf_file",
        "plan_file",
        "previous_run",
        "last_run",
        "field_test",
    }
)


class Strict(BaseModel):
    """A part of the file in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid")


class Computed(Strict):
    """A column of ours that the file holds in parts: `multiply`, `month` and `year`, `within`, or `join`."""

    multiply: list[str] = Field([], description="Columns multiplied by one another: quantity, unit price.")
    less_share: str | None = Field(
        None, description="Column with a discount as a share of one (0.1) or with its sign (10 %)."
    )
    less_percent: str | None = Field(None, description="Column with a discount in per cent (10).")
    less: str | None = Field(None, description="Column with an amount of the line to take off.")
    day: str | None = Field(None, description="Column with the day of the month; else its last day counts.")
    month: str | int | None = Field(None, description="Column with the month, or its number, beside `year`.")
    year: str | int | None = Field(None, description="Column with the year, or the year itself.")
    within: str | None = Field(
        None,
        description="Column with a whole address, of which postcode or town are read off; or with a text that"
        " names the account.",
    )

    join: list[str] = Field(
        [], description="Columns that together, or alone, make the code of an account: its name, its town."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        product = len(self.multiply) >= (1 if self.less else 2)
        ways = [product, bool(self.month and self.year), bool(self.within), bool(self.join)]
        off = [column for column in (self.less_share, self.less_percent, self.less) if column]
        if sum(ways) != 1 or len(off) > 1 or (off and not self.multiply) or (self.day and not self.month):
            raise ValueError(
                _(
                    "write multiply: with two columns, or with one beside less:, or month: and year:, with "
                    "day: or not, or within: and one column, or join: and the columns of a code; beside "
                    "multiply: less_share:, less_percent: or less:"
                )
            )
        return self

    @property
    def discount(self) -> str | None:
        """The column with what comes off, whatever it means."""
        return self.less_share or self.less_percent or self.less

    @property
    def parts(self) -> list[str]:
        """The columns of the file that it is worked out from."""
        named = (*self.multiply, self.discount, self.day, self.month, self.year, self.within, *self.join)
        return [column for column in named if isinstance(column, str) and column]


class Via(Strict):
    """Another file of the firm that leads from a key of this one to the account."""

    path: str = Field(description="The file, looked for from the folder of portfolio.yaml.")
    key: str = Field(
        description="Its column with what `account_id` of the source holds: an e-mail, a number."
    )
    account_id: str = Field(description="Its column with the code, or the name, of the account.")
    sheet: str | None = None


class Heads(Strict):
    """Another file of the firm with a row per document, where this one has a row per line of it."""

    path: str = Field(description="The file, looked for from the folder of portfolio.yaml.")
    key: str = Field(description="Its column with the number of the document.")
    number: str | None = Field(
        None, description="The column of this file with that number, where it is called otherwise."
    )
    sheet: str | None = None


class Source(Strict):
    """One file of the firm, or one query to its database, and how to read it."""

    table: SOURCE_TABLES
    path: str = Field("", description="The file, looked for from the folder of portfolio.yaml.")
    database: str | None = Field(
        None,
        description="SQLAlchemy address, instead of a file; ${NAME}: a variable of the environment.",
    )
    query: str | None = Field(None, description="What is read from the database: one SELECT.")
    preset: str | None = Field(
        None, description="Package the file was exported from; it says what its columns are."
    )
    columns: dict[str, str] = Field({}, description="Canonical column: column as the file writes it.")
    constants: dict[str, str | float | int | bool] = Field({}, description="Values the file does not hold.")
    codes: dict[str, dict[str, str]] = Field(
        {}, description="Canonical column: {code in the file: code here}."
    )
    keep: dict[str, list[str]] = Field(
        {}, description="Column of the file: values of the rows that count; the others are set aside."
    )
    drop: dict[str, list[str]] = Field(
        {}, description="Column of the file: values of the rows that do not count."
    )
    credit_notes: dict[str, list[str]] = Field(
        {}, description="Column of the file: values of the rows whose amounts count as negative."
    )
    computed: dict[str, Computed] = Field(
        {}, description="Canonical column: how it is worked out from columns of the file."
    )
    across: dict[str, date] = Field(
        {},
        description="Column of the file with the amounts of a month or a year: its last day. Each filled cell"
        " becomes a sale of that day; of visits, so many visits spread over the period.",
    )
    times: str | None = Field(
        None,
        description="Column of the file with how many visits each row stands for, in the month, quarter, year"
        " or day that its `date` names; they are spread over it.",
    )
    fill_down: list[str] = Field(
        [], description="Columns written once above several rows: each empty cell has the value above it."
    )
    from_lines: bool = Field(
        False,
        description="The file has a row per document or line: each account is taken once, from its last row.",
    )
    document_amounts: bool | None = Field(
        None,
        description="Whether the amount of each row is that of its whole document, which then counts once;"
        " to be said where each row of a document has the same amount.",
    )
    via: Via | None = Field(
        None,
        description="Where the column of accounts holds another key: the file and the columns that lead to"
        " the account.",
    )
    heads: Heads | None = Field(
        None,
        description="Where each row is a line and client and date stand in another file: that file, and the"
        " number of the document that both have. Its columns are read as those of this file.",
    )
    currency_column: str | None = Field(
        None, description="Column of the file that says in which currency each amount is."
    )
    rates: dict[str, Annotated[float, Field(gt=0)] | str] = Field(
        {},
        description="Currency: what one of it is worth in that of the portfolio, or the column that says so "
        "of each document; 1/Column where it says how many of them one of the portfolio's is worth.",
    )
    encoding: str | None = None
    separator: str | None = None
    decimal: Literal[",", "."] | None = None
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    sheet: str | None = None

    @model_validator(mode="after")
    def _file_or_database(self) -> Self:
        if bool(self.path) == bool(self.database):
            raise ValueError(_("write either path: and a file, or database: and its address"))
        if bool(self.database) != bool(self.query):
            raise ValueError(_("database: and query: go together"))
        if self.database and _holds_secret(self.database):
            raise ValueError(
                _(
                    "the address holds a password in clear: keep it in a variable of the environment and "
                    "write its name instead, as in postgresql://reader:${DATABASE_PASSWORD}@server/sales"
                )
            )
        return self

    @property
    def name(self) -> str:
        """How messages call it: the file's name, or the database's, without where it is."""
        place = self.path or str(self.database).partition("?")[0]
        return Path(place).name or place.partition(":")[0]


def _holds_secret(address: str) -> bool:
    signed_in = SIGNED_IN.search(address)
    return bool(STATED_SECRET.search(address) or (signed_in and not VARIABLE.fullmatch(signed_in[1])))


class Replan(Strict):
    """Plan again around the dates of an earlier run."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    run: str = Field(description="Folder of the run whose dates stand, with its step 12.")
    from_day: date | None = Field(
        None, alias="from", description="Day from which dates may move; left out, the first day of the plan."
    )
    freeze_days: Annotated[int, Field(ge=0, le=366)] = Field(
        14, description="So many days from then on no date moves."
    )
    changes_max: Annotated[int, Field(ge=0)] = Field(
        40, description="Most dates that move by choice, of all reps together."
    )
    change_minutes: Annotated[float, Field(ge=0, le=600)] = Field(
        15, description="Driving that a moved date has to save, in minutes."
    )


class Branding(Strict):
    """How the files to hand over look: the logo on their cover, and the two colours of the house."""

    logo: str | None = Field(None, description="PNG, JPEG or SVG, looked for from the folder of the file.")
    primary: HexColour = Field(BLUE, description="Covers, titles and heads of tables.")
    accent: HexColour = Field(OCHRE, description="What is to be noticed.")


class Portfolio(DiaryParameters, MethodParameters, FileKeeping):
    """Everything `portfolio.yaml` says about a firm, completed with the defaults."""

    model_config = ConfigDict(extra="forbid", validate_default=True)

    firm: str
    language: Literal["en", "fr"] = "en"
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = Field(
        "EUR", description="Of every amount, in the files and in the report."
    )
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = Field(
        "FR", description="Whose public holidays and company numbers count."
    )
    region: str | None = Field(
        None, description="Subdivision with holidays of its own, as the holidays library writes it."
    )
    timezone: str | None = Field(
        None,
        description="Clock of the appointments, as in Europe/Paris; left out, that of the country, where it"
        " has one only.",
    )
    as_of: date = Field(description="The day the portfolio is looked at: the last day of the data.")
    plan_start: date
    plan_end: date
    sources: Annotated[list[Source], Field(min_length=1)]
    reps: Annotated[list[Rep], Field(min_length=1)]
    roads: DrivingTimes = Field(
        DrivingTimes.model_validate({}),
        description="Where driving times come from, and the law where nothing else speaks.",
    )
    judgement_files: list[str] = Field(
        [], description="Worksheets of judged response, filled in; their median replaces the judged curves."
    )
    objection_files: list[str] = Field(
        [],
        description="Lists of people who object: an e-mail or a telephone number a line. Whoever has one of"
        " them, account or person, objects.",
    )
    response_file: str | None = Field(
        None,
        description="Table of your own: account, number of visits, contribution; it replaces the curves of"
        " the accounts it names.",
    )
    places_file: str | None = Field(
        None,
        description="Table of places of any country: country, postcode, town, lat, lon; a postcode table of"
        " GeoNames serves as it is. Accounts without coordinates are placed by it.",
    )
    naf_file: str | None = Field(
        None,
        description="Table of French activity codes, old and new (NAF rev. 2, NAF 2025), a pair a line: those"
        " of the accounts are written in the new list.",
    )
    plan_file: str | None = Field(
        None,
        description="An action plan (plan.xlsx) that was made by a run and edited; what was written in it"
        " counts as decided.",
    )
    previous_run: str | None = Field(
        None,
        description="Folder of a run of a quarter ago or more; its promises are held against what came.",
    )
    replan: Replan | None = Field(
        None, description="The plan that stands, and how much of it may move, where step 12 plans again."
    )
    field_test: str | None = Field(
        None,
        description="List (field_test.xlsx) by which a field test of visits was run; its outcome is read.",
    )
    branding: Branding = Field(
        default_factory=lambda: Branding.model_validate({}),
        description="Logo and colours of the files that are handed over.",
    )
    calendar_details: Literal["plain", "full"] = Field(
        "plain",
        description="What the events of a rep's calendar say: plain, for colleagues see calendars; full adds"
        " goals and reasons with their euros, and the contacts' own numbers.",
    )
    record_ids: dict[str, str] = Field(
        {},
        description="Program: the field of its records that holds our account codes; its files name it so.",
    )
    sub_customers: Literal["together", "apart"] | None = Field(
        None,
        description="Whether customers of a customer, as “Firm:Job 7”, count with it or are clients of their"
        " own.",
    )
    expected_revenue: dict[int, float] = Field(
        {},
        description="Year: the turnover without tax that the accountant confirms for it; files that give"
        " another figure, by more than 1 %, are refused.",
    )
    assumptions: list[str] = Field(
        [], description="What was typed in because nobody knew; printed in the report."
    )

    @model_validator(mode="before")
    @classmethod
    def _older_keys(cls, values: Any) -> Any:
        return with_newsletter_months(with_older_keys(values))

    @model_validator(mode="after")
    def _dates_follow(self) -> Self:
        if self.plan_start <= self.as_of:
            raise ValueError(_("plan_start must come after as_of ({as_of})").format(as_of=self.as_of))
        if self.plan_end <= self.plan_start:
            raise ValueError(_("plan_end must come after plan_start ({start})").format(start=self.plan_start))
        if (self.plan_end - self.plan_start).days > 366:
            raise ValueError(_("the plan may cover a year at most: the method is redone every year"))
        expect_inside(self.events, self.plan_start, self.plan_end)
        return self

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, name: str | None) -> str | None:
        if name is not None:
            named_zone(name)
        return name

    def clock(self) -> ZoneInfo | None:
        """Return the zone of the appointments; none where the country has several and none is named."""
        if self.timezone is not None:
            return named_zone(self.timezone)
        return zone_of_country(self.country, self.plan_start, self.plan_end)

    @model_validator(mode="after")
    def _tables_are_given(self) -> Self:
        missing = {"accounts", "sales"} - {source.table for source in self.sources}
        if missing:
            lacking = _("sources must name at least one file for: {tables}")
            raise UnfitError(
                lacking.format(tables=", ".join(sorted(missing))),
                fix=_(
                    "name the files that hold them, or take the # off the lines that `twelvefold init` "
                    "proposed; ask for an export as a list where there is none"
                ),
            )
        return self

    @model_validator(mode="after")
    def _reps_are_distinct(self) -> Self:
        ids = [rep.rep_id for rep in self.reps]
        twice = sorted({rep_id for rep_id in ids if ids.count(rep_id) > 1})
        if twice:
            raise ValueError(_("rep_id given twice: {ids}").format(ids=", ".join(twice)))
        return self
