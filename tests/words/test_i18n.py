"""Figures are written as each language writes them."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier

import pytest
from jupyter_client.manager import start_new_kernel

from solver.words import i18n
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_date, format_hours, format_money, format_number, format_share
from tests.conftest import ROOT

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
NARROW, HARD = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["€1,234,568", "−€12.50", "12.3%", "1,234.5", f"12{HARD}h", "1 Mar 2026"]),
        (
            "fr",
            [
                f"1{NARROW}234{NARROW}568{HARD}€",
                f"−12,50{HARD}€",
                f"12,3{HARD}%",
                f"1{NARROW}234,5",
                f"12{HARD}h",
                "1er mars 2026",
            ],
        ),
    ],
)
def test_money_shares_numbers_hours_and_dates(language, written, speak):
    speak(language)
    assert [
        format_money(1234567.5),
        format_money(-12.5, 2),
        format_share(0.1234, 1),
        format_number(1234.5, 1),
        format_hours(12),
        format_date("2026-03-01"),
    ] == written


def test_a_currency_other_than_the_euro_is_named(speak):
    speak("en", "USD")
    assert format_money(1200) == "US$1,200"


def test_what_is_unknown_is_a_dash_and_nothing_is_minus_zero():
    assert [format_money(None), format_number(float("nan")), format_share(None), format_date(None)] == [
        "–"
    ] * 4
    assert format_money(-0.2) == "€0"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANGUAGE": "fr", "LANG": "en_GB.UTF-8"}, "fr"),
        ({"LANGUAGE": "en_GB:en", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "fr_CA.UTF-8", "LANG": "en_GB.UTF-8"}, "fr"),
    ],
)
def test_the_language_is_that_of_the_machine_unless_one_is_named(monkeypatch, variables, language):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert i18n.machine_language() == language


def test_windows_says_its_language_in_words(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(i18n.locale, "getlocale", lambda: ("French_France", "1252"))
    assert i18n.machine_language() == "fr"


def test_a_label_is_set_off_as_the_language_does(speak):
    assert str(PortfolioError("x is missing", file="a.csv", fix="add x")) == "a.csv: x is missing → add x"
    speak("fr")
    assert str(PortfolioError("x manque", file="a.csv", fix="x")) == f"a.csv{HARD}: x manque → x"
    assert i18n.clauses(["un", "deux"]) == f"un{HARD}; deux"
    assert i18n.in_quotes("x") == f"«{HARD}x{HARD}»"


def test_two_threads_speak_two_languages_and_do_not_disturb_each_other():
    turns = Barrier(2, timeout=60)

    def say(language):
        with i18n.spoken(language):
            turns.wait()
            said = [format_share(0.5), _("yes")]
            turns.wait()
        return [*said, format_share(0.5)]

    with ThreadPoolExecutor(2) as pool:
        english, french = pool.map(say, ["en", "fr"])
    assert english == ["50%", "yes", "50%"]
    assert french == [f"50{HARD}%", "oui", "50%"]


def test_a_thread_speaks_as_the_block_that_started_it():
    with ThreadPoolExecutor(1) as pool, i18n.spoken("fr"):
        assert pool.submit(copy_context().run, format_share, 0.5).result() == f"50{HARD}%"


def test_blocks_are_left_in_the_language_from_before_even_after_an_error():
    with i18n.spoken("fr"):
        with pytest.raises(ZeroDivisionError), i18n.spoken("en", "USD"):
            assert 1 / 0
        assert i18n.in_force() == ("fr", "EUR")
    assert i18n.in_force() == ("en", "EUR")


def test_an_error_is_told_in_the_language_in_which_it_was_raised():
    with i18n.spoken("fr"):
        error = PortfolioError("x manque", file="a.csv", row=3)
    assert str(error) == f"a.csv, ligne 3{HARD}: x manque"
    assert pickle.loads(pickle.dumps(error)).beside_file == f"ligne 3{HARD}: x manque"


KERNEL_CELLS = (
    "from solver.words.i18n import current_language, speak_by_default",
    "speak_by_default('fr')",
    "print(current_language())",
    "import asyncio; await asyncio.sleep(0)",
    "import threading; t = threading.Thread(target=lambda: print(current_language())); t.start(); t.join()",
    """
from comm import get_comm_manager
told = []
def opened(comm, _message):
    comm.on_msg(lambda _message: told.append(current_language()))
get_comm_manager().register_target("widget", opened)
""",
)


def test_a_kernel_speaks_its_language_in_every_cell_thread_and_callback_of_a_widget(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    manager, client = start_new_kernel(cwd=str(ROOT))
    said = []

    def run(code):
        reply = client.execute_interactive(
            code,
            timeout=60,
            output_hook=lambda message: said.append(message["content"].get("text", "")),
        )
        assert reply["content"]["status"] == "ok", reply["content"]

    try:
        for code in KERNEL_CELLS:
            run(code)
        for kind, content in (("comm_open", {"target_name": "widget"}), ("comm_msg", {})):
            client.shell_channel.send(client.session.msg(kind, {"comm_id": "a", "data": {}, **content}))
        run("print(*told)")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert "".join(said).split() == ["fr", "fr", "fr"]


@pytest.mark.parametrize(
    ("language", "number", "written"),
    [
        ("en", 0, "0 visits"),
        ("en", 1, "1 visit"),
        ("en", 1.5, "2 visits"),
        ("en", 2, "2 visits"),
        ("en", None, "– visits"),
        ("en", 1200, "1,200 visits"),
        ("fr", 0, "0 visite"),
        ("fr", 1, "1 visite"),
        ("fr", 1.5, "2 visites"),
        ("fr", 2, "2 visites"),
        ("fr", 1200, f"1{NARROW}200 visites"),
    ],
)
def test_a_number_and_what_it_counts_agree(language, number, written, speak):
    speak(language)
    assert i18n.counted(number, "{n} visit", "{n} visits") == written


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (0, "exactly 0 visits", "exactement 0 visite"),
        (1, "exactly 1 visit", "exactement 1 visite"),
        (2, "exactly 2 visits", "exactement 2 visites"),
    ],
)
def test_a_decision_reads_right_for_any_number(number, english, french):
    forms = i18n.mark_plural("exactly {n} visit", "exactly {n} visits")
    assert i18n.counted(number, *forms) == english
    with i18n.spoken("fr"):
        assert i18n.counted(number, *forms) == french


def test_a_message_without_a_translation_counts_as_english_does(speak):
    speak("fr")
    forms = "{n} unheard-of thing", "{n} unheard-of things"
    assert [i18n.counted(number, *forms)[-6:] for number in (0, 1, 2)] == ["things", " thing", "things"]
