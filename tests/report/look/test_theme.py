"""Colours that can be read: WCAG thresholds, by the published formula."""

from itertools import pairwise

import numpy as np
import pytest

from solver.report.look import theme

FILLS = {
    **theme.SEGMENT_COLOURS,
    **theme.DOMAIN_COLOURS,
    **theme.ACCOUNT_TYPE_COLOURS,
    **theme.BEHAVIOUR_COLOURS,
    **theme.SCORE_CLASS_COLOURS,
    **dict(enumerate(theme.SERIES)),
    "warning": theme.WARNING,
    "good": theme.GOOD,
}


def test_contrast_is_that_of_the_standard():
    """WCAG 2.2: white on black is 21:1; #767676 is the lightest grey that reaches 4.5:1 on white."""
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("ink", [theme.INK, theme.SOFT_INK, theme.ACCENT, theme.WARNING])
def test_every_ink_reads_on_paper(ink):
    assert theme.contrast(ink, theme.PAPER) >= 4.5


@pytest.mark.parametrize("name", FILLS)
def test_figures_written_on_a_fill_can_be_read(name):
    assert theme.contrast(theme.ink_on(FILLS[name]), FILLS[name]) >= 4.5


def test_fills_stand_out_from_paper_except_the_palest_of_a_family():
    pale = {name for name, colour in FILLS.items() if theme.contrast(colour, theme.PAPER) < 3}
    assert pale <= {"S4", "prospect_to_watch", "medium_account"}


def test_the_steps_of_a_scale_differ_on_a_grey_print():
    for scale in (theme.SEGMENT_COLOURS, theme.SCORE_CLASS_COLOURS):
        greys = [theme.contrast(colour, "#000000") for name, colour in scale.items() if name != "P"]
        assert greys == sorted(greys)
        assert all(later / earlier > 1.1 for earlier, later in pairwise(greys))


def test_a_ninth_rep_has_a_colour_again_but_not_the_same_marker():
    names = [f"r{n}" for n in range(9)]
    assert theme.colours_of(names)["r8"] == theme.colours_of(names)["r0"]
    assert theme.markers_of(names)["r8"] != theme.markers_of(names)["r0"]


# Machado, Oliveira and Fernandes (2009), severity 1.0: what a reader without one kind of cone sees.
DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def seen(colour, deficiency):
    """The colour in CIE L*a*b*, as such a reader sees it."""
    channels = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    x, y, z = TO_XYZ @ np.clip(np.array(DEFICIENCIES[deficiency]) @ linear, 0, 1) / WHITE
    x, y, z = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def nearest(colours, deficiency):
    points = [seen(colour, deficiency) for colour in colours]
    return min(np.linalg.norm(a - b) for n, a in enumerate(points) for b in points[n + 1 :])


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize(
    ("colours", "least"),
    [
        (theme.SERIES[:5], 15),
        (theme.SERIES, 9),
        (tuple(theme.DOMAIN_COLOURS.values()), 12),
        (tuple(theme.BEHAVIOUR_COLOURS.values()), 9),
        (tuple(theme.SEGMENT_COLOURS.values()), 12),
        (tuple(theme.ACCOUNT_TYPE_COLOURS.values()), 7),
    ],
)
def test_no_two_colours_of_a_set_look_the_same_to_a_colour_blind_reader(colours, least, deficiency):
    """A difference (CIE76) of 2.3 is just noticed; charts that write their labels need only a few."""
    assert nearest(colours, deficiency) >= least
