"""The block `roads` of `portfolio.yaml`: where driving times come from, and the law for the rest."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, field_validator, model_validator

from solver.parameters.unfit import UnfitError
from solver.words.i18n import _

OLDER_KEYS = ("road_factor", "speed_kmh")
USUAL_FACTOR, USUAL_KMH = 1.3, 55.0  # what these two were where a portfolio did not say
FACTORS = (0.2, 5.0)
ENGINES = ("map", "server")  # what works drives out; a portfolio names one of them
SOURCES = ("matrix", *ENGINES)  # all that knows drives better than the law
LAW = ("start_minutes", "short_kmh", "long_kmh", "half_way_km")
NUMBERS = ("factor", "access_minutes", "road_kmh", *LAW)  # what a list of parameters shows of the block

VARIABLE = re.compile("[A-Za-z_][A-Za-z0-9_]{0,39}")

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Server(BaseModel, extra="forbid"):
    """A server that answers with driving times: it is told where the accounts are."""

    kind: Literal["osrm", "openrouteservice", "valhalla"] = "osrm"
    address: Annotated[str, Field(pattern=r"^https?://\S+$")]
    key_variable: str | None = Field(
        None, description="Environment variable that holds the key which such a server asks for."
    )

    @model_validator(mode="after")
    def _no_key(self) -> Self:
        """Refuse a key in the file: it would be copied wherever the portfolio is."""
        if self.key_variable is not None and not VARIABLE.fullmatch(self.key_variable):
            raise UnfitError(
                _("key_variable is no name of an environment variable; a key does not belong in this file"),
                fix=_("put the key into an environment variable, and write its name: ROADS_KEY"),
            )
        if any(sign in self.address for sign in "?#@"):
            raise UnfitError(
                _("address holds more than an address: a key or a password does not belong in this file"),
                fix=_("end it before the ?, and name under key_variable the variable that holds the key"),
            )
        return self


class Barrier(BaseModel, extra="forbid"):
    """A straight line on the map that no road crosses nearby, and what going round it takes."""

    name: str
    lat1: Latitude
    lon1: Longitude
    lat2: Latitude
    lon2: Longitude
    extra_minutes: Annotated[float, Field(gt=0, le=600)]


class Stay(BaseModel, extra="forbid"):
    """A place where a rep may sleep on the way."""

    name: Annotated[str, Field(pattern=r"\S")]
    lat: Latitude
    lon: Longitude


class DrivingTimes(BaseModel, extra="forbid", validate_default=True):
    """Where driving times come from; the first that knows a drive wins: matrix, map or server, law.

    Notes
    -----
    The law takes `start_minutes + 60 d / v` for d kilometres as the crow flies, where v rises from
    `short_kmh` towards `long_kmh` and is half-way at `half_way_km`. Its four usual numbers were fitted on
    drives that a road engine found in Isère and towards Paris.
    """

    matrix: str | None = Field(None, description="File of your own driving times, in minutes.")
    map: str | None = Field(
        None, description="Extract of OpenStreetMap (.osm.pbf) that OSRM reads on this computer."
    )
    server: Server | None = Field(
        None,
        description="Server that is asked (OSRM, openrouteservice, Valhalla); it is told where accounts lie.",
    )
    access_minutes: Annotated[float, Field(ge=0, le=30)] = Field(
        2, description="Added to each drive of a map or server: parking, walking in."
    )
    barriers: list[Barrier] = Field(
        [],
        description="Lines that take extra minutes to go round: an estuary, a cliff.",
    )
    stays: list[Stay] = Field(
        [],
        description="Where reps sleep who stay away (nights_max); left out, near the day's last visit.",
    )
    road_kmh: Annotated[float, Field(gt=0, le=130)] = Field(
        USUAL_KMH,
        description="Mean speed on the road: minutes become the kilometres that cost money.",
    )
    factor: float | Literal["auto"] = Field(
        "auto",
        description="Multiplies the law; auto: fitted on the known drives, if ten or more.",
    )
    start_minutes: Annotated[float, Field(ge=0, le=30)] = Field(
        1.5, description="The law: getting under way."
    )
    short_kmh: Annotated[float, Field(gt=0, le=130)] = Field(
        26, description="The law: speed over the shortest drives, as the crow flies."
    )
    long_kmh: Annotated[float, Field(gt=0, le=130)] = Field(
        87, description="The law: speed that the longest drives tend to, as the crow flies."
    )
    half_way_km: Annotated[float, Field(gt=0)] = Field(
        89, description="The law: distance at which the speed is half-way between the two."
    )

    @model_validator(mode="after")
    def _one_engine(self) -> Self:
        both = [name for name in ENGINES if getattr(self, name)][:2]
        if len(both) == 2:
            raise UnfitError(
                _("{first} and {second} both give driving times").format(first=both[0], second=both[1]),
                fix=_("keep the one you want"),
            )
        if self.factor != "auto" and not FACTORS[0] <= self.factor <= FACTORS[1]:
            raise UnfitError(
                _("factor is {factor}").format(factor=f"{self.factor:g}"),
                fix=_("write auto, or a number from {low} to {high}").format(low=FACTORS[0], high=FACTORS[1]),
            )
        if self.short_kmh > self.long_kmh:
            raise UnfitError(
                _("short_kmh is above long_kmh, so that long drives would be the slower ones"),
                fix=_("give long_kmh the higher speed"),
            )
        return self

    @field_validator("stays")
    @classmethod
    def _each_by_its_name(cls, stays: list[Stay]) -> list[Stay]:
        """Refuse two stays of one name: nights are planned, and told, by it."""
        names = [stay.name.strip() for stay in stays]
        for name in names:
            if names.count(name) > 1:
                raise UnfitError(
                    _("two stays are called “{name}”").format(name=name), fix=_("give each a name of its own")
                )
        return stays

    @property
    def known(self) -> bool:
        """Whether anything but the law is named."""
        return any(getattr(self, name) for name in SOURCES)

    @property
    def steady(self) -> bool:
        """Whether the law is one speed at all distances, as older portfolios had it."""
        return self.short_kmh == self.long_kmh and self.start_minutes == 0

    def estimated_only(self, factor: float | Literal["auto"]) -> Self:
        """Return the law alone, without what names or shows places."""
        alone: dict[str, Any] = dict.fromkeys(SOURCES) | {"barriers": [], "stays": [], "factor": factor}
        return self.model_copy(update=alone)


def numbers_alone(name: str, value: Any) -> Any:
    """Return what is shown of a parameter: of the block `roads` its numbers, as no path or address is."""
    return {number: value[number] for number in NUMBERS} if name == "roads" else value


def with_older_keys(values: Any) -> Any:
    """Turn `road_factor` and `speed_kmh` of an older portfolio into the law that means the same.

    Raises
    ------
    UnfitError
        They are out of their bounds, or the block `roads` states speeds of its own.
    """
    if not isinstance(values, dict) or values.keys().isdisjoint(OLDER_KEYS):
        return values
    stated = {name: values[name] for name in OLDER_KEYS if name in values}
    rest = {name: value for name, value in values.items() if name not in OLDER_KEYS}
    factor, speed = stated.get("road_factor", USUAL_FACTOR), stated.get("speed_kmh", USUAL_KMH)
    if not all(isinstance(number, int | float) for number in (factor, speed)) or factor < 1 or speed <= 0:
        raise UnfitError(
            _("road_factor must be a number from 1 on, speed_kmh one above 0"),
            fix=_("take both out: driving times then follow the law of the block roads"),
        )
    block = values.get("roads") or {}
    if not isinstance(block, dict):
        return rest
    if set(LAW) & block.keys():
        raise UnfitError(
            _("{names} and the block roads both say how fast one drives").format(names=", ".join(stated)),
            fix=_("take {names} out").format(names=", ".join(stated)),
        )
    return rest | {"roads": block | steady_speed(factor, speed)}


def steady_speed(road_factor: float = USUAL_FACTOR, speed_kmh: float = USUAL_KMH) -> dict[str, float]:
    """Return the numbers of a law of one speed on roads that are so many times as long as the crow flies."""
    speed = speed_kmh / road_factor
    steady = {"start_minutes": 0.0, "short_kmh": speed, "long_kmh": speed}
    return steady | {"road_kmh": speed_kmh, "factor": 1.0}
