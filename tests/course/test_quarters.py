"""The four quarters: worked out by hand for one account, played through with one luck, told in words."""

import json

import numpy as np
import pytest

from solver.course import progress
from solver.course.marks import handed_in
from solver.course.quarters import four_quarters
from solver.course.quarters.a_class import games_of
from solver.course.quarters.board import widget
from solver.course.quarters.compare import compare, way_to_the_best
from solver.course.quarters.game import Game
from solver.course.quarters.play import luck_of, play, total
from solver.course.quarters.world import QUARTER_VISITS, best_plan, last_years_plan, spread, world
from solver.run import step as steps
from solver.words.i18n import format_money, spoken
from tests.conftest import ROOT

FIRM = world()


@pytest.fixture(autouse=True)
def nothing_played(monkeypatch):
    """Progress is kept in memory, and empty: no notebook has opened a run."""
    monkeypatch.setattr(progress, "_memory", {})
    steps._opened.clear()


def by_code(visits):
    return {code: int(number) for code, number in zip(FIRM.codes, visits, strict=True)}


def first_quarter(code, visits, *, orders=0.5, stays=0.99):
    """Play the first quarter with visits to one account, and what is drawn for it chosen."""
    luck, place = np.full((1, len(FIRM.codes), 5), 0.99), FIRM.codes.index(code)
    luck[0, place, :2] = orders, stays
    (quarter,) = play(FIRM, [FIRM.visits({code: visits})], luck)
    return {name: getattr(quarter, name)[place] for name in vars(quarter)}


def test_one_quarter_of_one_client_by_hand():
    """C04 buys 60 of 300 k€ at 22%: 52.8 k€ of margin are to be won. It had 5 visits last year, risk 3.0925%.

    Three visits win 52,800 x (1 - e^(-3/4)) = 27,859.05. In twelve months it has been seen 3 + 5 x 3/4 =
    6.75 times, 1.75 times more than last year: the risk is 3.0925% x (1 - 0.3 x (1 - e^(-1.75/4))) =
    2.7638%, a quarter of it 0.69094%, and of the 13,200 that it brings in a year 91.20.
    """
    quarter = first_quarter("C04", 3)
    assert quarter["leave_chance"] == pytest.approx(0.0069094, abs=5e-8)
    assert quarter["expected_eur"] == pytest.approx(27_859.05 - 91.20, abs=0.01)
    assert quarter["result_eur"] == pytest.approx(27_859.05, abs=0.01)


@pytest.mark.parametrize(("drawn", "part"), [(0.10, 0.5), (0.30, 1.0), (0.74, 1.0), (0.80, 1.5)])
def test_one_time_in_four_half_comes_and_one_time_in_four_half_as_much_again(drawn, part):
    assert first_quarter("C04", 3, orders=drawn)["result_eur"] == pytest.approx(part * 27_859.05, abs=0.01)


def test_who_leaves_takes_a_year_of_its_margin_along():
    quarter = first_quarter("C04", 3, stays=0.0069)
    assert quarter["left"]
    assert quarter["result_eur"] == pytest.approx(27_859.05 - 13_200, abs=0.01)


def test_a_prospect_signs_with_the_chance_of_its_visits():
    """Two visits to P01 are worth 717.82 on average; won, it brings 25% of 14,356.46: a chance of 20%."""
    quarter = first_quarter("P01", 2, stays=0.19)
    assert quarter["come_chance"] == pytest.approx(0.2, abs=1e-5)
    assert quarter["came"]
    assert quarter["result_eur"] == pytest.approx(3589.115)
    assert not first_quarter("P01", 2, stays=0.21)["came"]


def test_who_is_seen_less_often_than_last_year_is_likelier_to_leave():
    """C01 had twelve visits: 1.968% with as many; with none after a quarter, 1.968% x (1.3 - 0.3 e^(3/4))."""
    as_before, none = first_quarter("C01", 3), first_quarter("C01", 0)
    assert as_before["leave_chance"] == pytest.approx(0.01968 / 4)
    assert none["leave_chance"] == pytest.approx(0.01968 * (1 + 0.3 * (np.exp(0.75) - 1)) / 4)


def test_the_optimisers_plan_is_that_of_step_10():
    clients = {"C01": 5, "C02": 10, "C03": 2, "C04": 10, "C05": 8, "C06": 1}
    clients |= {"C07": 5, "C08": 10, "C09": 5, "C10": 1, "C11": 2, "C12": 1}
    assert by_code(best_plan()) == {**clients, "P01": 4, "P02": 3, "P03": 3, "P04": 0, "P05": 0}
    for plan in (best_plan(), last_years_plan()):
        assert tuple(int(quarter.sum()) for quarter in spread(plan)) == QUARTER_VISITS
        assert (np.sum(spread(plan), axis=0) == plan).all()


