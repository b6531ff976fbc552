"""What a file for another program looks like: one description a file, checked when it is read."""

from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from solver.handover.exports.values import ACCOUNT_VALUES, APPOINTMENT_VALUES
from solver.intake.words import nearest
from solver.words.errors import PortfolioError
from solver.words.i18n import _, current_language

FOLDER = Path(__file__).parent / "targets"
Language = Literal["en", "fr"]
Rows = Literal["accounts", "clients", "prospects", "visited", "appointments"]
FileName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*\.(csv|txt)$")]
LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}


class Described(BaseModel):
    """A part of a description in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Described):
    """A text in both languages."""

    en: str
    fr: str


class Key(Described):
    """By which column the other program finds the account again.

    Attributes
    ----------
    own : str or Words
        Heading where our account codes are that program's own identifiers.
    other : str or Words, optional
        Heading where they are not; the same where left out.
    read_from : list of str
        Columns of that program's export that hold its own identifiers. Our codes are those identifiers where
        every file of accounts was read from one of these columns.
    pattern : str, optional
        What the program accepts as an identifier; an account with another code is left out, and it is said.
    """

    own: str | Words
    other: str | Words | None = None
    read_from: list[str] = []
    pattern: str | None = None


class Heading(Described):
    """One column: its heading, and which value stands under it."""

    heading: str | Words
    value: str


class Target(Described):
    """One file for another program.

    Attributes
    ----------
    order : int
        Place among the files, as the explanation beside them lists them.
    file : str
        Its name.
    title : Words
        What it is.
    program : str
        What takes it.
    language : str, optional
        Where the file is always in one language; else it is in that of the portfolio.
    separator, decimal, encoding, line_end, date_format : str
        How it is written.
    rows : str
        accounts (all that may be visited), clients, prospects, visited (those with visits in the plan) or
        appointments (one line a visit with a date). Accounts that object to being canvassed are in none.
    key : Key
        First column.
    columns : list of Heading
        The others, by the names of `solver.handover.exports.values`.
    how, changes : Words
        How it is imported, and what that changes there.
    unverified : Words, optional
        What could not be checked.
    source : str or Words
        Where the format is described.
    checked_on_real_file : bool
        Imported once into the program itself.
    """

    order: int = 100
    file: FileName
    title: Words
    program: str
    language: Language | None = None
    separator: Literal[";", ",", "\t"]
    decimal: Literal[",", "."]
    encoding: Literal["utf-8", "utf-8-sig", "cp1252"]
    line_end: Literal["crlf", "lf"]
    date_format: Literal["dd/mm/yyyy", "mm/dd/yyyy", "yyyy-mm-dd"]
    rows: Rows
    key: Key
    columns: list[Heading] = Field(min_length=1)
    how: Words
    changes: Words
    unverified: Words | None = None
    source: str | Words
    checked_on_real_file: bool

    @model_validator(mode="after")
    def _values_exist(self) -> Self:
        known = APPOINTMENT_VALUES if self.rows == "appointments" else ACCOUNT_VALUES
        for column in self.columns:
            if column.value in known:
                continue
            near = nearest(column.value, known)
            said = _("there is no value “{name}” for these rows").format(name=column.value)
            if near:
                said = _("there is no value “{name}” for these rows; did you mean “{near}”?").format(
                    name=column.value, near=near
                )
            raise ValueError(said)
        return self

    @model_validator(mode="after")
    def _one_decimal_mark(self) -> Self:
        if self.separator == self.decimal:
            raise ValueError(_("separator and decimal cannot be the same sign"))
        return self


def in_words(text: str | Words) -> str:
    """Return a text in the language in force."""
    if isinstance(text, str):
        return text
    return text.fr if current_language() == "fr" else text.en


def read_targets(folder: Path = FOLDER) -> list[Target]:
    """Return every description of a folder, in the order in which they are explained.

    Raises
    ------
    PortfolioError
        A description cannot be read, or two of them write the same file.
    """
    read = [(path, read_target(path)) for path in sorted(folder.glob("*.yaml"))]
    seen: dict[str, Path] = {}
    for path, target in read:
        if target.file in seen:
            raise PortfolioError(
                _("it writes the same file as {other}: {name}").format(
                    other=seen[target.file].name, name=target.file
                ),
                file=path,
                fix=_("give one of them another name under `file`"),
            )
        seen[target.file] = path
    return sorted((target for _path, target in read), key=lambda target: (target.order, target.file))


def read_target(path: Path) -> Target:
    """Read one description.

    Raises
    ------
    PortfolioError
        It is not YAML, or a key is missing, unknown or holds what it cannot hold; file and key are named.
    """
    fix = _("correct it as the other descriptions in that folder are written")
    try:
        values: Any = yaml.load(path.read_text(encoding="utf-8"), _loader())
        return Target.model_validate(values)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise PortfolioError(
            _("this is not YAML: {reason}").format(reason=reason), file=path, fix=fix
        ) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        problem = _("{key}: {reason}").format(key=key, reason=reason) if key else reason
        raise PortfolioError(problem, file=path, fix=fix) from None


def _loader() -> Any:
    """Return the fast reader of YAML where the machine has it."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
