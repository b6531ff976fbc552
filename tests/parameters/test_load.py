"""portfolio.yaml is refused with the key, the line and the fix, or accepted whole."""

import pytest

from solver.parameters import Portfolio, freeze, load_portfolio, override, parse_overrides
from solver.parameters.refusals import EXAMPLES
from solver.parameters.reps import DayElsewhere
from solver.parameters.roads import Server
from solver.tables.codes import CLIENT_TYPES
from solver.words.errors import PortfolioError


def refusal(path):
    with pytest.raises(PortfolioError) as caught:
        load_portfolio(path)
    return str(caught.value)


def test_a_short_file_is_completed_with_the_defaults(portfolio_file):
    portfolio = load_portfolio(portfolio_file())
    assert (portfolio.abc_cut_a, portfolio.abc_cut_b, portfolio.reserve_share) == (0.80, 0.95, 0.10)


def test_paths_of_files_are_taken_from_the_folder_of_the_portfolio(portfolio_file, tmp_path):
    assert load_portfolio(portfolio_file()).sources[0].path == str((tmp_path / "clients.csv").resolve())


def test_a_response_file_is_taken_from_the_folder_of_the_portfolio(portfolio_file, tmp_path):
    portfolio = load_portfolio(portfolio_file("response_file: own.csv\n"))
    assert portfolio.response_file == str((tmp_path / "own.csv").resolve())
    assert load_portfolio(portfolio_file()).response_file is None


@pytest.mark.parametrize(
    "wrong", ["road_factor: 0.9", "road_factor: wide", "speed_kmh: 0", "speed_kmh: '55'"]
)
def test_an_older_speed_out_of_its_bounds_is_refused(portfolio_file, wrong):
    told = refusal(portfolio_file(f"{wrong}\n"))
    assert "road_factor must be a number from 1 on, speed_kmh one above 0 → take both out" in told


def test_an_older_speed_beside_a_law_of_its_own_is_refused(portfolio_file):
    told = refusal(portfolio_file("speed_kmh: 60\nroads: {short_kmh: 30}\n"))
    assert "speed_kmh and the block roads both say how fast one drives → take speed_kmh out" in told


def test_an_older_speed_stands_beside_a_file_of_driving_times(portfolio_file):
    read = load_portfolio(portfolio_file("speed_kmh: 65\nroads: {matrix: roads.csv}\n")).roads
    assert (read.long_kmh, read.steady) == (65 / 1.3, True)


def test_a_day_of_the_week_that_is_none_is_refused(portfolio_file):
    told = refusal(portfolio_file(replaced=[("name: Ann,", "name: Ann, field_weekdays: [thurday],")]))
    assert "“field_weekdays, item 1” of Ann is “thurday”: it must be one of “monday”" in told
    assert "did you mean “thursday”?" in told


@pytest.mark.parametrize(
    ("curve", "expected"),
    [
        ("[5, 0.6, 1.0]", "saturation is 1, and endless visits must bring more than today, 1"),
        ("[5, 1.0, 1.2]", "none is 1, and without a visit less than today's revenue must be left, 1"),
        ("[5, -0.1, 1.2]", "none is -0.1, and revenue left without a visit cannot be below 0"),
        ("[0, 0.6, 1.2]", "reference_visits is 0, and usual visits must be above 0"),
        ("[5, 0.6]", "needs three numbers: reference_visits, none, saturation"),
    ],
)
def test_a_judged_curve_that_cannot_be_is_refused_by_its_type_and_number(portfolio_file, curve, expected):
    others = "".join(f"  {name}: [12, 0.5, 1.2]\n" for name in CLIENT_TYPES if name != "medium_account")
    told = refusal(portfolio_file(f"judged_curves:\n  medium_account: {curve}\n{others}"))
    assert "judged_curves[medium_account]" in told
    assert expected in told


def test_a_missing_portfolio_is_named(tmp_path):
    assert refusal(tmp_path / "none.yaml").startswith("none.yaml: there is no such file")


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("abc_cut: 0.7\n", "row 10: unknown parameter “abc_cut” → did you mean “abc_cut_"),
        ("abc_cut_a: 1.8\n", "row 10: “abc_cut_a” is 1.8: it must be at most 1"),
        (
            "visit_minutes: an hour\n",
            "row 10: “visit_minutes” is “an hour”, which is not a number → write a number",
        ),
        ("abc_cut_a: 0.96\n", "abc_cut_a must be below abc_cut_b"),
        ("score_weights: {revenue: 30, potential: 30}\n", "score_weights must sum to 100, they sum to 60"),
        ("precedence: [lost, new]\n", "precedence must name exactly: at_risk, developing"),
        ("firm: [\n", "this is not YAML"),
        ("language: de\n", "row 10: “language” is “de”: it must be one of “en”, “fr”"),
        ("gap: 0\n", "row 10: “gap” is 0: it must be more than 0"),
        ("seed: 1.5\n", "row 10: “seed” is 1.5, which is not a whole number → write a whole number"),
        ("seed: -1\n", "row 10: “seed” is -1: it must be at least 0"),
        ("region: [x]\n", "row 10: “region” is a list, which is not a text → write one text"),
        (
            "precedence: lost\n",
            "row 10: “precedence” is “lost”; a list is expected → write it in brackets, as in [lost]",
        ),
        (
            "floor_visits: 3\n",
            "row 10: “floor_visits” is 3; names with a value each are expected → write each as name: value",
        ),
        (
            "currency: eur\n",
            "row 10: “currency” is “eur”, which is not written as it should be → write it as in EUR",
        ),
    ],
)
def test_a_wrong_parameter_is_refused_with_its_line(portfolio_file, added, expected):
    assert expected in refusal(portfolio_file(added))


