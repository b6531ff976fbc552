"""The first errors of beginners, in one sentence of their own language, with what to type instead.

Started in a kernel of the course, it also reads `x = 0,05` and `x = 1 234,50 €` as people mean them.
"""

import re
from collections.abc import Callable
from types import TracebackType
from typing import Any

from solver.course.answer_lines import (
    SET,
    SIGNS,
    as_it_should_stand,
    as_people_write_it,
    in_signs_of_python,
    is_plain_text,
)
from solver.words.errors import between_words
from solver.words.i18n import _

Count = Callable[[str, str], Any]
CURLY = re.compile(r"[“”‘’«»„]")
CHECKED = re.compile(r"exercise\(\s*[\"'“”](\d\d\.\d+)[\"'“”]\s*\)\.check")
THE_OTHER_WAY = re.compile(r"\s*(?P<said>[\d.,]+|[\"'].*[\"'])\s*=\s*(?P<name>[A-Za-z_]\w*)\s*")
UNKNOWN_SIGN = re.compile(r"invalid (?:non-printable )?character '?(.)'? ")
NAME_OF = re.compile(r"name '(\w+)' is not defined")
CAUGHT = (
    NameError,
    SyntaxError,
    TypeError,
    ValueError,
    AttributeError,
    KeyError,
    IndexError,
    ZeroDivisionError,
)


def speak_plainly(count: Count, shell: Any = None) -> None:
    """Answer the errors of beginners in this kernel, where there is one; once is enough.

    Parameters
    ----------
    count : callable
        Takes the id of an exercise and what was wrong with a cell that answers it; counts it as a try
        where it is one, and returns what to show.
    shell : optional
        The kernel's shell; the one in force where left out.
    """
    if shell is None:
        from IPython.core.getipython import get_ipython

        shell = get_ipython()
    if shell is None or getattr(shell, "_twelvefold_plain", False):
        return
    shell._twelvefold_plain = count
    shell.set_custom_exc(CAUGHT, _answer)
    shell.input_transformers_cleanup.append(numbers_as_people_write_them)


def numbers_as_people_write_them(lines: list[str]) -> list[str]:
    """Put quotes around a number with a comma, a space or a unit, where an answer cell sets a name to it."""
    if not CHECKED.search("".join(lines)):
        return lines
    return [as_people_write_it(line) for line in lines]


def _answer(
    shell: Any,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
    tb_offset: Any = None,
) -> Any:
    """Say the sentence; the traceback stays where nothing is known of the error."""
    cell = str(shell.history_manager.input_hist_raw[-1]) if shell.history_manager else ""
    said = sentence(error, cell)
    if said is None:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return None
    exercise = CHECKED.search(cell)
    if exercise and not holds_dots(error):
        feedback = shell._twelvefold_plain(exercise[1], said)
        if feedback is not None:
            from IPython.display import display

            display(feedback)
    shell._showtraceback(kind, error, between_words(said))
    return None


def holds_dots(error: BaseException) -> bool:
    """Tell whether the three dots were worked with as if they were an answer."""
    return "ellipsis" in str(error).casefold()


def sentence(error: BaseException, cell: str) -> str | None:
    """Return what to say of an error in a cell; None where the traceback says more.

    Parameters
    ----------
    error : BaseException
    cell : str
        The source of the cell.
    """
    answering = CHECKED.search(cell) is not None
    if isinstance(error, SyntaxError):
        return _of_syntax(error, cell)
    if isinstance(error, NameError):
        return _of_name(error, cell, answering)
    if not answering:
        return None
    if holds_dots(error):
        return _("There are still three dots in your lines: put your answer in place of each of them.")
    if isinstance(error, ZeroDivisionError):
        return _("There is a division by nought in your lines. Which number should stand there?")
    return _("Python cannot work this out: {why}. Compare your lines with those of the example.").format(
        why=str(error)
    )


