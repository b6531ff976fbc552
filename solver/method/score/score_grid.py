"""The arithmetic of a scoring grid: notes from brackets, weighted points, a score over what is known.

It is that of the grids of French sales courses, points = weight x note. What is not known about an account is
left out of both sides of the division, never counted as zero.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from solver.tables.codes import SCORE_CLASSES
from solver.tables.criteria import CRITERIA, POINTS
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_number

TOP_SCORE = 100.0
TOLERANCE = 1e-9


def bracket_notes(
    values: pd.Series, brackets: Sequence[Sequence[float]], name: str = "brackets"
) -> pd.Series:
    """Return the note of the bracket each value falls into; an unknown value has no note.

    Parameters
    ----------
    values : Series of float
    brackets : sequence of (bound, note)
        A bracket runs from its bound, included, to the next bound, excluded. The first one is open downwards.
    name : str
        What the brackets are called in `portfolio.yaml`, for the error.

    Raises
    ------
    PortfolioError
        The bounds do not rise.
    """
    bounds = np.array([bound for bound, _note in brackets], dtype=float)
    if len(bounds) == 0 or (np.diff(bounds) <= 0).any():
        raise PortfolioError(
            _("the bounds of the brackets do not rise"),
            column=name,
            fix=_("write them as [[from, note], …], lowest first, none twice"),
        )
    notes = np.array([note for _bound, note in brackets], dtype=float)
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    place = np.searchsorted(bounds, np.nan_to_num(numbers) + TOLERANCE, side="right") - 1
    found = np.where(np.isnan(numbers), np.nan, notes[place.clip(min=0)])
    return pd.Series(found, index=values.index)


def check_weights(weights: Mapping[str, float], name: str) -> None:
    """Refuse weights that name an unknown criterion, are negative, or do not sum to 100.

    Parameters
    ----------
    weights : mapping
        Criterion to weight.
    name : str
        What they are called in `portfolio.yaml`, for the error.

    Raises
    ------
    PortfolioError
        What is wrong, with the weights that would do.
    """
    names = [criterion.name for criterion in CRITERIA]
    unknown = [criterion for criterion in weights if criterion not in names]
    if unknown:
        raise PortfolioError(
            _("“{name}” is no criterion of the grid").format(name=unknown[0]),
            column=name,
            fix=_("use some of: {names}").format(names=", ".join(names)),
        )
    negative = [criterion for criterion, weight in weights.items() if not weight >= 0]
    if negative:
        raise PortfolioError(
            _("the weight of {name} is negative or no number").format(name=negative[0]),
            column=name,
            fix=_("give it 0 or more"),
        )
    total = sum(weights.values())
    if abs(total - TOP_SCORE) > TOLERANCE:
        raise PortfolioError(
            _("the weights sum to {total}, not to 100").format(total=f"{total:g}"),
            column=name,
            fix=_scaled_weights(weights, total),
        )


def weighted_points(
    notes: pd.DataFrame, weights: Mapping[str, float], note_max: Mapping[str, float] | float
) -> pd.DataFrame:
    """Return the points of each criterion, and the most that its known criteria could give an account.

    Parameters
    ----------
    notes : DataFrame
        One column per criterion of `weights`, empty where unknown.
    weights : mapping
        Weight or coefficient of each criterion; any sum.
    note_max : mapping or float
        Best note of each criterion, or of all.

    Returns
    -------
    DataFrame
        `<criterion>_points` = weight x note, `points` = their sum, `points_max` = the sum of weight x best
        note over the known criteria; on the index of `notes`.

    Raises
    ------
    PortfolioError
        A note is below 0 or above its best.
    """
    names = list(weights)
    best = pd.Series({name: note_max[name] if isinstance(note_max, Mapping) else note_max for name in names})
    weight = pd.Series(dict(weights), dtype="float64")
    given = notes[names]
    outside = (given < -TOLERANCE) | (given > best + TOLERANCE)
    if outside.to_numpy().any():
        name = str(outside.any().idxmax())
        raise PortfolioError(
            _("a note of {name} is {note}, outside 0 to {best}").format(
                name=name, note=f"{given.loc[outside[name], name].iloc[0]:g}", best=f"{best[name]:g}"
            ),
            column=name,
            fix=_("put all notes on the scale of class_notes"),
        )
    points = given * weight
    table = points.add_suffix(POINTS)
    table["points"] = points.sum(axis=1)
    table["points_max"] = (given.notna() * weight * best).sum(axis=1)
    return table


def weighted_score(
    notes: pd.DataFrame, weights: Mapping[str, float], note_max: Mapping[str, float] | float
) -> pd.DataFrame:
    """Return the score over the known criteria, and how much of the grid they make.

    Parameters
    ----------
    notes, note_max
        As in `weighted_points`.
    weights : mapping
        Weight of each criterion; they sum to 100.

    Returns
    -------
    DataFrame
        `score` (0 to 100; 0 where nothing is known), `known_share` and one `<criterion>_points` per
        criterion, in points of the score: they sum to it.

    Raises
    ------
    PortfolioError
        The weights do not sum to 100.

    Notes
    -----
    score = Σ w·note / Σ w·note_max × 100, both sums over the known criteria.
    """
    check_weights(weights, "score_weights")
    table = weighted_points(notes, weights, note_max)
    scale = TOP_SCORE / table["points_max"]  # where nothing is known, 0 points of 0: a score of 0
    parts = table[[f"{name}{POINTS}" for name in weights]].mul(scale, axis=0)
    known = notes[list(weights)].notna() * pd.Series(dict(weights), dtype="float64")
    score = (table["points"] * scale).fillna(0.0).clip(0.0, TOP_SCORE)
    known_share = (known.sum(axis=1) / TOP_SCORE).clip(0.0, 1.0)
    return parts.assign(score=score, known_share=known_share)


def score_classes(scores: pd.Series, cuts: Sequence[float], well_known: pd.Series | bool = True) -> pd.Series:
    """Return the class of each score, S1 to S4; one that is not well known is S3 at best.

    Parameters
    ----------
    scores : Series of float
    cuts : sequence of three floats
        Lowest score of S1, S2 and S3.
    well_known : Series of bool, or bool
    """
    reached = [(scores >= cut - TOLERANCE).to_numpy() for cut in cuts]
    known = np.broadcast_to(np.asarray(well_known, dtype=bool), len(scores))
    best, good, fair, poor = SCORE_CLASSES
    classes = np.select([reached[0] & known, reached[1] & known, reached[2]], [best, good, fair], poor)
    return pd.Series(classes, index=scores.index, dtype="str", name="score_class")


def _scaled_weights(weights: Mapping[str, float], total: float) -> str:
    """Say which weights in the same proportions would sum to 100."""
    if not total > 0:
        return _("give each criterion a weight")
    scaled = [f"{name} {format_number(weight * TOP_SCORE / total, 1)}" for name, weight in weights.items()]
    return _("in the same proportions: {weights}").format(weights=", ".join(scaled))
