"""Whose list, recommendation, quarter cap, win-back, planned and done: held against functions and the run."""

from datetime import date

import pandas as pd
import pytest

from solver.course.bank.practice import ASKED, CONTACTS, DATES, QUESTIONS, REASONS, SPRING
from solver.evidence.followed import followed, kept_shares
from solver.method.behaviour.journeys import weigh_win_backs
from solver.method.behaviour.recommendation import recommendation
from solver.parameters.method import MethodParameters
from solver.tables import empty
from tests.course.by_hand import part_of
from tests.made_once import course_case


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The course case through its twelve notebooks."""
    return course_case(tmp_path_factory, "en")


@pytest.mark.whole
def test_each_question_goes_to_whom_the_run_gives_it(run):
    asks = run.read("asks").set_index(["account_id", "field"])
    fields = ("role", "contact", "siret", "email", "potential_on", "phone")
    found = asks.loc[[(account, field) for (account, *_), field in zip(ASKED, fields, strict=True)]]
    assert found["worth_eur"].tolist() == pytest.approx([revenue * w for *_, revenue, w in ASKED])
    assert found["rank"].is_monotonic_increasing
    of = dict(zip(QUESTIONS, found["contributor"], strict=True))
    maud = tuple(code for code, name in of.items() if name == "Maud Kergrist")
    assert maud == part_of("01.6 switchboard").answer
    assert [code for code, name in of.items() if name == "Yves Tanguidé"] == ["Q3"]
    assert found["worth_eur"].iloc[2] == part_of("01.6 worth_eur").answer
    assert found["worth_eur"].iloc[3:].sum() == 6_000 + 5_600 + 4_200 < 16_000


def answers(promoters, passives, detractors):
    notes = [9] * promoters + [8] * passives + [5] * detractors
    codes = [f"K{n:02d}" for n in range(len(notes))]
    told = pd.DataFrame({"account_id": codes, "recommend": notes})
    return recommendation(told, told.assign(behaviour=None)).iloc[0]


@pytest.mark.whole
def test_forty_answers_give_a_score_with_its_interval_and_the_eight_of_the_case_give_none(run):
    forty = answers(18, 14, 8)
    assert (forty["nps"], round(forty["low_nps"]), round(forty["high_nps"])) == (25, 1, 49)
    assert 100 * part_of("07.7 score").answer == pytest.approx(forty["nps"])
    assert 100 * part_of("07.7 low").answer == pytest.approx(forty["low_nps"])
    eight = run.read("recommendation").iloc[0]
    assert eight[["answers", "promoters", "passives", "detractors"]].tolist() == [8, 4, 3, 1]
    assert pd.isna(eight["nps"])
    p, d = 4 / 8, 1 / 8
    half = 1.96 * ((p + d - (p - d) ** 2) / 8) ** 0.5
    assert (100 * (p - d), round(100 * (p - d - half)), round(100 * (p - d + half))) == (37.5, -11, 86)


@pytest.mark.whole
def test_the_diary_of_the_case_moves_the_thanks_and_misses_the_newsletter_of_c04(run):
    visits = run.read("appointments")
    days = visits.loc[visits["account_id"].eq("C04") & visits["date"].dt.quarter.eq(2), "date"]
    assert days.dt.strftime("%Y-%m-%d").tolist() == [day for day, *_ in SPRING[:2]]
    diary = run.read("touches").merge(run.read("touch_dates"), on="touch_id", suffixes=("", "_placed"))
    ours = diary[diary["account_id"].eq("C04") & diary["due_on"].dt.quarter.eq(2)]
    quarter = {
        (str(due.date()), motive): None if pd.isna(day) else day.quarter
        for due, motive, day in ours[["due_from", "motive", "placed_on"]].itertuples(index=False)
    }
    assert quarter == {
        ("2026-03-05", "prevention"): 2,  # due by 2 April, as the table has it
        ("2026-04-01", "occasion"): 2,
        ("2026-06-10", "occasion"): 3,
        ("2026-06-02", "newsletter"): None,
    }
    assert dict(zip(CONTACTS, SPRING, strict=True))[part_of("08.6 later").answer[0]][0] == "2026-06-10"
    assert dict(zip(CONTACTS, SPRING, strict=True))[part_of("08.6 missed").answer[0]][0] == "2026-06-02"
    assert part_of("08.6 room").answer == MethodParameters().contacts_per_quarter_max - len(days)


@pytest.mark.whole
def test_c13_is_worth_a_try_for_the_reasons_of_the_exercise_only(run):
    default = MethodParameters()
    assert dict(REASONS.values()).items() <= default.win_back_factors.items()
    visit = run.read("visit_cost")
    assert visit["cost_per_visit_eur"].tolist() == [150]

    def weighed(reason):
        return weigh_win_backs(
            run.read("accounts"),
            run.read("typology_notes"),
            run.read("sales"),
            visit,
            as_of=date(2025, 12, 31),
            margin_rate=0.25,
            win_back_rate=default.win_back_rate,
            win_back_visits=default.win_back_visits,
            lost_reasons=pd.Series({"C13": reason}),
            win_back_factors=default.win_back_factors,
        ).iloc[0]

    assert weighed("price")["past_margin_eur"] == pytest.approx(2340)
    assert weighed("price")["value_eur"] == pytest.approx(part_of("08.7 value_eur").answer)
    pays = tuple(code for code, (reason, _f) in REASONS.items() if weighed(reason)["decision"] == "worth_it")
    assert pays == part_of("08.7 pays").answer


def test_of_ten_dates_seven_are_on_time_and_eight_are_kept():
    codes = [f"K{n:02d}" for n in range(len(DATES))]
    rows = [(code, *one) for code, one in zip(codes, DATES, strict=True)]
    appointments = pd.DataFrame(
        [(code, "R1", pd.Timestamp(planned)) for code, planned, _made, _met in rows if planned],
        columns=["account_id", "rep_id", "date"],
    )
    visits = pd.DataFrame(
        [
            (code, "R1", pd.Timestamp(made), "done" if met else "not_met", 60)
            for code, _planned, made, met in rows
            if made
        ],
        columns=["account_id", "rep_id", "date", "status", "duration_minutes"],
    )
    types = pd.DataFrame({"account_id": codes, "account_type": "medium_account"})
    table = followed(
        appointments,
        visits,
        empty("visit_reports"),
        types,
        seen_on=date(2025, 12, 31),
        as_of=date(2026, 3, 31),
    )
    counts = table[["planned", "done", "late", "not_met", "not_done", "unplanned"]].sum().tolist()
    assert counts == [10, 7, 1, 1, 1, 2]
    assert kept_shares(table) == {
        "on_time": part_of("12.7 on_time").answer,
        "done": part_of("12.7 kept").answer,
    }
