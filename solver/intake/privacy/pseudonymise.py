"""A portfolio without the people: every table, every fact and every parameter of step 1 under pseudonyms.

What a text column says is left out unless it is known to be harmless, so that a column added later is hidden
until somebody decides otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_args

import pandas as pd
from pydantic import BaseModel

from solver.intake.decided.decisions import LIMITS
from solver.intake.decided.visiting_days import EVERYBODY
from solver.intake.fields import fields as file_fields
from solver.intake.prepare import Intake, reps_table
from solver.intake.privacy.pseudonyms import Pseudonyms
from solver.parameters import Portfolio, Rep, Source
from solver.parameters.method import MethodParameters
from solver.parameters.reps import DayElsewhere
from solver.roads.places import HOME
from solver.tables import check, empty, schema
from solver.words.files import write_text, writing
from solver.words.i18n import _

# About 11 km: a commune cannot be told from its neighbours, and a tour is still a tour.
DECIMALS = 1
PLACES = ("lat", "lon")
IDENTIFIERS = {
    "account_id": "account",
    "other_id": "account",
    "into_id": "account",
    "contact_id": "contact",
    "rep_id": "rep",
    "new_rep_id": "rep",
    "replaces_rep_id": "rep",
    "order_id": "order",
    "file": "file",
    "kept_file": "file",
    "other_file": "file",
    "source": "file",
    "zone": "zone",
    "introduced_by": "account",
    "introduces": "account",
    "by": "rep",
    "competitor": "competitor",
    "contributor": "contributor",
}
# A name is the pseudonym of what it names.
NAMED_BY = {"contacts": "contact_id", "reps": "rep_id"}
HARMLESS = frozenset(
    (
        "country",
        "naf",
        "family",
        "start_time",
        "open_hours",
        "weekdays",
        "rhythm",
        "next_visit_time",
        "field",
        "fields",
        "field_ids",
        "problem",
        "column",
        "buying_criteria",
        "competitor_edge",
        "why",
    )
)
HARMLESS_IN = frozenset((("purge_list", "reason"),))
HARMLESS_FACTS = frozenset(
    (
        *("as_of", "on", "first", "last", "written_on", "encoding", "separator", "preset"),
        *("columns", "unused_columns"),
        *("table", "field", "kind", "problem", "cause", "basis", "purpose", "legal_basis", "people"),
        *("categories", "recipients", "retention", "rights", "transfers", "security", "automation", "note"),
    )
)
# What the portfolio itself may go on saying; its other words, such as assumptions, are left out.
KEPT_PARAMETERS = frozenset(
    (
        *MethodParameters.model_fields,
        "partner_actions",
        "occasion_months",
        "language",
        "currency",
        "country",
        "region",
        "timezone",
        "as_of",
        "plan_start",
        "plan_end",
        "ladders",
        "list_lines",
        "asks_per_visit",
    )
)
# What visits found out and a list of accounts may go on saying: neither the project nor free words.
FOUND_OUT = [
    *("account_id", "buying_criteria", "competitor", "competitor_edge", "project_on"),
    *("recommend", "recommend_on", "lost_reason", "introduced_by"),
]
SOURCES = (
    *("accounts", "contacts", "sales", "visits", "prospect_events", "decisions", "closures", "zone_days"),
    "touchpoints",
)
READ_AS = {"encoding": "utf-8", "separator": ";", "decimal": ".", "date_order": "ymd"}
SHORTEST_TELLING = 5


@dataclass(frozen=True)
class Hidden:
    """Step 1 and its portfolio under pseudonyms, and who is behind each pseudonym."""

    portfolio: Portfolio
    intake: Intake
    names: dict[str, str]


def pseudonymise(intake: Intake, portfolio: Portfolio, pseudonyms: Pseudonyms) -> Hidden:
    """Hide the firm, its partners, their people and the reps.

    Parameters
    ----------
    intake : Intake
        As `prepare_tools` returns it.
    portfolio : Portfolio
        The same; amounts, dates and parameters stay, absences too.
    pseudonyms : Pseudonyms
        Of the holder's secret.

    Returns
    -------
    Hidden
        Codes, names, invoice numbers and files are pseudonyms; addresses, numbers, telephones, e-mails and
        free texts are left out; coordinates are rounded to a tenth of a degree. The sources that the
        portfolio names are not on the disk: `write_sources` puts some there.
    """
    telling = _telling(intake, portfolio)
    tables = {
        name: _hidden_table(name, table, pseudonyms, telling)
        for name, table in ((part.name, getattr(intake, part.name)) for part in fields(Intake))
        if isinstance(table, pd.DataFrame) and name not in ("plan_notes", "drives")
    }
    codes = {str(code): pseudonyms.of("account", str(code)) for code in intake.accounts["account_id"]}
    files = {str(file["file"]): pseudonyms.of("file", str(file["file"])) for file in intake.quality["files"]}
    reps = {rep.rep_id: pseudonyms.of("rep", rep.rep_id) for rep in portfolio.reps}
    firm = {portfolio.firm: pseudonyms.of("firm", portfolio.firm)}
    # The number of an action begins with the code of its account, and nobody reads these notes again.
    tables["plan_notes"] = empty("plan_notes")
    # True driving times lead back to the true places.
    tables["drives"] = empty("drives")
    quality = _hidden_facts(intake.quality, {**files, **reps, **codes, **firm}, telling)
    factor = intake.quality["roads"]["factor"]
    hidden = _hidden_portfolio(portfolio, pseudonyms).model_copy(
        update={"roads": portfolio.roads.estimated_only(factor)}
    )
    names = {
        **_names(intake.accounts, "account_id", "account", pseudonyms),
        **_names(intake.contacts, "contact_id", "contact", pseudonyms),
        **{pseudonyms.of("rep", rep.rep_id): rep.name for rep in portfolio.reps},
    }
    return Hidden(hidden, Intake(**{**tables, "reps": reps_table(hidden.reps)}, quality=quality), names)


def write_sources(hidden: Hidden, folder: Path) -> Portfolio:
    """Write the tables as files that step 1 reads, and return the portfolio that names them.

    Parameters
    ----------
    hidden : Hidden
        As `pseudonymise` returns it.
    folder : Path
        Made where it is missing; a file of an earlier time is replaced.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    sources = []
    for name in SOURCES:
        table = getattr(hidden.intake, name)
        if name == "decisions":  # who is in charge stands in the accounts already
            table = table[table[LIMITS].notna().any(axis=1)]
        if name == "accounts":
            table = table.merge(hidden.intake.visit_rules, how="left", on="account_id")
            table = table.merge(hidden.intake.discoveries[FOUND_OUT], how="left", on="account_id")
            table = table.merge(hidden.intake.overdue, how="left", on="account_id")
        if name == "closures":
            table = table.assign(account_id=table["account_id"].fillna(EVERYBODY))
        if table.empty:
            continue
        columns = [column for column in table if column in file_fields(name) and table[column].notna().any()]
        path = folder / f"{name}.csv"
        write_text(path, _csv(table[[column for column in columns if column != "source"]]))
        sources.append(Source.model_validate({"table": name, "path": str(path), **READ_AS}))
    return hidden.portfolio.model_copy(update={"sources": sources})


