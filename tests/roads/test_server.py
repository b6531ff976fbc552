"""The client against small servers on this machine that answer like those of each kind."""

import re

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from solver.parameters import DrivingTimes
from solver.parameters.refusals import explain
from solver.roads.engine import SERVICES, open_engine
from solver.roads.server import RoadServer
from solver.words.errors import PortfolioError
from tests.roads.loopback import OpenRoute, Osrm, Valhalla, serving

KINDS = {"osrm": Osrm, "openrouteservice": OpenRoute, "valhalla": Valhalla}
KEY = "5b3ce3597851110001cf6248"


@pytest.fixture(params=KINDS)
def answers(request):
    with serving(KINDS[request.param]) as handler:
        handler.kind = request.param
        yield handler


@pytest.fixture
def ask(answers, tmp_path):
    """Return a server of this kind, which waits no time and tells how long it would have."""

    def opened(**more):
        waits = []
        server = RoadServer(SERVICES[answers.kind](), answers.address, tmp_path, wait=waits.append, **more)
        return server, waits

    return opened


def places(*lon):
    return pd.DataFrame({"place_id": [f"C{i}" for i in range(len(lon))], "lat": 48.0, "lon": lon})


def refused(server):
    with pytest.raises(PortfolioError) as error:
        server.minutes(places(1.0), places(2.0))
    said = str(error.value)
    assert "\n" not in said
    assert server.address in said
    return said


def test_minutes_come_in_the_direction_of_travel(ask):
    minutes = ask()[0].minutes(places(1.0), places(2.0, 0.0))
    assert minutes == pytest.approx(np.array([[62 / 60, 1.0]]))


@pytest.mark.parametrize("far", [2.6, 3.2, 3.6])
def test_no_way_a_place_far_from_any_road_and_one_without_coordinates_are_missing(ask, far):
    """2.6: a road at more than a kilometre; 3.2: none; 3.6: off the map, for which servers refuse a block."""
    some = places(1.0, -1.0, far, np.nan, 2.0)
    missing = np.isnan(ask()[0].minutes(some, some))
    assert missing[0].tolist() == [False, False, True, True, False]
    assert missing[4].tolist() == [False, False, True, True, False]
    assert missing[1:4].all()


def test_where_nothing_is_joined_every_drive_is_missing(ask):
    assert np.isnan(ask()[0].minutes(places(-1.0, -2.0), places(1.0))).all()


def test_no_question_holds_more_than_a_hundred_places_nor_more_than_four_decimals(answers, ask):
    lon = np.linspace(0.00001, 1.9, 120)
    minutes = ask()[0].minutes(places(*lon), places(*lon))
    assert minutes == pytest.approx(lon[:, None].round(4) + lon[None, :].round(4) / 60)
    assert len(answers.asked) == 9
    assert max(map(len, answers.bodies)) == 100
    assert all(number == round(number, 4) for asked in answers.bodies for pair in asked for number in pair)


def test_a_place_off_the_map_is_looked_for_once(answers, ask):
    """Fifty places, one off the map: refused, halved six times at most, then every later block is known."""
    server, _waits = ask()
    lon = [*np.linspace(0, 2, 49), 3.6]
    missing = np.isnan(server.minutes(places(*lon), places(*lon)))
    assert missing[-1].all()
    assert missing[:, -1].all()
    assert not missing[:-1, :-1].any()
    assert len(answers.asked) <= 16
    before = len(answers.asked)
    server.minutes(places(*lon), places(0.5, 3.6))
    assert len(answers.asked) == before + 1


def test_a_server_that_takes_fewer_pairs_is_asked_in_smaller_blocks(answers, ask):
    answers.pairs = 100
    lon = np.linspace(0, 2, 30)
    minutes = ask()[0].minutes(places(*lon), places(*lon))
    assert minutes == pytest.approx(lon[:, None].round(4) + lon[None, :].round(4) / 60)


def test_a_busy_server_is_asked_again_when_it_says(answers, ask):
    answers.busy["left"] = 2
    server, waits = ask()
    server.minutes(places(1.0), places(2.0))
    assert waits == [7, 7]


def test_what_was_answered_is_kept_when_the_next_block_is_refused(answers, ask):
    server, _waits = ask()
    server.minutes(places(1.0), places(2.0))
    answers.status = 400
    assert server.minutes(places(1.0), places(2.0)) == pytest.approx(62 / 60)
    with pytest.raises(PortfolioError, match=r"gives no answer \(400.*InvalidQuery"):
        server.minutes(places(1.5), places(2.0))
    assert len(answers.asked) == 2
    assert not any("rue" in kept.read_text() for kept in server.cache.iterdir())


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ({"status": 401}, r"\(401 .*\) → put your key into an environment variable.*ROADS_KEY"),
        ({"status": 403}, r"\(403 .*\) → put your key into an environment variable"),
        ({"status": 404}, r"\(404 .*\) → correct `address` or `kind`.*/ors"),
        ({"status": 500, "refusal": "boom"}, r"\(500 .*boom.*\) → what it answered is kept"),
        (
            {"status": 302, "refusal": {"moved": True}},
            r"302 → http://127.0.0.1:1/elsewhere.*write the address",
        ),
        ({"cut": True}, r"what it says breaks off.*run again"),
        ({"drives": lambda _self: (200, {"hello": "world"})}, r"hello.*run again"),
        ({"drives": lambda _self: (200, "<html>")}, r"html.*run again"),
    ],
)
def test_each_failure_is_one_line_that_says_what_to_do(answers, ask, faults, said):
    for name, value in faults.items():
        setattr(answers, name, value)
    assert re.search(said, refused(ask()[0]))
    assert len(answers.asked) == 1


