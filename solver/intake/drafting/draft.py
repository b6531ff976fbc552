"""A first `portfolio.yaml` for a folder of files, with a comment wherever it rests on a guess."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from solver.intake.drafting.asked import open_lines, rules_of, said_of
from solver.intake.drafting.calendar_too import calendar_too
from solver.intake.drafting.calendars import is_calendar
from solver.intake.drafting.calls_too import calls_too
from solver.intake.drafting.comments import comment, plain, source_in_comments
from solver.intake.drafting.found import Found
from solver.intake.drafting.one_file import TELLING
from solver.intake.drafting.potential import stand_in, standing_in
from solver.intake.drafting.propose import NO_REP, Proposal, ProposedRep
from solver.intake.drafting.won_deals import won_deals
from solver.intake.drafting.years_without_name import years_without_name
from solver.intake.presets import presets
from solver.intake.words import cut, one_line
from solver.words.i18n import _, clauses, counted, format_date

MIDDLE_OF_FRANCE = (46.6, 2.4)
ANNUAL_COST_EUR = 60_000  # a placeholder, listed among the assumptions
ASSUMED_ATTRITION = 0.1  # likewise
SHOWN_REPS = 12


def draft(proposal: Proposal, language: str, today: date) -> str:
    """Return the text of a `portfolio.yaml`.

    Parameters
    ----------
    proposal : Proposal
        What the files seem to be.
    language : str
        `en` or `fr`.
    today : date
        Dates the plan where no invoice could be read.
    """
    as_of = _as_of(proposal.last_invoice, today)
    if proposal.last_invoice is not None and proposal.last_counted is not None:
        as_of = max(as_of, pd.Timestamp(proposal.last_counted)) if proposal.last_counted <= today else as_of
    potential = standing_in(proposal.files)
    start = as_of + pd.Timedelta(days=1)
    end = start + pd.DateOffset(years=1) - pd.Timedelta(days=1)
    invoices = _("no invoice could be read: to correct")
    if proposal.last_invoice is not None:
        invoices = _("the end of the month of the last invoice, {date}").format(
            date=format_date(proposal.last_invoice)
        )
    if proposal.last_invoice is not None and as_of > _as_of(proposal.last_invoice, today):
        invoices = _("the end of the month of the last visit; the last invoice is of {date}").format(
            date=format_date(proposal.last_invoice)
        )
    lines = [
        *comment(
            _(
                "Proposed from the files of this folder. Read it once: what is marked “to correct” is a "
                "guess. Then run twelvefold check on it."
            )
        ),
        "",
        f"firm: {one_line(proposal.firm)}",
        f"language: {language}",
        f"currency: {proposal.currency}"
        + _guess(proposal.currency_told, _("no file names the currency: to correct")),
        f"country: {proposal.country}"
        + _guess(proposal.country_told, _("no file names the country: to correct")),
        "",
        f"as_of: {as_of:%Y-%m-%d}  # {invoices}",
        f"plan_start: {start:%Y-%m-%d}",
        f"plan_end: {end:%Y-%m-%d}",
        *_stated(proposal),
        *(potential.stated if potential else ()),
        *_to_confirm(proposal),
        *_sub_customers(proposal),
        *_objections(proposal),
        "",
        *comment(
            _(
                "The files. `columns` says, for each of our columns, how yours is called; correct what was "
                "taken for the wrong thing, and add what is in a column left alone."
            )
        ),
        "sources:",
    ]
    for found in proposal.files:
        lines += _source(found)
    lines += stand_in(potential, as_of) if potential else _missing_tables(proposal, start.year - 1)
    for problem in proposal.problems:
        lines += comment(problem, "  ")
    if proposal.not_tables:
        lines += comment(not_looked_at(proposal), "  ")
    lines += ["", *_reps(proposal)]
    lines += ["", "assumptions:"]
    lines += [
        f"  - {one_line(sentence)}"
        for sentence in [*_assumptions(proposal), *(potential.assumed if potential else ())]
    ]
    return "\n".join(lines) + "\n"


def _guess(told: bool, remark: str) -> str:
    """Return a remark behind what nothing in the files tells."""
    return "" if told else f"  # {plain(remark)}"


def _as_of(last: date | None, today: date) -> pd.Timestamp:
    """Return the last day of the month of the last invoice, or of the month before today."""
    if last is None:
        return pd.Timestamp(today).replace(day=1) - pd.Timedelta(days=1)
    return pd.Timestamp(last) + pd.offsets.MonthEnd(0)


def _stated(proposal: Proposal) -> Iterator[str]:
    """Write what the invoices are too short to measure, as guesses to correct."""
    won = _("to correct: what a new client buys in its first year")
    if proposal.newcomer is not None and proposal.newcomer > 0:
        yield ""
        yield from comment(
            _("No client is new in the last year: what a new one buys cannot be measured and is stated.")
        )
        yield f"new_client_revenue_eur: {max(round(proposal.newcomer, -2), 100):.0f}  # {plain(won)}"
    if proposal.short_past is None:
        return
    yield ""
    yield from comment(
        _("Less than two years of invoices: what is lost and won in a year cannot be measured and is stated.")
    )
    lost = _("to correct: revenue lost in a year with the clients who leave")
    yield f"attrition_rate: {ASSUMED_ATTRITION}  # {plain(lost)}"
    yield f"new_client_revenue_eur: {max(round(proposal.short_past, -2), 100):.0f}  # {plain(won)}"


def _to_confirm(proposal: Proposal) -> Iterator[str]:
    """Ask for the turnover that the accountant confirms, as a line to complete."""
    if proposal.last_invoice is not None:
        yield ""
        yield from comment(_("The turnover excluding tax that the accountant confirms, year by year:"))
        yield f"# expected_revenue: {{{proposal.last_invoice.year}: …}}"


def _sub_customers(proposal: Proposal) -> Iterator[str]:
    """Let customers of a customer count with it, as the program that names them so adds them up."""
    if proposal.sub_customers:
        said = counted(
            len(proposal.sub_customers),
            "{n} sub-customer, “{first}”, counts with its customer; or apart: to confirm.",
            "{n} sub-customers, as “{first}”, count with their customer; or apart: to confirm.",
        )
        yield ""
        yield from comment(said.format(first=proposal.sub_customers[0]))
        yield "sub_customers: together"


def _objections(proposal: Proposal) -> Iterator[str]:
    """Name the lists of people who object."""
    lists = [found.file for found in proposal.files if found.objections]
    if lists:
        yield ""
        yield from comment(
            _("Whoever has an address or a telephone number of these lists objects: to confirm.")
        )
        yield f"objection_files: {one_line(lists)}"


def _source(found: Found) -> Iterator[str]:
    """Write one file: as a source where it was understood, as a comment where it was not."""
    name = found.file if found.sheet is None else f"{found.file} [{found.sheet}]"
    if found.objections:
        return
    if found.problem is not None:
        yield from comment(
            _("{file} cannot be read: {problem}").format(file=name, problem=found.problem), "  "
        )
        if is_calendar(found.cells.columns):
            yield from calendar_too(found)
        return
    if found.left_out is not None:
        said = _("{file}: left out; {reason}").format(file=name, reason=found.left_out)
        yield from comment(said, "  ")
        return
    if found.table is None:
        said = _("{file}: not recognised. Its columns are: {columns}")
        yield from comment(said.format(file=name, columns=", ".join(found.left_alone)), "  ")
        yield from _without_header(found)
        yield from _by_hand(found)
        return
    said = counted(found.lines, "{file}: {n} line", "{file}: {n} lines").format(file=name)
    yield from comment(said if found.preset is None else clauses([said, _about(found.preset)]), "  ")
    yield from _without_header(found)
    yield f"  - table: {found.table}"
    yield f"    path: {one_line(found.file)}"
    if found.sheet is not None:
        yield f"    sheet: {one_line(found.sheet)}"
    if found.preset is not None:
        yield f"    preset: {found.preset}"
    if found.constants:
        said = _("by the name of the file or of the sheet: to confirm")
        yield f"    constants: {one_line(found.constants)}  # {plain(said)}"
    if found.from_lines:
        said = _("a row per document: each client is taken from its last one")
        yield f"    from_lines: true  # {plain(said)}"
    if found.times:
        said = _("each row stands for so many visits in its period: to confirm")
        yield f"    times: {one_line(found.times)}  # {plain(said)}"
    if found.fill_down:
        said = _("each empty cell has the value above it: to confirm")
        yield f"    fill_down: {one_line(list(found.fill_down))}  # {plain(said)}"
    yield from _columns(found)
    yield from _computed(found)
    if found.via:
        said = _("the file that leads from this key to the account: to confirm")
        yield f"    via: {one_line(found.via)}  # {plain(said)}"
    if found.heads:
        said = _("the file with the client and the day of each document: to confirm")
        yield f"    heads: {one_line(found.heads)}  # {plain(said)}"
    if found.across:
        yield from comment(
            _("A column for each period: its last day, or the last day that its amounts cover."), "    "
        )
        yield "    across:"
        for column, day in found.across.items():
            yield f"      {one_line(column)}: {day:%Y-%m-%d}"
    yield from _asked(found)
    if found.totals_on_first:
        said = _("the amount of a document stands on the first of its lines: to confirm")
        yield f"    document_amounts: true  # {plain(said)}"
    if found.totals_repeated:
        said = _(
            "Each row of a document has the same amount: true if that is the amount of the whole document, "
            "false if each row has its own. Nothing can be computed before somebody says so."
        )
        yield from comment(said, "    ")
        yield "    # document_amounts: true"
    if found.left_alone:
        yield from comment(_("left alone: {columns}").format(columns=", ".join(found.left_alone)), "    ")
    yield from calls_too(found)


def _without_header(found: Found) -> Iterator[str]:
    """Say of a file without a header what its columns hold, by the first line: it is a row, and counted."""
    if found.first_line:
        said = _(
            "The file has no header; its columns are called by their number, and its first line is a "
            "row: {row}"
        )
        shown = (f"{number} = {cut(text)}" for number, text in enumerate(found.first_line, start=1))
        yield from comment(said.format(row=" · ".join(shown)), "  ")


def _computed(found: Found) -> Iterator[str]:
    """Write how columns are worked out; where a discount may mean two things, as lines to choose from."""
    if found.computed:
        yield "    computed:"
    for ours, way in found.computed.items():
        yield f"      {ours}: {one_line(way)}"
        if isinstance(way.get("year"), int):
            said = _("The year, or year and month, are those in the name of the file or sheet: to confirm.")
            yield from comment(said, "      ")
    for ours, ways in found.open_ways.items():
        said = _("to correct: what comes off is a share, per cent or an amount; take the # off one of these")
        yield from comment(said, "    ")
        for way in ways:
            yield (
                f"    #   {ours}: {one_line(way)}"
                if found.computed
                else f"    # computed: {one_line({ours: way})}"
            )


def _asked(found: Found) -> Iterator[str]:
    """Write which rows count: as rules where every word is understood, as lines to choose from where not."""
    for question in found.questions:
        yield from comment(said_of(question), "    ")
        for line in open_lines(question):
            yield f"    # {line}"
    if found.groups:
        said = _("A pivot table: the rows of these labels are sums of the clients below them, and left out.")
        yield from comment(said, "    ")
    for rule, columns in rules_of(found).items():
        yield f"    {rule}: {one_line(columns)}"


def _by_hand(found: Found) -> Iterator[str]:
    """Write a source in comments for somebody who knows what the file is."""
    tables = _("or: {tables}").format(tables=", ".join(list(TELLING)[1:]))
    said = _("If it is of use, take the # off these lines and complete them:")
    yield from source_in_comments(found, f"accounts  # {tables}", said, {"columns": {"account_id": ""}})


def not_looked_at(proposal: Proposal) -> str:
    """Name the files that are no tables; a list in one of them has to be exported again."""
    return _("Not looked at, for they are no tables: {files}").format(files=", ".join(proposal.not_tables))


def _about(preset: str) -> str:
    known = presets()[preset]
    said = _("recognised as {label}")
    if not known.checked:
        said = _("recognised as {label}, never tried on the file of a real firm: look at the columns")
    return said.format(label=known.label)


def _columns(found: Found) -> Iterator[str]:
    """Write the columns: as a mapping, or as a comment where the preset knows them."""
    if found.preset is not None:
        if found.columns:
            pairs = ", ".join(f"{ours} ← {theirs}" for ours, theirs in found.columns.items())
            yield from comment(pairs, "    ")
        if found.beside_preset:
            said = _("the accounts stand in the other files under these names: to confirm")
            yield f"    columns: {one_line(found.beside_preset)}  # {plain(said)}"
        return
    yield "    columns:"
    only = _("the only column that it can be: to confirm")
    for ours, theirs in found.columns.items():
        said = f"  # {plain(only)}" if ours in found.guessed else ""
        yield f"      {ours}: {one_line(theirs)}{said}"
    for ours, near in found.missing.items():
        said = _("to correct: needed, and not recognised")
        if near is not None:
            said = _("to correct: needed, and not recognised; perhaps “{column}”").format(column=near)
        yield f'      {ours}: ""  # {plain(said)}'


def _missing_tables(proposal: Proposal, last_year: int) -> Iterator[str]:
    there = {found.table for found in proposal.files}
    if "accounts" not in there:
        yield from comment(_("No file of clients was found, and one is needed (table: accounts)."), "  ")
    if "sales" not in there:
        yield from comment(_("No file of invoices was found, and one is needed (table: sales)."), "  ")
        yield from won_deals(proposal.files)
        yield from years_without_name(proposal.files, last_year)


def _reps(proposal: Proposal) -> Iterator[str]:
    yield from comment(
        _(
            "The reps: where their day starts, what a year of them costs, when they are not in the field. "
            "Each is placed in the middle of the accounts: write the home, and the full cost of a year."
        )
    )
    yield "reps:"
    reps = proposal.reps[:SHOWN_REPS] or [ProposedRep(NO_REP, 0, None, None, None)]
    for rep in reps:
        lat, lon = (rep.lat, rep.lon) if rep.lat is not None else MIDDLE_OF_FRANCE
        accounts = counted(rep.accounts, "{n} account", "{n} accounts")
        town = _("to correct") if rep.town is None else _("to correct: {town}").format(town=rep.town)
        yield f"  - rep_id: {one_line(rep.rep_id)}  # {accounts}"
        yield f"    name: {one_line(rep.rep_id)}  # {_('to correct')}"
        yield f"    home_lat: {lat}  # {plain(town)}"
        yield f"    home_lon: {lon}"
        yield f"    annual_cost_eur: {ANNUAL_COST_EUR}  # {_('to correct')}"
    for rep in [*proposal.few, *proposal.reps[SHOWN_REPS:]]:
        said = counted(
            rep.accounts,
            "{rep} has {n} account and was left out; it goes to the nearest rep",
            "{rep} has {n} accounts and was left out; they go to the nearest rep",
        )
        yield from comment(said.format(rep=rep.rep_id), "  ")


def _assumptions(proposal: Proposal) -> list[str]:
    said = [_("The cost of a rep's year and the places where their days start were guessed, not given.")]
    if proposal.short_past is not None:
        said.append(
            _(
                "Less than two years of invoices: the revenue lost with clients and that of a new client were"
                " guessed."
            )
        )
    if proposal.newcomer is not None:
        said.append(_("No client is new in the last year: the revenue of a new client was guessed."))
    if all(rep.assumed for rep in proposal.reps):
        said.append(_("The files name no rep: one was assumed for all accounts."))
    return said
