"""What is judged of a type of account: usual visits, revenue without a visit and with all one could wish."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from solver.parameters.curves import JUDGED_POINTS
from solver.tables.checks import number_column, refuse, require_columns, text_column, unique_ids
from solver.value.curves import ADBUDG, EXPONENTIAL, FORMS, Adbudg, adbudg, fit_adbudg, share_left
from solver.words.i18n import _

CURVE_COLUMNS = ("account_type", "reference_visits", "none", "saturation")
CONTROLS = {"half": 0.5, "plus_half": 1.5}  # the points between, as multiples of the usual visits
TALK = 0.05  # of today's revenue: an answer that far from the curve is worth a talk


def curve_table(judged_curves: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    """Return the judged numbers of a portfolio as a table, one line per account type.

    Returns
    -------
    DataFrame
        `account_type, reference_visits, none, saturation`, then `half, plus_half` where they were given, and
        `form`: exponential, or adbudg for whoever gives five numbers. Six are of an older portfolio: the
        points between are kept as a check, and the part of the gap is not used.
    """
    rows = [
        {"account_type": name, "form": ADBUDG if len(numbers) == len(JUDGED_POINTS[5]) else EXPONENTIAL}
        | dict(zip(JUDGED_POINTS[len(numbers)], numbers, strict=False))
        for name, numbers in judged_curves.items()
    ]
    table = pd.DataFrame(rows, columns=[*CURVE_COLUMNS, *CONTROLS, "form"])
    return table.astype(dict.fromkeys((*CURVE_COLUMNS[1:], *CONTROLS), float))


def as_numbers(judged_curves: pd.DataFrame) -> dict[str, list[float]]:
    """Return a table of judged curves as the parameter that `curve_table` reads."""
    count = judged_curves["form"].eq(ADBUDG).map({True: 5, False: 3})
    lines = zip(judged_curves.to_dict("records"), count, strict=True)
    return {line["account_type"]: [float(line[name]) for name in JUDGED_POINTS[n]] for line, n in lines}


def checked_curves(judged_curves: pd.DataFrame) -> pd.DataFrame:
    """Return judged curves whose points rise from none to saturation, with their form and points between.

    Raises
    ------
    PortfolioError
        Names the row and the column: a number out of order, an unknown form, a type twice.
    """
    table = "judged_curves"
    require_columns(judged_curves, table, CURVE_COLUMNS)
    types = text_column(judged_curves, table, "account_type")
    unique_ids(types, table, "account_type")
    unsaid = {name: np.nan for name in (*CONTROLS, "form") if name not in judged_curves}
    curves = judged_curves.assign(**unsaid, account_type=types)
    curves = curves.assign(form=curves["form"].astype(object).fillna(EXPONENTIAL))
    _refuse_form(curves["form"])
    number_column(curves, table, "reference_visits", lowest=0, above_lowest=True)
    none, saturation = (number_column(curves, table, name, lowest=0) for name in ("none", "saturation"))
    exponential = curves["form"].eq(EXPONENTIAL)  # its points between are no more than a check
    between = curves.assign(
        half=curves["half"].mask(exponential, (none + 1) / 2),
        plus_half=curves["plus_half"].mask(exponential, (1 + saturation) / 2),
    )
    half, plus_half = (number_column(between, table, name, lowest=0) for name in CONTROLS)
    steps = (("none", none, 1.0), ("saturation", 1.0, saturation), ("half", none, half), ("half", half, 1.0))
    for column, lower, upper in (
        *steps,
        ("plus_half", 1.0, plus_half),
        ("saturation", plus_half, saturation),
    ):
        flat = np.asarray(upper <= np.asarray(lower) + 1e-9) & np.ones(len(types), dtype=bool)
        if flat.any():
            where = int(np.argmax(flat))
            refuse(
                _("the judged points of “{type}” do not rise").format(type=types[where]),
                table,
                where,
                column,
                _("keep none < half < 1 < plus_half < saturation"),
            )
    return curves


def curve_controls(judged_curves: pd.DataFrame) -> pd.DataFrame:
    """Hold the answers between, which no plan uses, against what the curve says there.

    Parameters
    ----------
    judged_curves : DataFrame
        As `curve_table` returns it.

    Returns
    -------
    DataFrame
        `account_type, effort, judged, fitted, residual, to_talk_about`; effort as a multiple of the usual
        visits, the answers as parts of today's revenue. Only answers that were given.
    """
    judged = checked_curves(judged_curves)
    rows = np.arange(len(judged))
    none, room = judged["none"].to_numpy(), judged["saturation"].to_numpy() - 1.0
    parts = []
    for name, effort in CONTROLS.items():
        fitted = 1.0 + change(judged, none, room, np.full((len(judged), 1), effort - 1.0))[:, 0]
        parts.append(
            judged[["account_type"]].assign(
                effort=effort, judged=judged[name].astype(float), fitted=fitted, place=rows
            )
        )
    table = pd.concat(parts).dropna(subset="judged")
    table = table.assign(residual=table["fitted"] - table["judged"])
    table["to_talk_about"] = table["residual"].abs() > TALK + 1e-9
    return table.sort_values(["place", "effort"], ignore_index=True).drop(columns="place")


def elasticities(judged_curves: pd.DataFrame) -> pd.DataFrame:
    """Return by how many percent one percent more visits raises the revenue, at each type's usual visits.

    Parameters
    ----------
    judged_curves : DataFrame
        As `curve_table` returns it.

    Returns
    -------
    DataFrame
        `account_type, at_usual`: (a - 1) ln((a - b) / (a - 1)) on the exponential curve.

    References
    ----------
    Albers, Mantrala and Sridhar (2010), Journal of Marketing Research 47(5): mean .34 over all industries;
    pharmaceutical detailing .245, the lowest mean.
    """
    judged = checked_curves(judged_curves)
    room = judged["saturation"].to_numpy(dtype=float) - 1.0
    at_usual = room * -np.log(share_left(judged["none"].to_numpy(dtype=float), room, 1.0))
    return judged[["account_type"]].assign(at_usual=at_usual)


def change(judged: pd.DataFrame, none: np.ndarray, room: np.ndarray, effort: np.ndarray) -> np.ndarray:
    """Return what more or fewer visits change, as a part of today's revenue, on the curve of each line.

    Parameters
    ----------
    judged : DataFrame, n lines
        `form`, and for adbudg the judged points, which are drawn out to `none` and `room`.
    none, room : ndarray, shape (n,)
        Revenue left without the effort, and what endless visits add, of 1.
    effort : ndarray, shape (n, K)
        Visits more or fewer than today, over those that make one usual effort; -1 leaves `none`.
    """
    left = share_left(none, room, 1.0)[:, None]
    changed = room[:, None] * (1.0 - left**effort)
    s_shaped = judged["form"].eq(ADBUDG).to_numpy()
    if s_shaped.any():
        line = judged[s_shaped]
        own_none, own_room = none[s_shaped], room[s_shaped]
        lower = (1.0 - own_none) / (1.0 - line["none"].to_numpy())
        upper = own_room / (line["saturation"].to_numpy() - 1.0)
        curve = fit_adbudg(
            own_none,
            1.0 - lower * (1.0 - line["half"].to_numpy()),
            1.0 + upper * (line["plus_half"].to_numpy() - 1.0),
            1.0 + own_room,
        )
        columns = Adbudg(*(part[:, None] for part in curve))
        changed[s_shaped] = adbudg((1.0 + effort[s_shaped]).clip(min=0.0), columns) - 1.0
    return changed


def _refuse_form(form: pd.Series) -> None:
    """Refuse a form that nobody knows."""
    strange = ~form.isin(FORMS).to_numpy()
    if strange.any():
        where = int(np.argmax(strange))
        refuse(
            _("“{form}” is not a form of curve").format(form=form.iloc[where]),
            "judged_curves",
            where,
            "form",
            _("choose one of {methods}").format(methods=", ".join(FORMS)),
        )