def _hidden_table(
    name: str, table: pd.DataFrame, pseudonyms: Pseudonyms, telling: frozenset[str]
) -> pd.DataFrame:
    columns: dict[str, Any] = {}
    for column, described in schema(name).columns.items():
        values = table[column]
        if column == "name":
            named_by = NAMED_BY.get(name, "account_id")
            columns[column] = pseudonyms.each(IDENTIFIERS[named_by], table[named_by]).where(values.notna())
        elif column in IDENTIFIERS:
            columns[column] = pseudonyms.each(IDENTIFIERS[column], values)
        elif column in PLACES:
            columns[column] = values.round(DECIMALS)
        elif pd.api.types.is_string_dtype(values) and not _is_coded(described):
            harmless = column in HARMLESS or (name, column) in HARMLESS_IN
            columns[column] = _scrubbed(values, telling) if harmless else _withheld(name, values, described)
        else:
            columns[column] = values
    hidden = pd.DataFrame(columns, index=table.index)
    keys = [key for key in (schema(name).unique or []) if key in hidden]
    return check(name, hidden.sort_values(keys, kind="stable") if keys else hidden)


def _is_coded(described: Any) -> bool:
    return any(rule.name == "isin" for rule in described.checks)


def _withheld(name: str, values: pd.Series, described: Any) -> pd.Series:
    """Leave a text out; in a list for the reader, a word shows that there was one."""
    word = pd.Series(_("withheld"), index=values.index, dtype="str")
    if not described.nullable:
        return word
    return word.where(values.notna() & (name not in SOURCES))


