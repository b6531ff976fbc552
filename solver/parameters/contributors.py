"""The blocks `file_owner` and `contributors` of `portfolio.yaml`: who keeps the file, and who feeds it."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from solver.words.i18n import _

Service = Literal["switchboard", "accounting", "field_service", "delivery", "marketing", "sales"]
# What a service is asked for, unless its line names fields of its own; an ask has one of these names.
FIELDS_OF: dict[str, tuple[str, ...]] = {
    "switchboard": ("phone", "email", "contact", "contact phone", "contact email"),
    "accounting": ("siret", "siren", "naf"),
    "field_service": ("satisfaction", "competitor", "project"),
    "delivery": ("address", "postcode", "town"),
    "marketing": (),
    "sales": (
        "potential_eur",
        "potential_on",
        "contact",
        "role",
        "recommend",
        "buying_criteria",
        "competitor",
        "project",
        "satisfaction",
        "record",
        "rep_id",
        "headcount",
    ),
}
ASKABLE = tuple(sorted({name.replace(" ", "_") for names in FIELDS_OF.values() for name in names}))


class FileOwner(BaseModel, extra="forbid"):
    """The one person who answers for the client file."""

    name: str = Field(min_length=1)
    email: str | None = None


class Contributor(BaseModel, extra="forbid"):
    """One person who is asked for what the file lacks."""

    name: str = Field(min_length=1)
    service: Service
    fields: list[str] | None = Field(
        None, description="What this person is asked for; left out, what the service usually knows."
    )
    accounts: list[str] | None = Field(
        None, description="Codes of the accounts this person is asked about; left out, all."
    )

    @model_validator(mode="after")
    def _fields_can_be_asked(self) -> Self:
        strange = [name for name in self.fields or () if name not in ASKABLE]
        if strange:
            raise ValueError(
                _("nobody is asked for “{field}”; what can be asked for: {fields}").format(
                    field=strange[0], fields=", ".join(ASKABLE)
                )
            )
        return self

    @property
    def asked(self) -> tuple[str, ...]:
        """The asks that go to this person, by their names."""
        if self.fields is None:
            return FIELDS_OF[self.service]
        return tuple(name.replace("contact_", "contact ") for name in self.fields)


class FileKeeping(BaseModel):
    """Who keeps the client file and who feeds it, as `portfolio.yaml` says it."""

    last_run: str | None = Field(
        None, description="Folder of the last run; what it asked for is held against what the files say now."
    )
    file_owner: FileOwner | None = Field(None, description="Who answers for the client file.")
    contributors: list[Contributor] = Field(
        [], description="Who is asked for what the client file lacks; the reps, where nobody else is named."
    )
    ladders: dict[str, Annotated[list[str], Field(min_length=2)]] = Field(
        {}, description="Range: its product families, the cheapest first, up which a client may be led."
    )
    list_lines: Annotated[int, Field(ge=1, le=200)] = Field(
        15, description="Most lines on one list of what to ask for (judgement)."
    )
    asks_per_visit: Annotated[int, Field(ge=0, le=12)] = Field(
        3, description="Most questions on the form of one visit, beside what is always asked (judgement)."
    )

    @model_validator(mode="after")
    def _contributors_are_distinct(self) -> Self:
        names = [each.name.casefold() for each in self.contributors]
        twice = sorted({each.name for each in self.contributors if names.count(each.name.casefold()) > 1})
        if twice:
            raise ValueError(_("contributors: the same name twice: {names}").format(names=", ".join(twice)))
        return self
