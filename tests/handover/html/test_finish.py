"""The last touch: tables get names, ids become unique, and nothing else changes."""

import re

from solver.handover.html.finish import finished


def test_a_table_without_a_title_is_called_by_the_heading_above_it():
    page = (
        "<h2>A <b>&amp;</b> B</h2><table><tr></tr></table><table class='x'></table><h3>C</h3><table></table>"
    )
    assert re.findall(r'aria-label="([^"]*)"', finished(page)) == ["A &amp; B", "A &amp; B (2)", "C"]


def test_a_table_with_a_name_keeps_it():
    named = '<h2>A</h2><table aria-labelledby="t"></table><table><caption>B</caption></table>'
    assert finished(named) == named


def test_a_picture_shown_twice_keeps_its_own_ids():
    picture = '<svg><clipPath id="p1-0"></clipPath><g clip-path="url(#p1-0)"><use href="#p1-0"/></g></svg>'
    first, second = finished(picture + picture).split("</svg>")[:2]
    assert first + "</svg>" == picture
    assert second.count("p1-0-2") == 3
    assert second.replace("p1-0-2", "p1-0") + "</svg>" == picture


def test_ids_that_begin_alike_are_told_apart():
    picture = '<svg><path id="a"/><path id="a-2"/><use href="#a"/><use href="#a-2"/></svg>'
    again = finished(picture + picture)
    ids = re.findall(r' id="([^"]+)"', again)
    assert len(ids) == len(set(ids)) == 4
    assert sorted(re.findall(r'href="#([^"]+)"', again)) == sorted(ids)
