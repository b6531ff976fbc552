"""Does a row count? What files write for it in six languages: draft, cancelled, quote, credit note, call."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from solver.intake.values.codes import TRUTH, usual_words
from solver.intake.words import fold, spread, word_list

WORDS = Path(__file__).with_name("counting.yaml")
TABLES = ("sales", "visits")
Verdict = Literal["counts", "credit", "never", "returned", "doubtful"]
# A state such as cancelled outweighs the paper it is said of; another paper outweighs a state such as sent.
STRONGEST_FIRST: Mapping[str, Verdict] = {
    "states": "never",
    "refusals": "never",
    "kinds": "never",
    "own": "doubtful",
    "credit": "credit",
    "returned": "returned",
    "doubtful": "doubtful",
    "counts": "counts",
}
# Which way a call went says nothing of what it was; the others tell whether money is waited for.
GROUPS = (*STRONGEST_FIRST, "directions", "payment", "waiting", "between")
LONGEST_PHRASE = 4
OF_CLIENTS = "fc"  # a French invoice to a client, where the others end on the same letter
SHORTEST_ENDING = 5  # letters that tell a word at the end of another, as in ORDERSTATUS
BESIDE_A_FLAG = frozenset({"is", "est", "has", "a", "flag", "o", "n", "oui", "non"})
TITLE = re.compile(r"(\W*([^\W\d_]+(?: [^\W\d_]+){0,2})) ?[-–—:\])|]")  # what stands before the first sign
LONGEST_VALUE = 6  # words; a longer text is a wording, not a state


@cache
def _phrases(table: str) -> dict[str, str]:
    """Return every folded phrase about the rows of a table: phrase to the group it stands in."""
    listed = _vocabulary()[table]
    return {fold(word): group for group in reversed(GROUPS) for word in listed.get(group, [])}


@cache
def _singular_phrases(table: str) -> dict[str, str]:
    phrases = reversed(list(_phrases(table).items()))
    return {" ".join(map(_singular, phrase.split())): group for phrase, group in phrases}


def _singular(word: str) -> str:
    """Return a word without the s of its plural: what is left is compared, and read by nobody."""
    return word.removesuffix("s") if len(word) > LONGEST_PHRASE else word


@cache
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    words: dict[str, dict[str, list[str]]] = word_list(WORDS)
    return words


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(fold(str(word)) for word in _vocabulary()[key])


def verdict_of(value: str, table: str) -> Verdict | None:
    """Say whether a row with this value counts as a sale, or as a visit; none where nobody can tell.

    Parameters
    ----------
    value : str
        As a file writes it.
    table : str
        `sales` or `visits`.
    """
    if table == "sales" and waits_for_payment(value):
        return "counts"
    groups = groups_in(value, table)
    return next((verdict for group, verdict in STRONGEST_FIRST.items() if group in groups), None)


def waits_for_payment(value: str, *, column: str = "", paid: bool = False) -> bool:
    """Tell whether a value says that money is waited for, perhaps by the `column` that it stands in.

    Where the other values of the column are of payments, which `paid` says, to wait is to wait for one.
    """
    said = groups_in(value, "payments")
    named = said | groups_in(spread(column), "payments") | ({"payment"} if paid else set())
    return "waiting" in said and "payment" in named and says_only_that(value, "payments")


def tells_of_payment(values: Iterable[str]) -> bool:
    """Tell whether values say which invoices are paid and which are overdue, and nothing of approval."""
    said = {fold(value) for value in values}
    told = [not said.isdisjoint(_listed(key)) for key in ("paid", "overdue", "approval")]
    return told == [True, True, False]


def groups_in(value: str, table: str) -> frozenset[str]:
    """Return the groups of words that a value speaks of, each word read once, in the longest known phrase."""
    words = _apart(value)
    return frozenset() if len(words) > LONGEST_VALUE else frozenset(_groups(words, table)) - {""}


def says_only_that(value: str, table: str) -> bool:
    """Tell whether a value is nothing but known words and phrases."""
    groups = _groups(_apart(value), table)
    return "" not in groups and groups != {"directions"}


def _apart(value: str) -> list[str]:
    """Return the words of a value, those that a program writes in one apart, as in “PartiallyPaid”."""
    words = fold(value).split()
    return spread(value).split() if len(words) == 1 else words


def _groups(words: list[str], table: str) -> set[str]:
    """Return the groups that words speak of; an empty one for words of none."""
    known, groups = _singular_phrases(table), set()
    words = [_singular(word) for word in words]
    while words:
        lengths = range(min(LONGEST_PHRASE, len(words)), 0, -1)
        length = next((n for n in lengths if " ".join(words[:n]) in known), 1)
        groups.add(known.get(" ".join(words[:length]), ""))
        words = words[length:]
    return groups


def is_short_code(value: str, table: str) -> bool:
    """Tell whether a value is one of the letters by which programs name papers and channels."""
    return fold(value) in {fold(code) for code in _vocabulary()[table]["codes"]}


def speaks_of_states(column: str) -> bool:
    """Tell whether the name of a column says that it holds states or kinds."""
    return _holds(column, "named")


def speaks_of_channels(column: str) -> bool:
    """Tell whether the name of a column names channels itself, as “Visite / Tél” does."""
    groups = groups_in(spread(column), "visits")
    return {"counts", "kinds"} <= groups


def speaks_of_codes(column: str) -> bool:
    """Tell whether a column, by its name, holds states or kinds of documents though its values be codes."""
    return _holds(column, "coded")


def confirms(column: str, table: str) -> bool:
    """Tell whether a column is called after what makes a row count, as “Validated” is."""
    said = [word for word in spread(column).split() if word not in BESIDE_A_FLAG]
    return bool(said) and words_of_done(table).issuperset(said)


def says_done(column: str) -> bool:
    """Tell whether the name of a column of days says that something took place on them, as “Done on” does."""
    return not words_of_done("visits").isdisjoint(spread(column).split())


def only_planned(values: Iterable[str], table: str) -> set[str]:
    """Return the values that say planned, where another one says done: whether those took place is open."""
    folded = {value: fold(value) for value in values}
    if words_of_done(table).isdisjoint(folded.values()):
        return set()
    planned = {fold(word) for word in _vocabulary()[table].get("planned", [])}
    return {value for value, word in folded.items() if word in planned}


def _holds(column: str, key: str) -> bool:
    """Tell whether a word of a list stands in the name of a column, or at the end of one that is squeezed."""
    words = spread(column).split()
    return not _listed(key).isdisjoint(words) or _holds_squeezed(words, _listed(key))


def _ends_with(words: list[str], listed: Iterable[str]) -> bool:
    return len(words) == 1 and _holds_squeezed(words, listed, only_at_the_end=True)


def _holds_squeezed(words: list[str], listed: Iterable[str], *, only_at_the_end: bool = False) -> bool:
    """Tell whether a listed word begins or ends one that is written without a space, as in NATUREPIECE."""
    return any(
        word.endswith(each) or (word.startswith(each) and not only_at_the_end)
        for each in listed
        if len(each) >= SHORTEST_ENDING and " " not in each
        for word in words
    )


@cache
def words_of_done(table: str) -> frozenset[str]:
    """Return the folded words for what makes a row count: posted of invoices, done of visits."""
    return frozenset(fold(word) for word in _vocabulary()[table]["confirming"])


def is_a_state(value: str, table: str) -> bool:
    """Tell whether a value is, word for word, a state in which rows do not count."""
    return _phrases(table).get(fold(value)) == "states"


def is_own_group(value: str) -> bool:
    """Tell whether a value says that a sale was to the firm's own group, or from one service to another."""
    return "own" in groups_in(value, "sales")


