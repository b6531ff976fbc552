"""Columns that tell which rows count: a question to the firm wherever their values disagree."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from solver.intake.booking.currencies import currency_column
from solver.intake.booking.known_codes import deposits_count, is_of_deposits, verdicts_of_codes
from solver.intake.booking.questions import SETTLED, Question, Value
from solver.intake.booking.taken_back import amounts_of, cancelled_in_file
from solver.intake.reading.columns import aliases
from solver.intake.reading.hints import words_for
from solver.intake.reading.sources import RawTable
from solver.intake.values.codes import is_agreed
from solver.intake.values.counting import (
    TABLES,
    Verdict,
    cancelled_in_title,
    confirms,
    is_a_state,
    is_own_group,
    is_short_code,
    names_a_state,
    names_credit_notes,
    only_planned,
    said_yes,
    says_only_that,
    speaks_of_channels,
    speaks_of_codes,
    speaks_of_invoices,
    speaks_of_orders,
    speaks_of_states,
    tells_of_no_visit,
    tells_of_payment,
    usual_meaning,
    verdict_of,
    waits_for_payment,
    won_among,
    words_an_order,
)
from solver.intake.values.dates import take_apart as date_in
from solver.intake.values.marks import channels_in, marked, names_sides, other_side
from solver.intake.words import fold, spread

MOST_VALUES = 24
KNOWN_SHARE = 0.5
LONGEST_CODE = 4
ABBREVIATED = 2  # letters of a column's name that may stand for “type”
SYMBOL = re.compile(
    r"[^\W\d_]{1,3}|[^\W\d_]{1,2}\d{1,2}|-?\d{1,3}(?:[.,]0)?|true|false|vrai|faux", re.IGNORECASE
)
WHOLE = re.compile(r"-?\d+(?:[.,]0+)?")
# What no means in a column called after what makes a row count.
UNCONFIRMED: Mapping[str, Verdict] = {"sales": "doubtful", "visits": "never"}
# What is read from these columns is a code, a day or an amount of its own; no state hides in it.
NEVER_STATES = ("account_id", "date", "order_id", "line_no", "revenue_eur", "cost_eur", "start_time")
NUMBERED = re.compile(r"\d{3}")  # “Order 101001” speaks of one document and is no kind of them
FEWEST_KINDS, MOST_KINDS, FEWEST_BELOW = 3, 12, 3  # codes: one below zero, and one of two may not count
MOST_GIVEN_BACK = 0.5  # of what is sold; more on the other side of an account are payments


def open_questions(raw: RawTable) -> list[Question]:
    """Return the columns whose values disagree on what counts and that no `keep` of the source settles."""
    table = raw.source.table
    if table not in TABLES or (raw.preset is not None and raw.preset.ledger):
        return []
    amounts = cache(lambda: amounts_of(raw))  # read where a question needs them
    rows = raw.table[raw.counting]
    rows = rows[~_no_documents(rows, raw)]
    settled = {fold(column) for column in raw.source.keep}
    ruled = {fold(column) for column in (*raw.source.drop, *raw.source.credit_notes)}
    taken = {raw.columns.get(name) for name in NEVER_STATES}
    taken.add(currency_column(raw) if table == "sales" else None)
    if raw.columns.get("status") not in (None, raw.columns.get("result")):
        taken.add(raw.columns.get("result"))  # the file says itself what took place; results are told beside
    rules = {"keep": raw.source.keep, "drop": raw.source.drop, "credit_notes": raw.source.credit_notes}
    held = {*map(fold, raw.table.columns)}
    beside = {
        rule: told
        for rule, columns in rules.items()
        if (told := {column: values for column, values in columns.items() if fold(column) in held})
    }
    deposits = cache(lambda: deposits_count(raw))

    def credited(column: str, texts: pd.Series) -> list[str]:
        micros = amounts() if table == "sales" else None
        return [] if micros is None else cancelled_in_file(raw, micros, column, texts)

    return [
        replace(question, beside=beside)
        for column in raw.table.columns
        if column not in taken and fold(column) not in settled
        for question in _questions(
            rows[column],
            column,
            table,
            amounts,
            told=column == raw.columns.get("result"),
            stated=column == raw.columns.get("status"),
            named=(
                speaks_of_states(column)
                or (table == "visits" and speaks_of_channels(column))
                or (table == "sales" and _abbreviated(column, rows[column]))
            )
            and column != raw.columns.get("family"),
            ruled=fold(column) in ruled,
            invoiced=table == "sales" and _is_of_invoices(raw),
            signed=table == "sales"
            and column not in raw.columns.values()
            and _signs_apart(rows[column], amounts),
            credited=credited,
            deposits=deposits,
        )
    ]


def _abbreviated(column: str, texts: pd.Series) -> bool:
    """Tell letters of documents under a name of a letter or two, as F and A under “T”."""
    values = [value for value in texts.str.strip().unique() if value]
    return len(fold(column)) <= ABBREVIATED and usual_meaning(values) is not None


def _is_of_invoices(raw: RawTable) -> bool:
    """Tell a file of invoices by its name, or by those of its columns where it does not speak of orders."""
    name = Path(raw.file).stem
    return not speaks_of_orders(name) and speaks_of_invoices(name, raw.table.columns)


def _no_documents(rows: pd.DataFrame, raw: RawTable) -> np.ndarray:
    """Tell the rows that lack account or day, as totals do: they count in no case."""
    needed = [raw.columns[name] for name in ("account_id", "date") if name in raw.columns]
    return rows[needed].apply(lambda texts: texts.str.strip().eq("")).any(axis=1).to_numpy(dtype=bool)


def _signs_apart(texts: pd.Series, amounts: Callable[[], pd.Series | None]) -> bool:
    """Tell a column of few codes, some of which have every amount below zero and several none.

    Such codes name kinds of documents, whatever the column is called: one of the others may be a pro forma.
    """
    codes = texts.str.strip()
    different = codes.unique()
    if not FEWEST_KINDS <= len(different) <= MOST_KINDS or not all(map(SYMBOL.fullmatch, different)):
        return False
    micros = amounts()
    # Numbers alone are counted: a quantity below zero is what was taken back.
    if micros is None or all(map(WHOLE.fullmatch, different)):
        return False
    signs = pd.Series(np.sign(micros.reindex(codes.index, fill_value=0)), index=codes.index)
    by = signs[signs.ne(0)].groupby(codes)
    apart = by.nunique().eq(1)
    below = by.max().lt(0)
    return bool(
        apart.all()
        and below.any()
        and (~below).sum() >= FEWEST_KINDS - 1
        and (signs < 0).sum() >= FEWEST_BELOW
    )


def _questions(
    texts: pd.Series,
    column: str,
    table: str,
    amounts: Callable[[], pd.Series | None],
    *,
    told: bool,
    stated: bool,
    named: bool,
    ruled: bool,
    invoiced: bool,
    signed: bool,
    credited: Callable[[str, pd.Series], list[str]],
    deposits: Callable[[], bool | None],
) -> Iterator[Question]:
    """Look at one column, perhaps `named` after states; where the outcome is `told`, only no-shows matter.

    A column that is read as the status tells planned from done by itself. Codes that are `signed` name kinds
    of documents under any name; those of a column that is `ruled` already were understood by whoever wrote
    the rule. Of the values that say cancelled, those that credit notes take back are `credited`.
    """
    stripped = texts.str.strip()
    different, plain, kept = stripped.unique(), True, False
    verdicts: dict[str, Verdict | None] | None
    if told:
        verdicts = {value: "never" if tells_of_no_visit(value) else "counts" for value in different.tolist()}
    elif not ruled and (verdicts := verdicts_of_codes(column, different, table)):
        pass
    elif names_a_state(column, table):
        verdicts = _of_flags(column, different.tolist())
    elif table == "sales" and names_credit_notes(column) and _answered(different):
        verdicts = {value: "credit" if said_yes(value) else "counts" for value in different}
    elif confirms(column, table) and _answered(different):
        verdicts = {value: "counts" if said_yes(value) else UNCONFIRMED[table] for value in different}
    elif confirms(column, table) and (verdicts := _of_marks(different.tolist(), table)):
        kept = True
    elif table == "sales" and (verdicts := _of_sides(column, stripped, amounts, named=named)):
        plain = False
    elif table == "visits" and not ruled and (question := _of_titles(column, stripped)):
        yield question
        return
    elif table == "visits" and won_among(different):
        verdicts = None  # what became of the deal behind each visit
    elif len(different) > MOST_VALUES:
        own = [value for value in different if is_own_group(value)] if table == "sales" and not ruled else []
        if own:  # clients by their names, some of which are none
            yield _of_own_group(column, stripped, own, amounts())
        return
    elif table == "visits" and not ruled and (verdicts := channels_in(different.tolist())):
        plain = named or all(len(value) > len("xx") for value in verdicts)
        verdicts = {"": "doubtful", **verdicts} if "" in different else verdicts
    else:
        verdicts = _of_words(
            column,
            different.tolist(),
            table,
            named=named,
            ruled=ruled,
            invoiced=invoiced,
            coded=not (ruled or _names_reps(column) or _numbers_rows(column, different, len(stripped)))
            and (signed or (named and speaks_of_codes(column))),
        )
        plain = named or all(says_only_that(v, table) or marked(v) for v in different if v)
    if verdicts is None:
        return
    if stated and table == "visits":  # read as appointments of which nobody says yet that they took place
        open_yet = {value for value in verdicts if verdicts[value] == "doubtful" and is_agreed(value)}
        verdicts |= dict.fromkeys(open_yet, "counts")
    planned = set() if stated else only_planned(verdicts, table)
    verdicts |= dict.fromkeys(planned, "doubtful")
    verdicts |= dict.fromkeys(credited(column, stripped) if "never" in verdicts.values() else (), "counts")
    asking = [value for value in verdicts if verdicts[value] == "doubtful" and is_of_deposits(value)]
    if table == "sales" and asking and (count := deposits()) is not None:
        verdicts |= dict.fromkeys(asking, "counts" if count else "never")
    if {*verdicts.values()} == {"counts"}:
        return
    values = _valued(stripped, verdicts, amounts())
    if _disagree(values, table) and not (table == "sales" and _invoices_and_credit_notes(values)):
        question = _question(column, values, priced=amounts() is not None, plain=plain, kept=kept)
        yield replace(question, planned=bool(planned))


def _of_titles(column: str, texts: pd.Series) -> Question | None:
    """Read titles that begin with a state, as calendars write it before a visit that was called off."""
    begin = {text: cancelled_in_title(text, "visits") for text in texts.unique()}
    rows = texts.map(begin)
    if rows.isna().all() or texts.nunique() <= MOST_VALUES / 4:
        return None
    values = tuple(
        Value(f"{title}*", len(each), 0, "never")
        for title, each in rows.groupby(rows.str.casefold(), sort=True)
    )
    rules = {"drop": [each.value for each in values]}
    return Question(column, values, rules, sure=True, priced=False, begins=True)


def _of_own_group(column: str, texts: pd.Series, own: list[str], micros: pd.Series | None) -> Question:
    """Ask about the names, among those of clients, that are of the firm's own group or services."""
    values = _valued(texts[texts.isin(own)], dict.fromkeys(own, "never"), micros)
    return Question(column, values, {"drop": own}, sure=False, priced=micros is not None, begins=True)


