"""One page, one workbook and one manifest about a batch; sums only where they mean something."""

import json

import pytest
from python_calamine import CalamineWorkbook

from solver.batch.asked import Options
from solver.batch.gathered import Gathered
from solver.batch.write import write_batch
from solver.report.findings.headline import KNOWN

MONEY = [known.code for known in KNOWN if known.unit == "money"]


def done(name, currency="EUR", **figures):
    known = dict.fromkeys((known.code for known in KNOWN), 100.0) | figures
    common = {"name": name, "kept": False, "status": "done", "said": "", "seconds": 61.2, "peak_mb": 412.0}
    return common | {
        "firm": f"{name} & Co",
        "currency": currency,
        "figures": known,
        "gap": 0.000012,
        "manifest": "a" * 64,
        "asked": "b" * 64,
    }


REFUSED = {
    "name": "west",
    "kept": False,
    "status": "refused",
    "said": "ventes.csv: there is no such file → <b>put</b> it back",
    "seconds": 2.0,
    "peak_mb": None,
}


def test_hours_and_visits_add_up_and_amounts_only_in_one_currency():
    one = Gathered([done("north", budget_eur=1200.5), done("south", budget_eur=800.0), REFUSED], Options())
    sums = {known.code: (total, of) for known, total, of in one.sums()}
    assert sums["budget_eur"] == (2000.5, 2)
    assert len(sums) == 10
    two = Gathered([done("north"), done("south", "CHF")], Options())
    assert {known.code for known, _total, _of in two.sums()} == {known.code for known in KNOWN} - set(MONEY)
    assert "Their amounts are in CHF and EUR, and are not added up." in two.sentences()


def test_it_says_how_many_are_done_and_what_was_asked_of_all():
    gathered = Gathered([done("north"), REFUSED], Options(overrides={"growth_rate": 0.03}))
    assert list(gathered.sentences()) == [
        "2 portfolios: 1 done, 1 refused, 0 failed.",
        "In each of them: growth_rate=0.03.",
    ]
    assert not gathered.all_done


def test_a_grid_shows_each_plan_of_its_own_and_those_with_other_parameters(tmp_path):
    cells = [
        {"name": "north", "currency": "EUR", "cell": {"growth_rate": 0.02}, "said": "", "gap": 0.0}
        | {"figures": {"client_visits": 321.0}},
        {"name": "north", "currency": "EUR", "cell": {"growth_rate": 9}, "said": "too much", "gap": None}
        | {"figures": {}},
    ]
    options = Options(grid=tuple(cell["cell"] for cell in cells))
    write_batch(Gathered([done("north")], options, cells), tmp_path)
    rows = CalamineWorkbook.from_path(tmp_path / "batch.xlsx").get_sheet_by_name("What if").to_python()
    heads = next(place for place, row in enumerate(rows) if "growth_rate" in row)
    assert rows[heads][:4] == ["Portfolio", "Currency", "growth_rate", "Visits to clients"]
    assert [row[2:4] for row in rows[heads + 1 :]] == [["", 100.0], [0.02, 321.0], [9.0, ""]]
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert all(word in page for word in ("What if", "too much", "321"))


@pytest.fixture
def written(tmp_path):
    (tmp_path / "north").mkdir()
    (tmp_path / "north" / "index.html").write_text("", encoding="utf-8")
    gathered = Gathered([done("north", capacity_hours=1234.4), done("south", "CHF"), REFUSED], Options())
    write_batch(gathered, tmp_path)
    return tmp_path


def test_the_page_leads_to_each_report_and_shows_names_as_names(written):
    page = (written / "index.html").read_text(encoding="utf-8")
    assert '<a href="north/index.html">north</a>' in page
    assert "south/index.html" not in page
    assert "1,234" in page
    assert "north &amp; Co" in page
    assert "&lt;b&gt;put&lt;/b&gt;" in page
    assert "CHF" in page
    assert "<td>done</td>" in page
    assert "<script src" not in page


def test_the_workbook_sums_hours_and_leaves_amounts_of_two_currencies_alone(written):
    rows = CalamineWorkbook.from_path(written / "batch.xlsx").get_sheet_by_index(0).to_python()
    heads = next(place for place, row in enumerate(rows) if "Hours in the field" in row)
    hours, budget = (rows[heads].index(head) for head in ("Hours in the field", "Cost of the action plan"))
    assert [row[0] for row in rows[heads + 1 :]] == ["north", "south", "west"]
    assert rows[heads - 2][hours] == pytest.approx(1334.4)
    assert rows[heads - 2][budget] == ""


def test_where_all_are_refused_page_and_workbook_say_so(tmp_path, speak):
    speak("fr")
    write_batch(Gathered([REFUSED], Options()), tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in page
    assert "1 portefeuille\u00a0: 0 avec résultat, 1 à corriger, 0 en échec." in page
    rows = CalamineWorkbook.from_path(tmp_path / "batch.xlsx").get_sheet_by_index(0).to_python()
    assert rows[-1][:3] == ["west", "", "refusé\u00a0: à corriger dans ses fichiers"]


def test_the_manifest_holds_the_facts(written):
    told = json.loads((written / "batch.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in told["portfolios"]] == ["north", "south", "west"]
    assert all(len(json.dumps(one)) < 4096 for one in told["portfolios"])
