"""Small servers on this machine that answer as OSRM, openrouteservice and Valhalla do."""

import json
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

SNAPPED_FAR = 2.5  # degrees of longitude from which the server finds no road nearby
OFF_MAP = 3.5  # and from which it refuses the whole question


class Loopback(BaseHTTPRequestHandler):
    """Says of each pair the seconds: 60 x longitude from, plus longitude to; null from west of Greenwich."""

    asked: list
    bodies: list
    keys: list
    busy: Counter
    status = 200
    refusal: object = None
    pairs = 10_000
    cut = False

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def answer(self):
        self.asked.append(self.path)
        self.keys.append(self.headers.get("Authorization"))
        self.text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.busy["left"] > 0:
            self.busy["left"] -= 1
            return self.reply(429, {"error": "slow down"}, {"Retry-After": "7"})
        if self.status != 200:
            refusal = {"message": "no", "code": "InvalidQuery"} if self.refusal is None else self.refusal
            return self.reply(self.status, refusal)
        return self.reply(*self.drives())

    def reply(self, status, said, headers=()):
        self.send_response(status)
        written = json.dumps(said).encode()
        headers = dict(headers)
        if said == {"moved": True}:
            headers["Location"] = "http://127.0.0.1:1/elsewhere"
        if self.cut:
            headers["Content-Length"] = str(len(written))
            written = written[: len(written) // 2]
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(written)

    def seconds(self, start, end):
        return [[60 * a + b if a >= 0 else None for b in end] for a in start]

    def log_message(self, *_words):
        """Say nothing."""


class Osrm(Loopback):
    """As osrm-routed."""

    too_many = (400, {"code": "TooBig", "message": "Too many table coordinates"})
    nowhere = (400, {"code": "NoSegment", "message": "Could not find a matching segment"})

    def drives(self):
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        assert query["annotations"] == ["duration"]
        places = url.path.removeprefix("/table/v1/driving/").split(";")
        self.bodies.append([[float(number) for number in pair.split(",")] for pair in places])
        lon = [float(pair.split(",")[0]) for pair in places]
        start, end = (
            [lon[int(i)] for i in query[ends][0].split(";")] for ends in ("sources", "destinations")
        )
        if max(lon) >= OFF_MAP:
            return self.nowhere
        if len(start) * len(end) > self.pairs:
            return self.too_many
        sources, destinations = (
            [{"distance": 5000 if place > SNAPPED_FAR else 3, "name": "rue X"} for place in ends]
            for ends in (start, end)
        )
        durations = self.seconds(start, end)
        return 200, {
            "code": "Ok",
            "durations": durations,
            "sources": sources,
            "destinations": destinations,
        }


class OpenRoute(Loopback):
    """As openrouteservice 9: a place on the road itself has no snapped_distance, one far from any is null."""

    too_many = (400, {"error": {"code": 6004, "message": "Search parameter exceeds the maximum"}})
    nowhere = (404, {"error": {"code": 6010, "message": "Source point(s) [0] out of bounds: 48.0,3.6"}})

    def drives(self):
        assert self.path == "/ors/v2/matrix/driving-car", self.path
        said = json.loads(self.text)
        assert said.keys() == {"locations", "sources", "destinations", "metrics"}
        assert said["metrics"] == ["duration"]
        self.bodies.append(said["locations"])
        start, end = (
            [said["locations"][int(i)][0] for i in said[ends]] for ends in ("sources", "destinations")
        )
        if max(start + end) >= OFF_MAP:
            return self.nowhere
        if len(start) * len(end) > self.pairs:
            return self.too_many
        sources, destinations = ([self.snapped(place) for place in ends] for ends in (start, end))
        durations = self.seconds(start, end)
        return 200, {"durations": durations, "sources": sources, "destinations": destinations}

    def snapped(self, lon):
        if lon > SNAPPED_FAR + 0.5:
            return None
        distance = {"snapped_distance": 1500.5} if lon > SNAPPED_FAR else {}
        return {"location": [lon, 48.0], **distance}


class Valhalla(Loopback):
    """As Valhalla 3: looks for a road as far as it is told, and refuses a block where a place has none."""

    too_many = (400, {"error_code": 150, "error": "Exceeded max locations: 50"})
    nowhere = (400, {"error_code": 171, "error": "No suitable edges near location", "status_code": 400})
    metres = None

    def drives(self):
        assert self.path == "/sources_to_targets", self.path
        said = json.loads(self.text)
        assert said["costing"] == "auto"
        assert all(place["search_cutoff"] == 1000 for place in said["sources"] + said["targets"])
        self.bodies.append([[place["lon"], place["lat"]] for place in said["sources"] + said["targets"]])
        start, end = ([place["lon"] for place in said[ends]] for ends in ("sources", "targets"))
        if max(start + end) > SNAPPED_FAR:
            return self.nowhere
        if len(start) * len(end) > self.pairs:
            return self.too_many
        if self.metres and max(start + end) - min(start + end) > self.metres / 74_400:  # at 48 degrees north
            limit = f"Path distance exceeds the max distance limit: {self.metres} meters"
            return 400, {"error_code": 154, "error": limit}
        seconds = self.seconds(start, end)
        if all(time is None for row in seconds for time in row):
            return 400, {"error_code": 442, "error": "No path could be found for input"}
        rows = [
            [
                {"from_index": i, "to_index": j, "time": time, "distance": None if time is None else 1.5}
                for j, time in enumerate(row)
            ]
            for i, row in enumerate(seconds)
        ]
        return 200, {"sources_to_targets": rows, "units": "kilometers"}


@contextmanager
def serving(kind):
    """Answer as this kind does, at `address` of what is yielded."""
    handler = type("Fresh", (kind,), {"asked": [], "bodies": [], "keys": [], "busy": Counter()})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    folder = "/ors" if kind is OpenRoute else ""
    handler.address = f"http://127.0.0.1:{server.server_port}{folder}"
    try:
        yield handler
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
