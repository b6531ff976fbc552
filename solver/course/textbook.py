"""The textbook model as it stands in its source, beside its formulas; a trainee takes parts out and looks.

The lines shown are those of `visit_model`, cut at their empty lines: what is taken out is not run.
"""

import inspect
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from textwrap import dedent
from typing import Any

import pulp

from solver.allocation.methods import milp
from solver.allocation.problem.problem import AllocationProblem
from solver.course.feedback import unjudged
from solver.course.forms import bundle
from solver.course.html import paragraph
from solver.words.i18n import _, counted, format_hours, format_money, mark

FORMULA_WIDTH, CODE_WIDTH = "17rem", "36rem"
SPECK_H = 1e-6
STYLE = (
    "<style>.textbook pre{white-space:pre-wrap;font-size:.72rem;line-height:1.35;margin:0;padding:.3rem;"
    "word-break:normal!important;overflow-wrap:anywhere;"
    "background:var(--jp-layout-color2,#f3f5f7)}.textbook.out pre{text-decoration:line-through;opacity:.5}"
    ".textbook i{font-family:serif;font-size:1.05rem}.textbook td{vertical-align:top;text-align:left;"
    "padding:.3rem .6rem .3rem 0}</style>"
)


@dataclass(frozen=True)
class Said:
    """What a part of the model says.

    Parameters
    ----------
    words : str
        Marked for translation.
    formula : str
        The same in symbols, as HTML.
    """

    words: str
    formula: str


# The first words of the comment that opens a part; those that may be taken out come with their code.
GIVEN: Mapping[str, Said] = {
    "Sets": Said(mark("What is given"), "v<sub>i</sub>(k), h<sub>i</sub>(k), H, P"),
    "Variables": Said(mark("What may be chosen: yes or no"), "y<sub>ik</sub> ∈ {0, 1}"),
}
REMOVABLE: Mapping[str, Said] = {
    "Objective": Said(
        mark("Bring as much as possible"),
        "max Σ<sub>i</sub> Σ<sub>k</sub> v<sub>i</sub>(k) y<sub>ik</sub>",
    ),
    "Each account": Said(mark("One number of visits per account"), "Σ<sub>k</sub> y<sub>ik</sub> = 1"),
    "Visits and trips": Said(
        mark("No more hours than there are"),
        "Σ<sub>i</sub> Σ<sub>k</sub> h<sub>i</sub>(k) y<sub>ik</sub> ≤ H",
    ),
    "Visits to prospects": Said(
        mark("The prospects get the visits set aside for them"),
        "Σ<sub>i ∈ prospects</sub> Σ<sub>k</sub> k y<sub>ik</sub> ≥ P",
    ),
}


def source_parts() -> list[tuple[str, str]]:
    """Return the parts of the model's source in order: the name of each, and its lines."""
    body = re.sub(r'\A(.*?:\n)\s+""".*?"""\n', r"\1", inspect.getsource(milp.visit_model), flags=re.DOTALL)
    head, _newline, rest = body.partition("\n")
    pieces = [("head", head)]
    for piece in re.split(r"\n\s*\n", rest.rstrip("\n")):
        comment = re.match(r"\s*# (.*)", piece)
        known = (name for name in (*GIVEN, *REMOVABLE) if comment and comment[1].startswith(name))
        pieces.append((next(known, ""), piece))
    return pieces


@dataclass(frozen=True)
class Outcome:
    """What the solver makes of a model, whole or not.

    Attributes
    ----------
    levels : dict of str to tuple of int, or None
        The numbers of visits chosen for each account; none where no plan keeps the rules.
    visits, prospect_visits : int
    hours, value_eur : float
        As the model counts them, every chosen number added.
    """

    levels: Mapping[str, tuple[int, ...]] | None
    visits: int = 0
    prospect_visits: int = 0
    hours: float = 0.0
    value_eur: float = 0.0


