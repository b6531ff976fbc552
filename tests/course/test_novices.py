"""Fifty answers of each kind as beginners type them: no right one is refused, no wrong one accepted.

What cannot be read is handed back and is no miss. Each list belongs to one part of the bank; the figures are
the ones that the exercise asks for, written by hand in the ways people write them.
"""

from dataclasses import dataclass, field

import pytest
import yaml

from solver.course import progress
from solver.course.bank import find_exercise
from solver.course.checking import UnansweredError, check_part
from solver.course.exercise import Exercise, Part
from solver.course.handle import ExerciseHandle
from solver.course.kinds import Codes, Number
from solver.course.own_words import is_reason
from solver.run import step as steps
from tests.conftest import ROOT
from tests.course.by_hand import part_of

FIFTY = 50


@dataclass(frozen=True)
class Typed:
    """What people type for one part: right, wrong, and what is handed back to be typed again."""

    part: Part
    right: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    back: list = field(default_factory=list)


HOURS = Part("hours", "Hours", Number(2, "h"), 98.25)
DAYS = Part("days", "Days", Number(1, "days"), 31)
THOUSANDS = Part("keur", "Thousands", Number(1, "k€"), 81.4)
NOBODY = Part("left", "Left over", Codes(("C01", "C02", "C03")), ())

OWN_PARTS = {"HOURS": HOURS, "DAYS": DAYS, "THOUSANDS": THOUSANDS, "NOBODY": NOBODY}
FILE = ROOT / "tests/course/novices.yaml"


def kinds():
    """Read the lists."""
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        kind: Typed(
            OWN_PARTS.get(one["part"]) or part_of(one["part"]), one["right"], one["wrong"], one["back"]
        )
        for kind, one in told.items()
    }


KINDS = kinds()
ONE_BY_ONE = [
    pytest.param(typed.part, raw, outcome, id=f"{kind} {outcome} {raw!r}"[:90])
    for kind, typed in KINDS.items()
    for outcome, answers in (("right", typed.right), ("wrong", typed.wrong), ("unreadable", typed.back))
    for raw in answers
]


@pytest.fixture(autouse=True)
def nothing_tried(monkeypatch):
    """Progress is kept in memory, and empty: no notebook has opened a run."""
    monkeypatch.setattr(progress, "_memory", {})
    steps._opened.clear()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("part", "raw", "outcome"), ONE_BY_ONE)
def test_what_a_beginner_types_is_taken_for_what_it_means(part, raw, outcome, language, speak):
    """French words are read in the English course too: half the course's readers type them."""
    speak(language)
    if isinstance(raw, str) and raw[:4] in ("Plan", "plan", "b) P", "b - ", "All ") and language == "fr":
        pytest.skip("the words of the English course")
    assert check_part(part, raw).outcome == outcome


def test_fifty_answers_are_tried_of_each_kind_that_has_so_many_ways():
    for kind, typed in KINDS.items():
        if kind not in ("nobody", "an order of types", "notes by name", "weights by name"):
            assert len(typed.right) + len(typed.wrong) + len(typed.back) >= FIFTY - 6, kind


@pytest.mark.parametrize("raw", [(3, 5), "3,5", "3.5", 3.5, " 3,50 "])
def test_three_and_a_half_may_be_typed_with_a_comma_without_quotes(raw):
    assert check_part(Part("n", "N", Number(1), 3.5), raw).outcome == "right"


@pytest.mark.parametrize(
    ("raw", "value"), [((10, 0), 10_000), ((1, 408), 1_408), ((604, 0), 604_000), ((1, 234, 567), 1_234_567)]
)
def test_thousands_with_a_comma_are_two_numbers_to_python_and_one_to_people(raw, value):
    assert check_part(Part("n", "N", Number(0), value), raw).outcome == "right"


@pytest.mark.parametrize("raw", [1834, "1 834 €", 1833, "1833,33", "1 833,33 euros"])
def test_the_first_whole_euro_that_pays_is_right_too(raw):
    assert check_part(part_of("08.3 margin_eur"), raw).outcome == "right"


@pytest.mark.parametrize("raw", ["0.048", 0.048, "0,048", 4.8, "4,8 %", "4,85", "9,478/195,599"])
def test_a_gain_may_be_a_share_or_per_cent(raw):
    assert check_part(part_of("10.9 gain_percent"), raw).outcome == "right"


@pytest.mark.parametrize("raw", ["CO2, CO4, CO8", "co2 co4 co8", ["CO2", "C04", "C08"]])
def test_a_letter_o_in_a_code_is_a_nought(raw):
    assert check_part(part_of("05.6 first"), raw).outcome == "right"


@pytest.mark.parametrize("raw", ["", "  ", [], None])
@pytest.mark.parametrize(
    "key", ["01.1 revenue_eur", "06.5 share", "02.5 answer", "01.5 records", "07.5 order"]
)
def test_an_empty_answer_is_no_miss(key, raw):
    assert check_part(part_of(key), raw).outcome == "unreadable"


GOOD_REASONS = [
    "Because the reserve is needed.",
    "parce qu'il a objecté",
    "La réserve sert aux pannes.",
    "il y a des pannes",
    "One SIRET, one place, one firm",
    "L'autre vend déjà là-bas",
    "je ne sais pas s'il reviendra, donc je demande",
    "même SIRET = même site",
]
NO_REASONS = [
    "",
    " ",
    "...",
    "?",
    "b",
    "oui",
    "je sais",
    "x x x",
    "je ne sais pas trop quoi dire",
    "parce que c'est comme ça",
    "because I think so",
    "it is just obvious, no idea",
    "I don't know what to write",
    "bla bla bla bla",
    "au hasard, je ne sais pas",
    "it was my guess",
    "1 2 3",
    "!!! ??? ---",
    ["a reason", "in a list"],
    5,
    {"a": 1},
    ...,
]


@pytest.mark.parametrize("said", GOOD_REASONS)
def test_a_reason_is_words(said):
    assert is_reason(said)


@pytest.mark.parametrize("said", NO_REASONS)
def test_what_is_no_words_is_no_reason_and_no_try(said):
    with pytest.raises(UnansweredError, match="reason"):
        ExerciseHandle(find_exercise("03.5")).check("b", because=said)
    assert progress.load_progress().of("03.5").attempts == ()


def test_a_hint_speaks_of_the_part_that_was_missed_and_of_no_other():
    handle = ExerciseHandle(find_exercise("12.3"))
    said = repr(handle.check(kept=68, to_make=90))
    assert "divide by the share kept" in said
    assert "multiply" not in said
    said = repr(handle.check(kept=68, to_make=91))
    assert "80 / 0.85" in said
    assert "80 × 0.85" not in said


def test_every_part_of_an_exercise_with_several_has_two_hints_of_its_own():
    from solver.course.bank import all_exercises

    several: list[Exercise] = [one for one in all_exercises() if len(one.parts) > 1]
    assert [f"{one.id} {part.name}" for one in several for part in one.parts if len(part.hints) != 2] == []


TRIPPED = yaml.safe_load((ROOT / "tests/course/tripped.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("key", TRIPPED)
def test_what_tripped_the_reader_once_does_so_no_more(key, speak):
    """Reasons behind an answer, sums in words, rates of another time, what fell, slips of one letter."""
    speak("fr")
    part = part_of(key)
    refused = [raw for raw in TRIPPED[key]["right"] if check_part(part, raw).outcome != "right"]
    taken = [raw for raw in TRIPPED[key]["never"] if check_part(part, raw).outcome == "right"]
    assert (refused, taken) == ([], [])
