"""Where days start and end, as the sheet of a rep says it."""

from datetime import date
from types import SimpleNamespace

import pandas as pd

from solver.handover.agenda.sheet import _elsewhere, read_diary
from solver.handover.agenda.tour_map import Frame, tour_map
from solver.parameters import Stay

MONDAY = pd.Timestamp("2026-01-05")


def findings(*days, nights=()):
    """A firm of Ann (R1) and Bob (R2), with days of Ann from some place to another, and her nights."""
    table = pd.DataFrame(list(days), columns=["start_id", "end_id"], dtype="str")
    table = table.assign(rep_id="R1", date=[MONDAY + pd.Timedelta(days=n) for n in range(len(days))])
    slept = pd.DataFrame(list(nights), columns=["date", "place_id", "place"]).assign(rep_id="R1")
    slept = slept.astype({"date": "datetime64[us]", "place_id": "str", "place": "str", "rep_id": "str"})
    accounts = pd.DataFrame({"account_id": ["C1"], "name": ["Depot"], "lat": 48.5, "lon": -2.0})
    reps = [
        SimpleNamespace(rep_id=code, name=name, home_lat=48.0, home_lon=lon)
        for code, name, lon in (("R1", "Ann", -2.0), ("R2", "Bob", -1.0))
    ]
    return SimpleNamespace(
        artifacts=SimpleNamespace(table=lambda _name: accounts),
        portfolio=SimpleNamespace(
            reps=reps, roads=SimpleNamespace(stays=[Stay(name="Inn", lat=48.4, lon=-2.1)])
        ),
        run=SimpleNamespace(
            artifact_path=lambda _name: SimpleNamespace(exists=lambda: True),
            read={"rep_days": table, "nights": slept}.get,
        ),
    )


def elsewhere(known):
    """What is said of Ann's days."""
    return _elsewhere(known, read_diary(known), "R1")


def test_the_own_home_under_its_code_is_home():
    said, _ends = elsewhere(findings(("home:R1", None), ("home:R1", "C1"), ("C1", "home:R2")))
    assert said == {
        date(2026, 1, 6): "from home to Depot",
        date(2026, 1, 7): "from Depot to home of Bob",
    }


def test_a_night_stands_where_one_day_ends_and_the_next_starts():
    said, ends = elsewhere(findings((None, None), (None, None), nights=[(MONDAY, "stay:Inn", "Inn")]))
    assert said == {date(2026, 1, 5): "from home to Inn, night there", date(2026, 1, 6): "from Inn to home"}
    assert ends[date(2026, 1, 6)] == ((48.4, -2.1), (48.0, -2.0))


def test_the_map_of_a_day_starts_and_ends_where_the_day_does():
    days = [("home:R1", None), ("home:R1", "C1"), ("C1", "home:R2")]
    _said, ends = elsewhere(findings(*days))
    assert ends == {
        date(2026, 1, 6): ((48.0, -2.0), (48.5, -2.0)),
        date(2026, 1, 7): ((48.5, -2.0), (48.0, -1.0)),
    }
    home, stops, frame = (48.0, -2.0), [(1, (48.2, -1.5))], Frame(100.0, 100.0)
    usual, one_way, away = (tour_map(home, stops, frame, end) for end in (None, *ends.values()))
    assert usual["route"][0] == usual["route"][-1] == usual["home"]
    assert one_way["route"][0] == one_way["home"] != one_way["route"][-1]
    assert away["home"] is None
    assert len(away["route"]) == 3
    assert away["route"][0][0] < away["route"][1][0] < away["route"][2][0], "from west to east"
