"""The text beside the files for other programs: what each is, how it is imported, what that changes."""

import textwrap
from dataclasses import dataclass
from functools import partial

from solver.handover.exports.target import Target, in_words
from solver.parameters import Portfolio
from solver.words.i18n import _, counted, format_date, with_label

wrap = partial(textwrap.wrap, width=88, break_on_hyphens=False)


@dataclass(frozen=True)
class Export:
    """One file as it was made.

    Attributes
    ----------
    target : Target
    rows : int
        Lines, the heading not counted.
    left_out : int
        Accounts whose code the program would refuse, or a spreadsheet take for a formula.
    own_ids : bool
        Our account codes are the program's own identifiers.
    named : str
        The field that holds our account codes, where the portfolio names it.
    """

    target: Target
    rows: int
    left_out: int
    own_ids: bool
    named: str = ""


def explanation(made: list[Export], portfolio: Portfolio, opposed: int) -> str:
    """Return the text that lies beside the files, in the language in force.

    Parameters
    ----------
    made : list of Export
        In the order in which they are explained.
    portfolio : Portfolio
    opposed : int
        Accounts that are in no file because they object to being canvassed.
    """
    title = _("Files for other programs")
    untried = not any(export.target.checked_on_real_file for export in made)
    parts = [title, "=" * len(title), "", *_opening(portfolio), *_for_all(opposed, untried)]
    for export in made:
        parts += ["", "", *_about(export, say_untried=not untried)]
    return "\n".join(parts) + "\n"


def _opening(portfolio: Portfolio) -> list[str]:
    about = _("{firm}, plan from {start} to {end}, data as of {day}.").format(
        firm=" ".join(portfolio.firm.split()),
        start=format_date(portfolio.plan_start, "long"),
        end=format_date(portfolio.plan_end, "long"),
        day=format_date(portfolio.as_of, "long"),
    )
    use = _(
        "Each file suits one program: take the one that the firm works with and delete the others. Export "
        "the data of that program before the first import, and try with two or three accounts."
    )
    return [*wrap(about), "", *wrap(use)]


def _for_all(opposed: int, untried: bool) -> list[str]:
    """Say what holds for every file."""
    held = []
    if untried:
        held.append(
            _("The formats follow what is published about these programs; none was tried on a real one.")
        )
    if opposed:
        held.append(
            counted(
                opposed,
                "{n} account objects to being canvassed: it is in none of these files.",
                "{n} accounts object to being canvassed: they are in none of these files.",
            )
        )
    held.append(
        _(
            "Prospects have no segment, and accounts without a visit no next visit: those cells are empty. "
            "Some programs then empty the field."
        )
    )
    held.append(
        _(
            "A name that begins with one of the signs = + - @ has an apostrophe before it, so that no "
            "spreadsheet takes it for a formula. A telephone number that begins with + is written with 00."
        )
    )
    return [line for text in held for line in ("", *wrap(text))]


def _about(export: Export, *, say_untried: bool) -> list[str]:
    target = export.target
    lines = counted(export.rows, "{n} line", "{n} lines")
    head = _("{file} ({lines})").format(file=target.file, lines=lines)
    told = [
        in_words(target.title),
        with_label(_("Import"), in_words(target.how)),
        with_label(_("What it changes"), in_words(target.changes)),
        with_label(_("Key"), _key(export)),
    ]
    if export.left_out:
        told.append(
            counted(
                export.left_out,
                "{n} account is left out: {program} would not take its code.",
                "{n} accounts are left out: {program} would not take their codes.",
            ).format(program=target.program)
        )
    if target.unverified:
        told.append(with_label(_("To be verified"), in_words(target.unverified)))
    told += [with_label(_("Format"), _format(target)), with_label(_("Described in"), in_words(target.source))]
    if say_untried and not target.checked_on_real_file:
        told.append(_("It has not yet been tried on a real installation."))
    listed = (line for text in told[1:] for line in wrap(text, initial_indent="* ", subsequent_indent="  "))
    return [head, "-" * len(head), *wrap(told[0]), *listed]


def _key(export: Export) -> str:
    target = export.target
    heading = export.named or in_words(target.key.own)
    if export.named or not target.key.read_from:
        return _("“{heading}” holds the firm's account code.").format(heading=heading)
    if export.own_ids:
        return _(
            "“{heading}” holds the identifiers of {program} itself, as the firm's own files gave them."
        ).format(heading=heading, program=target.program)
    return _(
        "the firm's files did not come from {program}, so “{heading}” holds the firm's account code. Match "
        "it with the field of {program} that holds this code, or replace it by the identifiers of {program}."
    ).format(program=target.program, heading=in_words(target.key.other or target.key.own))


def _format(target: Target) -> str:
    separators = {";": _("semicolon"), ",": _("comma"), "\t": _("tabulator")}
    decimals = {",": _("comma"), ".": _("point")}
    return _("separator {separator}, decimal {decimal}, {encoding}, dates {dates}").format(
        separator=separators[target.separator],
        decimal=decimals[target.decimal],
        encoding={"utf-8": "UTF-8", "utf-8-sig": _("UTF-8 with BOM"), "cp1252": "Windows-1252"}[
            target.encoding
        ],
        dates=_dates(target),
    )


def _dates(target: Target) -> str:
    return {
        "dd/mm/yyyy": _("day/month/year"),
        "mm/dd/yyyy": _("month/day/year"),
        "yyyy-mm-dd": _("year-month-day"),
    }[target.date_format]
