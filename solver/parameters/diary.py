"""Parameters of the contacts beside the visits: partners, occasions, events, and an older name of one."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from solver.parameters.unfit import UnfitError
from solver.tables.channels import FOR_PARTNERS
from solver.words.i18n import _

OLDER_NEWSLETTERS = "newsletters_per_quarter"
MONTHS_OF_OLDER = {0: 0, 1: 3, 2: 2}
PartnerKind = Literal["supplier", "banker", "journalist", "relation"]
if TYPE_CHECKING:
    PartnerAction = str
else:
    PartnerAction = Literal[(*FOR_PARTNERS, "newsletter")]
OccasionKind = Literal["contract_end", "tender", "budget", "project", "fair"]
TimesAYear = Annotated[int, Field(ge=0, le=12)]


class Event(BaseModel):
    """An event of the firm to which clients are invited."""

    model_config = ConfigDict(extra="forbid")

    name: str
    on: date
    places: Annotated[int, Field(ge=1)]


class DiaryParameters(BaseModel):
    """What `portfolio.yaml` says of the contacts beside the visits, beyond the parameters of the steps."""

    partner_actions: dict[PartnerKind, dict[PartnerAction, TimesAYear]] = Field(
        {
            "supplier": {"event": 1, "newsletter": 1},
            "banker": {"event": 1, "newsletter": 1},
            "journalist": {"email": 2},
            "relation": {"phone": 1, "event": 1, "newsletter": 1},
        },
        description="Contacts a year with each kind of partner, by channel; newsletter: 1 = gets each one.",
    )
    occasion_months: dict[OccasionKind, Annotated[float, Field(ge=0, le=24)]] = Field(
        {"contract_end": 3, "tender": 2, "budget": 4, "project": 2, "fair": 1},
        description="Months before an occasion in which the work on it starts.",
    )
    events: list[Event] = Field(
        [], description="Events of the plan to which clients are invited: name, on, places."
    )
    older_names: list[Literal["newsletters_per_quarter"]] = Field(
        [], description="Older names of parameters that were read; written by the program."
    )


def with_newsletter_months(values: Any) -> Any:
    """Turn `newsletters_per_quarter` of an older portfolio into the months between two newsletters.

    Raises
    ------
    UnfitError
        Both are given, or it is more often than people accept.
    """
    if not isinstance(values, dict) or OLDER_NEWSLETTERS not in values:
        return values
    rest = {name: value for name, value in values.items() if name != OLDER_NEWSLETTERS}
    older = values[OLDER_NEWSLETTERS]
    months = MONTHS_OF_OLDER.get(older) if isinstance(older, int) and not isinstance(older, bool) else None
    if months is None:
        raise UnfitError(
            _("newsletters_per_quarter: {n} is more often than people accept").format(n=older),
            fix=_("write newsletter_months instead: 2 to 6 months between two newsletters, or 0 for none"),
        )
    stated = rest.get("newsletter_months", months) != months and "older_names" not in rest
    if stated:  # not what was completed with the defaults
        raise UnfitError(
            _("newsletters_per_quarter and newsletter_months say different things"),
            fix=_("take newsletters_per_quarter out"),
        )
    return rest | {"newsletter_months": months, "older_names": [OLDER_NEWSLETTERS]}


def expect_inside(events: list[Event], plan_start: date, plan_end: date) -> None:
    """Refuse an event to which nobody could be invited within the plan.

    Raises
    ------
    ValueError
        Told by whoever knows the file.
    """
    for event in events:
        if not plan_start <= event.on <= plan_end:
            raise ValueError(
                _("events: {name} on {day} is not within the plan ({start} to {end})").format(
                    name=event.name, day=event.on, start=plan_start, end=plan_end
                )
            )
