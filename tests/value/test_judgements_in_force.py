"""The judged curves a plan uses: the parameters' own, or what people wrote on their worksheets."""

import numpy as np
import pandas as pd
import pytest

from solver.parameters import load_portfolio, override
from solver.parameters.method import MethodParameters
from solver.tables import check
from solver.value.judged import curve_table
from solver.value.judgements import judged_by, judgements_in_force, merge_judgements
from solver.words.errors import PortfolioError
from tests.small_firm import write_small_firm


def judged(author, day, *numbers, account_type="high_potential"):
    """What one person wrote of one type: usual visits, none, saturation, and the points between."""
    line = dict(zip(("reference_visits", "none", "saturation", "half", "plus_half"), numbers, strict=False))
    given = {"author": author, "role": "rep", "judged_on": pd.Timestamp(day), "account_type": account_type}
    return pd.DataFrame([given | {"half": np.nan, "plus_half": np.nan} | line])


def test_people_are_named_in_the_order_of_their_days_whoever_is_read_first():
    one, other = judged("Ann", "2026-03-02", 8, 0.5, 1.3), judged("Bob", "2026-02-01", 6, 0.4, 1.3)
    seldom = judged("Ann", "2026-03-02", 2, 0.9, 1.1, account_type="economical_management")
    for tables in ([one, other, seldom], [seldom, other, one]):
        merged = merge_judgements(tables).set_index("account_type")
        assert list(merged.index) == ["economical_management", "high_potential"]
        assert merged.loc["high_potential", "judged_by"].startswith("Bob (Rep, 1 Feb 2026)")


@pytest.mark.parametrize(
    ("none", "sentence"),
    [
        (0.40, "2 judges agree within 10%."),
        (0.39, "2 judges differ on “no visit at all”: 39% to 50%. Talk about it."),
    ],
)
def test_judges_a_tenth_of_the_revenue_apart_agree_and_the_middle_of_both_counts(none, sentence):
    two = [judged("Ann", "2026-03-02", 8, 0.5, 1.30), judged("Bob", "2026-02-01", 5, none, 1.35)]
    (row,) = merge_judgements(two).to_dict("records")
    assert (row["judges"], row["reference_visits"]) == (2, 6.5)
    assert (row["none"], row["saturation"]) == (pytest.approx((0.5 + none) / 2), pytest.approx(1.325))
    assert row["spread"] == pytest.approx(0.5 - none)
    assert row["sentence"].replace("\N{NO-BREAK SPACE}", "") == sentence
    assert row["form"] == "exponential"


def test_an_s_stays_one_where_every_judge_gave_the_points_between():
    present = curve_table({"high_potential": [8, 0.5, 0.8, 1.1, 1.3]})
    whole = judged("Ann", "2026-03-02", 8, 0.5, 1.3, 0.8, 1.1)
    part = judged("Ann", "2026-03-02", 8, 0.5, 1.3, 0.8)
    assert [merge_judgements([one], present)["form"].iloc[0] for one in (whole, part)] == [
        "adbudg",
        "exponential",
    ]
    assert merge_judgements([whole], present)["sentence"].iloc[0].startswith("One judge")


def test_one_person_twice_and_nobody_at_all_are_refused():
    once = judged("Ann", "2026-03-02", 8, 0.5, 1.3)
    with pytest.raises(PortfolioError, match="Ann judged “high_potential” twice"):
        merge_judgements([once, once.assign(judged_on=pd.Timestamp("2026-03-03"))])
    with pytest.raises(PortfolioError, match="no judgements"):
        merge_judgements([])
    assert len(merge_judgements([once, once.assign(author="Bob")])) == 1


def test_without_a_worksheet_the_parameters_stand_and_nobody_judged():
    present = curve_table(MethodParameters().judged_curves)
    table = check("judgements", judgements_in_force([], present))
    assert table["judges"].eq(0).all()
    assert table[present.columns].equals(present.astype({"reference_visits": "float64"}))


def test_of_curves_that_people_judged_it_is_said_who_did_and_of_the_others_that_nobody_was_asked(tmp_path):
    firm = override(load_portfolio(write_small_firm(tmp_path)), ramp_visits=4)
    typed = judgements_in_force([], curve_table(firm.judged_curves))
    by_all = typed.assign(judges=1, judged_by="A. Morvan, 3 March 2026")
    assert judged_by(firm, by_all)["saturation"] == "A. Morvan, 3 March 2026"
    by_some = by_all.assign(judges=[0, *by_all["judges"][1:]])
    assert "product's default" in judged_by(firm, by_some)["saturation"]
    assert "A. Morvan, 3 March 2026" in judged_by(firm, by_some)["saturation"]


def test_of_each_judgement_it_is_said_whether_it_is_the_products_or_the_firms(tmp_path):
    firm = override(load_portfolio(write_small_firm(tmp_path)), ramp_visits=4, carry_over=0.65)
    said = judged_by(firm, judgements_in_force([], curve_table(firm.judged_curves)))
    assert said["ramp_visits"] == "the firm's portfolio"
    assert said["carry_over"] == said["ceiling_ratio"] == said["saturation"] == "product's default"
    assert said["wallet_power"] == said["call_effect"] == "product's default"