def signs_of(key: str) -> frozenset[str]:
    """Return the folded words of a list: `suppliers`, or `services` of the firm itself."""
    return _listed(key)


def tells_of_no_visit(result: str) -> bool:
    """Tell whether the result of a visit says no more than that it did not take place, as “Client absent”."""
    words = " ".join(
        word for word in fold(result).split() if word not in _listed("people") | _listed("by_whom")
    )
    alone = "states" in groups_in(words, "visits") and says_only_that(words, "visits")
    return alone or is_a_state(result, "visits")


def names_a_state(column: str, table: str) -> bool:
    """Tell whether a column is itself called after a state in which rows do not count, as “Cancelled” is.

    “Abgeschlossen” is done, though it ends as “geschlossen” does, which is a closed door.
    """
    words = spread(column).split()
    states = (word for word, group in _phrases(table).items() if group == "states")
    squeezed = _ends_with(words, states) and words_of_done(table).isdisjoint(words)
    return squeezed or "states" in groups_in(spread(column), table)


def names_credit_notes(column: str) -> bool:
    """Tell whether a column is itself called after credit notes, as “Avoir” and “Is credit note” are."""
    said = " ".join(word for word in spread(column).split() if word not in BESIDE_A_FLAG)
    return _phrases("sales").get(said) == "credit"


def said_yes(value: str) -> bool | None:
    """Read yes and no in six languages; an empty cell is no, and what is neither is none."""
    return True if value.strip() in signs("ticks") else TRUTH.get(_answers().get(fold(value), ""))


@cache
def signs(*kinds: str) -> frozenset[str]:
    """Return the signs that stand for a word, those of `kinds`: `ticks`, `crosses`."""
    listed: dict[str, list[str]] = word_list(WORDS)["marks"]
    return frozenset(sign for kind in kinds for sign in listed[kind])


@cache
def _answers() -> dict[str, str]:
    return {"": "no"} | {fold(word): answer for word, answer in usual_words("flag").items()}


