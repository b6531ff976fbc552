"""Driving times of one's own: two forms, three units, and every slip told by its line and its drive."""

import pandas as pd
import pytest

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.decided.road_matrix import read_road_matrix
from solver.words.errors import PortfolioError

# 0.1 degree of latitude is 11.1 km.
PLACES = pd.DataFrame(
    {
        "place_id": ["home:R1", "C1", "C2", "C3", "NICE"],
        "lat": [48.0, 48.1, 48.2, 48.3, 43.7],
        "lon": [-2.0] * 4 + [7.3],
    }
)
CODES = AccountCodes(PLACES["place_id"][1:], {"OLD": "C1"})
LONG = "from_id,to_id,minutes,km\nhome:R1,C1,20,14\nC1,home:R1,22,14\nC1,C2,18,13\n"
WIDE = ";home:R1;C1;C2\nhome:R1;0;20;\nC1;22;;18\nC2;;;0\n"


@pytest.fixture
def read(tmp_path):
    def write_and_read(text, name="roads.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_road_matrix(tmp_path / name, CODES, PLACES)

    return write_and_read


def by_pair(matrix):
    return {(line.from_id, line.to_id): line.minutes for line in matrix.itertuples()}


def test_without_a_file_there_is_no_matrix():
    assert read_road_matrix(None, CODES, PLACES) is None


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        LONG.replace(",", "\t"),
        "de;vers;durée min\nhome:R1;C1;20\nC1;home:R1;22,0\nC1;C2;18\n",
        "from_id,to_id,seconds\nhome:R1,C1,1200\nC1,home:R1,1320\nC1,C2,1080\n",
        "from_id,to_id,minutes\nhome:R1,C1,0:20\nC1,home:R1,0:22:00\nC1,C2,18\n",
        "Code départ;Code arrivée;Temps de trajet (min)\nhome:R1;C1;20 min\nC1;home:R1;0h22\nC1;C2;18\n",
        "from_id,to_id,DIST_KM,duration_s\nhome:R1,C1,14,1200\nC1,home:R1,14,22 min\nC1,C2,13,1080",
        "de;vers;durée (h)\nhome:R1;C1;0,333333333\nC1;home:R1;0 h 22\nC1;C2;0,3\n",
        WIDE,
        WIDE.replace(";home", "seconds;home", 1)
        .replace("20", "1200")
        .replace("22", "1320")
        .replace("18", "1080"),
    ],
)
def test_the_same_drives_are_read_in_every_form_and_unit(read, text):
    assert by_pair(read(text)) == pytest.approx(
        {("home:R1", "C1"): 20, ("C1", "home:R1"): 22, ("C1", "C2"): 18}
    )


def test_a_workbook_is_read_like_a_text(tmp_path):
    wide = pd.DataFrame([[0, 20], [22, 0]], index=["home:R1", "C1"], columns=["home:R1", "C1"])
    wide.to_excel(tmp_path / "roads.xlsx")
    matrix = read_road_matrix(tmp_path / "roads.xlsx", CODES, PLACES)
    assert by_pair(matrix) == {("home:R1", "C1"): 20, ("C1", "home:R1"): 22}


def test_a_code_written_otherwise_is_understood_and_a_merged_account_yields_to_the_one_that_stays(read):
    matrix = read("from_id,to_id,minutes\nOLD,C2,31\nc1,C3,40\nC1,C2,18\n")
    assert by_pair(matrix) == {("C1", "C2"): 18, ("C1", "C3"): 40}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("C1,C2,-3", r"row 3.*a drive takes -3 \(from C1 to C2\)"),
        ("C1,C2,601", r"row 3.*601 is longer than any day \(from C1 to C2\)"),
        ("C1,C9,20", r"row 3, column “to_id”: “C9” is neither an account nor the home of a rep"),
        ("home:R9,C1,20", r"“home:R9” is neither"),
        ("C1,C1,4", r"row 3.*at no minutes from itself, not at 4 \(from C1 to C1\)"),
        ("C1,C2,0", r"row 3.*a drive takes 0, and the places lie apart \(from C1 to C2\) → give the minutes"),
        ("C1,C2,far", r"row 3.*“far” is no driving time \(from C1 to C2\)"),
        ("home:R1,C1,25", r"row 3.*there twice, with another value: 25 \(from home:R1 to C1\)"),
    ],
)
def test_a_slip_is_told_by_its_line_and_its_drive(read, line, said):
    with pytest.raises(PortfolioError, match=said):
        read(f"from_id,to_id,minutes\nhome:R1,C1,20\n{line}\n")


