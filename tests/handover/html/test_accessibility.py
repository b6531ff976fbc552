"""Who cannot see well, does not use a mouse or hears the page can use all of it."""

import re

import pytest

from solver.handover.html.frame import page_styles
from solver.parameters.portfolio import Branding
from solver.report.look.brand import READABLE, brand_of
from solver.report.look.theme import contrast

FIXED = {"inherit", "none", "transparent", "currentColor"}
BRANDS = [("#1f5a8f", "#b3401a"), ("#ffe600", "#00a651"), ("#000000", "#ffffff"), ("#777777", "#8a8a8a")]
LABELS = re.compile(r"[^\W\d_]{2,}", re.UNICODE)


def rules(css):
    """Selector and declarations of every rule, and whether it is for paper."""
    flat = re.sub(r"/\*.*?\*/|@page\{.*?\}\}", "", css)
    screen, _media, paper = flat.partition("@media print{")
    for part, on_paper in ((screen, False), (paper, True)):
        for rule in re.sub(r"@media[^{]*\{", "", part).split("}"):
            selectors, _brace, body = rule.partition("{")
            said = [line.partition(":") for line in body.split(";") if ":" in line]
            yield selectors.strip(), {name.strip(): value.strip() for name, _colon, value in said}, on_paper


def colours(brand):
    """Value of every custom property of the page, the brand's over the sheet's own."""
    root = dict(re.findall(r"(--[\w-]+):(#[0-9a-f]{6})\b", str(page_styles())))
    own = {
        name: getattr(brand, name.removeprefix("--").replace("-", "_"))
        for name in ("--primary", "--on-primary", "--primary-ink", "--accent", "--accent-ink")
    }
    return root | own


def resolved(value, known):
    """One colour, as six digits."""
    said = re.fullmatch(r"var\((--[\w-]+)(?:,[^)]*)?\)", value)
    value = known[said[1]] if said else value
    return "#" + "".join(digit * 2 for digit in value[1:]) if re.fullmatch(r"#\w{3}", value) else value


def surfaces(selector, declared, known, on_paper):
    """Backgrounds on which a text of these rules stands."""
    own = declared.get("background", declared.get("background-color"))
    if own and own not in FIXED:
        return [resolved(own, known)]
    if on_paper:
        return [known["--paper"]]
    if ".contents" in selector:
        return [known["--shade"], known["--paper"]]
    return [known["--primary" if ".cover" in selector else "--paper"]]


@pytest.mark.parametrize(("primary", "accent"), BRANDS)
def test_every_text_reads_on_what_it_stands_on_whatever_the_firms_colours(primary, accent):
    """WCAG 2.2, 1.4.3: 4.5 to 1 at least."""
    known = colours(brand_of(Branding(primary=primary, accent=accent)))
    looked_at = 0
    for selector, declared, on_paper in rules(str(page_styles())):
        text = declared.get("color")
        if text is None or text in FIXED:
            continue
        for ground in surfaces(selector, declared, known, on_paper):
            looked_at += 1
            ratio = contrast(resolved(text, known), ground)
            assert ratio >= READABLE, f"{selector}: {text} on {ground} is {ratio:.2f} to 1"
    assert looked_at > 20


def test_no_ground_is_used_that_the_test_of_contrast_does_not_know():
    grounds = {
        value
        for _selector, declared, _on_paper in rules(str(page_styles()))
        for name, value in declared.items()
        if name in ("background", "background-color") and value not in FIXED
    }
    bars = {value for value in grounds if value.startswith("linear-gradient(#a9c8e4")}
    assert grounds - bars == {"#fff", "var(--paper)", "var(--shade)", "var(--primary)"}
    assert contrast("#1d2733", "#a9c8e4") >= READABLE, "the figure on a bar"


def test_where_the_keyboard_is_can_be_seen():
    """WCAG 2.2, 2.4.7 and 1.4.11: an outline of 3 to 1 at least, and nothing takes it away."""
    css = str(page_styles())
    assert ":focus-visible{outline:3px solid var(--ink)" in css
    assert not re.search(r"outline:\s*(none|0)", css)
    assert contrast("#1d2733", "#eef1f5") >= 3


def test_the_language_the_title_and_the_parts_of_the_page_are_said(read):
    tags = [tag for tag, _attributes in read.tags]
    assert dict(read.tags)["html"]["lang"] == "en"
    assert tags.count("main") == tags.count("title") == tags.count("h1") == 1
    navigation = [attributes for tag, attributes in read.tags if tag == "nav"]
    assert [attributes.get("aria-label") for attributes in navigation] == ["Contents"]


def test_whoever_uses_the_keyboard_can_skip_the_contents(read):
    first = next(attributes for tag, attributes in read.tags if tag == "a")
    assert first == {"class": "skip", "href": "#page"}
    assert dict(read.tags)["main"]["id"] == "page"


def test_no_element_jumps_the_queue_of_the_keyboard(read):
    assert [a["tabindex"] for _tag, a in read.tags if int(a.get("tabindex") or 0) > 0] == []
    assert [a for _tag, a in read.tags if any(name.startswith("on") for name in a)] == []


def test_every_table_has_a_name_and_every_head_says_what_it_heads(page):
    tables = re.findall(r"<table.*?</table>", page, flags=re.DOTALL)
    assert len(tables) > 10
    ids = set(re.findall(r' id="([^"]+)"', page))
    for table in tables:
        opening = table[: table.index(">") + 1]
        named = re.search(r'aria-label="([^"]+)"', opening) or re.search(r"<caption>(.+?)</caption>", table)
        labelled = re.search(r'aria-labelledby="([^"]+)"', opening)
        assert named or (labelled and labelled[1] in ids), table[:200]
        assert re.findall(r"<th\b[^>]*>", table) == re.findall(r'<th\b[^>]*scope="col"[^>]*>', table)
        assert "<th" in table


def test_links_say_where_they_lead(page):
    for text in re.findall(r"<a\b[^>]*>(.*?)</a>", page, flags=re.DOTALL):
        assert LABELS.search(re.sub(r"<[^>]+>", "", text)), text


def test_pictures_have_words_and_nothing_has_the_same_id(page, read):
    assert all(attributes.get("alt") is not None for tag, attributes in read.tags if tag == "img")
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_reader_can_enlarge_the_page_and_motion_can_be_switched_off(page):
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
    assert "@media (prefers-reduced-motion:reduce)" in page