def _numbers_rows(column: str, values: np.ndarray, rows: int) -> bool:
    """Tell numbers of which each row has its own, in a column called after them, as “DocEntry” is."""
    words = {*spread(column).split()}
    named = words & {*words_for("of_code"), "entry", "key"} or words <= words_for("of_document")
    return bool(named) and len(values) == rows and all(value.isdigit() for value in values)


def _names_reps(column: str) -> bool:
    """Tell whether a column names reps, perhaps those of a document, as in “Document - Sales rep”."""
    reps = set(aliases("accounts")["rep_id"])
    return not reps.isdisjoint({fold(column), fold(column.rpartition(" - ")[2])})


def _answered(values: np.ndarray) -> bool:
    return all(said_yes(value) is not None for value in values)


def _of_marks(values: list[str], table: str) -> dict[str, Verdict | None] | None:
    """Read a column called after what makes rows count: marks, and words for what did not take place."""
    said = {value: marked(value) for value in values}
    verdicts: dict[str, Verdict | None] = {
        value: verdict_of(value, table) if yes is None else "counts" if yes else UNCONFIRMED[table]
        for value, yes in said.items()
    }
    unread = table == "sales" and None in verdicts.values()
    return verdicts if "counts" in verdicts.values() and not unread else None


def _of_sides(
    column: str, texts: pd.Series, amounts: Callable[[], pd.Series | None], *, named: bool
) -> dict[str, Verdict | None] | None:
    """Read debit and credit beside amounts without a minus: what is sold stands on one side, most of it.

    In a journal of sales that is the credit, in an account of a client the debit. Where the other side has
    nearly as much it holds payments, and only the firm can say which lines are sales.
    """
    opposite = other_side(texts.unique())
    if opposite is None or not (
        named or names_sides(column) or all(len(side) > len("xx") for side in opposite)
    ):
        return None
    micros = amounts()
    if micros is None:
        return None
    sizes = micros.abs().groupby(texts.reindex(micros.index, fill_value="")).sum()
    sold = max(opposite, key=lambda side: int(sizes.get(side, 0)))
    other = opposite[sold]
    if sizes.get(other, 0) > MOST_GIVEN_BACK * sizes.get(sold, 0):
        return {sold: "doubtful", other: "doubtful", "": "doubtful"}
    return {sold: "counts", other: "credit", "": "doubtful"}


