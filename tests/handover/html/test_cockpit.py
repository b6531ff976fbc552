"""The cockpit: its script makes the plans that Python makes, and the page says what they are."""

import base64
import hashlib
import json
import random
import re

import numpy as np
import pandas as pd
import pytest

from solver.allocation import allocate, check
from solver.allocation.problem.result import Allocation, gap_of
from solver.flow.what_if import WhatIf
from solver.handover.html.cockpit.carried import carried
from solver.handover.html.cockpit.page import cockpit_html
from solver.handover.html.script import COCKPIT, PARTS, page_script
from solver.handover.write import write_handover
from solver.report.findings.headline import headline
from solver.report.findings.read import read_findings
from solver.run import select_outputs
from solver.value.judged import change, curve_table
from tests.conftest import ROOT
from tests.course.browser import CHROMIUM, Browser, wait_for
from tests.three_reps import run_in

ENGINE = "\n".join(
    (ROOT / "solver" / "handover" / "html" / part).read_text(encoding="utf-8")
    for part in PARTS[COCKPIT]
    if "page.js" not in part
)
SOLVE = """
const solvedAll = moves => moves.map(move => {
  move.locks = new Map(move.locks);
  const given = posed(data, move);
  const found = given.rows.map((_rows, place) => solvedRep(given, place, data.accounts.visits));
  if (found.includes(null)) return {ways: waysOut(data, move, given)};
  const quick = together(given, found);
  found.forEach(closer);
  return {quick, closer: together(given, found), asked: given.targets};
});
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return run_in(tmp_path_factory.mktemp("runs") / "three")


@pytest.fixture(scope="module")
def page(run):
    return cockpit_html(read_findings(run))


@pytest.fixture(scope="module")
def what_if(run):
    return WhatIf.of_run(run)


def in_chromium(test):
    there = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: the script is not tried out")
    return pytest.mark.whole(there(test))


def test_only_its_own_script_can_run_and_no_name_can_end_it(page):
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, flags=re.DOTALL)
    assert [kind for kind, _text in scripts] == [' type="application/json" id="carried"', ""]
    data, script = (text for _kind, text in scripts)
    assert "</script> & Client 1" in json.loads(data)["data"]["accounts"]["name"]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page.replace("&#39;", "'")
    assert "default-src 'none'" in page.replace("&#39;", "'")


@pytest.mark.parametrize(
    "word", ["fetch", "XMLHttpRequest", "import(", "WebSocket", "sendBeacon", "eval(", "innerHTML", "http"]
)
def test_the_script_can_neither_fetch_nor_make_markup_of_text(word):
    assert word not in page_script(COCKPIT)


def test_untouched_it_shows_the_figures_of_the_report_under_their_names(page, run):
    known = headline(read_findings(run).artifacts)
    for code in ("contribution_eur", "client_visits", "prospect_visits", "visit_hours"):
        figure = known[code]
        assert f'<dt>{figure.label}</dt><dd><strong data-shown="{code}">{figure.written}</strong>' in page


def test_the_hours_of_each_rep_are_those_of_the_plan_beside_those_there_are(page, run):
    """R by R as in the allocation; where both are written alike, one figure stands."""
    hours = read_findings(run).artifacts.table("allocation").groupby("rep_id")["hours"].sum()
    reps = json.loads(re.search(r'id="carried">(.*?)</script>', page, flags=re.DOTALL)[1])["data"]["reps"]
    assert [rep["used"] for rep in reps] == pytest.approx(hours[[rep["id"] for rep in reps]].tolist())
    for rep in reps:
        used, room = f"{rep['used']:,.0f}", f"{rep['hours']:,.0f}"
        written = room if used == room else f"{used} of {room}"
        assert f'data-shown="hours {rep["id"]}">{written}\xa0h<' in page


def test_it_is_handed_over_with_the_rest_and_the_same_bytes_come_twice(run):
    (written,) = write_handover(run, select_outputs("cockpit"))
    assert written.files == [run.path / "cockpit.html"]
    first = written.files[0].read_bytes()
    write_handover(run, select_outputs("cockpit"))
    assert written.files[0].read_bytes() == first


def test_it_speaks_the_language_of_the_run(tmp_path):
    page = cockpit_html(read_findings(run_in(tmp_path / "fr", "fr")))
    assert '<html lang="fr">' in page
    assert "Heures de visite" in page
    assert "Who gains" not in page


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    shown = Browser(tmp_path_factory.mktemp("browser") / "chromium")
    yield shown
    shown.close()


def random_moves(data, count):
    """Moves of every kind, each as `WhatIf.move` takes it."""
    lot = random.Random(3)
    free = [
        account
        for account, no in zip(data["accounts"]["id"], data["accounts"]["refused"], strict=True)
        if not no
    ]
    for _number in range(count):
        move = {"hours": {rep["id"]: float(lot.randrange(-120, 121, 10)) for rep in data["reps"]}}
        if lot.random() < 0.6:
            move["target"] = lot.randrange(sum(data["capacity"]["limits"]) + 1)
        if lot.random() < 0.5:
            names = ("visit_minutes", "prospect_visit_minutes")
            move["minutes"] = {name: float(lot.randrange(30, 121, 5)) for name in names}
        if lot.random() < 0.5:
            points = {"none": round(lot.uniform(0.2, 0.9), 2), "saturation": round(lot.uniform(1.05, 2), 2)}
            move["curve"] = {lot.choice(data["curves"])["type"]: points}
        if lot.random() < 0.5:
            move["locks"] = {account: lot.randrange(10) for account in lot.sample(free, 2)}
        yield move


def as_the_script_takes_it(move, data):
    """The same move in the script's words."""
    usual, minutes, curve = data["minutes"], move.get("minutes", {}), move.get("curve", {})
    return {
        "hours": move["hours"],
        "target": move.get("target", data["target"]),
        "minutes": {
            "client": minutes.get("visit_minutes", usual["client"]),
            "prospect": minutes.get("prospect_visit_minutes", usual["prospect"]),
        },
        "curves": [
            {point: curve.get(line["type"], line)[point] for point in ("none", "saturation")}
            for line in data["curves"]
        ],
        "locks": [
            [data["accounts"]["id"].index(one), visits] for one, visits in move.get("locks", {}).items()
        ],
    }


