"""The cockpit in JupyterLab: sliders on a finished run; the solver makes the plan again at every move."""

from html import escape
from pathlib import Path
from typing import Any

from solver.flow.what_if import ON_SITE, Move, WhatIf
from solver.report import Column, show_table
from solver.run import Run
from solver.tables.dictionary import column_label
from solver.words.i18n import _, format_hours, format_money, format_share
from solver.words.places import project_path

STEP = 0.005  # of growth
MOST_SHOWN = 15  # accounts


class Sliders:
    """Hours, goal, minutes on site and one account's visits to move; see `sliders`.

    Parameters
    ----------
    run : Run
        Finished up to step 10.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        with run.spoken():
            self.what_if = WhatIf.of_run(run)

    def html(self, **changes: Any) -> str:
        """Return what changes make of the plan; they are those of `WhatIf.move`."""
        with self.run.spoken():
            move = self.what_if.move(**changes)
            return f"<p>✗ {escape(move.ways_out)}</p>" if move.visits is None else self._plan(move)

    def widget(self) -> Any:
        """Return the sliders and, below them, what they make of the plan."""
        with self.run.spoken():
            return self._widget()

    def _repr_mimebundle_(self, **_asked: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = self.widget()._repr_mimebundle_()
        return bundle

    def _widget(self) -> Any:
        import ipywidgets

        step = self.what_if.step
        wide: dict[str, Any] = {"style": {"description_width": "20rem"}, "layout": {"width": "44rem"}}
        slow = wide | {"continuous_update": False}  # a plan takes longer than a pixel
        names = step.reps.set_index("rep_id")["name"]
        hours = {
            rep: ipywidgets.IntSlider(
                0,
                -int(there * 0.8),
                int(there / 2),
                10,
                description=f"{names[rep]}, {format_hours(there)}",
                **slow,
            )
            for rep, there in step.problem.reps.set_index("rep_id")["hours"].items()
        }
        rate = float(step.portfolio.growth_rate)
        rates = [(format_share(one, 1), one) for one in (rate + STEP * place for place in range(-20, 31))]
        growth = ipywidgets.SelectionSlider(
            options=rates, value=rate, description=_("Growth of revenue aimed at"), **slow
        )
        usual = {name: round(getattr(step.portfolio, name)) for name in ON_SITE}
        places = zip(usual.items(), (_("At a client"), _("At a prospect")), strict=True)
        minutes = {
            name: ipywidgets.IntSlider(now, 10, now + 90, 5, description=words, **slow)
            for (name, now), words in places
        }
        known = step.accounts.set_index("account_id")["name"]
        each = [("–", None), *((f"{code} {known[code]}", code) for code in step.problem.account_ids)]
        account = ipywidgets.Dropdown(options=each, description=_("Account"), **wide)
        most = int(step.problem.ceiling.max())
        visits = ipywidgets.BoundedIntText(0, 0, most, description=_("Visits"), **wide)
        shown = ipywidgets.HTML(self.html())

        def follow(_change: Any) -> None:
            changes = {
                "hours": {rep: one.value for rep, one in hours.items() if one.value},
                "growth": growth.value if growth.value != rate else None,
                "minutes": {name: one.value for name, one in minutes.items() if one.value != usual[name]},
                "locks": {account.value: visits.value} if account.value else {},
            }
            asked = {name: change for name, change in changes.items() if change not in (None, {})}
            shown.value = self.html(**asked)

        groups = {
            _("Hours of visits"): [*hours.values()],
            _("Goal"): [growth],
            _("Minutes on site"): [*minutes.values()],
            _("Visits decided"): [account, visits],
        }
        for one in (moved for group in groups.values() for moved in group):
            one.observe(follow, "value")
        heads = [[ipywidgets.HTML(f"<b>{escape(words)}</b>"), *group] for words, group in groups.items()]
        return ipywidgets.VBox([*(part for group in heads for part in group), shown])

    def _plan(self, move: Move) -> str:
        assert move.hour_price_eur is not None
        assert move.moved is not None
        gap = format_share(move.bound_eur / move.worth_eur - 1, 4)
        figures = [
            (column_label("contribution_eur"), move.contribution_eur, ""),
            (_("Against the plan, first year"), move.gain_eur, ""),
            (
                _("No plan is worth more than"),
                move.bound_eur,
                _("over the years counted; proven gap {gap}").format(gap=gap),
            ),
        ]
        tiles = "".join(
            f"<td style='padding-right:2rem' valign='top'>{escape(words)}<br><b>{escape(format_money(eur))}"
            f"</b><br>{escape(note)}</td>"
            for words, eur, note in figures
        )
        names = self.what_if.step.reps.set_index("rep_id")["name"]
        prices = (move.hour_price_eur / self.what_if.step.problem.horizon).rename("hour_price_eur")
        by_rep = prices.rename_axis("rep_id").reset_index()
        by_rep.insert(1, "name", by_rep["rep_id"].map(names))
        movers = {name: Column() for name in ("account_id", "name")} | {
            name: Column(words, unit="number")
            for name, words in (("before", _("Plan")), ("visits", _("Now")), ("change", _("Change")))
        }
        tables = [
            show_table(by_rep, ["name", "hour_price_eur"]),
            show_table(move.moved, movers, title=_("Who gains and who loses visits"), rows=MOST_SHOWN),
        ]
        return f"<table><tr>{tiles}</tr></table>" + "".join(table._repr_html_() for table in tables)


def sliders(folder: str | Path) -> Sliders:
    """Return sliders on a finished run, the last line of a cell in JupyterLab.

    Parameters
    ----------
    folder : str or Path
        `reports/NAME`.

    Raises
    ------
    PortfolioError
        There is no finished plan in this folder.
    """
    run = Run(project_path(Path(folder)))
    run.check_layout()
    return Sliders(run)