@pytest.mark.parametrize(
    ("replaced", "expected"),
    [
        (
            ("2025-12-31", "31/12/2025"),
            "row 2: “as_of” is “31/12/2025”, which is not a date → write it as 2025-12-31",
        ),
        (
            ("firm: Two-line firm\n", ""),
            "the parameter “firm” is missing → add it; the portfolio.yaml that twelvefold init",
        ),
        (
            ("plan_start: 2026-01-01", "plan_start: 2025-06-01"),
            "plan_start must come after as_of (2025-12-31)",
        ),
        (("plan_end: 2026-12-31", "plan_end: 2027-12-31"), "the plan may cover a year at most"),
        (("table: sales", "table: visits"), "sources must name at least one file for: sales"),
        (
            ("annual_cost_eur: 60000", "annual_cost_eur: 0"),
            "“annual_cost_eur” of Ann is 0: it must be more than 0",
        ),
        (("name: Ann,", ""), "the parameter “name” of rep 1 is missing"),
        (
            ("name: Ann, home_lat", "name: Ann, lat"),
            "unknown parameter “lat” of Ann → did you mean “home_lat”?",
        ),
        (("48.1", "48,1"), "unknown parameter “1” of Ann → write decimals with a point, as in 48.1"),
        (
            ("60000", "60 000"),
            "“annual_cost_eur” of Ann is “60 000”, which is not a number → write 60000, without a space",
        ),
        (("60000", '"60,000"'), "which is not a number → write 60000"),
        (("60000", "60 000 €"), "which is not a number → write 60000, without a space"),
        (("60000", "6 %"), "which is not a number → write 0.06"),
        (("60000", ""), "“annual_cost_eur” of Ann has no value → write its value after the colon"),
        (("R1", "7"), '“rep_id” of Ann is 7, which is not a text → write it in quotes, as in "7"'),
        (
            ("table: sales", "table: sale"),
            "“table” of sales.csv is “sale”: it must be one of “accounts”, “contacts”",
        ),
        (("table: sales", "table: sale"), "→ did you mean “sales”?"),
        (
            ("2025-12-31", "2025-11-31"),
            "“as_of” is “2025-11-31”, which is not a date → write it year first, as in 2025-12-31",
        ),
        (("2025-12-31", "12/10/2025"), "which is not a date → write it year first, as in 2025-12-31"),
        (("2025-12-31", "2025-12-31 10:00:00"), "which is not a date → write it as 2025-12-31"),
        (("reps:", "people:"), "unknown parameter “people” → "),
        (
            ("name: Ann,", "name: Ann, leave_day: 3,"),
            "unknown parameter “leave_day” of Ann → did you mean “leave_days”?",
        ),
    ],
)
def test_a_wrong_portfolio_is_refused(portfolio_file, replaced, expected):
    assert expected in refusal(portfolio_file(replaced=[replaced]))


@pytest.mark.parametrize("reps", ["", " []"])
def test_a_portfolio_without_reps_says_where_to_add_one(portfolio_file, portfolio_text, reps):
    text = portfolio_text[portfolio_text.index("reps:") :]
    expected = "row 8: “reps” is empty → add at least one rep under reps:"
    assert expected in refusal(portfolio_file(replaced=[(text, f"reps:{reps}\n")]))
    missing = "the parameter “reps” is missing → add at least one rep under reps:"
    assert missing in refusal(portfolio_file(replaced=[(text, "")]))


@pytest.mark.parametrize(
    ("added", "fix"),
    [
        ("reserve_share: 0,1\n", "write 0.1"),
        ("growth_rate: 3 %\n", "write 0.03"),
        ("new_client_revenue_eur: 1.200,50\n", "write 1200.50"),
        ("lunch_start: 12:30\n", 'write it as "12:30"'),
        ("floor_visits: {S1: four, S2: 2, S3: 0, S4: 0}\n", "write a whole number, as in 4"),
    ],
)
def test_what_was_meant_is_proposed(portfolio_file, added, fix):
    assert refusal(portfolio_file(added)).endswith(f"→ {fix}")


