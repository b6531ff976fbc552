"""Reading `portfolio.yaml`, with errors that name the key, the line and the mend."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from solver.errors import PortfolioError
from solver.i18n import _
from solver.parameters.portfolio import Absence, Portfolio, Rep, Source

PARTS: dict[str | int, type[BaseModel]] = {"sources": Source, "reps": Rep, "absences": Absence}


def load_portfolio(path: Path) -> Portfolio:
    """Read and validate a `portfolio.yaml`; file paths in it are made absolute from its folder.

    Raises
    ------
    PortfolioError
        The file is missing, is not YAML, or holds an unknown key or a value out of its bounds.
    """
    text = _text(path)
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise PortfolioError(
            _("this is not YAML: {reason}").format(reason=getattr(error, "problem", error)),
            file=path,
            row=mark.line + 1 if mark else None,
            mend=_("look at the indentation, the colons and the quotes of that line"),
        ) from None
    if not isinstance(values, dict):
        raise PortfolioError(
            _("the file holds no parameters"), file=path, mend=_("start from data/demo/portfolio.yaml")
        )
    portfolio = _validate(values, path, text)
    for source in portfolio.sources:
        if "://" not in source.path:
            source.path = _beside(path, source.path)
    portfolio.judgement_files = [_beside(path, file) for file in portfolio.judgement_files]
    return portfolio


def override(portfolio: Portfolio, **values: Any) -> Portfolio:
    """Return the portfolio with some parameters replaced, validated anew.

    Raises
    ------
    PortfolioError
        A name is unknown or a value is out of its bounds.
    """
    if all(hasattr(portfolio, name) and getattr(portfolio, name) == value for name, value in values.items()):
        return portfolio
    return _validate({**portfolio.model_dump(mode="json"), **values}, None, "")


def parse_overrides(assignments: list[str]) -> dict[str, Any]:
    """Read `key=value` words of the command line; values are YAML.

    Raises
    ------
    PortfolioError
        A word has no equals sign or its value is not YAML.
    """
    values = {}
    for word in assignments:
        name, equals, value = word.partition("=")
        if not equals:
            raise PortfolioError(
                _("“{word}” is not a parameter").format(word=word),
                mend=_("write key=value, as in abc_cut_a=0.8"),
            )
        try:
            values[name.strip()] = yaml.safe_load(value)
        except yaml.YAMLError:
            raise PortfolioError(
                _("the value of {name} cannot be read: {value}").format(name=name, value=value)
            ) from None
    return values


def freeze(portfolio: Portfolio, path: Path) -> None:
    """Write the resolved parameters, defaults included, so that a run can be read and repeated later."""
    values = portfolio.model_dump(mode="json")
    text = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=110)
    path.write_text(text, encoding="utf-8", newline="\n")


def _beside(path: Path, file: str) -> str:
    return str((path.parent / file).resolve())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise PortfolioError(
            _("there is no such file"),
            file=path,
            mend=_("give the path of a portfolio.yaml; data/demo has one"),
        ) from None
    except OSError as error:
        if path.is_dir():  # Windows calls it a lack of permission
            raise PortfolioError(
                _("this is a folder, not a file"), file=path, mend=_("give the path of its portfolio.yaml")
            ) from None
        raise PortfolioError(
            _("the file cannot be read ({reason})").format(reason=error.strerror or error),
            file=path,
            mend=_("close it where it is open and check that you may read it"),
        ) from None
    except UnicodeDecodeError:
        raise PortfolioError(
            _("the file is not UTF-8 text"), file=path, mend=_("save it again as UTF-8")
        ) from None


def _validate(values: Mapping[str, Any], path: Path | None, text: str) -> Portfolio:
    try:
        return Portfolio.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise PortfolioError(
            _problem(first, place),
            file=path,
            row=_line(text, first["loc"]),
            mend=_mend(first),
        ) from None


def _problem(error: Mapping[str, Any], place: str) -> str:
    kind, given = error["type"], error.get("input")
    if kind == "extra_forbidden":
        return _("unknown parameter “{name}”").format(name=place)
    if kind == "missing":
        return _("the parameter “{name}” is missing").format(name=place)
    if kind == "value_error":
        reason = str(error["ctx"]["error"])
        return f"{place}: {reason}" if place else reason
    return _("“{name}” is {given!r}: {reason}").format(name=place, given=given, reason=_reason(error))


def _reason(error: Mapping[str, Any]) -> str:
    """Say in the language in force what pydantic says in English."""
    reasons = {
        "greater_than": _("input should be greater than {gt}"),
        "greater_than_equal": _("input should be greater than or equal to {ge}"),
        "less_than_equal": _("input should be less than or equal to {le}"),
        "literal_error": _("input should be {expected}"),
        "string_pattern_mismatch": _("text should match the pattern {pattern}"),
        "too_short": _("list should have an item at least"),
        "float": _("input should be a valid number"),
        "int": _("input should be a whole number"),
        "date": _("input should be a date, as in 2026-01-31"),
        "string": _("input should be text, in quotes if need be"),
        "list": _("input should be a list"),
        "dict": _("input should be a list of names with a value each"),
    }
    kind = str(error["type"])
    known = reasons.get(kind) or reasons.get(kind.split("_")[0])
    if known is None:
        return str(error["msg"][0].lower() + error["msg"][1:])
    facts = error.get("ctx", {}).items()
    return known.format(**{name: f"{fact:g}" if isinstance(fact, float) else fact for name, fact in facts})


def _mend(error: Mapping[str, Any]) -> str | None:
    if error["type"] == "missing":
        return _("add it; data/demo/portfolio.yaml shows each one")
    if error["type"] != "extra_forbidden":
        return None
    parents = reversed(error["loc"][:-1])
    part: type[BaseModel] = next((PARTS[name] for name in parents if name in PARTS), Portfolio)
    near = get_close_matches(str(error["loc"][-1]), part.model_fields, n=1, cutoff=0.4)
    return _("did you mean “{name}”?").format(name=near[0]) if near else _("take it out")


def _line(text: str, location: tuple[str | int, ...]) -> int | None:
    """Line of the deepest part of `location` that the YAML text holds."""
    node = yaml.compose(text) if text else None
    line = None
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line
