"""The page of the check: it says what the files say, needs nothing but itself, and no file harms it."""

import re

import pytest

from solver.handover.html.check_page import check_html, write_check
from solver.report import quality
from tests.handover.html.reader import Reader
from tests.made_up_firm.firm_files import checked


@pytest.fixture(scope="module")
def firm_checked(tmp_path_factory):
    return checked(tmp_path_factory.mktemp("firm"))


@pytest.fixture(scope="module")
def page(firm_checked):
    return check_html(*firm_checked, to_ask="questions.xlsx")


def text_of(page):
    return re.sub(
        r"\s+",
        " ",
        re.sub(r"<style>.*?</style>|<script>.*?</script>|<svg.*?</svg>|<[^>]+>", " ", page, flags=re.DOTALL),
    )


def test_it_says_what_was_read_and_what_was_set_aside(page):
    """1,200.50 + 300 - 50.25 + 100 = 1,550.25 are kept; the 7 euros of C9, whom no file knows, are not."""
    text = text_of(page)
    assert "4 accounts and €1,550 of revenue were read, €7 set aside." in text
    assert "€1,557.25 = €1,550.25 + €7.00" in text
    assert "9 months without an invoice" in text, "invoices in January, March and December only"


def test_it_says_which_column_was_taken_for_what_and_which_was_left_alone(page):
    assert re.search(r"<b>Postcode</b> CP</li>", page)
    assert "Left alone: Origine" in page


def test_it_shows_the_value_that_is_wrong_and_where(page):
    text = text_of(page)
    assert "this is not an e-mail address" in text
    assert "clients.csv, line 3" in text
    assert "voir standard" in text


def test_the_accounts_off_the_map_are_named_with_their_revenue(firm_checked):
    _portfolio, intake = firm_checked
    assert intake.off_map["account_id"].tolist() == ["C4"]
    assert "€100" in text_of(quality.off_map(intake.off_map).html)


def test_nothing_in_a_file_becomes_markup(page):
    assert page.count("<script") == 1, "the page's own"
    assert "&lt;script&gt;" in page


def test_the_page_is_well_formed_and_asks_the_network_for_nothing(page):
    reader = Reader()
    reader.feed(page)
    assert reader.wrong == []
    assert reader.open == []
    links = [attributes.get("href", "") for tag, attributes in reader.tags if tag == "a"]
    assert [link for link in links if not link.startswith("#")] == ["questions.xlsx"]
    anchors = {attributes["id"] for _tag, attributes in reader.tags if "id" in attributes}
    assert {link[1:] for link in links if link.startswith("#")} <= anchors
    assert not re.search(r"@import|url\((?!\s*['\"]?(?:data:|#))", page)
    assert len(page) < 400_000


def test_the_same_files_give_the_same_bytes(firm_checked, page):
    assert check_html(*firm_checked, to_ask="questions.xlsx") == page


def test_what_changed_since_the_last_run_is_shown_where_there_was_one(firm_checked, page, tmp_path):
    assert "since the last run" not in page
    path = write_check(tmp_path, *firm_checked, changes=["Nothing has changed."])
    later = path.read_text(encoding="utf-8")
    assert "Nothing has changed." in later
    assert 'href="#changes"' in later


def test_it_reads_in_french(firm_checked, speak):
    speak("fr")
    french = check_html(*firm_checked)
    assert '<html lang="fr">' in french
    assert "1\u202f550,25\u00a0€" in french
