"""What the last plan promised stands on the page and in the paper, in both languages, or nowhere."""

import pytest

from solver.handover.html.promises import promises_kept
from solver.handover.pdf.promises_page import promises_page
from solver.report.findings.artifacts import Artifacts
from solver.words.i18n import spoken

FACTS = {
    "as_of": "2025-12-31",
    "start": "2026-01-01",
    "end": "2026-12-31",
    "plan_share": 1.0,
    "figures": [
        {"promise": "visits", "expected": 40.0, "low": 40.0, "high": 40.0, "found": 31.0, "held": None},
        {
            "promise": "conversion_rate",
            "expected": 0.1,
            "low": 0.05,
            "high": 0.2,
            "found": 0.25,
            "held": False,
        },
    ],
    "bounds": {"promised": 100, "held": 97, "below": 1, "above": 2, "share": 0.97},
    "contribution": {
        "expected": 1000.0,
        "realised": 900.0,
        "difference": -100.0,
        "losses": -150.0,
        "growth": 40.0,
        "newcomers": 10.0,
        "lost_clients": 3,
        "kept_clients": 1,
    },
    "parameters_changed": ["margin_rate"],
    "loss_list": {
        "too_early": False,
        "clients": 380,
        "listed": 76,
        "lost": 45,
        "caught": 20,
        "by_revenue": 12,
        "expected_lost": 41.3,
    },
    "visits": {
        "planned": 40.0,
        "done": 31.0,
        "as_planned": 30.0,
        "as_planned_share": 0.75,
        "followed": False,
    },
    "proposals": [
        {"parameter": "win_back_rate", "old": 0.12, "new": 0.2, "low": 0.1, "high": 0.3, "cases": 50}
    ],
}
SAID = {
    "en": (
        "97 of 100 bounds held (97%)",
        "The bounds were too wide",
        "€1,000 of contribution were expected, €900 of margin came: −€100",
        "45 of 380 clients bought nothing in the twelve months after; 41 were expected. 20 of them",
        "12 would have stood among the 76 smallest",
        "The plan was not followed.",
    ),
    "fr": (
        "97 fourchettes tenues sur 100 (97\u00a0%)",
        "trop larges",
        "−100\u00a0€",
        "45 clients sur 380 n’ont rien acheté dans les douze mois suivants",
        "Le plan n’a pas été suivi.",
    ),
}


class Findings:
    """As little of a run as the page asks for."""

    def __init__(self, artifacts):
        self.artifacts = artifacts


@pytest.mark.parametrize("language", ["en", "fr"])
def test_page_and_paper_say_the_same(language):
    artifacts = {"promises_kept.json": FACTS}
    with spoken(language):
        part, page = promises_kept(Artifacts(artifacts)), promises_page(Findings(artifacts))
    said = " ".join(part.sentences)
    assert [words for words in SAID[language] if words not in said] == []
    assert page.parts[0]["items"] == part.sentences
    assert {"en": "5.0% to 20.0%", "fr": "5,0\u00a0% à 20,0\u00a0%"}[language] in part.figures
    assert {"en": "20.0%", "fr": "20,0\u00a0%"}[language] in part.proposed


@pytest.mark.parametrize("artifacts", [{}, {"promises_kept.json": {}}])
def test_nothing_is_shown_where_no_earlier_run_was_read_back(artifacts):
    assert promises_kept(Artifacts(artifacts)) is None
    assert promises_page(Findings(artifacts)) is None
