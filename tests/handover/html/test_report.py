"""The whole page: alone, safe, repeatable, readable by a machine that reads aloud."""

import json
import re
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
from markupsafe import escape as markup

from solver.handover.html import accounts_list, report_html, write_report
from solver.handover.html.files import files_beside
from solver.handover.html.fonts import figure_letters
from solver.parameters.portfolio import Branding
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.headline import headline
from solver.report.findings.read import read_findings
from solver.report.look.brand import brand_of
from solver.run import Run
from solver.tables.dictionary import column_label
from solver.words.files import write_table
from tests.made_up_firm import synthetic


def test_the_page_is_written_into_the_run_folder_twice_the_same_to_the_byte(run, page):
    (path,) = write_report(read_findings(run))
    assert path == run.path / "index.html"
    assert path.read_bytes() == page.encode()


def test_no_text_in_a_drawing_is_below_nine_pixels_on_a_phone(page):
    (narrowest,) = re.findall(r"\.drawing svg\{min-width:(\d+)rem\}", page)
    drawings = re.findall(r'<svg\b[^>]*viewBox="0 0 ([\d.]+) [\d.]+"(.*?)</svg>', page, re.DOTALL)
    smallest = [
        min(map(float, sizes)) * 16 * int(narrowest) / float(width)
        for width, drawn in drawings
        if (sizes := re.findall(r"font-size: ([\d.]+)px", drawn))
    ]
    assert len(smallest) == len(drawings)
    assert min(smallest) >= 9


def test_paper_breaks_before_the_large_parts_only(page):
    paper = page[page.index("@media print{") : page.index("</style>")]
    forced = [rule.partition("{")[0] for rule in paper.split("}") if "break-before:page" in rule]
    assert [name.strip() for selectors in forced for name in selectors.split(",")] == ["#steps"]


def test_the_page_asks_the_network_for_nothing(page, read):
    for tag, attributes in read.tags:
        assert tag not in ("iframe", "link", "object", "embed", "form"), attributes
        for name in ("src", "href", "srcset", "data", "action", "poster"):
            value = attributes.get(name) or ""
            assert value.startswith(("#", "data:")) or value == "", (tag, value)
    assert not re.search(r"@import|url\((?!\s*['\"]?(?:data:|#))", page)


@pytest.fixture
def half(tmp_path, firm):
    """A run that knows its reps and nothing else yet."""
    made = Run.create(tmp_path / "half", synthetic.portfolio())
    write_table(made.artifact_path("reps"), firm["reps"])
    made.record("01_prepare_tools", {"outputs": {"reps": {}}})
    return made


