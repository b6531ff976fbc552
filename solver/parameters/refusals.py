"""What is wrong with a parameter and what to write instead, in words for the person who wrote it."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import BaseModel

from solver.parameters.contributors import Contributor, FileOwner
from solver.parameters.diary import Event
from solver.parameters.portfolio import Computed, Portfolio, Replan, Source
from solver.parameters.reps import Absence, DayElsewhere, Rep
from solver.parameters.roads import Barrier, DrivingTimes, Server, Stay
from solver.parameters.unfit import UnfitError
from solver.words.i18n import _, in_quotes
from solver.words.numbers import Written, take_apart

PARTS: dict[str | int, type[BaseModel]] = {
    "sources": Source,
    "reps": Rep,
    "absences": Absence,
    "elsewhere": DayElsewhere,
    "computed": Computed,
    "roads": DrivingTimes,
    "barriers": Barrier,
    "stays": Stay,
    "server": Server,
    "replan": Replan,
    "events": Event,
    "file_owner": FileOwner,
    "contributors": Contributor,
}
EXAMPLES = {
    "currency": "EUR",
    "country": "FR",
    "day_start": '"08:30"',
    "lunch_start": '"12:30"',
    "start_time": '"10:00"',
    "address": "http://localhost:5000",
}
CLOCKS = ("day_start", "lunch_start", "start_time")
LONGEST = 40
# pydantic names the type it tried, or the key it looked at, after the names that a file holds.
NOT_IN_THE_FILE = ("[key]", "str", "float", "int", "bool")
DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")


class Refusal(NamedTuple):
    """What is wrong, and what to do about it where that can be said."""

    problem: str
    fix: str | None = None


class Fault(NamedTuple):
    """One of pydantic's findings: what it is about, in words and as a value, and why it was refused."""

    kind: str
    place: tuple[str | int, ...]
    subject: str
    given: Any
    facts: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The parameter itself."""
        return str(self.place[-1]) if self.place else ""

    def say(self, problem: str, **more: object) -> str:
        """Fill the subject and what was given into a sentence."""
        return problem.format(subject=self.subject, given=_shown(self.given), **more)


def explain(error: Mapping[str, Any], values: Mapping[str, Any]) -> Refusal:
    """Put one of pydantic's findings into our words.

    Parameters
    ----------
    error : mapping
        One of `ValidationError.errors()`.
    values : mapping
        What was validated; it holds the names of the reps and files.
    """
    place = tuple(part for part in error["loc"] if part not in NOT_IN_THE_FILE)
    fault = Fault(
        str(error["type"]), place, _subject(place, values), error.get("input"), error.get("ctx", {})
    )
    if fault.kind in ("extra_forbidden", "invalid_key"):
        return Refusal(fault.say(_("unknown parameter {subject}")), _nearest(place))
    if fault.kind == "value_error":
        cause = fault.facts["error"]
        reason = str(cause)
        said = fault.say(_("{subject}: {reason}"), reason=reason) if place else reason
        return Refusal(said, cause.fix if isinstance(cause, UnfitError) else None)
    if fault.kind == "missing":
        return Refusal(fault.say(_("the parameter {subject} is missing")), _to_add(place))
    if place in (("reps",), ("sources",)) and not fault.given:
        return Refusal(fault.say(_("{subject} is empty")), _to_add(place))
    if fault.given is None:
        return Refusal(fault.say(_("{subject} has no value")), _("write its value after the colon"))
    for start, refuse in BY_KIND.items():
        if fault.kind.startswith(start):
            return refuse(fault)
    return Refusal(fault.say(_("{subject} is {given}: {reason}"), reason=error["msg"]))


def _subject(place: tuple[str | int, ...], values: Any) -> str:
    """Name what is wrong as its writer would: “leave_days” of Jeanne, not reps.0.leave_days."""
    owner, before = "", ""
    names: list[str] = []
    for part in place:
        if isinstance(part, str) or isinstance(values, Mapping):
            names.append(str(part))
        elif before in PARTS:
            owner, names = _owner(before, part + 1, _below(values, part), owner), []
        else:
            names.append(_("item {n}").format(n=part + 1))
        values, before = _below(values, part), str(part)
    named = in_quotes(", ".join(names)) if names else ""
    if not (named and owner):
        return named or owner
    return _("{name} of {owner}").format(name=named, owner=owner)


def _owner(part: str, number: int, item: Any, owner: str) -> str:
    if part in ("absences", "elsewhere"):
        said = (_("absence {n}") if part == "absences" else _("line {n} under elsewhere")).format(n=number)
        return _("{name} of {owner}").format(name=said, owner=owner) if owner else said
    name = _below(item, "path" if part == "sources" else "name")
    if isinstance(name, str) and name.strip():
        return name.strip()
    unnamed = {
        "reps": _("rep {n}"),
        "barriers": _("barrier {n}"),
        "stays": _("stay {n}"),
        "contributors": _("contributor {n}"),
    }
    return unnamed.get(part, _("file {n}")).format(n=number)


def _below(values: Any, key: str | int) -> Any:
    if isinstance(values, Mapping):
        return values.get(key)
    return values[key] if isinstance(values, list) and isinstance(key, int) and key < len(values) else None


def _shown(given: Any) -> str:
    if isinstance(given, str):
        return in_quotes(given if len(given) <= LONGEST else given[:LONGEST] + "…")
    if isinstance(given, bool):
        return _("yes") if given else _("no")
    if isinstance(given, list):
        return _("a list")
    if isinstance(given, Mapping):
        return _("a list of names")
    return f"{given:g}" if isinstance(given, float) else str(given)


def _to_add(place: tuple[str | int, ...]) -> str:
    if place == ("reps",):
        return _("add at least one rep under reps:")
    if place == ("sources",):
        return _(
            "add at least one file under sources:; what `twelvefold init` saw in each file "
            "stands there as a comment"
        )
    return _("add it; the portfolio.yaml that twelvefold init --demo writes shows each one")


def _nearest(place: tuple[str | int, ...]) -> str:
    name = str(place[-1])
    if name.isdigit():
        return _("write decimals with a point, as in 48.1")
    part: type[BaseModel] = next((PARTS[key] for key in reversed(place[:-1]) if key in PARTS), Portfolio)
    near = get_close_matches(name, part.model_fields, n=1, cutoff=0.4)
    return _("did you mean “{name}”?").format(name=near[0]) if near else _("take it out")


def _date(fault: Fault) -> Refusal:
    day = _day_meant(fault.given)
    fix = _("write it as {day}").format(day=day) if day else _("write it year first, as in 2025-12-31")
    return Refusal(fault.say(_("{subject} is {given}, which is not a date")), fix)


def _day_meant(given: Any) -> date | None:
    """Return the day that was meant where there is no doubt about it."""
    if isinstance(given, datetime):
        return given.date()
    try:
        if found := DAY_FIRST.fullmatch(str(given).strip()):
            day, month, year = map(int, found.groups())
            return date(year, month, day) if day > 12 or day == month else None
        return datetime.strptime(str(given), "%Y%m%d").date() if re.fullmatch(r"\d{8}", str(given)) else None
    except ValueError:
        return None


def _number(fault: Fault) -> Refusal:
    meant = _number_meant(fault.given) if isinstance(fault.given, str) else None
    if fault.kind.startswith("int"):
        problem = fault.say(_("{subject} is {given}, which is not a whole number"))
        if meant is None or "." in meant:
            return Refusal(problem, _("write a whole number, as in 4"))
    else:
        problem = fault.say(_("{subject} is {given}, which is not a number"))
        if meant is None:
            return Refusal(problem, _("write a number, as in 0.1 or 60"))
    if re.search(r"\d\s\d", fault.given):
        return Refusal(problem, _("write {number}, without a space").format(number=meant))
    return Refusal(problem, _("write {number}").format(number=meant))


def _number_meant(given: str) -> str | None:
    """Return the number that a person meant, as YAML writes it, whose decimal mark is the point."""
    written = take_apart(given)
    return f"{written.exact('.'):f}" if isinstance(written, Written) else None


def _text(fault: Fault) -> Refusal:
    problem = fault.say(_("{subject} is {given}, which is not a text"))
    if fault.name in CLOCKS and isinstance(fault.given, int):  # YAML reads 12:30 without quotes as 750
        hour, minute = divmod(fault.given, 60)
        return Refusal(problem, _("write it as {text}").format(text=f'"{hour:02d}:{minute:02d}"'))
    if isinstance(fault.given, list | Mapping):
        return Refusal(problem, _("write one text"))
    return Refusal(problem, _("write it in quotes, as in {text}").format(text=f'"{_shown(fault.given)}"'))


def _pattern(fault: Fault) -> Refusal:
    fix = _("write it as in {example}").format(example=EXAMPLES[fault.name])
    return Refusal(fault.say(_("{subject} is {given}, which is not written as it should be")), fix)


def _choice(fault: Fault) -> Refusal:
    choices = re.findall(r"'([^']*)'", str(fault.facts["expected"]))
    near = get_close_matches(str(fault.given), choices, n=1)
    return Refusal(
        fault.say(
            _("{subject} is {given}: it must be one of {choices}"),
            choices=", ".join(in_quotes(c) for c in choices),
        ),
        _("did you mean “{name}”?").format(name=near[0]) if near else None,
    )


def _bound(fault: Fault) -> Refusal:
    sentences = {
        "greater_than": _("{subject} is {given}: it must be more than {bound}"),
        "greater_than_equal": _("{subject} is {given}: it must be at least {bound}"),
        "less_than": _("{subject} is {given}: it must be less than {bound}"),
        "less_than_equal": _("{subject} is {given}: it must be at most {bound}"),
    }
    return Refusal(fault.say(sentences[fault.kind], bound=f"{next(iter(fault.facts.values())):g}"))


def _list(fault: Fault) -> Refusal:
    problem = fault.say(_("{subject} is {given}; a list is expected"))
    if isinstance(fault.given, Mapping) or fault.name in PARTS:
        return Refusal(problem, _("put a dash before each item of the list"))
    return Refusal(problem, _("write it in brackets, as in {example}").format(example=f"[{fault.given}]"))


def _names(fault: Fault) -> Refusal:
    problem = fault.say(_("{subject} is {given}; names with a value each are expected"))
    return Refusal(problem, _("write each as name: value"))


BY_KIND: dict[str, Callable[[Fault], Refusal]] = {
    "date": _date,
    "float": _number,
    "int": _number,
    "string_type": _text,
    "string_pattern": _pattern,
    "literal": _choice,
    "greater": _bound,
    "less": _bound,
    "list": _list,
    "dict": _names,
    "model": _names,
}
