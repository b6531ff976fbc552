"""What every paper has in common: data are text, errors are one line, the same data make the same bytes."""

from datetime import date

import pandas as pd
import pytest

from solver.parameters.portfolio import Branding
from solver.report import figures
from solver.report.look.brand import brand_of
from solver.report.look.cells import Column
from solver.report.look.paper import compile_pdf, picture_data, table_data
from solver.words.errors import PortfolioError
from tests.handover.pdf.reading import objects, one_line, page_count, page_texts

pytestmark = pytest.mark.whole

NAMES = (
    '#link("http://x.example")[a] #sys.version',
    "*a* _b_ `c` $x^2$ <d> @e",
    "= a\n== b\n- c",
    "\\u{41} // a /* b */",
    '"); #panic("no")',
    "#{panic()}",
    "O'Brien & Cœur « 1 » “2” €",
    "a" * 200,
    "中文 😀 \u202edoc",
    "a\x00b\x07c\td",
)
PLAIN = """#import "base.typ": *
#show: paper
= #data.title
#lead(data.title)
#cards(((label: data.title, figure: data.title, note: data.title),))
#callout(title: data.title, data.title)
#if "table" in data { data-table(data.table) }
#if "picture" in data { picture(data.picture) }
"""


def make(folder, data, *, template=PLAIN, brand=None, name="paper.pdf"):
    source = folder / "paper.typ"
    source.write_text(template, encoding="utf-8")
    path = folder / name
    compile_pdf(
        source,
        path,
        data,
        brand=brand or brand_of(Branding()),
        firm=data["title"],
        title=data["title"],
        on=date(2025, 12, 31),
        foot=data["title"],
    )
    return path


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_never_read_as_markup(tmp_path, name):
    table = pd.DataFrame({"name": [name], "visits": [3]})
    path = make(tmp_path, {"title": name, "table": table_data(table)})
    assert page_count(path) >= 1
    assert b"/URI" not in objects(path)


def test_a_name_stands_in_the_text_to_the_letter(tmp_path):
    text = one_line("".join(page_texts(make(tmp_path, {"title": NAMES[0]}))))
    assert text.count(one_line(NAMES[0])) >= 5  # head, foot, title, lead, callout


def test_the_same_data_make_the_same_bytes_wherever_they_are_written(tmp_path, firm):
    pages = []
    for folder in (tmp_path / "one", tmp_path / "a longer name"):
        folder.mkdir()
        picture = picture_data(figures.abc_curve(firm["segments"]))
        pages.append(make(folder, {"title": "A", "picture": picture}).read_bytes())
    assert pages[0] == pages[1]


def test_the_file_names_no_folder_and_no_other_day_than_that_of_the_data(tmp_path):
    content = objects(make(tmp_path, {"title": "A"}))
    assert str(tmp_path).encode() not in content
    assert b"/tmp" not in content
    assert b"D:20251231" in content
    assert b"2025-12-31" in content


def test_nothing_is_left_beside_the_file(tmp_path):
    make(tmp_path, {"title": "A"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["paper.pdf", "paper.typ"]


def test_a_paper_can_be_read_aloud(tmp_path, firm, speak):
    speak("fr")
    picture = picture_data(figures.abc_curve(firm["segments"]))
    content = objects(make(tmp_path, {"title": "Été", "picture": picture}))
    assert b"/StructTreeRoot" in content
    assert b"pdfuaid" in content
    assert b"/Lang" in content
    assert b"(fr" in content


def test_a_paper_that_cannot_be_laid_out_is_one_clear_line(tmp_path):
    with pytest.raises(PortfolioError, match=r"paper\.pdf.*laid out") as error:
        make(tmp_path, {"title": "A"}, template="#panic()")
    assert str(tmp_path) not in str(error.value)
    assert not (tmp_path / "paper.pdf").exists()


def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path):
    (tmp_path / "paper.pdf").mkdir()
    (tmp_path / "paper.pdf" / "in the way").touch()
    with pytest.raises(PortfolioError, match="cannot be written"):
        make(tmp_path, {"title": "A"})


def test_a_logo_stands_on_the_paper(tmp_path):
    logo = tmp_path / "our logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>', "utf-8"
    )
    brand = brand_of(Branding(logo=str(logo)))
    template = PLAIN + '#image(house.logo, alt: "logo")'
    assert page_count(make(tmp_path, {"title": "A"}, template=template, brand=brand)) == 1


def test_every_cell_of_a_table_is_written_as_the_language_writes_it(speak):
    speak("fr")
    table = pd.DataFrame(
        {
            "name": ["A", "B"],
            "visits": [3, 4],
            "revenue_eur": [1234.0, None],
            "date": pd.Timestamp("2026-03-01"),
        }
    )
    made = table_data(table, {"name": Column(), "visits": "Ici", "revenue_eur": Column()}, total=True)
    assert made["rows"] == [["A", "3", "1\u202f234\u00a0€"], ["B", "4", "–"]]
    assert made["total"] == ["Total", "7", "1\u202f234\u00a0€"]
    assert [head["align"] for head in made["columns"]] == ["left", "right", "right"]
    assert made["columns"][1]["label"] == "Ici"


def test_a_table_sums_all_its_rows_even_where_it_shows_some():
    made = table_data(pd.DataFrame({"name": list("abc"), "visits": [1, 2, 3]}), rows=1, total=True)
    assert made["rows"] == [["a", "1"]]
    assert made["total"] == ["Total", "6"]


def test_a_word_wider_than_its_column_may_break():
    made = table_data(pd.DataFrame({"name": ["x" * 60]}))
    assert max(map(len, made["rows"][0][0].split("\u200b"))) <= 22