def _of_flags(column: str, values: list[str]) -> dict[str, Verdict | None] | None:
    """Read a column that is called after a state: yes or a day in it says that the row does not count.

    Beside yes and no, the letter that the column begins with is that state again, as the C of SAP's CANCELED:
    the document that cancels another. Any other code there is asked about.
    """
    filled = [value for value in values if value]
    answers = {value: said_yes(value) for value in filled}
    codes = [value for value, answer in answers.items() if answer is None]
    if filled and (not codes or ({True, False} <= {*answers.values()} and all(map(SYMBOL.fullmatch, codes)))):
        read: dict[bool | None, Verdict] = {True: "never", False: "counts", None: "doubtful"}
        again = {value for value in codes if fold(value) == fold(column)[:1]}
        return {value: "never" if value in again else read[said_yes(value)] for value in values}
    if filled and all(date_in(value) and not value.isdigit() for value in filled):
        return {value: "never" if value else "counts" for value in values}
    return None


def _of_words(
    column: str, values: list[str], table: str, *, named: bool, ruled: bool, invoiced: bool, coded: bool
) -> dict[str, Verdict | None] | None:
    """Read the values of a column that may speak of states and kinds; none where it does not."""
    filled = [value for value in values if value]
    verdicts = {value: verdict_of(value, table) for value in filled}
    if invoiced and not named and all(map(words_an_order, filled)):
        return None  # what was ordered, as an invoice says it
    if invoiced:  # an invoice was sent, whether its money has come or not
        paid = tells_of_payment(filled)
        verdicts |= {v: "counts" for v in filled if waits_for_payment(v, column=column, paid=paid)}
    if table == "visits" and "never" in verdicts.values():  # beside “annulé”, “ok” says that it took place
        marks: dict[str, Verdict | None] = {v: "counts" for v in filled if verdicts[v] is None and marked(v)}
        verdicts |= marks
    if named and not ruled and table == "sales" and (paired := _of_credit_letters(filled)):
        return {**paired, "": "doubtful"}
    if named and not ruled and _are_codes(filled, verdicts, table):
        return dict.fromkeys(values, "doubtful")
    if coded and None in verdicts.values() and all(SYMBOL.fullmatch(value) for value in filled):
        return dict.fromkeys(values, "doubtful")
    if table == "sales" and any(map(is_own_group, filled)):  # beside the group, the others are clients
        return {"": "counts", **{value: verdict or "counts" for value, verdict in verdicts.items()}}
    if not any(is_a_state(value, table) for value in filled) and not _speak(filled, verdicts, named=named):
        return None
    explicit = "counts" in verdicts.values()
    if table == "visits" and not named:  # what was noted of a visit, and not that there was none
        verdicts = {value: verdict or "counts" for value, verdict in verdicts.items()}
    return {**verdicts, "": "doubtful" if explicit else "counts"}