def test_every_parameter_with_a_pattern_has_an_example():
    described = {**Portfolio.model_fields, **Server.model_fields, **DayElsewhere.model_fields}
    said = {name: repr((field.metadata, field.annotation)) for name, field in described.items()}
    patterned = [name for name, text in said.items() if "pattern=" in text]
    assert set(patterned) == set(EXAMPLES)


def test_parameters_stand_at_the_top_level(tmp_path, portfolio_text):
    path = tmp_path / "portfolio.yaml"
    block = "parameters:\n" + "".join(f"  {line}\n" for line in portfolio_text.splitlines())
    for text, row in ((block, 1), (portfolio_text + "parameters: {abc_cut_a: 0.7}\n", 10)):
        path.write_text(text, encoding="utf-8")
        assert refusal(path) == (
            f"portfolio.yaml, row {row}: unknown parameter “parameters” "
            "→ write parameters at the top level, without `parameters:`"
        )


@pytest.mark.parametrize(
    "content",
    [
        b"Code client;Nom\nC1;Ann\n",
        b'Code;Nom: x\n"C1;Ann\n',
        "Code client;Société\nC1;Évreux\n".encode("cp1252"),
        b"PK\x03\x04\x14\x00\x06\x00\x08",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"name: environment\ndependencies: [python]\n",
        b"- one\n- two\n",
    ],
)
def test_a_file_of_another_kind_is_no_portfolio(tmp_path, content):
    path = tmp_path / "clients.csv"
    path.write_bytes(content)
    assert refusal(path) == (
        "clients.csv: this is not a portfolio.yaml"
        " → give the path of a portfolio.yaml; twelvefold init --demo writes one"
    )


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_portfolio_in_another_encoding_is_told_so(tmp_path, portfolio_text, encoding):
    path = tmp_path / "portfolio.yaml"
    path.write_bytes(portfolio_text.replace("Two-line firm", "Société").encode(encoding))
    assert refusal(path) == "portfolio.yaml: the file is not UTF-8 text → save it again as UTF-8"


def test_an_empty_portfolio_is_told_so(tmp_path):
    path = tmp_path / "portfolio.yaml"
    path.write_text("# nothing yet\n", encoding="utf-8")
    assert "the file holds no parameters → start from the one of twelvefold init --demo" in refusal(path)


def test_a_language_waits_for_its_catalogue(portfolio_file, tmp_path, monkeypatch):
    monkeypatch.setattr("solver.parameters.load.LOCALE_DIR", tmp_path)
    expected = "row 10: language: fr is not available yet → write language: en"
    assert expected in refusal(portfolio_file("language: fr\n"))
    english = load_portfolio(portfolio_file())
    with pytest.raises(PortfolioError, match="language: fr is not available yet → write language: en"):
        override(english, language="fr")
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "messages.po").write_text("", encoding="utf-8")
    assert load_portfolio(portfolio_file("language: fr\n")).language == "fr"
    assert override(english, language="fr").language == "fr"


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


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("max_visits_day: 0", "“max_visits_day” of Ann is 0: it must be at least 1"),
        ("max_drive_minutes: 2000", "“max_drive_minutes” of Ann is 2000: it must be at most 720"),
        ("overtime_minutes: 300", "“overtime_minutes” of Ann is 300: it must be at most 240"),
        ("drive_factor: 20", "“drive_factor” of Ann is 20: it must be at most 2"),
        ("elsewhere: [{weekdays: [monday]}]", "give start_id, end_id or start_time, or take the line out"),
        ("elsewhere: [{weekdays: [], start_id: C1}]", "no day of the week is named: give weekdays"),
    ],
)
def test_limits_that_leave_a_rep_no_day_are_refused(portfolio_file, limit, said):
    path = portfolio_file(replaced=[("annual_cost_eur: 60000", f"annual_cost_eur: 60000, {limit}")])
    assert said in refusal(path)


def test_a_key_written_twice_is_refused_for_the_second_would_replace_the_first(tmp_path):
    """Whoever adds a second `drop` to a source would count what the first one leaves out."""
    path = tmp_path / "portfolio.yaml"
    path.write_text("firm: F\nsources:\n  - table: sales\n    drop: {A: [x]}\n    drop: {B: [y]}\n", "utf-8")
    assert refusal(path) == (
        "portfolio.yaml, row 5: “drop” stands twice in one place: the second would replace the first"
        " → put what both say under one of them, as in drop: {A: …, B: …}"
    )


def test_a_value_that_is_refused_is_told_in_the_language_the_file_asks_for(portfolio_file):
    with pytest.raises(PortfolioError) as refused:
        load_portfolio(portfolio_file("language: fr\nreserve_share: 7\n"))
    assert "ligne" in str(refused.value)
    assert refused.value.speech.language == "fr"
    assert "row" in refusal(portfolio_file("reserve_share: 7\n"))