@in_chromium
def test_on_random_moves_the_script_finds_what_the_optimiser_finds_and_proves_it(browser, what_if):
    data = carried(what_if)
    moves = list(random_moves(data, 20))
    asked = [as_the_script_takes_it(move, data) for move in moves]
    given = f"const data = {json.dumps(data)}, asked = {json.dumps(asked)};"
    answers = browser.see(f"(() => {{ {given}\n{ENGINE}\n{SOLVE}\nreturn solvedAll(asked); }})()")
    compared = 0
    for move, answer in zip(moves, answers, strict=True):
        problem = what_if.step.problem_with(**move)
        best = allocate(problem, method="envelope")
        assert ("ways" in answer) == (best.visits is None), move
        if best.visits is None:
            continue
        compared += 1
        for made in (answer["quick"], answer["closer"]):
            visits = pd.Series(np.array(made["visits"]), index=problem.account_ids)
            gap = gap_of(made["worth"], made["bound"])
            claim = Allocation(visits, made["worth"], made["bound"], gap, "optimal", "script", "", 0.0, 1)
            assert check(problem, claim) == [], move
            assert made["bound"] >= best.objective_eur - 1e-6
            assert abs(made["worth"] / best.objective_eur - 1) <= 1e-4
            assert made["contribution"] == pytest.approx(float(problem.value_of(visits.to_numpy()).sum()))
        assert answer["closer"]["worth"] >= best.objective_eur - 1.0, move
    assert compared >= 10


