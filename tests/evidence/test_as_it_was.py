"""The method replayed on a day of the past uses nothing that was not dated by then."""

import json

import pytest

from solver.flow.prepare_tools import PrepareTools
from solver.flow.score_accounts import ScoreAccounts
from solver.parameters import load_portfolio
from tests.conftest import DEMO

UNDATED = ("kind", "satisfaction", "accessible_share", "headcount", "stage", "lat", "lon")


@pytest.fixture(scope="module")
def files():
    return PrepareTools({}, load_portfolio(DEMO)).outputs()


def evidence(files, **changed):
    return ScoreAccounts.on_the_past({**files, **changed}, load_portfolio(DEMO)).evidence


@pytest.mark.whole
def test_the_demo_firm_is_what_was_measured_on_it(files):
    cut = evidence(files)["cut_offs"][0]
    revenue, rfm = cut["rankings"]["revenue"], cut["rankings"]["rfm"]
    assert (cut["clients"], cut["lost"]) == (380, 45)
    assert revenue["capture"]["value"] == pytest.approx(0.774, abs=0.0005)
    assert revenue["auc"]["value"] == pytest.approx(0.720, abs=0.0005)
    assert rfm["auc"]["value"] == pytest.approx(0.80, abs=0.005)
    assert cut["score_missing"] == ["access"]


def test_shuffling_what_bears_no_date_changes_nothing(files):
    accounts = files["accounts"]
    mixed = accounts.sample(frac=1, random_state=2)
    shuffled = accounts.assign(**{name: mixed[name].to_numpy() for name in UNDATED})
    shuffled = shuffled.astype(accounts.dtypes.to_dict())
    assert json.dumps(evidence(files)) == json.dumps(evidence(files, accounts=shuffled))
