"""Names stand beside their points, never over each other."""

from itertools import combinations

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from solver.report.figures.naming import name_points, place_of_text
from solver.report.look.picture import new_figure


def named(points, names, taken=()):
    figure = new_figure(3.0)
    axes = figure.subplots()
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 10)
    name_points(
        axes, np.array(points, dtype=float), names, taken=[place_of_text(axes, *text) for text in taken]
    )
    figure.draw_without_rendering()
    renderer = FigureCanvasAgg(figure).get_renderer()
    return {text.get_text(): text.get_window_extent(renderer) for text in axes.texts}


def test_names_of_near_points_do_not_overlap():
    points = [(5, 5), (5.1, 5.1), (5.2, 4.9), (8, 5)]
    boxes = named(points, ["Hydro Ouest", "Guingamp Froid", "Fougères Textile", "Far away"])
    assert len(boxes) == 4
    assert not any(one.overlaps(other) for one, other in combinations(boxes.values(), 2))


def test_a_name_without_room_is_left_out_the_later_ones_first():
    boxes = named([(5, 5)] * 12, [f"Account number {n}" for n in range(12)])
    assert 0 < len(boxes) < 12
    assert list(boxes) == [f"Account number {n}" for n in range(len(boxes))]


def test_names_keep_off_what_stands_there_already():
    free = named([(5, 5)], ["Name"])
    kept_off = named([(5, 5)], ["Name"], taken=[((5, 4.5), "A rep's home", 12.0)])
    assert free["Name"].x0 != kept_off["Name"].x0
