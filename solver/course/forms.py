"""An exercise as a form: a field for each answer, one for the reason, and a button; no Python to type.

Where widgets do not run, the form says what to type instead.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from solver.course.checking import UnansweredError
from solver.course.exercise import Exercise, Part
from solver.course.feedback import Feedback, unjudged
from solver.course.html import paragraph
from solver.course.kinds import Choice, Custom
from solver.words.errors import PortfolioError
from solver.words.i18n import _, with_label

WIDGET = "application/vnd.jupyter.widget-view+json"
LABEL_WIDTH, FIELD_WIDTH = "44rem", "30rem"
NAME_WIDTH, NUMBER_WIDTH = "14rem", "6rem"
SETTLED_S = 0.3
EMPTY: tuple[Any, ...] = (None, "", (), {})


def bundle(widget: Callable[[], Any], html: str, words: str) -> dict[str, Any]:
    """Return what a notebook shows: a form where widgets run, and what stands in its place elsewhere."""
    static = {"text/plain": words, "text/html": html}
    try:
        return {WIDGET: widget()._repr_mimebundle_()[WIDGET], **static}
    except ImportError:
        return static


class Form:
    """A form that a notebook shows.

    Parameters
    ----------
    exercise : Exercise
    check : callable
        Takes the answers by name, and the reason as `because`.
    """

    def __init__(self, exercise: Exercise, check: Callable[..., Feedback]) -> None:
        self.exercise = exercise
        self.check = check

    def __repr__(self) -> str:
        """Return what to type, for a terminal."""
        return what_to_type(self.exercise)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return bundle(self.widget, f"<pre>{escape(repr(self))}</pre>", repr(self))

    def widget(self) -> Any:
        """Return the fields, the button and the place of the verdict."""
        import ipywidgets

        fields = {part.name: field_of(part) for part in self.exercise.parts}
        reason = reason_field() if self.exercise.asks_reason else None
        button = ipywidgets.Button(description=_("Check"), button_style="primary")
        said = ipywidgets.HTML("")

        def check() -> None:
            answers = {name: value() for name, (_box, value) in fields.items()}
            said.value = self.verdict(answers, None if reason is None else str(reason[1]()))

        button.on_click(lambda _clicked: soon(check))
        boxes = [box for box, _value in fields.values()]
        if self.exercise.board:
            label = ipywidgets.HTML(f"<b>{escape(_('Tick rules and see the plan they give'))}</b>")
            boxes.insert(0, rules_field(self.exercise.board, label)[0])
        return ipywidgets.VBox([*boxes, *([reason[0]] if reason else []), button, said])

    def verdict(self, answers: Mapping[str, Any], because: str | None) -> str:
        """Return what is said of the answers in the fields, as HTML."""
        empty = [part for part in self.exercise.parts if answers[part.name] in EMPTY]
        if empty:
            line = _("Still empty: {fields}.").format(fields=", ".join(_(part.label) for part in empty))
            return unjudged(paragraph(line))
        try:
            return self.check(dict(answers), because=because)._repr_html_()
        except (UnansweredError, PortfolioError) as refusal:
            return unjudged(paragraph(str(refusal)))


def soon(act: Callable[[], None]) -> None:
    """Act once the page has sent what was chosen last; at once where no kernel runs.

    A page holds a field's new value back while the one before is on its way, but not a click: on a busy
    machine the click comes first.
    """
    try:
        asyncio.get_running_loop().call_later(SETTLED_S, act)
    except RuntimeError:
        act()


def field_of(part: Part) -> tuple[Any, Callable[[], Any]]:
    """Return the field of a part, and a function that reads it."""
    import ipywidgets

    from solver.course.rules_kind import Rules

    label = ipywidgets.HTML(f"<b>{escape(_(part.label))}</b>")
    label.layout.width = LABEL_WIDTH
    if isinstance(part.kind, Rules):
        return rules_field(part.kind.offered, label)
    if isinstance(part.kind, Choice):
        named = [(option_words(code, words), code) for code, words in part.kind.options.items()]
        choose = ipywidgets.RadioButtons(options=named, value=None, layout={"width": "max-content"})
        return ipywidgets.VBox([label, choose]), lambda: choose.value
    if isinstance(part.kind, Custom) and part.kind.names is not None:
        return (order_field if part.kind.ordered else notes_field)(part.kind.names(), label)
    field = ipywidgets.Text(placeholder=part.kind.expected(), layout={"width": FIELD_WIDTH})
    return ipywidgets.VBox([label, field]), lambda: str(field.value).strip()


def option_words(code: str, words: str) -> str:
    """Write an option as the statement does: its letter and its words, or its words alone."""
    said = _(words)
    return with_label(code, said) if len(code) == 1 and said != code else said


def notes_field(names: Mapping[str, str], label: Any) -> tuple[Any, Callable[[], Any]]:
    """Return a small field for each name, and a function that reads them as one answer."""
    import ipywidgets

    fields = {code: ipywidgets.Text(layout={"width": NUMBER_WIDTH}) for code in names}
    rows = [
        ipywidgets.HBox([ipywidgets.HTML(escape(name), layout={"width": NAME_WIDTH}), fields[code]])
        for code, name in names.items()
    ]

    def typed() -> dict[str, str]:
        said = {code: str(field.value).strip() for code, field in fields.items()}
        return {code: words for code, words in said.items() if words}

    return ipywidgets.VBox([label, *rows]), typed


def order_field(names: Mapping[str, str], label: Any) -> tuple[Any, Callable[[], Any]]:
    """Return a list to choose from for each place, and a function that reads the names in their order."""
    import ipywidgets

    offered = [("", None), *((name, code) for code, name in names.items())]
    places = [
        ipywidgets.Dropdown(options=offered, value=None, description=f"{place}.")
        for place in range(1, len(names) + 1)
    ]

    def chosen() -> tuple[str, ...]:
        codes = tuple(place.value for place in places)
        return codes if all(codes) else ()

    return ipywidgets.VBox([label, *places]), chosen


def rules_field(offered: Sequence[str], label: Any) -> tuple[Any, Callable[[], Any]]:
    """Return rules to tick, with the plan they give under them at every tick."""
    import ipywidgets

    from solver.course.small_rules import RULES, board

    wide = ipywidgets.Layout(width=LABEL_WIDTH)
    ticks = {
        code: ipywidgets.Checkbox(description=_(RULES[code]), indent=False, layout=wide) for code in offered
    }
    shown = ipywidgets.HTML()

    def ticked() -> tuple[str, ...]:
        return tuple(code for code, tick in ticks.items() if tick.value)

    def follow(_change: Any = None) -> None:
        shown.value = unjudged("".join(map(paragraph, board(ticked()))))

    for tick in ticks.values():
        tick.observe(follow, "value")
    follow()
    return ipywidgets.VBox([label, *ticks.values(), shown]), ticked


def reason_field() -> tuple[Any, Callable[[], Any]]:
    """Return the field of the reason."""
    import ipywidgets

    label = ipywidgets.HTML(f"<b>{escape(_('Your reason, in a sentence'))}</b>")
    field = ipywidgets.Textarea(layout={"width": FIELD_WIDTH, "height": "4rem"})
    return ipywidgets.VBox([label, field]), lambda: str(field.value).strip()


def what_to_type(exercise: Exercise) -> str:
    """Say how to answer without a form: a line for each answer and one that checks them."""
    names = [part.name for part in exercise.parts]
    lines = [line for part in exercise.parts for line in _lines_of(part)]
    given = ", ".join(f"{name}={name}" for name in names)
    if exercise.asks_reason:
        lines.append(f"why = ...  # {_('Your reason, in a sentence')}")
        given += ", because=why"
    head = _("No form here? Type this into a new cell, your answers in place of the dots:")
    return "\n".join([head, "", *lines, f'exercise("{exercise.id}").check({given})'])


def _lines_of(part: Part) -> list[str]:
    """Return the line of an answer, and under it what there is to choose from."""
    kind = part.kind
    offered: list[str] = []
    if isinstance(kind, Choice):
        offered = [option_words(code, words) for code, words in kind.options.items() if _(words) != code]
    elif isinstance(kind, Custom) and kind.names is not None:
        offered = [", ".join(kind.names().values())]
    return [
        f"{part.name} = ...  # {with_label(_(part.label), kind.expected())}",
        *(f"#   {one}" for one in offered),
    ]
