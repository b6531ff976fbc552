"""The client against a small server on this machine that answers like osrm-routed."""

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import pytest

from solver.roads.osrm_server import OsrmServer
from solver.words.errors import PortfolioError

SNAPPED_FAR = 2.5  # degrees of longitude from which the server finds no road nearby


class Answers(BaseHTTPRequestHandler):
    """Says of each pair the seconds: 60 x longitude from, plus longitude to; null from west of Greenwich."""

    asked: list
    busy: Counter
    status = 200

    def do_GET(self):
        self.asked.append(self.path)
        if self.busy["left"] > 0:
            self.busy["left"] -= 1
            return self._reply(429, {"code": "TooManyRequests"}, {"Retry-After": "7"})
        if self.status != 200:
            return self._reply(self.status, {"code": "InvalidQuery", "message": "no"})
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        assert query["annotations"] == ["duration"]
        lon = [float(pair.split(",")[0]) for pair in url.path.removeprefix("/table/v1/driving/").split(";")]
        start, end = (
            [lon[int(i)] for i in query[ends][0].split(";")] for ends in ("sources", "destinations")
        )
        durations = [[60 * a + b if a >= 0 else None for b in end] for a in start]
        sources, destinations = (
            [{"distance": 5000 if place > SNAPPED_FAR else 3} for place in ends] for ends in (start, end)
        )
        return self._reply(
            200,
            {"code": "Ok", "durations": durations, "sources": sources, "destinations": destinations},
        )

    def _reply(self, status, answer, headers=()):
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def answers():
    handler = type("Fresh", (Answers,), {"asked": [], "busy": Counter()})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    handler.address = f"http://127.0.0.1:{server.server_port}"
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


def places(*lon):
    return pd.DataFrame({"place_id": [f"C{i}" for i in range(len(lon))], "lat": 48.0, "lon": lon})


def test_minutes_come_in_the_direction_of_travel(answers, tmp_path):
    minutes = OsrmServer(answers.address, tmp_path).minutes(places(1.0), places(2.0, 0.0))
    assert minutes == pytest.approx(np.array([[62 / 60, 1.0]]))


def test_no_way_a_place_off_the_map_and_one_without_coordinates_are_missing(answers, tmp_path):
    some = places(1.0, -1.0, 3.0, np.nan)
    missing = np.isnan(OsrmServer(answers.address, tmp_path).minutes(some, some))
    assert missing[0].tolist() == [False, False, True, True]
    assert missing[1:].all()


def test_no_question_holds_more_than_a_hundred_places_nor_more_than_four_decimals(answers, tmp_path):
    lon = np.linspace(0.00001, 1.9, 120)
    minutes = OsrmServer(answers.address, tmp_path).minutes(places(*lon), places(*lon))
    assert minutes == pytest.approx(lon[:, None].round(4) + lon[None, :].round(4) / 60)
    assert len(answers.asked) == 9
    asked = [path.split("?")[0].rpartition("/")[2].split(";") for path in answers.asked]
    assert max(map(len, asked)) == 100
    assert all(
        len(number.partition(".")[2]) == 4 for pairs in asked for pair in pairs for number in pair.split(",")
    )


def test_a_busy_server_is_asked_again_when_it_says(answers, tmp_path):
    answers.busy["left"] = 2
    waits = []
    OsrmServer(answers.address, tmp_path, waits.append).minutes(places(1.0), places(2.0))
    assert waits == [7, 7]


def test_what_was_answered_is_kept_when_the_next_block_is_refused(answers, tmp_path):
    server = OsrmServer(answers.address, tmp_path, lambda _seconds: None)
    server.minutes(places(1.0), places(2.0))
    answers.status = 400
    assert server.minutes(places(1.0), places(2.0)) == pytest.approx(62 / 60)
    with pytest.raises(PortfolioError, match=r"gives no answer \(400.*InvalidQuery"):
        server.minutes(places(1.5), places(2.0))
    assert len(answers.asked) == 2


def test_a_server_that_stays_busy_or_is_not_there_is_told_in_one_line(answers, tmp_path):
    answers.busy["left"] = 100
    with pytest.raises(PortfolioError, match=r"too many questions.*run again"):
        OsrmServer(answers.address, tmp_path, lambda _seconds: None).minutes(places(1.0), places(2.0))
    with pytest.raises(PortfolioError, match=r"gives no answer.*correct `server`"):
        OsrmServer("http://127.0.0.1:1", tmp_path).minutes(places(1.0), places(2.0))
