"""What `init` answers in a draft, or leaves open, of the columns that tell which rows count."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from solver.intake.booking.counted_rows import open_questions
from solver.intake.booking.credit_note_files import positive_credit_notes
from solver.intake.booking.currencies import currencies_of, in_own_currency
from solver.intake.booking.document_totals import amounts_of_lines, repeated_totals
from solver.intake.booking.questions import Question
from solver.intake.booking.taken_back import TakenBack, amounts_of
from solver.intake.drafting.comments import plain
from solver.intake.drafting.found import Found
from solver.intake.drafting.no_clients import without_no_clients
from solver.intake.drafting.people_of_firms import without_people
from solver.intake.presets import presets
from solver.intake.reading.columns import about_tax
from solver.intake.reading.hints import meant_otherwise
from solver.intake.reading.sources import RawTable, read_sources
from solver.intake.values.counting import TABLES
from solver.intake.values.currencies import says_own
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _, with_label

type Reader = Callable[[Source], list[RawTable]]


def both_count(found: Found, cancelled: Sequence[TakenBack]) -> Found:
    """Let cancelled documents count beside the credit notes that cancel them."""
    for each in cancelled:
        source = each.typed.raw.source
        if (Path(source.path).name, source.sheet) != (found.file, found.sheet):
            continue
        questions = tuple(
            replace(question, rules={"keep": each.keep}, taken_back=True)
            if question.column == each.column
            else question
            for question in found.questions
        )
        found = replace(found, questions=questions)
    return found


def source_of(found: Found, folder: Path) -> Source:
    """Return the source that reads a file as it was understood."""
    return Source.model_validate(
        {
            "table": found.table,
            "path": str(folder / found.file),
            "preset": found.preset,
            "sheet": found.sheet,
            "columns": found.beside_preset if found.preset else found.columns,
            "constants": dict(found.constants),
            "computed": found.computed,
            "across": found.across,
            "times": found.times,
            "fill_down": list(found.fill_down),
            "document_amounts": found.totals_on_first or None,
            "from_lines": found.from_lines,
            "via": {**found.via, "path": str(folder / found.via["path"])} if found.via else None,
            "heads": {**found.heads, "path": str(folder / found.heads["path"])} if found.heads else None,
            **rules_of(found),
        }
    )


def with_questions(found: Found, folder: Path, currency: str) -> Found:
    """Add the questions about the rows of a file, its revenue read in the firm's currency."""
    if found.table not in TABLES or found.missing or found.problem:
        return without_no_clients(without_people(found))
    reader = _reading_once()
    columns = in_firms_currency(source_of(found, folder), found.columns, currency, reader)
    # Another column than the one that a package usually has: the names are written, and no package.
    preset = found.preset if columns == found.columns else None
    read = replace(found, preset=preset, columns=columns, left_alone=_left(found, columns))
    read = _with_line_amounts(read, folder, reader)
    first = questions_of(source_of(read, folder), reader)
    sure = tuple(question for question in first if question.sure)
    if sure and len(sure) < len(first):
        # Rows that are left out already may have been what made another column doubtful.
        left = questions_of(source_of(replace(read, questions=sure), folder), reader)
        first = (*sure, *(question for question in left if question.column not in {q.column for q in sure}))
    return replace(read, questions=first)


def _reading_once() -> Reader:
    """Return what reads a source as `read_sources` does, and the same one not a second time running."""
    kept: dict[str, list[RawTable]] = {}

    def read(source: Source) -> list[RawTable]:
        asked = source.model_dump_json()
        if asked not in kept:
            kept.clear()  # of large files one is enough
            kept[asked] = read_sources(source)
        return kept[asked]

    return read


