"""The trainer's pack says the same in both languages, and the sums of its subject come out."""

import re

from solver.course.bank import all_exercises
from tests.conftest import ROOT
from tests.test_catalogues import BEFORE_SIGN, STRAIGHT, digits, prose

PACK = {
    language: (ROOT / f"notebooks/trainer_pack.{language}.md").read_text(encoding="utf-8")
    for language in ("en", "fr")
}
CLIENTS = {"H1": (90, 120), "H2": (60, 200), "H3": (30, 40), "H4": (12, 60), "H5": (6, 10), "H6": (2, 50)}


def test_both_languages_are_built_alike_and_give_the_same_numbers():
    def shape(language):
        return [re.match(r"#*|- |\|", line)[0] for line in PACK[language].splitlines()]

    assert shape("en") == shape("fr")
    assert digits(PACK["en"]) == digits(PACK["fr"])


def test_the_french_pack_keeps_french_typography():
    assert [line for line in PACK["fr"].splitlines() if BEFORE_SIGN.search(prose(line))] == []
    assert not STRAIGHT.search(prose(PACK["fr"]))


def test_exercises_that_it_names_exist():
    known = {one.id for one in all_exercises()}
    assert set(re.findall(r"\b\d\d\.\d{1,2}\b(?!,)", PACK["en"].split("## One picture")[0])) <= known


def test_the_sums_of_the_subject_come_out():
    """Each figure of the marking scheme, worked out from the statement."""
    revenue, potential = ([pair[place] for pair in CLIENTS.values()] for place in (0, 1))
    rows = re.findall(r"^\| (H\d) \| (\d+) \| (\d+) \|$", PACK["en"], flags=re.MULTILINE)
    assert {name: (int(first), int(second)) for name, first, second in rows} == CLIENTS
    scheme = PACK["en"].split("### Marking scheme")[1].split("## Before")[0]
    running = [f"{sum(revenue[: n + 1]) / sum(revenue):.0%}" for n in range(6)]
    assert ", ".join(running) in scheme
    assert f"{sum(revenue) / sum(potential):.1%}" in scheme
    assert f"{sum(r / p for r, p in CLIENTS.values()) / 6:.0%}" in scheme
    gaps = {name: p - r for name, (r, p) in CLIENTS.items()}
    assert sum(gaps.values()) == 280
    assert sorted(gaps, key=gaps.get, reverse=True)[:3] == ["H2", "H4", "H6"]
    hours = 44 * 4 * 7
    assert (hours, 0.9 * hours, int(0.9 * hours // 2), 61_600 / hours) == (1232, 1108.8, 554, 50)
    best = sorted((5.0, 3.0, 1.5, 4.0, 1.0, 0.5, 2.0, 1.8, 1.0), reverse=True)
    assert (sum(best[:4]), best[4]) == (14.0, 1.8)
    statement = PACK["en"].split("## A subject")[1].split("### Marking scheme")[0]
    assert sum(map(int, re.findall(r"\((\d) points\)", statement))) == 20