def test_the_game_plays_through_with_one_luck():
    """The optimiser's visits with luck 7: C08 leaves in the second quarter, and its visits fall away."""
    game = Game("7")
    for quarter in spread(best_plan()):
        wanted = by_code(np.where(game.standing.closed, 0, quarter))
        assert game.try_quarter(wanted) == []
    assert game.over
    assert [round(float(one.expected_eur.sum())) for one in game.quarters] == [97_250, 57_450, 23_063, 15_667]
    assert [round(float(one.result_eur.sum())) for one in game.quarters] == [95_368, 45_132, 21_334, 13_570]
    assert [[FIRM.codes[n] for n in np.flatnonzero(one.left)] for one in game.quarters] == [
        [],
        ["C08"],
        [],
        [],
    ]
    assert game.try_quarter({"C01": 1}) == ["The four quarters are played."]
    assert "C08 Hydro Ouest has left" in game.html()


def test_the_same_name_is_the_same_luck_whatever_is_played():
    assert (luck_of("Anna & Ben", FIRM) == luck_of(" anna & ben ", FIRM)).all()
    assert (luck_of("1", FIRM) != luck_of("2", FIRM)).all()


def test_chance_adds_nothing_on_average():
    plans = spread(last_years_plan())
    many = np.stack([luck_of(str(number), FIRM) for number in range(1000)])
    quarters = play(FIRM, plans, many)
    result, effect = (total(quarters, name).mean() for name in ("result_eur", "expected_eur"))
    assert result == pytest.approx(effect, rel=0.01)


def test_a_lucky_year_of_habit_is_not_called_good():
    """With luck 2 last year's visits bring 176 k€, as one year in ten at most, and still go 0% of the way."""
    plans = spread(last_years_plan())
    table = compare(plans, "2")
    assert table.loc["yours", "result_eur"] > table.loc["yours", "high_eur"]
    assert way_to_the_best(table) == 0
    assert table.loc["yours", "lower"] > 0.9
    assert way_to_the_best(compare(spread(best_plan()), "2")) == 1


def test_what_breaks_a_rule_is_said_and_not_played():
    game = Game("1")
    said = game.try_quarter({"C01": 13, "P01": 5})
    assert "51\u00a0h" in said[0]
    assert "C01: at most 12" in said[1]
    assert "P01: at most 4" in said[1]
    assert game.try_quarter({"C99": 1}) == ["There is no account C99."]
    assert game.plans == []


def test_the_last_quarter_must_see_everybody_and_no_quarter_may_make_that_impossible():
    game = Game("1")
    assert game.try_quarter({"C01": 8, "C02": 9}) == []
    assert game.try_quarter({"C01": 4, "C02": 3}) == []
    said = game.try_quarter({"C04": 12})
    unseen = "C03, C05, C06, C07, C08, C09, C10, C11, C12"
    due = f"Still due within the year: a visit to each of {unseen}; 10 visits to prospects."
    assert said == [f"{due} Only 18 visits are left in the quarters to come."]
    assert game.try_quarter({"C04": 7, "P01": 4, "P02": 4, "P03": 2}) == []
    said = game.try_quarter({"C03": 1, "C05": 1, "C06": 1})
    assert said == ["Still due within the year: a visit to each of C07, C08, C09, C10, C11, C12."]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_form_plays_and_a_game_is_found_again(language):
    with spoken(language):
        form = widget(four_quarters(2026).game)
        fields = [box.children[1] for box in form.children if hasattr(box, "children")][2:]
        assert len(fields) == len(FIRM.codes)
        for field, visits in zip(fields, spread(best_plan())[0], strict=True):
            field.value = int(visits)
        next(one for one in form.children if hasattr(one, "click")).click()
        assert "C04 Dinan BTP" in form.children[0].value
        again = four_quarters()
        assert again.game.luck == "2026"
        assert len(again.game.plans) == 1
        assert "application/vnd.jupyter.widget-view+json" in again._repr_mimebundle_()


def test_a_class_is_ordered_by_the_average_and_not_by_luck(tmp_path):
    for name, plan in (("Habit", last_years_plan()), ("Model", best_plan())):
        games = {"1": [by_code(quarter) for quarter in spread(plan)], "2": [by_code(spread(plan)[0])]}
        kept = {"layout": 1, "exercises": {}, "games": games}
        (tmp_path / f"{name}.json").write_text(json.dumps(kept), encoding="utf-8", newline="\n")
    table = games_of(handed_in(tmp_path))
    assert list(table["trainee"]) == ["Model", "Habit", "Habit", "Model"]
    assert list(table["quarters"]) == [4, 4, 1, 1]
    assert list(table["way"][:2]) == [1, 0]
    assert table["mean_eur"][2:].isna().all()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_guide_gives_the_figures_of_the_game(language):
    guide = (ROOT / f"notebooks/trainer_guide.{language}.md").read_text(encoding="utf-8")
    table = compare(spread(best_plan()), "1")
    told = [
        table.loc[plan, name]
        for plan in ("last_year", "best")
        for name in ("mean_eur", "low_eur", "high_eur")
    ]
    places = [FIRM.codes.index(code) for code in ("C03", "C06", "C10")]
    told.append(FIRM.gains[places, -1].sum() / (1 - np.exp(-3)))
    with spoken(language):
        assert [one for one in map(format_money, told) if one.replace("\u202f", "\u00a0") not in guide] == []
