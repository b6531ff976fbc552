"""One bridge: from last year to the forecast, to what the plan adds, and to the goals of the accounts."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.evidence.forecast import YearForecast

FORECAST, CURVES_HOLD, GOALS = "forecast", "curves_hold", "goals"
GAINED = ("revenue_eur", "gain_eur", "prospects_revenue_eur", "prospects_eur")


def year_lines(
    need: Mapping[str, Any],
    year: YearForecast,
    *,
    margin_eur: float,
    prospect_margin_rate: float,
    gain: Mapping[str, Any] | None = None,
    goals_eur: float | None = None,
) -> pd.DataFrame:
    """Return the lines of the bridge, in whole euros: they add up as they are printed.

    Parameters
    ----------
    need : mapping
        The facts of step 3.
    year : YearForecast
    margin_eur : float
        Margin of the last 12 months.
    prospect_margin_rate : float
        Margin over the revenue of prospects, as the plan took it.
    gain : mapping, optional
        The artifact `gain.json`: what the plan gains on today's visits, in margin and in revenue. Only where
        the plan goes over a year can it be set beside the forecast.
    goals_eur : float, optional
        What the goals of the accounts add up to.

    Returns
    -------
    DataFrame
        `line, revenue_eur, margin_eur`. `forecast`, `curves_hold` and `goals` are the sums of all lines above
        them that are no sums; a line of nothing is left out. The margin of the goals is not known.

    Notes
    -----
    The forecast holds the growth of clients that is stated, and no other. So of what the plan gains at
    clients it holds this much at most: the gain is within it (`plan_stated`), what is beyond is judged and
    not counted (`plan_beyond`). The lines of the plan add up to its gain. What rounding leaves is in what is
    printed nowhere else: prospects won with today's visits, and goals set otherwise.
    """
    revenue, lost = round(need["revenue_eur"]), round(need["lost_eur"])
    growth, alone = round(year.growth_eur), round(year.alone_eur)
    rate = margin_eur / need["revenue_eur"]
    brought = gain if gain and "revenue_eur" in gain and need["plan_share"] == 1.0 else {}
    whole, of_whole, prospects, of_prospects = (round(brought[name]) if brought else 0 for name in GAINED)
    clients, of_clients = whole - prospects, of_whole - of_prospects
    stated = min(clients, max(growth, 0))  # a fall that is stated holds nothing of what the plan gains
    of_stated = round(of_clients * stated / clients) if clients else 0
    anyway = round(year.total_eur) - (revenue - lost + alone + growth + prospects)
    lines = [
        ("last_year", revenue, round(margin_eur)),
        ("leave", -lost, round(-lost * rate)),
        ("alone", alone, round(alone * rate)),
        ("won_anyway" if brought else "won", anyway, round(anyway * prospect_margin_rate)),
        ("growth", growth - stated, round((growth - stated) * rate)),
        ("plan_prospects", prospects, of_prospects),
        ("plan_stated", stated, of_stated),
    ]
    lines.append((FORECAST, *_sums(lines)))
    if clients > stated:
        lines.append(("plan_beyond", clients - stated, of_clients - of_stated))
        lines.append((CURVES_HOLD, *_sums(lines)))
    made = pd.DataFrame(lines, columns=["line", "revenue_eur", "margin_eur"]).astype({"margin_eur": float})
    if goals_eur is not None:
        held = _sums(lines)[0]
        out = {"nobody_leaves": lost, "nobody_comes": -alone - anyway - prospects}
        out["otherwise"] = round(goals_eur) - held - sum(out.values())
        rest = pd.DataFrame({"line": [*out, GOALS], "revenue_eur": [*out.values(), round(goals_eur)]})
        made = pd.concat([made, rest.assign(margin_eur=float("nan"))], ignore_index=True)
    return made[made["revenue_eur"].ne(0)].reset_index(drop=True)


def _sums(lines: list[tuple[str, int, int]]) -> tuple[int, int]:
    """Add up the lines that are no sums themselves."""
    parts = [line for line in lines if line[0] not in (FORECAST, CURVES_HOLD)]
    return sum(part[1] for part in parts), sum(part[2] for part in parts)