def _with_line_amounts(found: Found, folder: Path, reader: Reader) -> Found:
    """Read the amounts of the lines where those taken are of whole documents; ask where nothing tells."""
    try:
        raws = reader(source_of(found, folder))
    except PortfolioError:
        return found
    for raw in raws:
        totals = repeated_totals(raw)
        if totals is None:
            continue
        lines = amounts_of_lines(raw, totals) if found.preset is None else None
        if lines is None or about_tax(lines):
            return replace(found, totals_repeated=True)
        columns = {**found.columns, "revenue_eur": lines}
        return replace(found, columns=columns, left_alone=_left(found, columns))
    return found


def _left(found: Found, columns: dict[str, str]) -> tuple[str, ...]:
    """Return the columns left alone once others were taken in their place."""
    freed = [column for ours, column in found.columns.items() if columns.get(ours) != column]
    taken = set(columns.values())
    return tuple(column for column in (*found.left_alone, *freed) if column not in taken)


def questions_of(source: Source, reader: Reader = read_sources) -> tuple[Question, ...]:
    """Return the questions about the rows of a file; none where it cannot be read: told elsewhere."""
    try:
        return tuple(question for raw in reader(source) for question in _questions(raw))
    except PortfolioError:
        return ()


def _questions(raw: RawTable) -> Iterator[Question]:
    yield from open_questions(raw)
    amounts = amounts_of(raw) if raw.source.table == "sales" else None
    if amounts is not None and (whole := positive_credit_notes(raw, amounts[raw.counting])) is not None:
        yield whole


def in_firms_currency(
    source: Source, columns: dict[str, str], currency: str, reader: Reader = read_sources
) -> dict[str, str]:
    """Read revenue in the firm's currency, where a file has it beside that of the document."""
    ledger = source.preset is not None and presets()[source.preset].ledger
    if source.table != "sales" or ledger or "revenue_eur" not in columns or says_own(columns["revenue_eur"]):
        return columns
    try:
        raws = reader(source)
    except PortfolioError:
        return columns
    for raw in raws:
        if set(currencies_of(raw).dropna()) <= {currency}:
            continue
        for column in raw.table.columns:
            if (
                column not in columns.values()
                and not about_tax(column)
                and not meant_otherwise("revenue_eur", column)
                and in_own_currency(raw, column, currency)
            ):
                return {**columns, "revenue_eur": column}
    return columns


def sure_rules(questions: tuple[Question, ...]) -> dict[str, dict[str, list[str]]]:
    """Return `keep`, `drop` and `credit_notes` as far as every value of a column is understood."""
    rules: dict[str, dict[str, list[str]]] = {}
    for question in questions:
        for rule, values in (question.rules if question.sure else {}).items():
            rules.setdefault(rule, {})[question.column] = values
    return rules


def rules_of(found: Found) -> dict[str, dict[str, list[str]]]:
    """Return the rules of a file: those that answer its questions, and its sums that are left out."""
    rules = sure_rules(found.questions)
    if found.groups:
        rules.setdefault("drop", {})[found.columns["account_id"]] = list(found.groups)
    return rules


def said_of(question: Question) -> str:
    """Say what each value of a column is worth, and what was understood of it."""
    told = with_label(question.column, " · ".join(question.told))
    if question.taken_back:
        return _("{told}. What is cancelled has its credit note, and both count: confirm it.").format(
            told=told
        )
    if question.sure:
        return _("{told}. Left out or turned negative below: confirm it.").format(told=told)
    return _("{told}. Which of them count? Nothing can be computed before somebody says so.").format(
        told=told
    )


def open_lines(question: Question) -> Iterator[str]:
    """Return the lines, to be uncommented, that answer a question about which something is in doubt."""
    if not question.sure:
        choices = [question.orders if question.nothing_counts else question.lines]
        if question.in_part and not question.nothing_counts:
            choices = [question.without_the_unclear, question.with_the_unclear]
        choices += [question.usual] if question.priced else [question.guess]
        lines = dict.fromkeys([*(line for lines in choices for line in lines), question.all_count])
        for line in lines:
            rule = line.partition(":")[0]
            there = _("in place of the line {rule} below").format(rule=rule)
            yield f"{line}  # {plain(there)}" if rule in question.beside else line