def test_a_drive_across_the_country_may_take_longer_than_a_day(read):
    """Nice lies 880 km from home as the crow flies: 800 minutes are 66 km/h; 6,000 are a slip."""
    assert by_pair(read("from_id,to_id,minutes\nhome:R1,NICE,800\n")) == {("home:R1", "NICE"): 800}
    with pytest.raises(PortfolioError, match="6000 is longer than any day"):
        read("from_id,to_id,minutes\nhome:R1,NICE,6000\n")


def test_a_slip_in_a_square_is_told_by_its_line_and_its_drive(read):
    with pytest.raises(PortfolioError, match=r"row 3.*a drive takes -22 \(from C1 to home:R1\)"):
        read(WIDE.replace("22", "-22"))


@pytest.mark.parametrize(
    "of_a_minute",
    [60, 1 / 60],  # seconds, hours: 11.1 km in 20 minutes are 33 km/h, 0.6 or 2,000
)
def test_another_unit_is_doubted_by_the_speed_of_the_drive_in_the_middle(read, of_a_minute):
    drives = [("home:R1", "C1", 8), ("C1", "C2", 9), ("C2", "C3", 10)]
    lines = "".join(f"{a},{b},{minutes * of_a_minute:.4f}\n" for a, b, minutes in drives)
    with pytest.raises(PortfolioError, match=r"the unit is in doubt.*\(from C1 to C2\)"):
        read(f"from_id,to_id,minutes\n{lines}")


@pytest.mark.parametrize(
    "text", ["from_id,minutes\nC1,3\n", "one line\n", "from_id,to_id,minutes\n", ",C1,C2\nC1,0,\nC2,,0\n"]
)
def test_a_file_that_is_no_matrix_is_told_what_one_holds(read, text):
    with pytest.raises(PortfolioError, match="from_id, to_id and minutes"):
        read(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "de,vers,temps\nC1,C2,18\n",
            "column “temps” does not say its unit",
        ),
        ("from_id,to_id,travel_time\nC1,C2,18\n", "column “travel_time” does not say its unit"),
        ("from_id,to_id,km\nC1,C2,13\n", "distances \\(“km”\\) and no driving times"),
        ("km;C1;C2\nC1;0;13\nC2;13;0\n", "distances \\(“km”\\) and no driving times"),
    ],
)
def test_a_column_of_no_unit_or_of_distances_is_not_taken_for_minutes(read, text, said):
    with pytest.raises(PortfolioError, match=said):
        read(text)


@pytest.mark.parametrize("codes", [("A", "B"), ("S", "MIN"), ("To", "H")])
def test_codes_that_are_words_of_headings_still_make_a_square(tmp_path, codes):
    one, other = codes
    places = pd.DataFrame({"place_id": codes, "lat": [48.0, 48.1], "lon": -2.0})
    (tmp_path / "roads.csv").write_text(f";{one};{other}\n{one};0;20\n{other};22;0\n", encoding="utf-8")
    matrix = read_road_matrix(tmp_path / "roads.csv", AccountCodes(places["place_id"], {}), places)
    assert by_pair(matrix) == {(one, other): 20, (other, one): 22}


def test_a_file_that_is_not_there_names_its_parameter(tmp_path):
    with pytest.raises(PortfolioError, match="`matrix` under `roads`"):
        read_road_matrix(tmp_path / "none.csv", CODES, PLACES)