def _of_credit_letters(filled: list[str]) -> dict[str, Verdict | None] | None:
    """Read letters that mean invoices and credit notes alone; one letter may mean a deposit, and is asked."""
    meant = usual_meaning(filled)
    if meant is None or {*meant} != {"counts", "credit"} or any(len(code) < 2 for code in meant["credit"]):
        return None
    return {code: "credit" if code in meant["credit"] else "counts" for code in filled}


def _are_codes(filled: list[str], verdicts: dict[str, Verdict | None], table: str) -> bool:
    codes = [value for value in filled if len(value) <= LONGEST_CODE and is_short_code(value, table)]
    return len(filled) > 1 and len(codes) == len(filled) and None in verdicts.values()


def _speak(filled: list[str], verdicts: dict[str, Verdict | None], *, named: bool) -> bool:
    """Tell whether values are words for states and kinds: one where the column's name says so, else most."""
    known = [value for value in filled if verdicts[value] is not None]
    numbered = [value for value in filled if any(c.isdigit() for c in value)]
    texts = [value for value in filled if NUMBERED.search(value) and not value.isdigit()]
    codes = len(known) == len(filled) or all(v.isdigit() for v in filled)
    if not known or len(texts if codes else numbered) > KNOWN_SHARE * len(filled):
        return False
    if named or len(known) == len(filled):
        return True
    said = {verdicts[value] for value in known}
    return len(known) >= KNOWN_SHARE * len(filled) and "counts" in said and bool(said & {"never", "credit"})


