import gzip

import pytest

from solver.intake.reading.files import _cells_of_any_lines, _cells_of_even_lines, read_grid, sniff_separator
from solver.words.errors import PortfolioError
from tests.intake.conftest import refusal

KNOWN = frozenset({"code client", "nom", "montant ht"})


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_that_shows_known_columns(separator):
    text = f"Code client{separator}Nom\nC1{separator}Le Goff\n"
    assert sniff_separator(text, KNOWN) == separator


def test_decimal_commas_do_not_pass_for_separators():
    assert sniff_separator("a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n", frozenset()) == ";"


def test_every_cell_is_text_on_its_line(source):
    grid = read_grid(source("accounts", "Code client;CP\nC1;01000\n\nC2;NA\n"), KNOWN)
    assert grid.cells.loc[2].tolist() == ["C1", "01000"]
    assert grid.cells.loc[4].tolist() == ["C2", "NA"]


def test_a_cell_over_two_lines_keeps_the_line_numbers_right(source):
    grid = read_grid(source("accounts", 'Code client;Nom\nC1;"Le\nGoff"\nC2;Kerjean\n'), KNOWN)
    assert grid.cells[1].to_dict() == {1: "Nom", 2: "Le\nGoff", 4: "Kerjean"}


def test_both_readers_agree_on_an_even_file():
    text = 'a;b;c\n"1;2";x ""y"";\r\n"q ""q""";;" z "\n3;4;5'.replace("\r\n", "\n")
    fast, slow = _cells_of_even_lines(text, ";"), _cells_of_any_lines(text, ";", "a.csv")
    assert fast is not None
    assert fast.to_numpy().tolist() == slow.to_numpy().tolist()
    assert fast.index.tolist() == slow.index.tolist()


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_endings_of_all_systems_are_understood(source, ending):
    grid = read_grid(source("accounts", ending.join(["Code client;Nom", "C1;Ann", "C2;Bob", ""])), KNOWN)
    assert grid.cells[0].tolist() == ["Code client", "C1", "C2"]


def test_a_compressed_file_is_unpacked(source):
    packed = source("accounts", gzip.compress(b"Code client;Nom\nC1;Ann\n"), name="clients.csv.gz")
    assert read_grid(packed, KNOWN).cells.loc[2].tolist() == ["C1", "Ann"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty → export it again"),
        (b" \n ", "the file is empty"),
        (
            b"%PDF-1.4 \x00",
            "this is a PDF file, not a table → export the list as CSV or as an Excel workbook",
        ),
        (b"\x1f\x8b\x08broken", "the compressed file is damaged or cut short → copy it again"),
        (b"PK\x03\x04broken", "the workbook cannot be opened"),
        (b"\xd0\xcf\x11\xe0broken", "the workbook cannot be opened"),
        (b"PAR1broken", "the parquet file cannot be opened"),
        (b"a;b\nx\x00y;1", "this is not a text file"),
        (
            b'Code client;Nom\nC1;Ann\nC2;"Bob\nC3;Cleo\n',
            "row 3: a quotation mark is opened here and never closed",
        ),
        (b"a" + b";" * 2000, "a line has more than 1000 cells: this is not a table"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_reason(source, content, message):
    with pytest.raises(PortfolioError, match=f"clients.csv.*{message.replace('(', '.').replace(')', '.')}"):
        read_grid(source("accounts", content, name="clients.csv"), KNOWN)


def test_a_missing_file_names_the_path_and_the_fix(source, tmp_path):
    lost = source("accounts", "a").model_copy(update={"path": str(tmp_path / "lost.csv")})
    with refusal("lost.csv: there is no such file:", "lost.csv → correct `path`"):
        read_grid(lost, KNOWN)


def test_a_folder_is_no_file(source, tmp_path):
    folder = source("accounts", "a").model_copy(update={"path": str(tmp_path)})
    with refusal("this is a folder, not a file"):
        read_grid(folder, KNOWN)


def test_an_address_is_no_file(source):
    web = source("accounts", "a").model_copy(update={"path": "https://firm.example/clients.csv"})
    with refusal("only files on this computer can be read"):
        read_grid(web, KNOWN)


def test_a_stated_separator_is_one_character(source):
    assert read_grid(source("accounts", "a\tb\n1\t2\n", separator="tab"), KNOWN).separator == "\t"
    with refusal("“;;” cannot separate columns"):
        read_grid(source("accounts", "a;b\n", separator=";;"), KNOWN)
