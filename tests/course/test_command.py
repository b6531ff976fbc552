"""`twelvefold course` makes the folder, and gathers the marks."""

from typer.testing import CliRunner

from solver.cli import app
from solver.course.bank import all_exercises
from solver.words.errors import PortfolioError

runner = CliRunner()


def test_the_folder_is_made_and_its_page_named(tmp_path):
    done = runner.invoke(app, ["course", "--language", "en", "--out", str(tmp_path / "c")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "c" / "Welcome.ipynb").exists()


def test_sheets_to_print_hold_every_question_with_its_table_and_no_answer(tmp_path):
    path = tmp_path / "sheets.html"
    done = runner.invoke(app, ["course", "--language", "fr", "--sheets", str(path)])
    assert done.exit_code == 0, done.output
    page = path.read_text(encoding="utf-8")
    assert page.count("<section>") == 12
    assert [one.id for one in all_exercises() if f"<strong>{one.id}</strong>" not in page] == []
    assert "SOLUTION" not in page
    assert "Enora" in page
    assert page.count("Votre raison") == sum(one.asks_reason for one in all_exercises())


def test_sheets_have_the_accounts_no_letters_and_no_formulas_as_they_are_coded(tmp_path):
    path = tmp_path / "sheets.html"
    runner.invoke(app, ["course", "--language", "en", "--sheets", str(path)])
    page = path.read_text(encoding="utf-8")
    accounts = page.split("<section>")[0]
    assert all(words in accounts for words in ("C12", "Lamballe Auto", "Potential, k€", "40 Thursdays"))
    assert "$" not in page
    assert "<strong>b</strong>" not in page
    assert "☐ Plan 600: half a year is always lost." in page


def test_sheets_are_no_pdf_and_say_how_to_make_one(tmp_path):
    done = runner.invoke(app, ["course", "--sheets", str(tmp_path / "sheets.pdf")])
    assert done.exit_code != 0
    assert isinstance(done.exception, PortfolioError | SystemExit)
    assert list(tmp_path.iterdir()) == []


def test_sheets_and_a_folder_may_be_asked_for_at_once(tmp_path):
    given = ["--out", str(tmp_path / "c"), "--sheets", str(tmp_path / "sheets.html")]
    done = runner.invoke(app, ["course", "--language", "en", *given])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "c" / "Welcome.ipynb").exists()
    assert (tmp_path / "sheets.html").exists()


def test_the_marks_are_shown_and_saved(tmp_path):
    handed_in = tmp_path / "class" / "Anna.json"
    handed_in.parent.mkdir()
    attempt = '{"at": "2026-03-02T10:00:00", "answers": {}, "right": true, "because": "C01 has enough"}'
    text = f'{{"layout": 1, "exercises": {{"04.1": [{attempt}]}}}}'
    handed_in.write_text(text, encoding="utf-8", newline="\n")
    saved = tmp_path / "not" / "there" / "marks.csv"
    done = runner.invoke(
        app, ["course", "--language", "en", "--marks", str(handed_in.parent), "--save", str(saved)]
    )
    assert done.exit_code == 0, done.output
    assert "Anna" in done.output
    assert "C01 has enough" in done.output
    assert "C01 has enough" in saved.read_text(encoding="utf-8")


def test_every_exercise_that_was_tried_is_shown_with_its_reason_in_every_language(tmp_path):
    attempt = '{{"at": "2026-03-02T10:00:00", "answers": {{}}, "right": {}}}'
    missed, right = (attempt.format(outcome) for outcome in ("false", "true"))
    text = f'{{"layout": 1, "exercises": {{"04.1": [{missed}], "04.2": [{right}]}}}}'
    (tmp_path / "Anna.json").write_text(text, encoding="utf-8", newline="\n")
    for language in ("en", "fr"):
        done = runner.invoke(app, ["course", "--language", language, "--marks", str(tmp_path)])
        assert "04.1" in done.output
        assert "04.2" in done.output
        assert "04.3" not in done.output  # nobody tried
