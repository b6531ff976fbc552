"""Pictures are text: the same to the byte, safe, and readable without being seen."""

import re
import xml.etree.ElementTree as ElementTree

import matplotlib.pyplot as plt

from solver.report.look.picture import drawn, new_figure, to_picture


@drawn
def bars(names, title="Two bars"):
    figure = new_figure(2)
    axes = figure.subplots()
    axes.barh(names, [1, 2], hatch="/")
    return to_picture(figure, title)


def test_the_same_data_give_the_same_bytes():
    assert bars(["a", "b"]).svg == bars(["a", "b"]).svg


def test_the_drawing_is_well_formed_and_names_no_program_nor_date():
    svg = bars(["a", "b"]).svg
    ElementTree.fromstring(svg)
    assert "matplotlib" not in svg.lower()
    assert "<metadata" not in svg
    assert "<?xml" not in svg


def test_every_reference_inside_the_drawing_has_its_target():
    svg = bars(["a", "b"]).svg
    targets = set(re.findall(r' id="([^"]+)"', svg))
    assert set(re.findall(r'(?:url\(|href=")#([^")]+)', svg)) == targets


def test_a_name_from_outside_is_text_and_never_mark_up_nor_mathematics():
    svg = bars(["<script>x</script>", "$a$ & b"]).svg
    assert "<script" not in svg
    texts = [element.text for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert "<script>x</script>" in texts
    assert "$a$ & b" in texts


def test_numbers_in_a_text_are_left_as_they_are():
    assert "1.23456 %" in bars(["1.23456 %", "b"]).svg


def test_a_reader_who_cannot_see_it_is_told_the_message():
    picture = bars(["a", "b"], 'Twice "more" <b>')
    assert 'role="img" aria-label="Twice &quot;more&quot; &lt;b&gt;"' in picture._repr_html_()
    assert repr(picture) == 'Twice "more" <b>'


def test_pyplot_never_hears_of_it_so_no_notebook_shows_it_twice():
    bars(["a", "b"])
    assert plt.get_fignums() == []


def test_the_users_own_settings_change_nothing():
    before = bars(["a", "b"]).svg
    with plt.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        assert bars(["a", "b"]).svg == before
