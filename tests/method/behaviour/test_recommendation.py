"""Who would recommend the firm, who would not, and how sure the figure is."""

import pandas as pd
import pytest

from solver.method.behaviour.recommendation import (
    detractors,
    promoters,
    recommendation,
    who_to_ask_for_a_name,
)
from tests.method.diary.tables import AS_OF, table_of
from tests.method.tables import accounts_table


def said(*answers):
    """Answers of (account, note, day)."""
    rows = [
        {"account_id": code, "recommend": note, "recommend_on": None if day is None else pd.Timestamp(day)}
        for code, note, day in answers
    ]
    return table_of("discoveries", rows)


def answered(*notes, behaviour="loyal"):
    codes = [f"C{n:02d}" for n in range(len(notes))]
    typology = pd.DataFrame({"account_id": codes, "behaviour": behaviour})
    return recommendation(
        said(*((code, note, "2025-06-01") for code, note in zip(codes, notes, strict=True))), typology
    )


def test_from_nine_on_one_recommends_up_to_six_one_does_not():
    (whole, loyal) = answered(10, 9, 8, 7, 6, 0).to_dict("records")
    assert [whole[name] for name in ("answers", "promoters", "passives", "detractors")] == [6, 2, 2, 2]
    assert (pd.isna(whole["behaviour"]), loyal["behaviour"]) == (True, "loyal")
    assert pd.isna(whole["nps"])


def test_thirty_answers_make_a_figure_and_one_fewer_none():
    """15 of 30 recommend, 6 do not: .5 − .2 = 30, give or take 196 √((.7 − .09) / 30) = 27.9."""
    notes = [10] * 15 + [8] * 9 + [3] * 6
    (whole, _loyal) = answered(*notes).to_dict("records")
    assert whole["nps"] == pytest.approx(30)
    assert whole["high_nps"] - whole["nps"] == pytest.approx(27.9, abs=0.05)
    assert whole["nps"] - whole["low_nps"] == pytest.approx(27.9, abs=0.05)
    assert pd.isna(answered(*notes[1:])["nps"].iloc[0])


@pytest.mark.parametrize(("note", "ends"), [(10, (100, 100)), (0, (-100, -100))])
def test_where_all_say_one_thing_the_ends_are_the_scale_s(note, ends):
    (whole, _loyal) = answered(*[note] * 30).to_dict("records")
    assert (whole["low_nps"], whole["high_nps"]) == ends
    mixed = answered(*[note] * 29, 5 if note else 10).iloc[0]
    assert abs(mixed["high_nps" if note else "low_nps"]) == 100, "cut to it"


def test_an_answer_of_the_last_twelve_months_or_without_a_day_is_one_to_act_on():
    told = said(
        ("fresh", 6, "2025-01-01"),
        ("old", 6, "2024-12-31"),
        ("undated", 0, None),
        ("passive", 7, "2025-06-01"),
    )
    assert detractors(told, AS_OF) == {"fresh", "undated"}


def test_who_was_never_asked_recommends_where_it_is_as_satisfied_as_can_be():
    accounts = accounts_table(
        [
            {"account_id": "nine"},
            {"account_id": "eight", "satisfaction": 5.0},
            {"account_id": "delighted", "satisfaction": 5.0},
            {"account_id": "pleased", "satisfaction": 4.0},
            {"account_id": "left", "kind": "former_client", "satisfaction": 5.0},
        ]
    )
    told = said(("nine", 9, "2020-01-01"), ("eight", 8, "2025-06-01"), ("delighted", None, None))
    assert promoters(accounts, told) == {"nine", "delighted"}
    assert promoters(accounts, told, troubled=["nine", "other"]) == {"delighted"}, "a complaint comes first"


def test_names_are_asked_of_the_firmest_first_and_of_nobody_in_between():
    told = said(("b", 10, "2025-06-01"), ("c", 8, None), ("a", 10, None), ("d", 7, None), ("e", 6, None))
    assert who_to_ask_for_a_name(told)["account_id"].tolist() == ["a", "b", "e"]
    assert list(who_to_ask_for_a_name(told).columns) == ["account_id", "recommend", "recommend_on"]
