"""The trainer's pack says the same in both languages, and the sums of its subject come out."""

import re

import pytest

from solver.course.bank import all_exercises
from solver.course.checking import check_part
from solver.course.kinds import Choice
from solver.course.positioning import QUESTIONS
from solver.words.i18n import _
from tests.conftest import ROOT
from tests.test_catalogues import BEFORE_SIGN, STRAIGHT, digits, prose

PACK = {
    language: (ROOT / f"notebooks/trainer_pack.{language}.md").read_text(encoding="utf-8")
    for language in ("en", "fr")
}


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


PAGES = {"en": ("Subject", "Marking scheme"), "fr": ("Sujet", "Barème")}
POINTS = re.compile(r"\((\d+(?:[.,]\d+)?)\)")
WORTH = re.compile(r"\((\d+) points?\)")


def subject(number, language="en"):
    """Return the statement and the marking scheme of a subject."""
    title, scheme = PAGES[language]
    text = re.split(rf"^## {title} {number}\b", PACK[language], flags=re.MULTILINE)[1].split("\n## ")[0]
    statement, marked = text.split(f"### {scheme} {number}\n")
    return statement, marked


def lines_of(number, code):
    """Return the lines of a subject's table as numbers, by the name in the first column."""
    rows = re.findall(rf"^\| ({code}) \| (.+) \|$", subject(number)[0], flags=re.MULTILINE)
    return {name: [float(cell) for cell in cells.split(" | ")] for name, cells in rows}


def items(text):
    return re.findall(r"^\d\. (.+)$", text, flags=re.MULTILINE)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_points_of_each_answer_add_up_to_those_of_its_question_and_all_to_twenty(number, language):
    statement, scheme = (items(text) for text in subject(number, language))
    asked = [int(WORTH.search(question)[1]) for question in statement]
    given = [sum(float(one.replace(",", ".")) for one in POINTS.findall(answer)) for answer in scheme]
    assert given == asked
    assert sum(asked) == 20


def holds(number, *figures):
    """Tell that the marking scheme of a subject gives these figures, item by item."""
    told = items(subject(number)[1])
    for answer, wanted in zip(told, figures, strict=True):
        missing = [
            one for one in wanted if not re.search(rf"(?<![\d.,]){re.escape(one)}(?![\d]|[.,]\d)", answer)
        ]
        assert missing == [], answer


def test_the_sums_of_the_first_subject_come_out():
    """Each figure of the marking scheme, worked out from the statement."""
    clients = lines_of(1, r"H\d")
    revenue, potential = ([pair[place] for pair in clients.values()] for place in (0, 1))
    running = [f"{sum(revenue[: n + 1]) / sum(revenue):.0%}" for n in range(6)]
    mean = sum(r / p for r, p in clients.values()) / 6
    gaps = {name: p - r for name, (r, p) in clients.items()}
    largest = sorted(gaps, key=gaps.get, reverse=True)[:3]
    hours, brings = 44 * 4 * 7, {"H2": (5.0, 3.0, 1.5), "H4": (4.0, 1.0, 0.5), "H6": (2.0, 1.8, 1.0)}
    best = sorted((worth for account in brings.values() for worth in account), reverse=True)
    an_hour = 61_600 / hours
    holds(
        1,
        [*running, "A: H1, H2", "B: H3", "C: H4, H5, H6"],
        [f"{sum(revenue) / sum(potential):.1%}", f"{mean:.0%}", f"{sum(gaps.values()):.0f}"],
        [*largest, *(f"{gaps[name]:.0f}" for name in largest)],
        [f"{hours:,}", f"{0.9 * hours:,.1f}", f"{0.9 * hours // 2:.0f}"],
        [f"€{an_hour:.0f}", f"€{2 * an_hour:.0f}", f"€{2 * an_hour / 0.25:.0f}"],
        [f"{sum(best[:4]):.1f}", f"{best[4]:.1f}"],
        [str(brings["H2"][2]), str(brings["H6"][0])],
    )


