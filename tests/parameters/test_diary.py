"""Parameters of the contacts beside the visits, and the older name of one."""

from pathlib import Path

import pytest

from solver.parameters import load_portfolio, override
from solver.words.errors import PortfolioError
from tests.conftest import ROOT


@pytest.fixture
def portfolio():
    return load_portfolio(ROOT / "data" / "fil_rouge" / "portfolio.yaml")


@pytest.mark.parametrize(("older", "months"), [(0, 0), (1, 3), (2, 2)])
def test_newsletters_a_quarter_are_read_as_the_months_between_them_and_it_is_told(portfolio, older, months):
    read = override(portfolio, newsletters_per_quarter=older)
    assert (read.newsletter_months, read.older_names) == (months, ["newsletters_per_quarter"])


def test_more_newsletters_than_people_accept_are_refused(portfolio):
    with pytest.raises(PortfolioError, match="newsletter_months: one a month is more than people accept"):
        override(portfolio, newsletter_months=1)
    with pytest.raises(PortfolioError, match="write newsletter_months instead"):
        override(portfolio, newsletters_per_quarter=3)


def test_the_older_name_may_not_contradict_the_new_one(tmp_path):
    text = (ROOT / "data" / "fil_rouge" / "portfolio.yaml").read_text(encoding="utf-8")
    path = Path(tmp_path) / "portfolio.yaml"
    path.write_text(text + "\nnewsletters_per_quarter: 1\nnewsletter_months: 6\n", encoding="utf-8")
    with pytest.raises(PortfolioError, match="say different things"):
        load_portfolio(path)


def test_an_event_outside_the_plan_is_refused_by_name(portfolio):
    with pytest.raises(PortfolioError, match="Open day on 2031-01-01 is not within the plan"):
        override(portfolio, events=[{"name": "Open day", "on": "2031-01-01", "places": 10}])