def _of_name(error: NameError, cell: str, answering: bool) -> str:
    found = NAME_OF.search(str(error))
    name = error.name or (found[1] if found else "?")
    line = re.search(rf"^\s*(\w+)\s*=\s*{re.escape(name)}\s*(?:#.*)?$", cell, flags=re.MULTILINE)
    if line:
        return _("Python knows no “{name}”. An answer in letters stands between quotes: {line}").format(
            name=name, line=f'{line[1]} = "{name}"'
        )
    if name == "exercise":
        return _("This cell needs one line at its top: {line}").format(
            line="from solver.course import exercise"
        )
    if answering:
        return _of_a_name_in_an_answer(name, cell)
    return _(
        "“{name}” is not known yet: run the cells above first (menu Run, Run All Above Selected Cell)."
    ).format(name=name)


def _of_a_name_in_an_answer(name: str, cell: str) -> str:
    """Say why a name is not known: it is not set as it should be, it is spelt otherwise, or it is a text."""
    for line in cell.splitlines():
        found = SET.fullmatch(line)
        instead = as_it_should_stand(line) if found else None
        if not found or instead is None:
            continue
        if found["name"] == name and re.match(r"\s*\w+\s*(?:==|:)", line):
            return _("A single = gives “{name}” its value. Write {line}").format(name=name, line=instead)
        if is_plain_text(found["said"]) and re.search(rf"\b{re.escape(name)}\b", found["said"]):
            return _("Python knows no “{name}”. Letters stand between quotes. Write {line}").format(
                name=name, line=instead
            )
    if re.search(rf"\.check\([^)]*\b{re.escape(name)}\b", cell):
        return _("The check knows no “{name}”: keep the name on the left of = as the cell had it.").format(
            name=name
        )
    return _("Python knows no “{name}”: is it spelt as in the example, and are letters quoted?").format(
        name=name
    )


def _of_syntax(error: SyntaxError, cell: str) -> str:
    line = (error.text or "").strip()
    place = error.lineno or 0
    told = str(error.msg or "").casefold()
    instead = as_it_should_stand(line)
    if CURLY.search(line):
        return _("Line {n}: quotes are straight in Python. Write {line}").format(
            n=place, line=instead or straight(line)
        )
    if sign := UNKNOWN_SIGN.match(told):
        written = in_signs_of_python(line) if sign[1] in SIGNS else instead
        return _("Line {n}: Python does not know the sign “{sign}”. Write {line}").format(
            n=place, sign=sign[1], line=written or line.replace(sign[1], "")
        )
    if "never closed" in told or "unexpected eof" in told or "unmatched" in told or "does not match" in told:
        return _("Line {n}: a bracket stands alone. Count ( and ), [ and ].").format(n=place)
    if "unterminated string" in told or "eol while" in told:
        return _("Line {n}: a text ends with the quote it begins with, as in {line}").format(
            n=place, line=instead or '"C01"'
        )
    if found := THE_OTHER_WAY.fullmatch(line):
        return _("Line {n}: the name stands on the left of =. Write {line}").format(
            n=place, line=f"{found['name']} = {found['said']}"
        )
    if re.match(r"\w+(?: +\w+)+\s*=", line):
        return _("Line {n}: keep the name on the left of = as the cell had it, without spaces.").format(
            n=place
        )
    if "leading zeros" in told or re.search(r"\d[ ,]\d", line):
        return _("Line {n}: a number has no spaces and a point, or quotes, as in {line}").format(
            n=place, line='"1 234,50"'
        )
    if isinstance(error, IndentationError):
        return _("Line {n}: begin it right under the line above.").format(n=place)
    if instead:
        return _("Line {n}, “{line}”, is no Python yet. Write {instead}").format(
            n=place, line=line[:60], instead=instead
        )
    return _("Line {n}, “{line}”, is no Python yet: letters stand in quotes, a list in [ and ].").format(
        n=place, line=line[:60]
    )


def straight(line: str) -> str:
    """Put straight quotes in place of curly ones."""
    return re.sub(r"\s*»", '"', re.sub(r"«\s*", '"', line)).translate(str.maketrans("“”„‘’", '"""\'\''))