def _scrubbed(values: pd.Series, telling: frozenset[str]) -> pd.Series:
    """Withhold the few values of a harmless column that name somebody all the same."""
    known = {value: _without(value, telling) for value in values.dropna().unique().tolist()}
    return values.map(known).astype("str")


def _without(text: str, telling: Iterable[str]) -> str:
    said = text.casefold()
    return _("withheld") if any(name in said for name in telling) else text


def _telling(intake: Intake, portfolio: Portfolio) -> frozenset[str]:
    """Return the words that would give somebody away wherever they stood."""
    columns = [
        *(intake.accounts[name] for name in ("name", "address", "phone", "email", "siren", "siret")),
        *(intake.contacts[name] for name in ("name", "phone", "email")),
        pd.Series([portfolio.firm, *(word for rep in portfolio.reps for word in (rep.name, rep.email))]),
        pd.Series([each.name for each in portfolio.contributors], dtype="str"),
        intake.discoveries["competitor"],
    ]
    words = {str(word).casefold() for column in columns for word in column.dropna().unique()}
    return frozenset(word for word in words if len(word) >= SHORTEST_TELLING)


def _hidden_facts(value: Any, known: dict[str, str], telling: frozenset[str], key: str = "") -> Any:
    """Replace what is known to identify, and leave out every word that is not known to be harmless."""
    if isinstance(value, dict):
        return {
            known.get(str(name)) or _without(str(name), telling): _hidden_facts(
                part, known, telling, key if key in HARMLESS_FACTS else str(name)
            )
            for name, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [_hidden_facts(part, known, telling, key) for part in value]
    if not isinstance(value, str):
        return value
    if value in known:
        return known[value]
    return _without(value, telling) if key in HARMLESS_FACTS else _("withheld")


def _hidden_places(day: DayElsewhere, pseudonyms: Pseudonyms) -> dict[str, Any]:
    """Return days that start or end elsewhere, the places by their pseudonyms."""

    def hidden(place: str | None) -> str | None:
        if place is None:
            return None
        if place.startswith(HOME):
            return HOME + pseudonyms.of("rep", place.removeprefix(HOME))
        return pseudonyms.of("account", place)

    return {**day.model_dump(), "start_id": hidden(day.start_id), "end_id": hidden(day.end_id)}


def _hidden_portfolio(portfolio: Portfolio, pseudonyms: Pseudonyms) -> Portfolio:
    """Keep the parameters; what the portfolio says in words goes back to its default."""
    reps = [
        Rep(
            **{
                **rep.model_dump(),
                "rep_id": pseudonyms.of("rep", rep.rep_id),
                "name": pseudonyms.of("rep", rep.rep_id),
                "home_lat": round(rep.home_lat, DECIMALS),
                "home_lon": round(rep.home_lon, DECIMALS),
                "email": None,
                "elsewhere": [_hidden_places(day, pseudonyms) for day in rep.elsewhere],
            }
        )
        for rep in portfolio.reps
    ]
    said = {
        name: field.get_default(call_default_factory=True)
        for name, field in Portfolio.model_fields.items()
        if name not in KEPT_PARAMETERS and not field.is_required() and _in_words(field.annotation)
    }
    firm = pseudonyms.of("firm", portfolio.firm)
    sources = [
        Source.model_validate({"table": source.table, "path": pseudonyms.of("file", source.name)})
        for source in portfolio.sources
    ]
    return portfolio.model_copy(update={**said, "firm": firm, "reps": reps, "sources": sources})


def _in_words(annotation: Any) -> bool:
    """Tell a parameter that may hold any text, such as a path, an assumption or a logo."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return any(_in_words(field.annotation) for field in annotation.model_fields.values())
    return annotation is str or any(_in_words(part) for part in get_args(annotation))


def _names(table: pd.DataFrame, column: str, what: str, pseudonyms: Pseudonyms) -> dict[str, str]:
    pairs = zip(table[column], table["name"], strict=True)
    return {pseudonyms.of(what, code): name for code, name in pairs if not pd.isna(name)}


def _csv(table: pd.DataFrame) -> str:
    texts = {
        name: table[name].map({True: "yes", False: "no"}) if table[name].dtype == bool else table[name]
        for name in table
    }
    written: str = pd.DataFrame(texts).to_csv(
        sep=";", index=False, float_format="%.6f", date_format="%Y-%m-%d", lineterminator="\n"
    )
    return written