class TextbookModel:
    """The model of a problem with one rep, of which parts can be taken out.

    Parameters
    ----------
    problem : AllocationProblem
    """

    def __init__(self, problem: AllocationProblem) -> None:
        self.problem = problem
        (self.sheet,) = problem.sheets()
        self._found: dict[frozenset[str], Outcome] = {}

    def __repr__(self) -> str:
        """Return what becomes of the plan, for a terminal."""
        return "\n".join(line for lines in self._each_taken_out() for line in lines)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return bundle(self.widget, self.html(), repr(self))

    @cached_property
    def whole(self) -> Outcome:
        """What the whole model gives."""
        return self.without(())

    def without(self, taken_out: Collection[str]) -> Outcome:
        """Run the model's own source without some of its parts.

        Parameters
        ----------
        taken_out : collection of str
            Names of `REMOVABLE`.
        """
        gone = frozenset(taken_out)
        if gone not in self._found:
            self._found[gone] = self._solved(gone)
        return self._found[gone]

    def _solved(self, gone: frozenset[str]) -> Outcome:
        source = "\n\n".join(lines for name, lines in source_parts() if name not in gone)
        names: dict[str, Any] = dict(vars(milp))
        exec(compile(source, "visit_model", "exec"), names)  # the model's own lines, and nobody else's
        model, y = names["visit_model"](self.sheet)
        solver = pulp.HiGHS(msg=False, threads=1, gapRel=1e-6, mip_max_nodes=milp.MOST_NODES, random_seed=1)
        if not model.solve(solver).has_solution:
            return Outcome(None)
        chosen = [pair for pair, variable in y.items() if (variable.varValue or 0.0) > 0.5]
        codes = self.problem.accounts["account_id"].to_numpy()[self.sheet.rows]
        visits = [(i, int(self.sheet.levels.visits[i, k])) for i, k in chosen]
        return Outcome(
            {str(code): tuple(k for i, k in chosen if i == place) for place, code in enumerate(codes)},
            visits=sum(n for _i, n in visits),
            prospect_visits=sum(n for i, n in visits if self.sheet.is_prospect[i]),
            hours=float(sum(self.sheet.levels.hours[i, k] for i, k in chosen)),
            value_eur=float(sum(self.sheet.levels.value[i, k] for i, k in chosen)),
        )

    def told(self, taken_out: Collection[str]) -> list[str]:
        """Say in sentences what the solver makes of it, and which rule is broken."""
        found = self.without(taken_out)
        if found.levels is None:
            return [_("No plan keeps what is left of the model.")]
        said = [
            _(
                "{visits}, of them {prospects} to prospects; {hours} of {limit}. The model counts {value}."
            ).format(
                visits=counted(found.visits, "{n} visit", "{n} visits"),
                prospects=found.prospect_visits,
                hours=format_hours(found.hours),
                limit=format_hours(self.sheet.available_hours),
                value=format_money(found.value_eur),
            )
        ]
        return said + (self._broken(found) or [_("✓ The plan keeps every rule, and none brings more.")])

    def _broken(self, found: Outcome) -> list[str]:
        """Name each rule that a plan breaks, whichever lines let it."""
        assert found.levels is not None
        several = {code: ks for code, ks in found.levels.items() if len(ks) > 1}
        wanted = self.sheet.target_parts / 20
        said = []
        if several:
            code, ks = next(iter(several.items()))
            said.append(
                counted(
                    len(several),
                    "✗ {n} account gets several numbers of visits at once, and all count: {code} {numbers}.",
                    "✗ {n} accounts get several numbers of visits at once, and all count: {code} {numbers}…",
                ).format(code=code, numbers=" + ".join(map(str, ks)))
            )
        if not all(found.levels.values()):
            said.append(_("✗ Accounts get no number at all, not even that of the visits they are due."))
        if found.hours > self.sheet.available_hours + SPECK_H:
            said.append(_("✗ Nobody has these hours."))
        if found.prospect_visits < wanted:
            said.append(_("✗ The prospects get fewer visits than step 3 has set aside for them."))
        less = self.whole.value_eur - found.value_eur
        if not said and less > 0.5:
            said.append(
                _("✗ It keeps every rule, and brings {amount} less.").format(amount=format_money(less))
            )
        return said

    def _each_taken_out(self) -> list[list[str]]:
        """Say what becomes of the plan with each part taken out in turn, the whole model first."""
        lines = [[_("The whole model"), *self.told(())]]
        for name, said in REMOVABLE.items():
            lines.append([_("Without “{part}”").format(part=_(said.words)), *self.told((name,))])
        return lines

    def html(self) -> str:
        """Return formulas and source side by side, and what becomes of the plan without each part."""
        rows = "".join(
            f"<tr><td>{_formula(name)}</td><td>{_code(lines)}</td></tr>" for name, lines in _shown_parts()
        )
        told = "".join(
            f"<p><b>{escape(head)}</b></p>" + "".join(map(paragraph, lines))
            for head, *lines in self._each_taken_out()
        )
        return f"{STYLE}<div class='textbook'><table>{rows}</table></div>{unjudged(told)}"

    def widget(self) -> Any:
        """Return a tick beside each part that may be taken out, and what becomes of the plan below."""
        import ipywidgets

        ticks: dict[str, Any] = {}
        codes: dict[str, tuple[Any, str]] = {}
        rows = []
        for name, lines in _shown_parts():
            code = ipywidgets.HTML(layout={"width": CODE_WIDTH})
            codes[name] = (code, _code(lines))
            left = [ipywidgets.HTML(f"{STYLE}<div class='textbook'>{_formula(name)}</div>")]
            if name in REMOVABLE:
                ticks[name] = ipywidgets.Checkbox(
                    value=True, description=_("in the model"), indent=False, layout={"width": "auto"}
                )
                left.append(ticks[name])
            rows.append(ipywidgets.HBox([ipywidgets.VBox(left, layout={"width": FORMULA_WIDTH}), code]))
        shown = ipywidgets.HTML()

        def follow(_change: Any = None) -> None:
            gone = {name for name, tick in ticks.items() if not tick.value}
            for name, (code, lines) in codes.items():
                code.value = f"{STYLE}<div class='textbook{' out' if name in gone else ''}'>{lines}</div>"
            shown.value = unjudged("".join(map(paragraph, self.told(gone))))

        for tick in ticks.values():
            tick.observe(follow, "value")
        follow()
        return ipywidgets.VBox([*rows, shown])


def textbook_model(problem: AllocationProblem) -> TextbookModel:
    """Show the textbook model beside its formulas, with parts that may be taken out.

    Parameters
    ----------
    problem : AllocationProblem
        Of one rep.
    """
    return TextbookModel(problem)


def _shown_parts() -> list[tuple[str, str]]:
    """Return the parts that say something: not the head, the empty model and the end."""
    return [(name, lines) for name, lines in source_parts() if name in {*GIVEN, *REMOVABLE}]


def _formula(name: str) -> str:
    said = {**GIVEN, **REMOVABLE}[name]
    return f"<b>{escape(_(said.words))}</b><br><i>{said.formula}</i>"


def _code(lines: str) -> str:
    return f"<pre>{escape(re.sub(r'  # noqa.*', '', dedent(lines)))}</pre>"