def _valued(
    texts: pd.Series, verdicts: dict[str, Verdict | None], micros: pd.Series | None
) -> tuple[Value, ...]:
    """Count the rows and add up the amounts of each value, the most frequent first."""
    amounts = pd.Series(0, index=texts.index) if micros is None else micros.reindex(texts.index, fill_value=0)
    values = [
        Value(
            str(value), len(rows), int(rows.sum()), _credit(rows, verdicts[str(value)]), not rows.ne(0).any()
        )
        for value, rows in amounts.groupby(texts, sort=True)
    ]
    return tuple(sorted(values, key=lambda each: -each.rows))


def _invoices_and_credit_notes(values: tuple[Value, ...]) -> bool:
    """Tell codes that usually mean invoices and credit notes, and whose amounts are signed accordingly."""
    meant = usual_meaning(each.value for each in values if each.value)
    if meant is None or {*meant} != {"counts", "credit"} or not all(each.value for each in values):
        return False
    return all((each.micros < 0) == (each.value in meant["credit"]) for each in values)


def _credit(micros: pd.Series, verdict: Verdict | None) -> Verdict | None:
    """Let a credit note with its minus count as it is; of mixed signs nobody can be sure."""
    if verdict not in ("credit", "returned"):
        return verdict
    signs = set(np.sign(micros[micros.ne(0)]))
    return "counts" if signs <= {-1} else "credit" if (verdict, signs) == ("credit", {1}) else "doubtful"


def _disagree(values: tuple[Value, ...], table: str) -> bool:
    """Tell whether it makes a difference to count every row."""
    matter = [each for each in values if table != "sales" or not each.worthless]
    if any(each.verdict in ("never", "credit") for each in matter):
        return True
    codes = len(values) > 1 and all(len(each.value) <= LONGEST_CODE for each in values)
    doubtful = [each for each in matter if each.verdict == "doubtful" and (each.value or codes)]
    return bool(doubtful) and (codes or any(each.verdict == "counts" for each in matter))


def _question(column: str, values: tuple[Value, ...], *, priced: bool, plain: bool, kept: bool) -> Question:
    """Put the question; sure of the answer where every value is settled and `plain` words, no wordings."""
    never = [each.value for each in values if each.verdict == "never"]
    credit = [each.value for each in values if each.verdict == "credit"]
    counts = [each.value for each in values if each.verdict == "counts"]
    kept = kept or (counts == [""] and any(c.isdigit() for value in never for c in value))
    rules = {"keep" if kept else "drop": counts if kept else never, "credit_notes": credit}
    sure = plain and bool(counts or credit) and all(each.verdict in SETTLED for each in values)
    return Question(column, values, {rule: told for rule, told in rules.items() if told}, sure, priced)