def test_times_that_are_negative_or_too_few_are_no_answer(answers, ask):
    answers.seconds = lambda _self, start, end: [[-5.0 for _ in end] for _ in start]
    assert "does not answer the question" in refused(ask()[0])
    answers.seconds = lambda _self, start, end: [[5.0, 5.0] for _ in start]
    assert re.search("does not answer|gives no answer", refused(ask()[0]))


def test_a_server_that_stays_busy_or_is_not_there_is_told_in_one_line(answers, ask):
    answers.busy["left"] = 100
    server, waits = ask()
    assert "too many questions" in refused(server)
    assert len(waits) == 6
    gone = RoadServer(server.service, "http://127.0.0.1:1", server.cache)
    assert re.search(r"gives no answer \(nothing runs .*started\?\) → .*correct `server`", refused(gone))
    unknown = RoadServer(server.service, "http://roads.invalid", server.cache)
    assert re.search(r"gives no answer \(no machine of that name .*correct `server`", refused(unknown))


def test_the_key_is_sent_and_stands_in_no_message_and_no_file(answers, ask, monkeypatch):
    monkeypatch.setenv("ROADS_KEY", f" {KEY}\n")
    server, _waits = ask(key_variable="ROADS_KEY")
    server.minutes(places(1.0), places(2.0))
    assert answers.keys == [KEY]
    answers.status, answers.refusal = 403, {"error": f"key {KEY} is not allowed"}
    with pytest.raises(
        PortfolioError, match=r"key … is not allowed.*variable ROADS_KEY, or go on tomorrow"
    ) as e:
        server.minutes(places(1.5), places(2.0))
    assert KEY not in str(e.value) + repr(server) + "".join(f.read_text() for f in server.cache.iterdir())


def test_a_server_knows_how_many_places_it_was_told_though_no_road_leads_there(ask):
    server, _waits = ask()
    server.minutes(places(1.0, -1.0, 3.6, np.nan), places(1.0))
    assert server.told == {"C0", "C1", "C2"}


@pytest.mark.parametrize("metres", [50_000, 20_000])
def test_drives_longer_than_a_valhalla_measures_are_missing_and_the_others_are_asked_for(tmp_path, metres):
    lon = np.array([0.0, 0.1, 1.0, 1.1])
    with serving(Valhalla) as handler:
        handler.metres = metres
        server = RoadServer(SERVICES["valhalla"](), handler.address, tmp_path)
        known = ~np.isnan(server.minutes(places(*lon), places(*lon)))
    near = np.abs(lon[:, None] - lon[None, :]) < 0.5
    assert (known == near).all()


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_named_is_the_kind_asked_and_nobody_is_where_none_is_named(kind):
    named = DrivingTimes(server={"kind": kind, "address": "http://localhost:8002"})
    assert open_engine(named).service.name == SERVICES[kind].name
    assert open_engine(DrivingTimes()) is None


@pytest.mark.parametrize("value", [None, "", "two\nlines", "clé"])
def test_a_variable_that_holds_no_key_is_told_before_anybody_is_asked(monkeypatch, value):
    monkeypatch.delenv("ROADS_KEY", raising=False)
    if value is not None:
        monkeypatch.setenv("ROADS_KEY", value)
    named = DrivingTimes(server={"address": "http://localhost:5000", "key_variable": "ROADS_KEY"})
    with pytest.raises(PortfolioError, match="ROADS_KEY holds no key"):
        open_engine(named)


@pytest.mark.parametrize(
    "holds",
    [
        {"address": "https://api.example.org", "key_variable": KEY},
        {"address": "https://api.example.org", "key_variable": "eyJ" + "vcmciOiI1" * 20},
        {"address": f"https://api.example.org?api_key={KEY}"},
        {"address": f"https://me:{KEY}@api.example.org"},
        {"address": "https://api.example.org", "key": KEY},
    ],
)
def test_a_portfolio_that_holds_a_key_is_refused_without_repeating_it(holds):
    """The file is copied and printed; what is refused is told to whoever looks at the screen."""
    with pytest.raises(ValidationError) as error:
        DrivingTimes(server=holds)
    for fault in error.value.errors():
        told = explain(fault, {"roads": {"server": holds}})
        assert KEY not in f"{told.problem}{told.fix}"
        assert "eyJ" not in f"{told.problem}{told.fix}"
