"""A question about the rows that count that nobody answered stops the file, with the lines to choose from."""

from solver.intake.booking.counted_rows import open_questions
from solver.intake.booking.questions import Question
from solver.intake.reading.sources import RawTable
from solver.intake.words import quoted
from solver.words.errors import PortfolioError
from solver.words.i18n import _


def refuse_open_questions(raw: RawTable) -> None:
    """Stop at a column that tells rows that count from others, and about which nothing is said.

    Parameters
    ----------
    raw : RawTable
        A file of sales or visits, its rules applied.

    Raises
    ------
    PortfolioError
        With each value, its rows and its amount, and the line to write.
    """
    for question in open_questions(raw):
        fix, all_count = _fix(raw, question), question.all_count
        if all_count not in fix:
            fix += "; " + _("if all of them count, write {line}").format(line=all_count)
        raise PortfolioError(
            _("by the column {column} some rows may not count: {values}").format(
                column=question.column, values=" · ".join(question.told)
            ),
            file=raw.file,
            column=question.column,
            fix=fix,
        )


def _fix(raw: RawTable, question: Question) -> str:
    if question.nothing_counts:
        ask = _("ask for the list of invoices")
        if not question.orders:
            return ask
        return ask + ", " + _("or write {line} if what is ordered is sold").format(line=question.orders[0])
    if question.lines and not question.unclear:
        return _("write under this source: {line}").format(line="; ".join(question.lines))
    if not question.rules and "status" not in raw.columns and question.planned:
        return _(
            "write under `columns` of this source: {line}, and what was planned counts once it took place"
        ).format(line=f"status: {question.column}")
    if question.in_part:
        return _("write under this source {out} to leave {values} out, or {kept} to count them too").format(
            out="; ".join(question.without_the_unclear),
            values=quoted(question.unclear),
            kept="; ".join(question.with_the_unclear),
        )
    if raw.source.table == "sales" and question.usual:
        return _("if the codes mean what they usually do, write under this source: {line}").format(
            line="; ".join(question.usual)
        )
    if question.guess:
        return _(
            "write under this source {line} if “{value}” alone are visits, with the other values if not"
        ).format(line=question.guess[0], value=question.most)
    return _("say under `drop` or `credit_notes` of this source which values do not count")