def test_no_two_files_of_one_kind_are_called_alike(tmp_path):
    for name in ("agenda/R1.ics", "agenda/calls/R1.ics"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [link.name for link in files_beside(tmp_path)[0].links] == ["R1.ics", "calls/R1.ics"]


def test_the_files_beside_the_page_are_linked_and_only_those_that_are_there(half):
    assert 'id="files"' not in report_html(read_findings(half))
    (half.path / "agenda").mkdir()
    for name in ("report.pdf", "plan.xlsx", "agenda/LBR.ics", "agenda/LBR.pdf"):
        (half.path / name).touch()
    made = report_html(read_findings(half))
    links = re.findall(r'<a href="([^"#][^"]*)"', made)
    assert set(links) == {"report.pdf", "plan.xlsx", "agenda/LBR.ics", "agenda/LBR.pdf"}
    reps = made[made.index('<section id="reps"') :]
    assert reps.count("agenda/LBR.pdf") == 1


def test_the_ten_figures_are_those_of_every_other_file(run, page):
    figures = headline(read_findings(run).artifacts)
    assert len(figures) == 10
    for figure in figures.values():
        assert f"<dt>{markup(figure.label)}</dt><dd><strong>{markup(figure.written)}</strong>" in page


def test_the_card_of_an_account_tells_its_chance_of_leaving_and_what_is_asked_first(firm):
    one = firm["segments"].sort_values("revenue_eur")["account_id"].iloc[-1]
    risk = pd.DataFrame({"account_id": [one], "p": [0.9], "basis": ["measured"]})
    data = json.loads(accounts_list.accounts_list(Artifacts({**firm, "loss_risk": risk})).data)
    code, chance, first = (
        data["heads"].index(head) for head in ("Code", "Chance to buy nothing in a year", "Ask first")
    )
    told = {row["facts"][code]: row["facts"] for row in data["rows"]}
    assert told[one][chance] == "90%"
    assert "what has changed: it is more likely to leave than to stay" in told[one][first]
    assert {facts[chance] for account_id, facts in told.items() if account_id != one} == {"–"}


def test_of_more_accounts_than_a_page_holds_the_largest_are_there(firm, monkeypatch):
    plan = firm["allocation"]
    monkeypatch.setattr(accounts_list, "MOST", 3)
    listed = accounts_list.accounts_list(Artifacts(firm))
    largest = plan.sort_values(["contribution_eur", "account_id"], ascending=[False, True])[
        "account_id"
    ].head(3)
    data = json.loads(listed.data)
    code = data["heads"].index("Code")
    assert [row["facts"][code] for row in data["rows"]] == largest.tolist()
    assert (
        listed.rest
        == f"The 3 largest are here; {len(plan) - 3} more accounts are in the workbook, plan.xlsx."
    )
    monkeypatch.setattr(accounts_list, "MOST", len(plan))
    assert accounts_list.accounts_list(Artifacts(firm)).rest == ""


def test_every_account_is_in_the_list_with_its_visits_and_why(firm, page):
    listed = page[page.index('<section id="accounts"') : page.index('<section id="appendix"')]
    rows = re.findall(
        r"<tr>(.*?)</tr>", listed[listed.index("<tbody") : listed.index("</tbody")], flags=re.DOTALL
    )
    assert len(rows) == min(25, len(firm["allocation"])), "without the script, the first are there"
    data = json.loads(re.search(r'id="every-account">(.*?)</script>', listed, flags=re.DOTALL)[1])
    code, why = data["heads"].index("Code"), data["heads"].index(column_label("reason"))
    said = {row["facts"][code]: row["facts"][why] for row in data["rows"]}
    assert said == firm["allocation"].set_index("account_id")["reason"].to_dict()
    assert 'class="sortable"' in listed
    assert 'data-list="All the accounts"' in listed


def test_the_firms_colours_and_logo_are_on_the_page_and_its_text_stays_readable(half, tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    yellow = brand_of(Branding(logo=str(logo), primary="#ffe600", accent="#00a651"))
    made = report_html(replace(read_findings(half), brand=yellow))
    assert "--primary:#ffe600;--on-primary:#000000;--primary-ink:#1d2733" in made
    assert 'class="logo" src="data:image/svg+xml;base64,' in made
    assert 'alt="Armor Essais &amp; Fils"' in made


def test_it_is_light_enough_to_be_mailed(page):
    assert len(page.encode()) < 3_000_000


def test_every_tag_is_closed_in_order(read):
    assert read.wrong == []
    assert read.open == []


def test_no_id_comes_twice_and_every_link_leads_somewhere(read):
    ids = [attributes["id"] for _tag, attributes in read.tags if "id" in attributes]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    assert twice == []
    links = [attributes["href"][1:] for tag, attributes in read.tags if tag == "a"]
    assert links
    assert [link for link in links if link not in ids] == []


def test_headings_never_skip_a_level(read):
    levels = [int(tag[1]) for tag, _attributes in read.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_drawing_and_formula_has_words_for_it(page, read):
    drawings = [attributes for _tag, attributes in read.tags if attributes.get("role") == "img"]
    assert page.count("<svg") == len(drawings)
    assert all(attributes.get("aria-label") for attributes in drawings)


def test_names_from_outside_are_text(page):
    assert page.count("<script") == 2, "the page's own, and its data"
    assert "alert(1)" not in page[page.index("<script>") :]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "=HYPERLINK(" in page


def test_steps_not_run_and_steps_without_a_notebook_are_told_apart(page, tmp_path):
    assert "The results of this step are there, but not its executed notebook." in page
    half = Run.create(tmp_path / "half", synthetic.portfolio())
    empty = report_html(read_findings(half))
    assert empty.count("This step has not been run.") == 12
    assert "Rep by rep" not in empty
    assert "Decisions to take" not in empty


def test_the_summary_comes_before_everything_else(page):
    places = [page.index(f'id="{name}"') for name in ("summary", "decisions", "steps", "reps", "appendix")]
    assert places == sorted(places)


def test_what_was_typed_in_is_printed(page):
    assert "The potentials of the public works were typed in" in page


def test_the_language_is_said_and_figures_follow_it(tmp_path, monkeypatch):
    catalogue = tmp_path / "locale" / "fr" / "messages.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.touch()
    monkeypatch.setattr("solver.parameters.load.LOCALE_DIR", tmp_path / "locale")
    french = report_html(read_findings(synthetic.write_run(tmp_path / "fr", "fr")))
    assert '<html lang="fr">' in french
    assert "434\u202f304\xa0€" in french
    assert "Segmenter le portefeuille (critère 1)" in french


def test_the_figures_font_is_in_the_page_with_the_letters_they_use(page):
    assert page.count("@font-face") == 2
    assert figure_letters("<text x='1'>é&amp;</text><p>z</p>") == "&é"
