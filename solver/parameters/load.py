"""Reading `portfolio.yaml`, with errors that name the key, the line and the fix."""

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import ValidationError

from solver.parameters.portfolio import Portfolio
from solver.parameters.refusals import explain
from solver.words.errors import PortfolioError
from solver.words.files import read_whole, write_text
from solver.words.i18n import LOCALE_DIR, _, in_force, spoken
from solver.words.places import project_path

KEY = re.compile(r"^[ \t]*[\"']?(\w+)[\"']?[ \t]*:", re.MULTILINE)

MOST_VALUES = 1_000_000  # a portfolio holds hundreds
LARGEST_WHOLE = 10**15
DEEPEST = 100  # a portfolio goes four deep
LONGEST_QUICK, MOST_NESTED = (
    1_000_000,
    2_000,
)  # characters and marks that nest, of what libyaml reads

# An address with three slashes is relative; in memory, without a file, there is nothing to read.
SQLITE_FILE = re.compile(r"(?P<start>sqlite(?:\+\w+)?:///)(?P<file>(?![:/?])[^?]+)(?P<options>.*)")


class WrittenTwiceError(yaml.YAMLError):
    """A key stands twice in one place, and the second would replace the first in silence."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key, self.line = key, line


class OncePerKey(yaml.constructor.SafeConstructor):
    """YAML in which a day that the calendar lacks stays the text that was written, and a key stands once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Read a mapping.

        Raises
        ------
        WrittenTwiceError
            A key of it stands twice.
        """
        seen: set[str] = set()
        for key, _value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if key.value in seen:
                    raise WrittenTwiceError(key.value, key.start_mark.line + 1)
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def _day_or_text(loader: OncePerKey, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return loader.construct_scalar(node)


OncePerKey.add_constructor("tag:yaml.org,2002:timestamp", _day_or_text)  # type: ignore[type-var]


class Loader(OncePerKey, yaml.SafeLoader):
    """As Python reads it: slowly, and with a limit to how deep it goes; its words tell what is wrong."""


class QuickLoader(OncePerKey, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """As libyaml reads it, where it is there: a tenth of the time, for every step reads its portfolio."""


def load_portfolio(path: Path) -> Portfolio:
    """Read and validate a `portfolio.yaml`; file paths in it are made absolute from its folder.

    Raises
    ------
    PortfolioError
        The file is missing, is not YAML, or holds an unknown key or a value out of its bounds.
    """
    text = _text(path)
    try:
        values = _read(text)
    except (RecursionError, OverflowError, ValueError):
        raise PortfolioError(
            _("this goes deeper, or counts higher, than any portfolio does"),
            file=path,
            fix=_("start from the one of twelvefold init --demo"),
        ) from None
    except WrittenTwiceError as error:
        raise PortfolioError(
            _("“{key}” stands twice in one place: the second would replace the first").format(key=error.key),
            file=path,
            row=error.line,
            fix=_("put what both say under one of them, as in {line}").format(
                line=f"{error.key}: {{A: …, B: …}}"
            ),
        ) from None
    except yaml.YAMLError as error:
        if not _has_known_key(text):
            raise _no_portfolio(path) from None
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", "")
        raise PortfolioError(
            _("this is not YAML: {reason}").format(reason=reason),
            file=path,
            row=mark.line + 1 if mark else None,
            fix=_("look at the indentation, the colons and the quotes of that line"),
        ) from None
    if values is None:
        raise PortfolioError(
            _("the file holds no parameters"),
            file=path,
            fix=_("start from the one of twelvefold init --demo"),
        )
    if isinstance(values, dict) and isinstance(values.get("parameters"), dict):
        with _as_asked(values):
            raise PortfolioError(
                _("unknown parameter {subject}").format(subject="“parameters”"),
                file=path,
                row=_line(text, ("parameters",)),
                fix=_("write parameters at the top level, without `parameters:`"),
            )
    if not isinstance(values, dict) or values.keys().isdisjoint(Portfolio.model_fields):
        raise _no_portfolio(path)
    with _as_asked(values):
        portfolio = _validate(values, path, text)
    for source in portfolio.sources:
        if source.path and "://" not in source.path:
            source.path = _beside(path, source.path)
        for other in (source.via, source.heads):
            if other:
                other.path = _beside(path, other.path)
        if source.database and (file := SQLITE_FILE.match(source.database)):
            source.database = file["start"] + _beside(path, file["file"]) + file["options"]
    portfolio.judgement_files = [_beside(path, file) for file in portfolio.judgement_files]
    portfolio.objection_files = [_beside(path, file) for file in portfolio.objection_files]
    if portfolio.response_file:
        portfolio.response_file = _beside(path, portfolio.response_file)
    if portfolio.places_file:
        portfolio.places_file = _beside(path, portfolio.places_file)
    if portfolio.naf_file:
        portfolio.naf_file = _beside(path, portfolio.naf_file)
    if portfolio.plan_file:
        portfolio.plan_file = _beside(path, portfolio.plan_file)
    if portfolio.previous_run:
        portfolio.previous_run = _run_folder(path, portfolio.previous_run)
    if portfolio.last_run:
        portfolio.last_run = _run_folder(path, portfolio.last_run)
    if portfolio.replan:
        portfolio.replan.run = _beside(path, portfolio.replan.run)
    if portfolio.field_test:
        portfolio.field_test = _beside(path, portfolio.field_test)
    if portfolio.roads.matrix:
        portfolio.roads.matrix = _beside(path, portfolio.roads.matrix)
    if portfolio.roads.map:
        portfolio.roads.map = _beside(path, portfolio.roads.map)
    if portfolio.branding.logo:
        portfolio.branding.logo = _beside(path, portfolio.branding.logo)
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
                fix=_("write key=value, as in abc_cut_a=0.8"),
            )
        try:
            values[name.strip()] = _read(value)
        except (yaml.YAMLError, RecursionError, OverflowError, ValueError):
            raise PortfolioError(
                _("the value of {name} cannot be read: {value}").format(name=name, value=value)
            ) from None
    return values


def freeze(portfolio: Portfolio, path: Path) -> None:
    """Write the resolved parameters, defaults included, so that a run can be read and repeated later."""
    write_text(path, as_yaml(portfolio.model_dump(mode="json")))


def as_yaml(values: dict[str, Any]) -> str:
    """Write parameters as they stand in a `portfolio.yaml`."""
    written: str = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=110)
    return written


def _beside(path: Path, file: str) -> str:
    try:
        return str((path.parent / file).resolve())
    except (OSError, ValueError):
        raise PortfolioError(
            _("this is no path of a file: {path}").format(path=repr(file)),
            file=path,
            fix=_("write the path as the file manager shows it"),
        ) from None


def _run_folder(path: Path, folder: str) -> str:
    """Return the folder of an earlier run: beside the portfolio, else where runs are written, below here."""
    beside = _beside(path, folder)
    if Path(beside).exists():
        return beside
    here = project_path(folder)
    return str(here) if here.exists() else beside


def _text(path: Path) -> str:
    content = b""
    try:
        content = read_whole(path)
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        raise PortfolioError(
            _("there is no such file"),
            file=path,
            fix=_("give the path of a portfolio.yaml; twelvefold init --demo writes one"),
        ) from None
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise _not_utf8(path, content) from None
        if path.is_dir():  # Windows calls it a lack of permission
            raise PortfolioError(
                _("this is a folder, not a file"), file=path, fix=_("give the path of its portfolio.yaml")
            ) from None
        raise PortfolioError(
            _("the file cannot be read ({reason})").format(reason=getattr(error, "strerror", None) or error),
            file=path,
            fix=_("close it where it is open and check that you may read it"),
        ) from None


def _not_utf8(path: Path, content: bytes) -> PortfolioError:
    if not _has_known_key(content.decode("latin-1").replace("\0", "")):
        return _no_portfolio(path)
    return PortfolioError(_("the file is not UTF-8 text"), file=path, fix=_("save it again as UTF-8"))


def _read(text: str) -> Any:
    values = _quickly_read(text) if _is_shallow(text) else yaml.load(text, Loader)
    _refuse_vast(values)
    return values


def _quickly_read(text: str) -> Any:
    """Read it by the quick loader; whatever that refuses, the other one is to refuse in its own words."""
    try:
        return yaml.load(text, QuickLoader)
    except WrittenTwiceError:
        raise
    except (yaml.YAMLError, ValueError):
        return yaml.load(text, Loader)


def _is_shallow(text: str) -> bool:
    """Tell whether nothing in a text can go deep: libyaml follows it wherever it goes."""
    deeper = ("[", "{", "- -", "? ")
    return len(text) <= LONGEST_QUICK and all(text.count(mark) <= MOST_NESTED for mark in deeper)


def _refuse_vast(values: Any) -> None:
    """Refuse what repeats itself without end, goes too deep or counts too high for any program.

    Raises
    ------
    ValueError
        Told by whoever knows the file.
    """
    left, places = [(values, 0)], 0
    while left:
        each, depth = left.pop()
        places += 1
        if places > MOST_VALUES or depth > DEEPEST or (isinstance(each, int) and abs(each) > LARGEST_WHOLE):
            raise ValueError
        inside = each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        left += [(one, depth + 1) for one in inside]


def _has_known_key(text: str) -> bool:
    return any(key in Portfolio.model_fields for key in KEY.findall(text))


def _no_portfolio(path: Path) -> PortfolioError:
    return PortfolioError(
        _("this is not a portfolio.yaml"),
        file=path,
        fix=_("give the path of a portfolio.yaml; twelvefold init --demo writes one"),
    )


def _as_asked(values: Mapping[str, Any]) -> AbstractContextManager[None]:
    """Speak the language that the file itself asks for, if it asks for one of ours."""
    asked: Any = values.get("language")
    ours = asked in get_args(Portfolio.model_fields["language"].annotation) and _has_catalogue(asked)
    return spoken(asked, in_force().currency) if ours else nullcontext()


def _has_catalogue(language: str) -> bool:
    return language == "en" or any((LOCALE_DIR / language).glob("messages.po*"))


def _validate(values: Mapping[str, Any], path: Path | None, text: str) -> Portfolio:
    try:
        portfolio = Portfolio.model_validate(values)
    except ValidationError as error:
        # A name that is unknown explains the one that is missing.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        refusal = explain(first, values)
        raise PortfolioError(
            refusal.problem, file=path, row=_line(text, first["loc"]), fix=refusal.fix
        ) from None
    language = portfolio.language
    if not _has_catalogue(language):
        raise PortfolioError(
            _("language: {language} is not available yet").format(language=language),
            file=path,
            row=_line(text, ("language",)),
            fix=_("write language: en"),
        )
    return portfolio


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
