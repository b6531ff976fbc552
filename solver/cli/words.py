"""The command's own words: its help, and what it says of a line it cannot read, in the language in force."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from solver.cli.console import out
from solver.words.errors import PortfolioError
from solver.words.i18n import _, machine_language, mark

HELP = mark("Show this help.")
ASKED = re.compile(r"(?:^|\s)--language[= ](en|fr)(?:\s|$)")
MISUSED = 2  # the usual status of a command line that says too little
TAKES_OTHER_WORDS = {"allow_extra_args": True}  # they are refused here, in our own words


def language_of(words: Iterable[str]) -> str:
    """Return the language a command line asks for, that of the machine where it says nothing."""
    asked = ASKED.search(" ".join(words))
    return asked[1] if asked else machine_language()


@contextmanager
def _known_command(ctx: Any) -> Iterator[None]:
    """Let what is wrong with a command line tell which command it is: typer does not always say."""
    try:
        yield
    except TyperException as error:
        error.ctx = ctx  # type: ignore[attr-defined]
        raise


class Command(TyperCommand):
    """A command that shows its help in our words."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        _print_help(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read a command line."""
        with _known_command(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Refuse words that nothing is done with."""
        if ctx.args:
            problem = _("nothing is expected here: {words}").format(words=" ".join(ctx.args))
            raise typer.BadParameter(str(PortfolioError(problem, fix=_see_help(ctx))))
        return super().invoke(ctx)


class Group(TyperGroup):
    """The commands together, with their help in our words."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        _print_help(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Answer an empty command line with the help."""
        if not args:
            _print_help(self, ctx)
            raise typer.Exit(MISUSED)
        with _known_command(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find a command; one that is not there is named with its neighbour."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            near = get_close_matches(name, list(self.commands), n=1)
            fix = _("did you mean {name}?").format(name=near[0]) if near else _see_help(ctx)
            problem = _("there is no command “{name}”").format(name=name)
            raise typer.BadParameter(str(PortfolioError(problem, fix=fix)))
        return super().resolve_command(ctx, args)


def refusal(error: Any) -> str:
    """Put what typer found wrong with a command line into one line of ours.

    Parameters
    ----------
    error : TyperException
        Told apart by what it carries, as typer keeps most of the classes to itself.
    """
    ctx: Any = getattr(error, "ctx", None)
    parameter: Any = getattr(error, "param", None)
    option = getattr(error, "option_name", None)
    if isinstance(error, typer.BadParameter) and parameter is None:
        return str(error.message)
    problem, fix = _("this command line cannot be read"), _see_help(ctx)
    if hasattr(error, "possibilities"):
        problem = _("there is no option “{name}”").format(name=option)
        if error.possibilities:
            fix = _("did you mean {name}?").format(name=error.possibilities[0])
    elif hasattr(error, "param_type"):
        problem = _("{name} is missing").format(name=_name(parameter))
        fix = _("write: {line}").format(line=_usage(ctx))
    elif option is not None:
        takes_none = any(one.is_flag for one in ctx.command.get_params(ctx) if option in one.opts)
        problem = _("{name} takes no value") if takes_none else _("{name} needs a value")
        problem = problem.format(name=option)
    elif _choices(parameter):
        problem = _("{name} takes one of these: {choices}").format(
            name=parameter.opts[0], choices=", ".join(_choices(parameter))
        )
    elif parameter is not None and hasattr(error.__cause__, "errors"):
        fault = error.__cause__.errors()[0]
        problem = _("{name}: “{given}” cannot be used").format(name=_typed(parameter), given=fault["input"])
        fix = _instead(fault, parameter) or fix
    return str(PortfolioError(problem, fix=fix))


def _instead(fault: Any, parameter: Any) -> str | None:
    """Say what a parameter takes, from what pydantic found."""
    bounds = fault.get("ctx", {})
    if "le" in bounds or "ge" in bounds:
        low, high = bounds.get("ge"), bounds.get("le")
        return _("give {n} at least").format(n=low) if high is None else _("give {n} at most").format(n=high)
    if fault["type"].startswith("int"):
        return _("give a whole number")
    if fault["type"].startswith("float"):
        return _("give a number")
    return _("write it as in {example}").format(example=_(parameter.metavar)) if parameter.metavar else None


def _typed(parameter: Any) -> str:
    """Write an option by its name, an argument by what it stands for."""
    return str(parameter.opts[0]) if parameter.param_type_name == "option" else _name(parameter)


def _see_help(ctx: Any) -> str:
    return _("see {line}").format(line=f"{ctx.command_path if ctx else 'twelvefold'} --help")


def _print_help(command: Any, ctx: Any) -> None:
    """Print usage, purpose, arguments, options and commands."""
    parameters = [one for one in command.get_params(ctx) if not getattr(one, "hidden", False)]
    arguments = [(_name(one), _what(one)) for one in parameters if one.param_type_name == "argument"]
    options = [(_name(one), _what(one)) for one in parameters if one.param_type_name == "option"]
    commands = [(name, _help_of(one)) for name, one in getattr(command, "commands", {}).items()]
    out.print(_("Usage: {line}").format(line=_usage(ctx)), markup=False, style="bold")
    out.print()
    out.print(_help_of(command), markup=False)
    for title, rows in (
        (_("What to give"), arguments),
        (_("Options"), options),
        (_("Commands"), commands),
    ):
        if rows:
            out.print()
            out.print(title, style="bold")
            out.print(Padding(_two_columns(rows), (0, 0, 0, 2)), soft_wrap=False)


def _two_columns(rows: list[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for name, what in rows:
        table.add_row(Text(name, style="cyan"), Text(what))
    return table


def _usage(ctx: Any) -> str:
    """Write how the command is typed."""
    given = [_name(one) for one in ctx.command.params if one.param_type_name == "argument"]
    if hasattr(ctx.command, "commands"):
        given = [_("COMMAND")]
    return " ".join([ctx.command_path, *given, _("[options]")])


def _name(parameter: Any) -> str:
    """Write a parameter as it is typed, what it takes after it."""
    takes = "" if getattr(parameter, "is_flag", False) else _(parameter.metavar or "…")
    if parameter.param_type_name == "argument":
        return takes
    return " ".join(filter(None, [", ".join(sorted(parameter.opts)), takes]))


def _help_of(one: Any) -> str:
    return _(one.help) if one.help else ""


def _choices(parameter: Any) -> list[str]:
    """Return the words among which a parameter chooses; none where it is free."""
    metavar = getattr(parameter, "metavar", None) or ""
    return metavar.split("|") if "|" in metavar else []


def _what(parameter: Any) -> str:
    """Say what a parameter is, and its value where none is given."""
    if "--help" in parameter.opts:
        return _(HELP)
    words = _help_of(parameter)
    default = parameter.default
    if default in (None, "", False) or getattr(parameter, "is_flag", False) or callable(default):
        return words
    return _("{words} By default: {value}.").format(words=words, value=default)
