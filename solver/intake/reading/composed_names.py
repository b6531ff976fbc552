"""Names of columns made of known words: “Kd-Nr”, “Cust #”, “Réf. client”, “Belegdatum”, “Base imp.”."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from solver.intake.reading.header_names import header_of, without_idle_brackets
from solver.intake.reading.hints import meant_otherwise, speaks, words_for
from solver.intake.values.counting import words_of_done
from solver.intake.words import fold, spread

SIGNS = str.maketrans({"#": " nr "})
LINKS = ("", "s", "n", "en", "er")  # what German and Dutch put between two words that they write in one
SHORTEST = 3


class Composition(NamedTuple):
    """What a name must speak of to be a column of ours, and what else it may speak of."""

    ours: str
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()


CLIENT_CODE = Composition("account_id", ("of_client", "of_code"))
REP_NAME = Composition("rep_id", ("of_rep", "of_name"))
BARE_NET = frozenset({"ht", "untaxed", "subtotal", "netto", "net", "imponibile"})  # what says enough alone
OF_THE_CLIENT = ("rep_id", "address", "postcode", "town", "country", "phone", "email", "siret", "siren")
DONE = "done"  # what a visit that took place is called
COMPOSITIONS = {
    "accounts": (
        CLIENT_CODE,
        Composition("name", ("of_client", "of_name")),
        REP_NAME,
        Composition("name", ("of_name", "of_name")),  # “Nom / Raison sociale”
    ),
    "sales": (
        CLIENT_CODE,
        Composition("account_id", ("of_client", "of_name")),
        Composition("date", ("of_day", "of_document")),
        Composition("date", ("of_issue",), ("of_day", "of_document")),
        Composition("order_id", ("of_document", "of_code")),
        Composition("revenue_eur", ("of_net",), ("of_tax", "of_amount", "of_document")),
    ),
    "visits": (
        CLIENT_CODE,
        Composition("date", ("of_day", DONE), ("of_visit",)),  # “durchgeführt am”, before “geplant am”
        Composition("date", ("of_day", "of_visit")),
        REP_NAME,
    ),
    "visit_reports": (CLIENT_CODE, Composition("date", ("of_day", "of_visit"))),
    "contacts": (CLIENT_CODE,),
    "prospect_events": (CLIENT_CODE,),
    "decisions": (CLIENT_CODE,),
}


def composed_names(
    columns: list[str], table: str, usual: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """Return our column and that of the file, for each column whose name is made of known words.

    Parameters
    ----------
    columns : list of str
        Columns that no usual name is known for.
    table : str
        What the file holds.
    usual : mapping of str to sequence of str
        Folded usual names of our columns.

    Notes
    -----
    A name must say all that its column needs and nothing else; the surer compositions come first.
    """
    for composition in COMPOSITIONS.get(table, ()):
        found = [column for column in columns if _is(composition, column)]
        if len(found) == 1 or composition.ours != "revenue_eur":  # of two amounts, one may be a total
            yield from ((composition.ours, column) for column in found)
    if table == "accounts":
        yield from _of_the_client(columns, usual)


def _of_the_client(columns: list[str], usual: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Read “CPClient” and “Adresse du client” as a list of clients names a postcode and an address."""
    idle = words_for("of_client") | words_for("of_joining")
    for column in columns:
        said = spread(column).split()
        left = " ".join(word for word in said if word not in idle)
        if left and len(left.split()) < len(said) and not words_for("of_client").isdisjoint(said):
            yield from ((ours, column) for ours in OF_THE_CLIENT if left in usual[ours])


def _is(composition: Composition, column: str) -> bool:
    bare = without_idle_brackets(header_of(column).name).translate(SIGNS)
    words = next((told for told in map(_words, (fold(bare), spread(bare))) if _say(composition, told)), None)
    if words is None:
        return False
    if composition.ours == "revenue_eur":
        enough = len(words) > 1 or words[0] in BARE_NET
        # “TVA nette” is tax; “hors TVA” is not.
        tax = not words_for("of_tax").isdisjoint(words) and words_for("of_without").isdisjoint(words)
        return enough and not tax and not speaks(column, "tax_included")
    return composition.ours not in ("account_id", "date") or not meant_otherwise(composition.ours, column)


def _say(composition: Composition, words: tuple[str, ...]) -> bool:
    """Tell whether words say all that a column needs, and nothing else."""
    kinds = (*composition.needs, *composition.may)
    said = [{kind for kind in kinds if word in _listed(kind)} for word in words]
    joining = words_for("of_joining")
    strangers = [word for word, told in zip(words, said, strict=True) if not told and word not in joining]
    return (
        len(words) >= len(composition.needs)
        and not strangers
        and set[str]().union(*said).issuperset(composition.needs)
    )


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """Return the words of a folded name, those written in one apart."""
    return tuple(part for word in name.split() for part in _apart(word))


def _apart(word: str) -> tuple[str, ...]:
    known = _vocabulary()
    if word in known:
        return (word,)
    for cut in range(SHORTEST, len(word) - 1):
        first, second = word[:cut], word[cut:]
        bare = next((told for link in LINKS if (told := first.removesuffix(link)) in known), None)
        if second in known and bare is not None:
            return bare, second
    # “MTHT” and “CAHT”: two abbreviations of an amount without tax.
    halves = (word[:-2], word[-2:])
    return halves if halves[0] in words_for("of_amount") and halves[1] in words_for("of_net") else (word,)


@cache
def _vocabulary() -> frozenset[str]:
    listed = {name for each in COMPOSITIONS.values() for way in each for name in (*way.needs, *way.may)}
    return frozenset[str]().union(*map(_listed, listed))


def _listed(kind: str) -> frozenset[str]:
    return words_of_done("visits") if kind == DONE else words_for(kind)
