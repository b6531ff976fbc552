"""Sliders on a plan: hours, prospect target and one judgement; the plan is made anew at every move."""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from solver.allocation import allocate
from solver.allocation.problem.problem import AllocationProblem
from solver.allocation.problem.result import Allocation
from solver.report import show_table
from solver.tables.dictionary import column_label
from solver.words.i18n import _, format_hours, format_money, format_number

Doubt = tuple[str, float]
WIDGET = "application/vnd.jupyter.widget-view+json"
SHARES = (0.6, 0.8, 1.0, 1.2, 1.4)  # of the hours, in the static table
STYLE = (
    "<style>.whatif{color:var(--jp-ui-font-color1,#1d2733);font-size:.875rem;line-height:1.35}"
    ".whatif .figures{display:flex;flex-wrap:wrap;gap:1.5rem;margin:.4rem 0}.whatif .figures b{display:block;"
    "font-size:1.15em}.whatif table{border-collapse:collapse}.whatif td{padding:.12rem .8rem .12rem 0;"
    "text-align:left;white-space:nowrap}.whatif td.n{text-align:right;font-variant-numeric:tabular-nums}"
    ".whatif .visits{display:inline-block;height:.7rem;background:#3f86ba;vertical-align:middle}"
    ".whatif .prospect .visits{background:#a851a6}</style>"
)