@in_chromium
def test_an_s_shaped_curve_is_drawn_as_python_draws_it(browser):
    five = curve_table({"medium_account": [5, 0.5, 0.8, 1.1, 1.3]})
    curve = five.iloc[0][["none", "half", "plus_half", "saturation", "form"]].to_dict()
    effort = [-1.0, -0.5, 0.0, 0.5, 2.0]
    given = json.dumps([curve, effort])
    seen = browser.see(
        f"(() => {{ {ENGINE} const [curve, effort] = {given};"
        " return effort.map(one => change(curve, curve, 0.55, 0.4, one)); })()"
    )
    expected = change(five, np.array([0.55]), np.array([0.4]), np.array([effort]))[0]
    assert seen == pytest.approx(expected.tolist(), abs=1e-12)


@pytest.fixture
def opened(browser, page, tmp_path):
    path = tmp_path / "cockpit.html"
    path.write_text(page, encoding="utf-8")
    browser.call(
        "Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False
    )
    browser.open(path.as_uri())
    wait_for(lambda: browser.see("document.documentElement.dataset.state"), "the first plan")
    browser.see("document.documentElement.style.scrollBehavior = 'auto'")
    return browser


def shown(browser, name):
    return browser.see(f"""document.querySelector('[data-shown="{name}"]').textContent""")


def slide(browser, name, value):
    browser.see(
        f"""(() => {{ const one = document.querySelector('input[data-moves="{name}"]'); one.value = {value};
        document.documentElement.dataset.state = ''; one.dispatchEvent(new Event('input')); }})()"""
    )
    wait_for(lambda: browser.see("document.documentElement.dataset.state") == "made", "the new plan")


@in_chromium
def test_a_slider_makes_a_new_plan_says_who_moves_and_leads_back(opened, what_if):
    before, hours = shown(opened, "contribution_eur"), shown(opened, "hours R2")
    slide(opened, "hours R2", 100)
    gain = what_if.move(hours={"R2": 100.0}).gain_eur
    said = float(shown(opened, "gain").replace("+€", "").replace(",", ""))
    assert said == pytest.approx(gain, rel=0.05)
    assert "accounts gain visits" in shown(opened, "moved")
    names = opened.see(
        """[...document.querySelectorAll('[data-shown="movers"] tr')].map(row => row.textContent)"""
    )
    assert 0 < len(names) <= 15
    assert "rep_id: R2" in shown(opened, "yaml")
    assert shown(opened, "hours R2").endswith("h (+100)")
    opened.click("#again")
    wait_for(lambda: shown(opened, "contribution_eur") == before, "the plan")
    assert shown(opened, "yaml") == ""
    assert shown(opened, "hours R2") == hours


@in_chromium
def test_where_no_plan_keeps_the_rules_the_page_says_what_leads_out_and_it_does(opened):
    slide(opened, "hours R3", -330)
    said = shown(opened, "noplan")
    assert said.startswith("No plan keeps every rule for Cid.")
    more = int(re.search(r"Cid: ([\d,]+)\u00a0h more", said)[1])
    slide(opened, "hours R3", -330 + 10 * -(-more // 10))
    assert shown(opened, "noplan") == ""
    assert shown(opened, "contribution_eur") != "–"


@in_chromium
def test_growth_moves_the_target_and_visits_decided_are_kept(opened, what_if):
    slide(opened, "growth", 20)
    assert int(shown(opened, "target")) == what_if.step.target_of(0.02)
    assert shown(opened, "yaml") == "growth_rate: 0.02"
    opened.click("#lock-account")
    opened.type("C010 Client 10")
    opened.click("#lock-visits")
    opened.type("7")
    opened.click("#lock")
    assert shown(opened, "decisions") == "account_id,locked_visits\nC010,7"


@in_chromium
def test_nothing_is_asked_of_any_network_and_a_phone_shows_all_of_it(opened):
    assert opened.see("performance.getEntriesByType('resource').length") == 0
    opened.call(
        "Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=False
    )
    slide(opened, "hours R1", 50)
    assert opened.see("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
