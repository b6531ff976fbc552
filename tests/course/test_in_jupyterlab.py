"""JupyterLab as trainees use it: a whole step, with a wrong answer, a hint, and green; the four quarters."""

import subprocess
import time

import pytest

from solver.course import lab
from solver.course.bank import exercises_of, find_exercise
from solver.course.folder import CASES, make_course
from solver.course.pages import GAME
from solver.course.progress import FILE, read_progress
from solver.course.quarters.world import best_plan, spread
from solver.course.welcome import verbs, write_welcome
from solver.run import STEPS
from solver.words.i18n import _, format_money
from tests.course.browser import CHROMIUM, CONTROL, SHIFT, Browser, wait_for

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: JupyterLab is not looked at"),
]

STEP = STEPS[0]
REASON = "one place, one number, one firm"
SHOWN = "document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)')"
ACTIVE = f"{SHOWN}?.querySelector('.jp-Cell.jp-mod-active')"
PROMPT = f"{ACTIVE}?.querySelector('.jp-InputPrompt')?.innerText"
EFFECTS = (97_250, 57_450, 23_063, 15_667)  # of the optimiser's quarters with luck 7: see test_quarters.py
AGAIN_S = 20.0  # a form that has not come by then is asked for again: its kernel or its page was not ready
STUCK_S = 90.0  # a cell that runs for so long waits for a word that page and kernel have lost between them


@pytest.fixture(scope="module")
def courses(tmp_path_factory):
    """Both courses in one folder, with JupyterLab serving it: where it listens, and its token."""
    folder = tmp_path_factory.mktemp("lab")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_RUNTIME_DIR", "JUPYTERLAB_WORKSPACES_DIR", "JUPYTERLAB_SETTINGS_DIR"):
            patch.setenv(name, str(folder / name))
        started = time.time() - 1
        server = subprocess.Popen(lab._command(folder), env=lab._environment("en"), stderr=subprocess.DEVNULL)
        try:
            for language in ("en", "fr"):
                write_welcome(make_course(folder / language, language))
            told = wait_for(lambda: lab._server_facts(folder, started), "JupyterLab")
            yield folder, told["url"], told["token"]
        finally:
            server.terminate()
            server.wait()


@pytest.fixture
def browser(tmp_path):
    page = Browser(tmp_path / "chromium")
    yield page
    page.close()


def run_active(browser, seen, words):
    """Run the cell where the trainee is, until something is seen; again where JupyterLab dropped it.

    It drops what comes before its kernel is there, and shows no form whose kernel came back in between.
    """
    pressed = 0.0

    def look():
        nonlocal pressed
        prompt, now = browser.see(PROMPT), time.monotonic()
        if (prompt == "[ ]:" and now > pressed + 0.5) or (prompt != "[*]:" and now > pressed + AGAIN_S):
            browser.press("Enter", 13, CONTROL)
            pressed = now
        elif prompt == "[*]:" and now > pressed + STUCK_S:
            browser.press("i", 73)
            browser.press("i", 73)
            pressed = now
        return browser.see(seen)

    try:
        wait_for(look, words)
    except AssertionError as late:
        late.add_note(f"prompt {browser.see(PROMPT)!r}, cell: {active(browser)!r}")
        raise


