"""OSRM on a real map: needs the extra `[roads]`, and an extract named by TWELVEFOLD_MAP, Andorra's say."""

import os
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from solver.roads import osrm_map
from solver.roads.osrm_answer import minutes_of
from solver.roads.osrm_map import OsrmMap
from solver.words.errors import PortfolioError


def test_seconds_become_minutes_and_what_is_off_the_map_is_missing():
    here, far = {"distance": 12.0}, {"distance": 1000.5}
    answer = {
        "durations": [[0, 90, 60], [None, 30, 60]],
        "sources": [here, here],
        "destinations": [here, here, far],
    }
    minutes = minutes_of(answer)
    assert minutes[:, :2] == pytest.approx(np.array([[0, 1.5], [np.nan, 0.5]]), nan_ok=True)
    assert np.isnan(minutes[:, 2]).all()


def test_without_osrm_it_is_said_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(osrm_map, "find_spec", lambda name: None)
    with pytest.raises(PortfolioError, match=r"not installed.*twelvefold\[roads\]"):
        OsrmMap(tmp_path / "x.osm.pbf", tmp_path)


def test_a_map_that_is_not_there_names_its_parameter(monkeypatch, tmp_path):
    monkeypatch.setattr(osrm_map, "find_spec", lambda name: object())
    with pytest.raises(PortfolioError, match="correct `map` under `roads`"):
        OsrmMap(tmp_path / "none.osm.pbf", tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    pytest.importorskip("osrm", reason="the extra [roads] is not installed")
    extract = os.environ.get("TWELVEFOLD_MAP")
    if not extract:
        pytest.skip("TWELVEFOLD_MAP names no extract")
    found = OsrmMap(Path(extract), tmp_path_factory.mktemp("maps"))
    with pytest.raises(PortfolioError, match=r"not been built yet.*twelvefold roads build"):
        found.minutes(PLACES, PLACES)
    found.build()
    return found


LAT, LON = (float(number) for number in os.environ.get("TWELVEFOLD_MAP_AT", "42.507,1.522").split(","))
PLACES = pd.DataFrame(
    {
        "place_id": ["C1", "C2", "C3", "far", "nowhere"],
        "lat": [LAT, LAT + 0.003, LAT - 0.002, LAT + 5, np.nan],
        "lon": [LON, LON + 0.004, LON + 0.006, LON, LON],
    }
)


def test_a_map_is_built_once_and_its_minutes_hold_one_way_streets(built):
    assert OsrmMap(built.extract, built.cache).built
    minutes = built.minutes(PLACES, PLACES)
    near = minutes[:3, :3]
    assert (near[~np.eye(3, dtype=bool)] > 0).all()
    assert (near < 30).all()
    assert not np.allclose(near, near.T)
    assert np.isnan(minutes[3:, :3]).all()
    assert np.isnan(minutes[:3, 3:]).all()


def test_two_hundred_places_are_answered_in_one_question(built, monkeypatch):
    random = np.random.default_rng(1)
    places = pd.DataFrame(
        {
            "place_id": [f"C{i}" for i in range(200)],
            "lat": LAT + random.uniform(-0.003, 0.003, 200),
            "lon": LON + random.uniform(-0.004, 0.004, 200),
        }
    )
    asked, engine = [], built._opened

    def count(question):
        asked.append(question)
        return engine.Table(question)

    monkeypatch.setitem(vars(built), "_opened", SimpleNamespace(Table=count))
    minutes = built.minutes(places, places)
    assert len(asked) == 1
    assert (np.diag(minutes) == 0).all()
    few = places.iloc[[3, 150]]
    np.testing.assert_array_equal(minutes[np.ix_([3, 150], [3, 150])], built.minutes(few, few))
