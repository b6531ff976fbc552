"""The form of the game: a line an account, a field for its visits, and a button that plays the quarter."""

from collections.abc import Hashable
from functools import cache
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from solver.course.case import FOLDER, HOURS_PER_VISIT, fil_rouge
from solver.course.feedback import unjudged
from solver.course.forms import bundle, soon
from solver.course.html import paragraph
from solver.course.progress import load_progress, speak_as_beside
from solver.course.quarters.game import SAME_FOR_ALL, Game
from solver.course.quarters.play import Standing
from solver.course.quarters.rules import still_due
from solver.course.quarters.world import QUARTER_VISITS
from solver.words.i18n import (
    _,
    counted,
    format_hours,
    format_money,
    format_number,
    format_share,
    mark,
)

COLUMNS = (
    (mark("Account"), "14rem"),
    (mark("Revenue"), "5.5rem"),
    (mark("Potential"), "5.5rem"),
    (mark("Margin"), "4rem"),
    (mark("Visits last year"), "5.5rem"),
    (mark("This year so far"), "5.5rem"),
)
FIELD = "4.5rem"
CELL = "display:inline-block;box-sizing:border-box;vertical-align:bottom;line-height:1.3;padding-right:.6rem"


def four_quarters(luck: str | int | None = None) -> "Board":
    """Return the game, as far as it has been played, to be shown in a notebook.

    Parameters
    ----------
    luck : str or int, optional
        A trainer's number or a pair's name: whoever plays with the same one has the same luck. Without it,
        the game played last, or the luck that all of a class share.
    """
    speak_as_beside()
    played = list(load_progress().games)
    return Board(Game(str(luck) if luck is not None else played[-1] if played else SAME_FOR_ALL))


class Board:
    """A game as a notebook shows it.

    Parameters
    ----------
    game : Game
    """

    def __init__(self, game: Game) -> None:
        self.game = game

    def play(self, **visits: int) -> "Board":
        """Play the next quarter without the form, as in `play(C01=2, P03=1)`; what is wrong is said."""
        from IPython.display import HTML, display

        if said := self.game.try_quarter(visits):
            display(HTML(_box(said)))
        return self

    def __repr__(self) -> str:
        """Say how to play where no form runs."""
        return _("No form here? Type the visits of the quarter:") + " four_quarters().play(C01=3, P01=1)"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return bundle(lambda: widget(self.game), self.game.html() or _box([repr(self)]), repr(self))


def widget(game: Game) -> Any:
    """Return the form of a game: it changes as quarters are played.

    Parameters
    ----------
    game : Game
    """
    import ipywidgets

    everything = ipywidgets.VBox()

    def show() -> None:
        """Draw the game as it stands."""
        parts = [ipywidgets.HTML(game.html())]
        if not game.plans or game.over:
            parts.insert(0, luck_field())
        if not game.over:
            parts += _plan(game, show)
        everything.children = parts

    def luck_field() -> Any:
        field = ipywidgets.Text(
            value=game.luck,
            description=_("Luck"),
            tooltip=_("The number your trainer gives, or a name of your own"),
            continuous_update=False,
        )

        def take(change: Any) -> None:
            played = bool(game.plans)
            game.luck = str(change["new"]).strip() or game.luck
            if played or game.plans:  # else what was typed into the fields stays
                show()

        field.observe(take, "value")
        words = _("The number your trainer gives: whoever plays with the same one has the same luck.")
        return ipywidgets.HBox([field, ipywidgets.HTML(f"<span>{escape(words)}</span>")])

    show()
    return everything


def _plan(game: Game, show: Any) -> list[Any]:
    """Return the fields of the next quarter, what they sum to, and the button."""
    import ipywidgets

    before = game.standing
    made, closed = before.made, before.closed
    fields = {}
    quarter = escape(_("Quarter {number}").format(number=before.number))
    lines = [_line([escape(_(head)) for head, _width in COLUMNS], ipywidgets.HTML(f"<b>{quarter}</b>"))]
    for place, code in enumerate(game.firm.codes):
        fields[code] = ipywidgets.BoundedIntText(
            value=0,
            min=0,
            max=int(game.firm.ceiling[place]),
            layout={"width": FIELD},
            disabled=bool(closed[place]),
        )
        lines.append(_line(_facts(game, place, int(made[place]), gone=bool(closed[place])), fields[code]))
    sums = ipywidgets.HTML()
    button = ipywidgets.Button(
        description=_("Play the quarter"), button_style="primary", layout={"width": "max-content"}
    )

    def follow(_change: Any = None) -> None:
        visits = game.firm.visits({code: field.value for code, field in fields.items()})
        sums.value = _box(_sums(game, before, visits))

    def played() -> None:
        said = game.try_quarter({code: int(field.value) for code, field in fields.items()})
        if said:
            follow()
            sums.value += _box(said)
        else:
            show()

    for field in fields.values():
        field.observe(follow, "value")
    button.on_click(lambda _clicked: soon(played))
    follow()
    return [*lines, sums, button]


def _box(said: list[str]) -> str:
    return unjudged("".join(map(paragraph, said)))


def _sums(game: Game, before: Standing, visits: np.ndarray) -> list[str]:
    planned, most = int(visits.sum()), QUARTER_VISITS[before.number - 1]
    due = still_due(game.firm, before.made + visits, before.closed)
    return [
        _("Visits planned: {planned} of {most}. Hours: {hours} of {all}.").format(
            planned=format_number(planned),
            most=format_number(most),
            hours=format_hours(planned * HOURS_PER_VISIT),
            all=format_hours(most * HOURS_PER_VISIT),
        ),
        counted(
            due,
            "Still due later in the year: {n} visit (one to each client, ten to prospects).",
            "Still due later in the year: {n} visits (one to each client, ten to prospects).",
        ),
    ]


@cache
def _known() -> pd.DataFrame:
    """Return revenue, potential and margin rate by code, in euros; what is not known is missing."""
    clients = fil_rouge().set_index("account_id")
    prospects = pd.read_csv(FOLDER / "prospects.csv", sep=";", encoding="utf-8").set_index("Code prospect")
    return pd.DataFrame(
        {
            "revenue": 1000.0 * clients["revenue_keur"],
            "potential": pd.concat([1000.0 * clients["potential_keur"], prospects["Potentiel estimé (€)"]]),
            "margin": clients["margin_rate"],
        }
    )


def _facts(game: Game, place: int, made: int, *, gone: bool) -> list[str]:
    """Return what the pair knows of an account."""
    firm, code = game.firm, game.firm.codes[place]
    name = escape(f"{code} {firm.names[place]}")
    state = _("has signed") if firm.is_prospect[place] else _("has left")
    known: dict[Hashable, Any] = _known().loc[code].to_dict()
    return [
        f"<s>{name}</s> {escape(state)}" if gone else name,
        format_money(known["revenue"]),
        format_money(known["potential"]),
        format_share(known["margin"]),
        format_number(int(firm.habit[place])),
        format_number(made),
    ]


def _line(cells: list[str], field: Any) -> Any:
    import ipywidgets

    spans = "".join(
        f"<span style='{CELL};width:{width};text-align:{'right' if place else 'left'}'>{cell}</span>"
        for place, (cell, (_head, width)) in enumerate(zip(cells, COLUMNS, strict=True))
    )
    return ipywidgets.HBox([ipywidgets.HTML(spans), field], layout={"align_items": "center"})