def run_first(browser, words):
    """Go to the cell with these words, and run it.

    What is still being drawn above moves the cell from under the pointer: the click is made again then.
    """
    clicked = 0.0

    def there():
        nonlocal clicked
        if words in active(browser):
            return True
        if time.monotonic() > clicked + 1:
            browser.click(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-InputArea-editor", words)
            browser.press("Escape", 27)
            clicked = time.monotonic()
        return False

    wait_for(there, f"the cell with {words}")
    run_active(browser, f"/\\d/.test({PROMPT})", f"the kernel to run {words}")


def active(browser):
    """Return what stands in the cell where the trainee is, and below it."""
    return browser.see(f"{ACTIVE}?.innerText") or ""


def run_until(browser, words):
    """Shift + Enter, cell after cell, up to the cell with these words."""
    place = f"{ACTIVE}?.dataset.windowedListIndex"
    while words not in active(browser):
        before = browser.see(place)
        browser.press("Enter", 13, SHIFT)
        wait_for(lambda before=before: browser.see(place) not in (None, before), f"the cell after {before}")


def ask(browser, exercise_id):
    """Run on to an exercise, and have its form shown."""
    browser.press("Escape", 27)
    run_until(browser, f'exercise("{exercise_id}").ask()')
    run_active(browser, f"!!{ACTIVE}?.querySelector('.jp-OutputArea button')", f"the form of {exercise_id}")


def run_to_the_end(browser):
    """Shift + Enter, cell after cell, until the last one shows the key figures; its code is hidden."""
    figures = f"!!{SHOWN}?.querySelector('.kpis')"
    place = f"{ACTIVE}?.dataset.windowedListIndex"
    browser.press("Escape", 27)
    while not browser.see(figures):
        before = browser.see(place)
        browser.press("Enter", 13, SHIFT)
        wait_for(
            lambda before=before: browser.see(figures) or browser.see(place) not in (None, before),
            f"the cell after {before}",
        )


def fill(browser, texts, awaited, letter=None):
    """Put texts into the fields in order, choose a letter, press the button, and wait until this is said."""
    form = ".jp-Cell.jp-mod-active .jp-OutputArea"
    for place, text in enumerate(texts):
        browser.click_place(f"{form} :is(input[type=text], textarea)", place)
        browser.type(text)
    if letter is not None:
        browser.click(f"{form} .widget-radio label", letter)
    browser.click(f"{form} button", _("Check"))
    wait_for(lambda: awaited in active(browser), awaited)


@pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.attack)])
def test_a_trainee_does_a_whole_step(language, courses, browser, speak):
    folder, url, token = courses
    course = make_course(folder / language, language)
    speak(language)
    welcome = course.welcome.name
    browser.open(f"{url}lab/workspaces/{language}/tree/{language}/{welcome}?token={token}")
    run_first(browser, "follow()")
    browser.click(f"a[href*='{CASES[0].name}/{STEP.id}']")
    wait_for(lambda: _(STEP.title) in (browser.see(f"{SHOWN}?.innerText") or ""), "the notebook")
    run_first(browser, "run_dir =")

    first = find_exercise("01.1")
    mistake = next(one for one in first.parts[0].mistakes if one.answer == 122.88)
    ask(browser, "01.1")
    fill(browser, ["122,88"], _(mistake.message))
    assert _(first.why) not in active(browser)
    fill(browser, ["99 €"], _(first.hints[1]))
    fill(browser, ["128 €"], _(first.why))
    assert browser.see(f"!!{ACTIVE}.querySelector('.exercise.right')")
    answers = {
        "01.2": ["10 000"],
        "01.3": [],
        "01.4": ["P1", REASON],
        "01.5": ["R1 et R3", REASON],
        "01.6": ["Q2, Q4, Q6", "15 000 €", REASON],
    }
    letters = {
        "01.3": "C",
        "01.6": _("each to one person, the dearest first, no more than can be asked in a week"),
    }
    for one in exercises_of(STEP.number)[1:]:
        ask(browser, one.id)
        fill(browser, answers[one.id], _(one.why), letters.get(one.id))
    run_to_the_end(browser)

    record = read_progress(course.run(CASES[0]).path / FILE).of("01.1")
    assert [attempt.right for attempt in record.attempts] == [False, False, True]
    assert record.attempts[0].mistakes == [_(mistake.message)]
    browser.click(".lm-TabBar-tab", welcome)
    told = [verbs(STEP)[0].replace("*", ""), _("✓ done: open again")]
    wait_for(lambda: all(words in (browser.see(f"{SHOWN}?.innerText") or "") for words in told), "the state")


@pytest.mark.parametrize(
    ("language", "quarters"),
    [("en", 2), *(pytest.param(language, 4, marks=pytest.mark.attack) for language in ("en", "fr"))],
)
def test_a_pair_plays_the_four_quarters(language, quarters, courses, browser, speak):
    """C08 leaves in the second quarter: its field is closed in the others."""
    folder, url, token = courses
    course = make_course(folder / language, language)
    speak(language)
    browser.open(
        f"{url}lab/workspaces/game-{language}/tree/{language}/{CASES[0].name}/{GAME[language]}?token={token}"
    )
    browser.click(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-InputArea-editor", "four_quarters()")
    browser.press("Escape", 27)
    form = ".jp-Cell.jp-mod-active .jp-OutputArea"
    run_active(browser, f"!!document.querySelector('{form} input[type=number]')", "the fields of the quarter")
    browser.click(f"{form} input[type=text]")
    browser.type("7")
    browser.press("Enter", 13)
    played = zip(range(1, quarters + 1), spread(best_plan()), EFFECTS, strict=False)
    for number, visits, effect in played:
        wait_for(
            lambda n=number: _("Quarter {number}").format(number=n) in active(browser), f"quarter {number}"
        )
        for place, wanted in enumerate(visits):
            if browser.see(f"document.querySelectorAll('{form} input[type=number]')[{place}].disabled"):
                continue
            browser.click_place(f"{form} input[type=number]", place)
            browser.type(str(wanted))
        browser.click(f"{form} button", _("Play the quarter"))
        told = format_money(effect)
        wait_for(lambda told=told: told in active(browser), told)
    if quarters == len(EFFECTS):
        assert format_money(13_570) in active(browser)
    assert len(read_progress(course.run(CASES[0]).path / FILE).games["7"]) == quarters
