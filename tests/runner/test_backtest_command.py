"""`twelvefold backtest`: verdicts on the terminal and a page, or one line that says what is missing."""

import pytest

from tests.conftest import DEMO
from tests.runner.test_command import twelvefold

__all__ = ["twelvefold"]


def test_the_verdicts_are_printed_and_a_page_is_written(twelvefold, tmp_path):
    status, printed, _err = twelvefold("backtest", DEMO, "--language", "fr", "--out", tmp_path)
    assert status == 0
    assert "Sur 45 clients perdus" in printed
    assert "meilleur pour les pertes, pas pour le chiffre d’affaires" in printed
    page = (tmp_path / "backtest_2025-12-31.html").read_text(encoding="utf-8")
    assert "Ce que dit le passé de l’entreprise" in page


@pytest.mark.parametrize(
    ("day", "cause"),
    [
        ("2025-11-17", "lies inside a month"),
        ("2020-12-31", "There is no invoice up to 31 Dec 2020"),
        ("2027-12-31", "The last invoice up to 31 Dec 2027 is of"),
        ("2023-06-30", "6 months: two years are needed"),
        ("yesterday", "“yesterday” is no day"),
    ],
)
def test_a_day_that_cannot_be_judged_is_one_clear_line(twelvefold, tmp_path, day, cause):
    status, printed, err = twelvefold("backtest", DEMO, "--as-of", day, "--out", tmp_path)
    assert (status, printed) == (1, "")
    assert cause in err
    assert err.count("\n") == 1
