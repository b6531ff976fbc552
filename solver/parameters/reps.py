"""Each rep of `portfolio.yaml`: where the days start, what a year costs, what takes time off the field."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from solver.words.i18n import _

CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
WEEKDAYS = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]


class Absence(BaseModel, extra="forbid"):
    """A dated absence from the field, both ends included."""

    start: date
    end: date
    activity: Literal["leave", "training", "fair", "meeting", "admin"]

    @model_validator(mode="after")
    def _end_follows_start(self) -> Self:
        if self.end < self.start:
            raise ValueError(
                _("the absence ends ({end}) before it starts ({start})").format(
                    end=self.end, start=self.start
                )
            )
        return self


class DayElsewhere(BaseModel, extra="forbid"):
    """Days of the week that start or end elsewhere than at home, or later than usual."""

    weekdays: list[WEEKDAYS]
    start_id: str | None = Field(None, description="Account, or home: and the code of a rep.")
    end_id: str | None = Field(None, description="The same, where the day ends.")
    start_time: Annotated[str, Field(pattern=CLOCK)] | None = Field(
        None, description="When the rep leaves: the day is so much shorter; left out, day_start."
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.weekdays:
            raise ValueError(_("no day of the week is named: give weekdays, as in [tuesday]"))
        if not (self.start_id or self.end_id or self.start_time):
            raise ValueError(
                _("these days are as usual: give start_id, end_id or start_time, or take the line out")
            )
        return self


class Rep(BaseModel, extra="forbid"):
    """One sales rep: where the days start, what a year costs, what takes time off the field."""

    rep_id: str
    name: str
    home_lat: Annotated[float, Field(ge=-90, le=90)]
    home_lon: Annotated[float, Field(ge=-180, le=180)]
    annual_cost_eur: Annotated[float, Field(gt=0)]
    day_hours: Annotated[float, Field(gt=0, le=14)] = Field(
        7.5, description="Field hours of a day, driving included."
    )
    email: str | None = None
    leave_days: Annotated[float, Field(ge=0, le=120)] = Field(
        25, description="Working days a year, dated leave included."
    )
    training_days: Annotated[float, Field(ge=0, le=60)] = 4
    fair_days: Annotated[float, Field(ge=0, le=60)] = 3
    meeting_days_per_month: Annotated[float, Field(ge=0, le=10)] = 1
    admin_days_per_week: Annotated[float, Field(ge=0, le=5)] = 0.5
    field_weekdays: list[WEEKDAYS] = Field(
        ["monday", "tuesday", "wednesday", "thursday", "friday"],
        description="Days of the week spent in the field; the others are office days.",
    )
    max_drive_minutes: Annotated[float, Field(gt=0, le=720)] | None = Field(
        None, description="Most minutes of driving a day; left out, the hours of the day alone decide."
    )
    max_visits_day: Annotated[int, Field(ge=1, le=24)] | None = Field(
        None, description="Most visits a day; left out, the hours of the day alone decide."
    )
    drive_factor: Annotated[float, Field(ge=0.5, le=2)] = Field(
        1.0, description="How many times as long as the roads say this rep drives."
    )
    overtime_minutes: Annotated[float, Field(gt=0, le=240)] | None = Field(
        None, description="Most minutes a day above its hours; left out, none."
    )
    overtime_price: Annotated[float, Field(ge=0, le=20)] = Field(
        2.0, description="Minutes of driving that a minute of overtime has to save."
    )
    nights_max: Annotated[int, Field(ge=0, le=120)] = Field(
        0, description="Most nights away in the plan; 0: every day ends at home."
    )
    night_cost_eur: Annotated[float, Field(ge=0, le=1000)] = Field(
        110.0, description="What a night away costs."
    )
    night_min_minutes: Annotated[float, Field(ge=0, le=600)] = Field(
        75.0, description="Drive from home below which nobody stays away."
    )
    absences: list[Absence] = []
    elsewhere: list[DayElsewhere] = Field(
        [],
        description="Days that start or end elsewhere than at home, or later; "
        "of the lines on one day of the week, the last one alone counts.",
    )
