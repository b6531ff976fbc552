"""The sums of the course done again in plain Python, from the case's file and the published inputs."""

import csv
import json
from pathlib import Path

from solver.course.bank import find_exercise
from solver.course.kinds import Choice, Codes, Custom
from tests.conftest import ROOT

TEXT = ("id", "nom", "zone")
PUBLISHED = {
    case["id"]: case["inputs"]
    for case in json.loads((Path(ROOT) / "tests/golden/worked_examples.json").read_text(encoding="utf-8"))
}


def _accounts():
    with (ROOT / "data/fil_rouge/accounts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["id"]: {name: value if name in TEXT else float(value) for name, value in row.items()}
        for row in rows
    }


ACCOUNTS = _accounts()
REVENUE = {code: facts["ca_n"] for code, facts in ACCOUNTS.items()}
POTENTIAL = {code: facts["potentiel"] for code, facts in ACCOUNTS.items()}
GAP = {code: POTENTIAL[code] - REVENUE[code] for code in ACCOUNTS}
MARGIN = {code: REVENUE[code] * facts["taux_marge"] for code, facts in ACCOUNTS.items()}


def largest(values, count):
    """Name the accounts with the largest values."""
    return set(sorted(values, key=values.get, reverse=True)[:count])


def abc(values, cut_a=0.80, cut_b=0.95, names="ABC"):
    """Put each account into a class: A while the share, its own line included, stays within the cut."""
    total, running, classes = sum(values.values()), 0.0, {}
    for code in sorted(values, key=values.get, reverse=True):
        running += values[code]
        share = running / total - 1e-12
        classes[code] = names[0] if share <= cut_a else names[1] if share <= cut_b else names[2]
    return classes


def of_class(classes, name):
    return {code for code, found in classes.items() if found == name}


def part_of(key):
    """Find a part of the bank by its exercise and its name, as in `04.3 a_codes`."""
    exercise_id, name = key.split()
    return next(part for part in find_exercise(exercise_id).parts if part.name == name)


def assert_agrees(key, answer, mistakes):
    """Check that the bank holds this answer and exactly these mistakes, each to the rounding it asks for."""
    part = part_of(key)
    assert _same(part.kind, part.answer, answer), f"{key}: {part.answer} in the bank, {answer} by hand"
    known = [mistake.sample for mistake in part.mistakes]
    left = list(mistakes)
    for sample in known:
        match = next((value for value in left if _same(part.kind, sample, value)), None)
        assert match is not None, f"{key}: nobody arrives at {sample}; by hand {left}"
        left.remove(match)
    assert left == [], f"{key}: the bank does not know {left}"


def _same(kind, in_bank, by_hand):
    if isinstance(kind, Codes):
        return frozenset(in_bank) == frozenset(by_hand)
    if isinstance(kind, Choice):
        return in_bank == by_hand
    return kind.same(by_hand, in_bank)


def figures_of(steps):
    """Name the parts of these steps whose answer is computed: not those chosen from sentences, nor plans."""
    from solver.course.bank import exercises_of

    return {
        f"{exercise.id} {part.name}"
        for step in steps
        for exercise in exercises_of(step)
        for part in exercise.parts
        if not isinstance(part.kind, Choice | Custom)
    }
