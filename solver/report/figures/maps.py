"""Step 12: the territories and a week of tours, drawn without any map service."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from solver.calendar.weeks import monday_of, week_of
from solver.report.figures.naming import name_points, place_of_text
from solver.report.figures.shared import HALO, first_full_week
from solver.report.look.picture import Picture, drawn, new_figure, to_picture
from solver.report.look.theme import FIGURE_WIDTH, INK, PAPER, SMALL_SIZE, colours_of, markers_of
from solver.words.i18n import _, counted, format_date
from solver.words.places import shipped
from solver.words.sentences import rep_names, short_name

MOST_COMMUNES = 1500
DUST = "#ccd3da"
MARGIN = 0.06
FEW = 20  # so few accounts are named
LANDSCAPE = 0.62  # height over width of the frame; more land is shown where an area is tall


@drawn
def tour_map(
    accounts: pd.DataFrame,
    appointments: pd.DataFrame,
    reps: pd.DataFrame,
    rep_id: str | None = None,
    week: str | None = None,
) -> Picture:
    """Draw the accounts to visit and one week of tours, over the communes of the area as faint dots.

    Parameters
    ----------
    accounts, appointments, reps : DataFrame
    rep_id : str, optional
        One rep only.
    week : str, optional
        As in `2026-W03`; the first full week when left out.
    """
    mine = appointments if rep_id is None else appointments[appointments["rep_id"] == rep_id]
    people = reps if rep_id is None else reps[reps["rep_id"] == rep_id]
    visited = accounts[accounts["account_id"].isin(mine["account_id"]) & accounts["lat"].notna()]
    chosen = week or first_full_week(mine)
    stops = mine[week_of(mine["date"]) == chosen].merge(
        accounts[["account_id", "lat", "lon"]], on="account_id"
    )
    bounds = _bounds(visited, people)
    figure = new_figure(_height(bounds))
    axes = figure.subplots()
    _communes(axes, bounds)
    colours, markers = colours_of(list(reps["rep_id"])), markers_of(list(reps["rep_id"]))
    owner = visited["account_id"].map(mine.drop_duplicates("account_id").set_index("account_id")["rep_id"])
    for rep in people.to_dict("records"):
        colour, marker = colours[rep["rep_id"]], markers[rep["rep_id"]]
        own = visited[owner == rep["rep_id"]]
        size = 11 if len(visited) > FEW else 26
        axes.scatter(own["lon"], own["lat"], s=size, color=colour, marker=marker, linewidth=0)
        _tours(axes, stops[stops["rep_id"] == rep["rep_id"]].dropna(subset="lat"), rep, colour)
    for rep in people.to_dict("records"):
        _home(axes, rep, colours[rep["rep_id"]])
    axes.set_xlim(bounds[0], bounds[1])
    axes.set_ylim(bounds[2], bounds[3])
    axes.set_aspect(1 / np.cos(np.radians((bounds[2] + bounds[3]) / 2)))
    axes.set_axis_off()
    if len(visited) <= FEW:
        _names(axes, visited, people)
    if chosen is None:
        return to_picture(figure, _("No visit has a day yet"))
    title = _("{who}: {accounts}; lines: the tours of the week of {monday}, {stops}").format(
        who=_("All reps") if rep_id is None else rep_names(reps).get(rep_id, rep_id),
        accounts=counted(len(visited), "{n} account with a dated visit", "{n} accounts with a dated visit"),
        monday=format_date(monday_of(chosen), "d MMMM y"),
        stops=counted(len(stops), "{n} visit", "{n} visits"),
    )
    return to_picture(figure, title)


def _bounds(visited: pd.DataFrame, reps: pd.DataFrame) -> tuple[float, float, float, float]:
    """West, east, south and north of a landscape frame that holds every account and every home."""
    lon = pd.concat([visited["lon"], reps["home_lon"]])
    lat = pd.concat([visited["lat"], reps["home_lat"]])
    middle_lon, middle_lat = (lon.min() + lon.max()) / 2, (lat.min() + lat.max()) / 2
    stretch = float(np.cos(np.radians(middle_lat)))
    high = max(float(np.ptp(lat)), 0.2) * (1 + 2 * MARGIN)
    wide = max(float(np.ptp(lon)), 0.3) * (1 + 2 * MARGIN)
    wide = max(wide, high / LANDSCAPE / stretch)
    high = max(high, 0.4 * wide * stretch)
    return (middle_lon - wide / 2, middle_lon + wide / 2, middle_lat - high / 2, middle_lat + high / 2)


def _height(bounds: tuple[float, float, float, float]) -> float:
    """Height of the figure, so that the frame is filled at its true proportions."""
    west, east, south, north = bounds
    return FIGURE_WIDTH * (north - south) / ((east - west) * float(np.cos(np.radians((south + north) / 2))))


@cache
def _all_communes() -> pd.DataFrame | None:
    file = shipped("data", "reference", "communes.csv")
    return pd.read_csv(file, usecols=["lat", "lon"]) if file.exists() else None


def _communes(axes: Axes, bounds: tuple[float, float, float, float]) -> None:
    """Draw the communes as one path of dots: they show the coast without any map."""
    communes = _all_communes()
    if communes is None:
        return
    west, east, south, north = bounds
    inside = communes[communes["lon"].between(west, east) & communes["lat"].between(south, north)]
    if len(inside) > MOST_COMMUNES:
        inside = inside.iloc[:: -(-len(inside) // MOST_COMMUNES)]
    if inside.empty:
        return
    points = np.repeat(inside[["lon", "lat"]].to_numpy(), 2, axis=0)
    codes = [Path.MOVETO, Path.LINETO] * len(inside)
    axes.add_patch(
        PathPatch(Path(points, codes), edgecolor=DUST, linewidth=2.6, capstyle="round", fill=False, zorder=0)
    )


def _tours(axes: Axes, stops: pd.DataFrame, rep: Mapping[Any, Any], colour: str) -> None:
    """Draw each day of the week as a line from home, through the stops, and back."""
    for _day, tour in stops.sort_values(["date", "stop"]).groupby("date"):
        lon = [rep["home_lon"], *tour["lon"], rep["home_lon"]]
        lat = [rep["home_lat"], *tour["lat"], rep["home_lat"]]
        axes.plot(lon, lat, color=colour, linewidth=1.1, alpha=0.8, solid_joinstyle="round")
        axes.scatter(tour["lon"], tour["lat"], s=26, color=colour, edgecolor=PAPER, linewidth=0.6, zorder=3)


def _names(axes: Axes, visited: pd.DataFrame, reps: pd.DataFrame) -> None:
    """Name the accounts, those of one town under each other, around the names of the reps."""
    towns = visited.assign(name=visited["name"].map(lambda name: short_name(name, 24))).groupby(
        ["lon", "lat"]
    )
    there = towns["name"].agg("\n".join).reset_index()
    homes = zip(reps["name"], reps["home_lon"], reps["home_lat"], strict=True)
    taken = [place_of_text(axes, (lon, lat), str(name), SMALL_SIZE + 1) for name, lon, lat in homes]
    name_points(axes, there[["lon", "lat"]].to_numpy(), list(there["name"]), taken=taken)


def _home(axes: Axes, rep: Mapping[Any, Any], colour: str) -> None:
    """Mark where the rep's days start, with the name."""
    place = (rep["home_lon"], rep["home_lat"])
    axes.scatter(*place, s=90, marker="s", color=colour, edgecolor=PAPER, linewidth=1.4, zorder=5)
    axes.annotate(
        str(rep["name"]),
        place,
        xytext=(9, 7),
        textcoords="offset points",
        color=INK,
        fontsize=SMALL_SIZE,
        fontweight="bold",
        zorder=6,
        bbox=HALO,
    )