def no_sales(file: str, header: Iterable[str], *, beside_invoices: bool) -> str | None:
    """Return the word by which a file speaks of purchases, quotes or other papers that are no sales.

    Parameters
    ----------
    file : str
        Its name, without its ending.
    header : iterable of str
        Its columns.
    beside_invoices : bool
        Whether there is a file of invoices as well: orders are sales only where nothing else is.
    """
    columns = [_words(column) for column in header]
    client = any(words & _listed("clients") for words in columns)
    supplier = [word for words in columns for word in sorted(words & _listed("suppliers"))]
    named = _words(file)
    if supplier and not client:
        return supplier[0]
    for key in ("suppliers", "purchases"):
        if (found := sorted(named & _listed(key))) and not named & _listed("clients"):
            return found[0]
    others = _listed("papers") | (_listed("orders") if beside_invoices else frozenset())
    if named & _listed("invoices"):
        return None
    if found := sorted(named & others):
        return found[0]
    if any(words & _listed("invoices") for words in columns):
        return None
    return next((word for words in columns for word in sorted(words & others)), None)


def usual_meaning(codes: Iterable[str]) -> Mapping[str, list[str]] | None:
    """Return what codes of documents usually mean: `counts`, `credit`, `never`; none where one is unknown."""
    meant: dict[str, list[str]] = {}
    folded = {code: fold(code) for code in codes}
    if OF_CLIENTS in folded.values() and all(len(code) == 2 and code[1] == "c" for code in folded.values()):
        folded = {code: short[:1] for code, short in folded.items()}  # FC, AC, DC, CC: those of clients
    told = _vocabulary()["usual_codes"]
    for code, short in folded.items():
        key = next((key for key, listed in told.items() if short in listed), None)
        if key is None:
            return None
        meant.setdefault(key, []).append(code)
    return meant if "counts" in meant and len(meant) > 1 else None


def begins_of(papers: str) -> frozenset[str]:
    """Return the letters with which numbers of `invoices`, or of `other_papers`, begin."""
    return _listed(f"numbers_of_{papers}")


def deposit_words() -> frozenset[str]:
    """Return the words that say of a line that it asks for a deposit."""
    return _listed("deposits")


def cancelled_in_title(title: str, table: str) -> str | None:
    """Return the beginning of a title that says cancelled, as “ANNULÉ - Visite Dupont” and “Canceled: …”."""
    found = TITLE.match(title)
    return found[1] if found is not None and is_a_state(found[2], table) else None


def speaks_of_orders(value: str) -> bool:
    """Tell whether a value names orders, and says nothing of one that was cancelled."""
    return bool(_words(value) & _listed("orders")) and "states" not in groups_in(value, "sales")


def words_an_order(value: str) -> bool:
    """Tell a wording of what was ordered, as “Commande de pièces”, from the word for orders itself."""
    return speaks_of_orders(value) and not says_only_that(value, "sales")


def speaks_of_invoices(file: str, header: Iterable[str]) -> bool:
    """Tell whether the name of a file or of its columns speaks of invoices."""
    return any(words & _listed("invoices") for words in (_words(spread(file)), *map(_words, header)))


def speaks_of_credit_notes(name: str) -> bool:
    """Tell whether the name of a file says that it holds credit notes, and nothing of invoices."""
    words = spread(name).split()
    credit = [word for word, group in _phrases("sales").items() if group == "credit" and not word.isdigit()]
    told = _words(name) & frozenset(credit) or any(_ends_with([word], credit) for word in words)
    others = spread(name)
    for phrase in _listed("credit_notes_on_sales"):
        others = re.sub(rf"\b{phrase}\b", "", others)
    both = {*others.split()} & (_listed("papers_of_sales") | _listed("beside_sales") | _listed("and"))
    return bool(told) and not both


def _words(text: str) -> frozenset[str]:
    """Return the folded words of a name, and its pairs and threes of words."""
    words = fold(text).split()
    return frozenset(" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words)))


def won_among(values: Iterable[str]) -> list[str]:
    """Return the words for won deals, where the values of a column are stages of deals."""
    said = [value.strip() for value in values]
    won = [value for value in said if fold(value) in _listed("won")]
    return won if len({*map(fold, said)} & (_listed("won") | _listed("lost"))) > 1 else []


def won_by_flag(column: str, values: Iterable[str]) -> list[str]:
    """Return the answers for won deals in a column called after them, as “Is won” is."""
    said = {word for word in spread(column).split() if word not in BESIDE_A_FLAG}
    told = {value.strip(): said_yes(value) for value in values if value.strip()}
    if not said or not said <= _listed("won") or {*told.values()} != {True, False}:
        return []
    return [value for value, yes in told.items() if yes]


def speaks_of_deals(file: str, header: Iterable[str]) -> bool:
    """Tell whether the name of a file or of its columns speaks of deals that may be won or lost."""
    words = [{*spread(name).split()} for name in header]
    return bool(_words(spread(file)) & _listed("deals")) or any(each & _listed("of_deals") for each in words)


def speaks_of_visits(values: Iterable[str]) -> bool:
    """Tell whether the values of a column are kinds or states of visits, one that took place among them.

    Beside visits, calls and mails there may be a word of the program's own.
    """
    said = [verdict_of(value, "visits") for value in values if value.strip()]
    known = [verdict for verdict in said if verdict is not None]
    most = "never" in known and 2 * len(known) > len(said)
    return "counts" in known and (most or len(known) == len(said))
