"""The made-up firm and its run folder, made once for all the tests of reporting."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from solver.report import figures, show_table
from tests.made_up_firm import synthetic


@pytest.fixture(scope="session")
def firm():
    """Every table of the made-up firm; tests take copies where they change one."""
    return synthetic.tables()


@pytest.fixture(scope="session")
def facts():
    return synthetic.facts()


@pytest.fixture
def portfolio():
    return synthetic.portfolio()


@pytest.fixture(scope="session")
def run(tmp_path_factory, firm):
    """A run folder with every artifact and one executed notebook, that of step 4."""
    made = synthetic.write_run(tmp_path_factory.mktemp("run") / "firm")
    made.notebooks.mkdir()
    nbformat.write(executed_notebook(firm), made.notebooks / "04_segment_portfolio.ipynb")
    return made


def executed_notebook(firm):
    """A notebook as papermill leaves it: parameters, prose, outputs, noise, exercises."""
    table = show_table(firm["segments"], ["account_id", "revenue_eur"], accounts=firm["accounts"], rows=3)
    picture = figures.abc_curve(firm["segments"])
    cells = [
        new_markdown_cell("# 4. Segment the portfolio\n\nRank the clients."),
        tagged(new_code_cell("abc_cut_a = 0.8"), "parameters"),
        tagged(new_code_cell("abc_cut_a = 0.75"), "injected-parameters"),
        new_markdown_cell("## The curve\n\nLet $R_i \\le 1$, and\n\n$$\\sum_i R_i = \\frac{a}{b}$$"),
        new_markdown_cell("See [step 6](06_group_accounts.ipynb) and [a site](https://example.org/page)."),
        new_code_cell("picture", outputs=[html_output(picture._repr_html_())]),
        new_code_cell("table", outputs=[html_output(table._repr_html_())]),
        new_code_cell(
            "warn()", outputs=[new_output("stream", name="stderr", text="UserWarning: secret path")]
        ),
        new_code_cell(
            "warnings",
            outputs=[new_output("execute_result", data={"text/plain": "['One <client> weighs 30 %.']"})],
        ),
        tagged(new_markdown_cell("## Your turn\n\nHow many are A?"), "exercise"),
        tagged(new_code_cell("assert answer == 2"), "exercise", "solution"),
        tagged(new_markdown_cell("Only for the trainee."), "hide-report"),
    ]
    return new_notebook(cells=cells)


def tagged(cell, *tags):
    cell.metadata["tags"] = list(tags)
    return cell


def html_output(html):
    return new_output("execute_result", data={"text/html": html, "text/plain": "…"}, execution_count=1)
