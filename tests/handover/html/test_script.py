"""The one script: nothing else may run, nothing may be fetched, and without it the page is still whole."""

import base64
import hashlib
import re

import pytest

from solver.handover.html.script import content_policy, page_script
from tests.course.browser import CHROMIUM, Browser, wait_for

LIST = "document.querySelector('#accounts [data-list]')"
SHOWN = f"[...{LIST}.querySelectorAll('tbody tr')].filter(row => !row.hidden)"


def in_chromium(test):
    """The script tried out, where there is a browser."""
    there = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: the script is not tried out")
    return pytest.mark.whole(there(test))


def test_one_script_stands_in_the_page_and_no_other_can_run(page):
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    data = '<script type="application/json" id="every-account">'
    assert re.findall(r"<script[^>]*>", page) == [data, "<script>"], "the other holds data, and does not run"
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)[1]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.replace("&#39;", "'").split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": f"'sha256-{digest}'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert page.index("Content-Security-Policy") < page.index("<style") < page.index("<script>")


def test_the_policy_is_that_of_the_script():
    assert content_policy() == content_policy()
    assert page_script().endswith("})();\n")


@pytest.mark.parametrize(
    "word",
    [
        "fetch",
        "XMLHttpRequest",
        "import",
        "WebSocket",
        "sendBeacon",
        "eval",
        "Function(",
        "innerHTML",
        "http",
    ],
)
def test_the_script_can_neither_fetch_nor_make_markup_of_text(word):
    assert word not in page_script()


def test_without_the_script_no_button_and_no_search_box_stands_about(page):
    before = page[: page.index("<script>")]
    assert "<button" not in before
    assert "<input" not in before
    assert "<details open>" in before, "the contents are there"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    shown = Browser(tmp_path_factory.mktemp("browser") / "chromium")
    yield shown
    shown.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory, page):
    path = tmp_path_factory.mktemp("shown") / "index.html"
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser, address, request):
    """The page on a screen so many points wide."""
    width = getattr(request, "param", 1280)
    browser.call(
        "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False
    )
    browser.open("about:blank")
    wait_for(lambda: browser.see("document.URL") == "about:blank", "an empty page")
    browser.open(address)
    wait_for(lambda: browser.see("document.documentElement.classList.contains('scripted')"), "the script")
    browser.see("document.documentElement.style.scrollBehavior = 'auto'")
    return browser


def column(browser, place):
    return browser.see(
        f"{SHOWN}.map(row => row.cells[{place}].dataset.sort ?? row.cells[{place}].textContent)"
    )


@in_chromium
def test_a_head_sorts_by_value_with_the_keyboard_and_says_so(opened):
    heads = opened.see(f"[...{LIST}.querySelectorAll('th')].map(head => head.textContent)")
    place = next(at for at, head in enumerate(heads) if head.startswith("Expected contribution"))
    for order in ("descending", "ascending"):
        opened.see(f"{LIST}.querySelectorAll('th')[{place}].querySelector('button').focus()")
        opened.call("Input.dispatchKeyEvent", type="char", text="\r")
        said = opened.see(f"{LIST}.querySelectorAll('th')[{place}].getAttribute('aria-sort')")
        values = [float(value) for value in column(opened, place)]
        assert said == order
        assert values == sorted(values, reverse=order == "descending")
    assert opened.see(f"{LIST}.querySelectorAll('[aria-sort]').length") == 1


@in_chromium
def test_the_search_finds_words_in_any_order_without_accents_and_says_how_many_lines_are_left(opened):
    opened.click("#accounts input[type=search]")
    opened.type("trevidan maelle")
    reps = opened.see(f"{SHOWN}.map(row => row.textContent)")
    assert reps
    assert all("Maëlle Trévidan" in text for text in reps)
    total = opened.see(f"{LIST}.querySelectorAll('tbody tr').length")
    status = "document.querySelector('#accounts [role=status]').textContent"
    assert opened.see(status) == f"{len(reps)} of {total} lines"
    opened.type("nobody is called so")
    assert opened.see(status) == "No line holds these words."
    opened.type(" ")
    assert opened.see(f"{SHOWN}.length") == min(total, 25)


@in_chromium
def test_a_name_opens_a_card_that_says_why_this_many_visits(opened, firm):
    first = (
        firm["allocation"].sort_values(["contribution_eur", "account_id"], ascending=[False, True]).iloc[0]
    )
    opened.click("#accounts tbody button")
    card = "document.querySelector('dialog.card')"
    said = opened.see(f"{card}.textContent")
    assert first["reason"] in said
    assert first["account_id"] in said
    opened.click("dialog.card .close")
    wait_for(lambda: opened.see(f"{card} === null"), "the card to close")


@in_chromium
def test_a_link_to_a_folded_part_opens_it(opened):
    folded = "document.getElementById('certificate').open"
    assert opened.see(folded) is False
    opened.see("location.hash = '#certificate'")
    wait_for(lambda: opened.see(folded), "the part to open")


@in_chromium
def test_a_reps_part_leads_to_that_reps_accounts(opened):
    opened.click("#rep-1 > summary")
    opened.click("#rep-1 a[href='#accounts']")
    assert opened.see("document.querySelector('#accounts input').value") == "Loïc Brannelec"
    assert all("Loïc Brannelec" in text for text in opened.see(f"{SHOWN}.map(row => row.textContent)"))


@in_chromium
def test_the_part_that_is_read_is_marked_in_the_contents(opened):
    opened.see("document.getElementById('plan').scrollIntoView()")
    current = "[...document.querySelectorAll('[aria-current]')].map(link => link.hash).join()"
    wait_for(lambda: opened.see(current) == "#plan", "the mark in the contents")


@in_chromium
@pytest.mark.parametrize("opened", [390, 768, 1280, 1920], indirect=True)
def test_the_page_never_scrolls_sideways_and_what_does_can_be_reached(opened):
    page_width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert opened.see(page_width) == 0
    unreachable = (
        "[...document.querySelectorAll('.data-table')].filter(box => box.scrollWidth > box.clientWidth + 1"
        " && box.tabIndex !== 0).length"
    )
    assert opened.see(unreachable) == 0
    unsaid = (
        "[...document.querySelectorAll('.data-table')].filter(box => (box.scrollWidth > box.clientWidth + 1)"
        " !== getComputedStyle(box, '::before').content.includes('swipe')).length"
    )
    assert opened.see(unsaid) == 0


@in_chromium
@pytest.mark.parametrize("opened", [390], indirect=True)
def test_the_note_under_a_table_that_scrolls_is_read_whole_on_a_phone(opened):
    notes = (
        "[...document.querySelectorAll('.data-table tfoot td > span')].filter(note => note.checkVisibility())"
    )
    opened.see("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert opened.see(f"{notes}.length") > 0
    opened.see(f"{notes}.forEach(note => {{ note.textContent = 'so many words '.repeat(40); }})")
    cut = f"{notes}.filter(note => note.getBoundingClientRect().right > document.documentElement.clientWidth)"
    assert opened.see(f"{cut}.length") == 0


@in_chromium
@pytest.mark.parametrize(("opened", "shown"), [(390, False), (1280, True)], indirect=["opened"])
def test_the_contents_fold_on_a_phone_and_stand_beside_on_a_wide_screen(opened, shown):
    link = "document.querySelector('.contents a').checkVisibility()"
    assert opened.see(link) is shown
    if not shown:
        opened.click(".contents summary")
        assert opened.see(link) is True