class WhatIf:
    """A plan that follows two sliders; where nothing can be dragged, a table of what dragging would show.

    Parameters
    ----------
    problem : AllocationProblem
        Of one rep.
    """

    def __init__(self, problem: AllocationProblem) -> None:
        self.problem = problem
        self.hours = float(problem.reps["hours"].iloc[0])
        self.target = int(problem.prospect_visits_min[0])
        self.start = self.plan(self.hours, self.target)

    def plan(self, hours: float, target: int, doubt: Doubt | None = None) -> Allocation:
        """Return the best plan of so many hours with at least so many visits to prospects.

        Parameters
        ----------
        hours : float
        target : int
        doubt : tuple of str and float, optional
            An account, and what its visits are worth for each euro that the table says.
        """
        reps = self.problem.reps.assign(hours=float(hours), prospect_visits_min=float(target))
        response = self.problem.response
        if doubt is not None:
            account, fold = doubt
            told = response["contribution_eur"]
            response = response.assign(
                contribution_eur=told.where(response["account_id"] != account, fold * told)
            )
        return allocate(self.problem.with_tables(reps=reps, response=response), method="envelope")

    def table(self) -> pd.DataFrame:
        """Return the contribution at other hours and targets: `hours, prospect_visits, contribution_eur`."""
        targets = sorted({0, self.target, 2 * self.target})
        rows = [
            (hours, target, self.plan(hours, target).objective_eur)
            for hours in (round(self.hours * share) for share in SHARES)
            for target in targets
        ]
        return pd.DataFrame(rows, columns=["hours", "prospect_visits", "contribution_eur"])

    def html(self, hours: float, target: int, doubt: Doubt | None = None) -> str:
        """Return the plan at one place of the sliders."""
        plan = self.plan(hours, target, doubt)
        if plan.visits is None:
            words = _("These hours do not hold that many visits to prospects beside the visits that are due.")
            return f"{STYLE}<div class='whatif'><p>✗ {escape(words)}</p></div>"
        figures = self._figures(plan, hours, target, doubt)
        tiles = "".join(f"<div>{escape(label)}<b>{escape(figure)}</b></div>" for label, figure in figures)
        rows = "".join(self._rows(plan))
        return f"{STYLE}<div class='whatif'><div class='figures'>{tiles}</div><table>{rows}</table></div>"

    def widget(self) -> Any:
        """Return the sliders and the plan below them."""
        import ipywidgets

        step = float(self.problem.hours.min())
        style = {"description_width": "16rem"}
        wide = ipywidgets.Layout(width="40rem")
        hours = ipywidgets.FloatSlider(
            value=self.hours,
            min=step * round(0.5 * self.hours / step),
            max=step * round(1.5 * self.hours / step),
            step=step,
            readout_format=".0f",
            description=_("Hours of visits in the year"),
            style=style,
            layout=wide,
        )
        target = ipywidgets.IntSlider(
            value=self.target,
            min=0,
            max=int(self.problem.ceiling[self.problem.is_prospect].sum()),
            description=_("Visits to prospects, at least"),
            style=style,
            layout=wide,
        )
        accounts = self.problem.accounts.to_dict("records")
        named = [
            (f"{one['account_id']} {one.get('name', '')}".strip(), one["account_id"]) for one in accounts
        ]
        account = ipywidgets.Dropdown(
            options=named, description=_("Doubt the judgement on"), style=style, layout=wide
        )
        fold = ipywidgets.FloatSlider(
            value=1.0,
            min=0.5,
            max=1.5,
            step=0.1,
            readout_format=".0%",
            description=_("Its visits are worth, of the table"),
            style=style,
            layout=wide,
        )
        shown = ipywidgets.HTML(self.html(self.hours, self.target))

        def follow(_change: Any) -> None:
            shown.value = self.html(hours.value, target.value, (account.value, fold.value))

        moved = (hours, target, account, fold)
        for one in moved:
            one.observe(follow, "value")
        return ipywidgets.VBox([*moved, shown])

    def __repr__(self) -> str:
        """Return the static table for a terminal."""
        return repr(self._static())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        bundle = self.widget()._repr_mimebundle_()
        static = self._static()
        return {WIDGET: bundle[WIDGET], "text/html": static._repr_html_(), "text/plain": repr(static)}

    def _static(self) -> Any:
        return show_table(
            self.table(),
            {
                "hours": column_label("hours"),
                "prospect_visits": _("Visits to prospects, at least"),
                "contribution_eur": column_label("contribution_eur"),
            },
            rows=len(SHARES) * 3,
            title=_("What other hours and another prospect target would bring"),
        )

    def _figures(
        self, plan: Allocation, hours: float, target: int, doubt: Doubt | None
    ) -> Sequence[tuple[str, str]]:
        assert plan.visits is not None
        prospects = pd.Series(self.problem.is_prospect, index=self.problem.account_ids)
        step = float(self.problem.hours.min())
        one_more = self.plan(hours + step, target, doubt).objective_eur - plan.objective_eur
        change = plan.objective_eur - self.start.objective_eur
        return [
            (_("Contribution"), format_money(plan.objective_eur)),
            (_("Against the start"), ("+" if change > 0 else "") + format_money(change)),
            (_("Visits to clients"), format_number(plan.visits[~prospects].sum())),
            (_("Visits to prospects"), format_number(plan.visits[prospects].sum())),
            (_("{hours} more would bring").format(hours=format_hours(step)), format_money(one_more)),
        ]

    def _rows(self, plan: Allocation) -> Sequence[str]:
        """One line per account: code, name, visits as a bar and a number, change since the start."""
        assert plan.visits is not None
        before = self.start.visits
        rows = []
        for account in self.problem.accounts.to_dict("records"):
            code, kind = str(account["account_id"]), str(account["kind"])
            visits = int(plan.visits[code])
            change = 0 if before is None else visits - int(before[code])
            bar = f"<span class='visits' style='width:{visits * 0.7:.1f}rem'></span>"
            moved = f"{change:+d}".replace("-", "−") if change else ""
            cells = [escape(code), escape(str(account.get("name", ""))), f"{bar} {visits}", moved]
            rows.append(f"<tr class='{escape(kind)}'>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
        return rows


def what_if(problem: AllocationProblem) -> WhatIf:
    """Return sliders on the plan of one rep: its hours, its prospect target, one judgement.

    Parameters
    ----------
    problem : AllocationProblem
        Of one rep; `solver.course.case.visit_problem()` is the course's.
    """
    return WhatIf(problem)
