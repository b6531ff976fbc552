"""What `init` answers in a draft, or leaves open, of the columns that tell which rows count."""

from collections.abc import Iterator

from solver.intake.booking.counted_rows import Question, open_questions
from solver.intake.booking.currencies import currencies_of, in_own_currency
from solver.intake.reading.columns import about_tax
from solver.intake.reading.sources import read_sources
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _, with_label


def questions_of(source: Source) -> tuple[Question, ...]:
    """Return the questions about the rows of a file; none where it cannot be read: told elsewhere."""
    try:
        return tuple(question for raw in read_sources(source) for question in open_questions(raw))
    except PortfolioError:
        return ()


def in_firms_currency(source: Source, columns: dict[str, str], currency: str) -> dict[str, str]:
    """Read revenue in the firm's currency, where a file has it beside that of the document."""
    if source.table != "sales" or source.preset is not None:
        return columns
    try:
        raws = read_sources(source)
    except PortfolioError:
        return columns
    for raw in raws:
        if set(currencies_of(raw).dropna()) <= {currency}:
            continue
        for column in raw.table.columns:
            if (
                column not in columns.values()
                and not about_tax(column)
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


def said_of(question: Question) -> str:
    """Say what each value of a column is worth, and what was understood of it."""
    told = with_label(question.column, " · ".join(question.told))
    if question.sure:
        return _("{told}. Left out or turned negative below: confirm it.").format(told=told)
    return _("{told}. Which of them count? Nothing can be computed before somebody says so.").format(
        told=told
    )


def open_lines(question: Question) -> Iterator[str]:
    """Return the lines, to be uncommented, that answer a question about which something is in doubt."""
    if not question.sure:
        yield from question.lines
        yield question.all_count
