"""What a notebook leaves in the report, and what it does not."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from solver.handover.html.notebook_html import markdown_html, notebook_html, self_contained
from tests.made_up_firm.fixtures import executed_notebook


@pytest.fixture
def page(tmp_path, firm):
    path = tmp_path / "04_segment_portfolio.ipynb"
    nbformat.write(executed_notebook(firm), path)
    return notebook_html(path)


@pytest.mark.parametrize(
    "gone",
    [
        "abc_cut_a",
        "Your turn",
        "assert answer",
        "Only for the trainee",
        "secret path",
        "<style",
        "<h1",
        "4. Segment",
    ],
)
def test_code_parameters_exercises_noise_and_styles_are_left_out(page, gone):
    assert gone not in page


@pytest.mark.parametrize(
    "kept",
    [
        "Rank the clients.",
        "<h4>The curve</h4>",
        '<figure class="picture">',
        "The first 3 of 38 lines.",
        '<a href="#step-06">step 6</a>',
        "a site (https://example.org/page)",
        "<ul><li>One &lt;client&gt; weighs 30 %.</li></ul>",
        'class="formula"',
    ],
)
def test_words_tables_pictures_and_formulas_stay(page, kept):
    assert kept in page


@pytest.mark.parametrize(
    ("shown", "stays"),
    [("<p>Dates that moved: No line.</p>", False), ("<table><tr><td>1</td></tr></table>", True)],
)
def test_a_section_that_waits_for_a_table_stays_off_the_page_without_one(tmp_path, shown, stays):
    heading = new_markdown_cell("## When the plan is made again\n\nA date costs a call.\n\n$$a = b$$")
    heading.metadata["tags"] = ["where-filled"]
    data = new_output("execute_result", data={"text/html": shown})
    after = new_markdown_cell("## Whom to call\n\nCall early.")
    path = tmp_path / "12_prepare_appointments.ipynb"
    nbformat.write(new_notebook(cells=[heading, new_code_cell("moved", outputs=[data]), after]), path)
    page = notebook_html(path)
    assert "<h4>Whom to call</h4>" in page
    assert ("A date costs a call" in page) == (shown in page) == stays


def test_headings_go_under_the_steps_heading_and_never_below_the_last_level():
    assert markdown_html("## A\n\n### B\n\n###### C", 3).split("\n") == [
        "<h4>A</h4>",
        "<h5>B</h5>",
        "<h6>C</h6>",
    ]


def test_nothing_of_an_output_asks_the_network():
    html = (
        '<script src="https://cdn/x.js"></script><link rel="a" href="//cdn/x.css"><img src="http://x/y.png">'
    )
    assert self_contained(html) == "<img>"


def test_a_step_that_failed_says_why(tmp_path):
    error = new_output("error", ename="PortfolioError", evalue="sales.csv: <no> amount", traceback=[])
    path = tmp_path / "failed.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("x", outputs=[error])]), path)
    assert notebook_html(path) == ('<p class="warning">This step stopped: sales.csv: &lt;no&gt; amount</p>')
