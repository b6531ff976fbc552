"""portfolio.yaml is refused with the key, the line and the mend, or accepted whole."""

import pytest

from solver.errors import PortfolioError
from solver.parameters import freeze, load_portfolio, override, parse_overrides


def refusal(path):
    with pytest.raises(PortfolioError) as caught:
        load_portfolio(path)
    return str(caught.value)


def test_a_short_file_is_completed_with_the_defaults(portfolio_file):
    portfolio = load_portfolio(portfolio_file())
    assert (portfolio.abc_cut_a, portfolio.abc_cut_b, portfolio.reserve_share) == (0.80, 0.95, 0.10)


def test_paths_of_files_are_taken_from_the_folder_of_the_portfolio(portfolio_file, tmp_path):
    assert load_portfolio(portfolio_file()).sources[0].path == str((tmp_path / "clients.csv").resolve())


def test_a_missing_portfolio_is_named(tmp_path):
    assert refusal(tmp_path / "none.yaml").startswith("none.yaml: there is no such file")


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("abc_cut: 0.7\n", "row 10: unknown parameter “abc_cut” → did you mean “abc_cut_"),
        ("abc_cut_a: 1.8\n", "row 10: “abc_cut_a” is 1.8: input should be less than or equal to 1"),
        ("visit_minutes: an hour\n", "row 10: “visit_minutes” is 'an hour': input should be a valid number"),
        ("abc_cut_a: 0.96\n", "abc_cut_a must be below abc_cut_b"),
        ("score_weights: {revenue: 30, potential: 30}\n", "score_weights must sum to 100, they sum to 60"),
        ("precedence: [lost, new]\n", "precedence must name exactly: at_risk, developing"),
        ("firm: [\n", "this is not YAML"),
        ("language: de\n", "row 10: “language” is 'de': input should be 'en' or 'fr'"),
        ("gap: 0\n", "row 10: “gap” is 0: input should be greater than 0"),
        ("seed: 1.5\n", "row 10: “seed” is 1.5: input should be a whole number"),
        ("seed: -1\n", "row 10: “seed” is -1: input should be greater than or equal to 0"),
        ("region: [x]\n", "row 10: “region” is ['x']: input should be text"),
        ("precedence: lost\n", "row 10: “precedence” is 'lost': input should be a list"),
        ("floor_visits: 3\n", "row 10: “floor_visits” is 3: input should be a list of names"),
        ("currency: eur\n", "row 10: “currency” is 'eur': text should match the pattern ^[A-Z]{3}$"),
    ],
)
def test_a_wrong_parameter_is_refused_with_its_line(portfolio_file, added, expected):
    assert expected in refusal(portfolio_file(added))


@pytest.mark.parametrize(
    ("replaced", "expected"),
    [
        (
            ("2025-12-31", "31/12/2025"),
            "row 2: “as_of” is '31/12/2025': input should be a date, as in 2026-01-31",
        ),
        (("firm: Two-line firm\n", ""), "the parameter “firm” is missing → add it"),
        (
            ("plan_start: 2026-01-01", "plan_start: 2025-06-01"),
            "plan_start must come after as_of (2025-12-31)",
        ),
        (("plan_end: 2026-12-31", "plan_end: 2027-12-31"), "the plan may cover a year at most"),
        (("table: sales", "table: visits"), "sources must name at least one file for: sales"),
        (
            ("annual_cost_eur: 60000", "annual_cost_eur: 0"),
            "“reps.0.annual_cost_eur” is 0: input should be greater",
        ),
        (
            ("name: Ann,", "name: Ann, leave_day: 3,"),
            "unknown parameter “reps.0.leave_day” → did you mean “leave_days”?",
        ),
    ],
)
def test_a_wrong_portfolio_is_refused(portfolio_file, replaced, expected):
    assert expected in refusal(portfolio_file(replaced=[replaced]))


def test_the_same_rep_twice_is_refused(portfolio_file):
    rep = "  - {rep_id: R1, name: Bob, home_lat: 48, home_lon: -2, annual_cost_eur: 1}\n"
    assert "rep_id given twice: R1" in refusal(portfolio_file(rep))


def test_an_absence_that_ends_before_it_starts_is_refused(portfolio_file):
    absences = "absences: [{start: 2026-03-05, end: 2026-03-01, activity: leave}]}"
    path = portfolio_file(replaced=[("annual_cost_eur: 60000}", f"annual_cost_eur: 60000, {absences}")])
    assert "the absence ends (2026-03-01) before it starts (2026-03-05)" in refusal(path)


def test_a_folder_is_no_portfolio(tmp_path):
    assert "this is a folder, not a file → give the path of its portfolio.yaml" in refusal(tmp_path)


def test_an_override_is_validated_like_the_file(portfolio_file):
    portfolio = load_portfolio(portfolio_file())
    assert override(portfolio, abc_cut_a=0.7).abc_cut_a == 0.7
    with pytest.raises(PortfolioError, match=r"“abc_cut_a” is 3"):
        override(portfolio, abc_cut_a=3)
    with pytest.raises(PortfolioError, match="unknown parameter “abc_cat_a” → did you mean “abc_cut_a”"):
        override(portfolio, abc_cat_a=0.7)


def test_words_of_the_command_line_are_read_as_yaml():
    words = [
        "abc_cut_a=0.7",
        "language=fr",
        "attrition_rate=null",
        "floor_visits={S1: 4, S2: 2, S3: 0, S4: 0}",
    ]
    assert parse_overrides(words) == {
        "abc_cut_a": 0.7,
        "language": "fr",
        "attrition_rate": None,
        "floor_visits": {"S1": 4, "S2": 2, "S3": 0, "S4": 0},
    }
    with pytest.raises(PortfolioError, match="“abc_cut_a” is not a parameter → write key=value"):
        parse_overrides(["abc_cut_a"])


def test_a_frozen_portfolio_reads_back_the_same(portfolio_file, tmp_path):
    portfolio = load_portfolio(portfolio_file("abc_cut_a: 0.75\n"))
    freeze(portfolio, tmp_path / "frozen.yaml")
    assert load_portfolio(tmp_path / "frozen.yaml") == portfolio