def test_the_sums_of_the_second_subject_come_out():
    team = lines_of(2, "Maël|Inès")
    visits, quotes, orders, revenue, margin = zip(*team.values(), strict=True)
    hours = 44 * 4 * 6
    possible = int(0.85 * hours // 1.5)
    new = 420 - 0.95 * sum(revenue)
    won = 18 * 900 * 0.28
    spent = 2400 + 150 * 2
    best = sorted((600, 420, 290, 500, 450, 200, 380, 100, 50), reverse=True)
    per_visit = [f"€{1000 * r / v:.0f}" for r, v in zip(revenue, visits, strict=True)]
    holds(
        2,
        [
            *(f"{o / q:.1%}" for o, q in zip(orders, quotes, strict=True)),
            *per_visit,
            *(f"{m / r:.1%}" for m, r in zip(margin, revenue, strict=True)),
        ],
        [*(f"{o / v:.0%}" for o, v in zip(orders, visits, strict=True)), f"{sum(orders) / sum(visits):.1%}"],
        [
            f"{hours:,}",
            f"{0.15 * hours:.1f}",
            f"{0.85 * hours:.1f}",
            f"{possible}",
            f"{possible - visits[0]:.0f}",
        ],
        [f"{new:.0f}", f"{new / 11.8:.0f}", f"{new / 11.8 * 4 * 2:.0f}"],
        [f"€{won:,.0f}", f"€{spent:,}", f"€{won - spent:,.0f}", f"{(won - spent) / spent:.1%}"],
        [f"€{sum(best[:5]):,}", f"€{best[5]}"],
        per_visit,
    )


def test_the_sums_of_the_third_subject_come_out():
    clients = lines_of(3, r"T\d")
    revenue, potential, visits = ({name: line[n] for name, line in clients.items()} for n in range(3))
    shares = {name: revenue[name] / potential[name] for name in clients}
    loved = ("T1", "T3", "T5")
    gaps = {name: potential[name] - revenue[name] for name in clients}
    an_hour = 54_000 / (45 * 4 * 6)
    calls = 8 / (0.4 * 0.5)
    on_site, road = 90 + 60 + 30, 45 + 30 + 45 + 60
    with_t5 = on_site + road + 60 + 30
    left = (40 * 0.3 - 1.6) / (40 - 1.6)
    holds(
        3,
        [f"{share:.1%}".replace(".0%", "%") for share in shares.values()]
        + [f"{sum(revenue.values()) / sum(potential.values()):.1%}", f"{sum(shares.values()) / 6:.1%}"],
        [
            f"{sum(visits[one] for one in loved):.0f}",
            f"{sum(visits[one] for one in loved) / sum(visits.values()):.0%}",
            f"{sum(gaps[one] for one in loved):.0f}",
            f"{sum(gaps[one] for one in loved) / sum(gaps.values()):.1%}",
        ],
        [f"€{an_hour:.0f}", f"€{2.5 * an_hour:.0f}", f"€{2.5 * an_hour / 0.3:.0f}"],
        [f"{6 / 0.75:.0f}", f"{0.4 * 0.5:.0%}", f"{calls:.0f}"],
        [
            str(on_site),
            f"{(on_site + road) / 60:.0f}",
            str(with_t5),
            str(with_t5 - 7 * 60),
        ],
        ["€1,600", f"{left:.1%}", f"{12 / left:.1f}", f"{12 / left - 38.4:.1f}"],
        [f"{gaps['T2']:.0f}", f"{gaps['T4']:.0f}", f"{gaps['T1']:.0f}"],
    )
    assert road == on_site  # half of the day


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_test_on_paper_asks_what_the_form_asks(language, speak):
    speak(language)
    rows = re.findall(r"^\| \d+\. [^|]+\| ([^|]+) \| ([^|]+) \|$", PACK[language], flags=re.MULTILINE)
    assert len(rows) == len(QUESTIONS)
    for part, (asked, answer) in zip(QUESTIONS, rows, strict=True):
        assert asked.startswith(_(part.label))
        if isinstance(part.kind, Choice):
            assert all(f"{code}) {_(words)}" in asked for code, words in part.kind.options.items())
        assert check_part(part, answer).outcome == "right"
