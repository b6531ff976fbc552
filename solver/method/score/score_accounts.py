"""Step 9: one score per account from the notes of the criteria, and what each criterion adds to it."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from solver.method.accounts.revenue import CENT
from solver.method.score.score_grid import (
    TOLERANCE,
    TOP_SCORE,
    bracket_notes,
    check_weights,
    score_classes,
    weighted_score,
)
from solver.tables.codes import SCORE_CLASSES, VISITED_KINDS
from solver.tables.criteria import CRITERIA
from solver.tables.method import TOP_CLASS_LIMIT
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, format_share

GRID_OF_KIND = {"client": "clients", "former_client": "clients", "prospect": "prospects"}
GRIDS = ("clients", "prospects")
Scale = Mapping[str, float] | Sequence[Sequence[float]]


def note_accounts(
    accounts: pd.DataFrame,
    segments: pd.DataFrame,
    qualification: pd.DataFrame,
    typology_notes: pd.DataFrame,
    visit_time: pd.DataFrame,
    *,
    class_notes: Mapping[str, float],
    **scales: Scale,
) -> pd.DataFrame:
    """Return the note of every account on every criterion, empty where it is unknown.

    Parameters
    ----------
    accounts, segments, qualification, typology_notes, visit_time : DataFrame
        The canonical tables of steps 1, 4, 5, 8 and 2.
    class_notes : mapping
        The note of each class of revenue and of potential.
    **scales : mapping or sequence of (bound, note)
        The other parameters that `CRITERIA` names as scales: the note of each code, such as `stage_notes`,
        where a code without a note is unknown; or brackets as in `bracket_notes`, such as `margin_brackets`
        (margin over revenue) and `access_brackets` (minutes from the rep's home).

    Returns
    -------
    DataFrame
        `account_id, kind` and a column per criterion, by account_id.

    Notes
    -----
    The potential of a prospect is noted by its order: best note × the share of the prospects whose potential
    is known that are smaller, half of its equals among them. Three classes would throw that order away. A
    prospect without a stage is noted 0 there where others have one: a first call must not cost it points.
    """
    table = _facts(accounts, segments, qualification, typology_notes, visit_time)
    scales["class_notes"] = class_notes
    notes = {each.name: _noted(table[each.source], each.scale, scales).astype("float64") for each in CRITERIA}
    places = max(class_notes.values()) * _places_of_prospects(table, qualification)
    notes["potential"] = places.fillna(notes["potential"])
    if notes["stage"].notna().any():  # a firm that notes stages knows whom nobody has called yet
        notes["stage"] = notes["stage"].mask(table["kind"].eq("prospect") & table["stage"].isna(), 0.0)
    return table[["account_id", "kind"]].assign(**notes)


def _places_of_prospects(table: pd.DataFrame, qualification: pd.DataFrame) -> pd.Series:
    """Return the share of the prospects of known potential that are smaller; nothing for anybody else."""
    amounts = table["account_id"].map(qualification.set_index("account_id")["potential_eur"])
    known = amounts[table["kind"] == "prospect"].dropna().astype("float64").round(2)
    return ((known.rank() - 0.5) / max(len(known), 1)).reindex(table.index)


def _facts(accounts: pd.DataFrame, *others: pd.DataFrame) -> pd.DataFrame:
    """Put what is noted of each account on one line; what two tables tell alike is taken from the first."""
    table = accounts[accounts["kind"].isin(VISITED_KINDS)]
    for other in others:
        new = [name for name in other if name == "account_id" or name not in table]
        table = table.merge(other[new], on="account_id", how="left")
    table = table.sort_values("account_id", ignore_index=True, kind="stable")
    return table.assign(
        margin_rate=table["margin_eur"] / table["revenue_eur"].where(table["revenue_eur"] > CENT),
        potential=table["potential_class"].str.rstrip("'"),
        prospect_stage=table["stage"].where(table["kind"] == "prospect"),
    )


def _noted(facts: pd.Series, scale: str | None, scales: Mapping[str, Scale]) -> pd.Series:
    """Turn the facts of one criterion into notes."""
    if scale is None:
        return facts
    steps = scales[scale]
    return facts.map(dict(steps)) if isinstance(steps, Mapping) else bracket_notes(facts, steps, scale)


def weights_in_force(
    score_weights: Mapping[str, float], typology_mode: Literal["note", "multiplier"]
) -> dict[str, float]:
    """Return the clients' weights that the mode of step 8 leaves.

    In multiplier mode the behaviour already moves the number of visits: the criterion is taken out of the
    grid and the other weights are scaled back to 100, in proportion.

    Parameters
    ----------
    score_weights : mapping
        Criterion to weight; they sum to 100.
    typology_mode : {"note", "multiplier"}

    Raises
    ------
    PortfolioError
        The weights do not sum to 100, or typology is the only criterion and the mode is multiplier.
    """
    check_weights(score_weights, "score_weights")
    if typology_mode == "note":
        return dict(score_weights)
    others = {name: weight for name, weight in score_weights.items() if name != "typology"}
    total = sum(others.values())
    if not total > 0:
        raise PortfolioError(
            _("in multiplier mode the grid has no criterion left"),
            column="score_weights",
            fix=_("give weight to another criterion, or write typology_mode: note"),
        )
    return {name: weight * TOP_SCORE / total for name, weight in others.items()}


def score_accounts(
    notes: pd.DataFrame,
    *,
    score_weights: Mapping[str, float],
    score_weights_prospects: Mapping[str, float],
    note_max: float,
    score_cut_s1: float,
    score_cut_s2: float,
    score_cut_s3: float,
    score_known_share_min: float,
) -> pd.DataFrame:
    """Score clients and former clients on one grid and prospects on another, and cut the scores into classes.

    Parameters
    ----------
    notes : DataFrame
        As `note_accounts` returns it.
    score_weights, score_weights_prospects : mapping
        Weights of the two grids, each summing to 100; the first as `weights_in_force` returns them.
    note_max : float
        Best note of the common scale.
    score_cut_s1, score_cut_s2, score_cut_s3 : float
        A class runs from its cut, included, to the next, excluded.
    score_known_share_min : float
        An account of which less of the grid is known is at most an S3: one good note out of five is no reason
        to visit, it is a reason to ask.

    Returns
    -------
    DataFrame
        The canonical table `scores`, by account_id.

    Raises
    ------
    PortfolioError
        The weights of a grid do not sum to 100.
    """
    weights = {"clients": score_weights, "prospects": score_weights_prospects}
    grids = notes["kind"].map(GRID_OF_KIND)
    parts = []
    for grid in GRIDS:
        check_weights(weights[grid], "score_weights" if grid == "clients" else "score_weights_prospects")
        chosen = notes[grids == grid]
        parts.append(chosen[["account_id", "kind"]].join(weighted_score(chosen, weights[grid], note_max)))
    table = pd.concat(parts).sort_values("account_id", ignore_index=True, kind="stable")
    table["score_class"] = score_classes(
        table["score"],
        (score_cut_s1, score_cut_s2, score_cut_s3),
        table["known_share"] >= score_known_share_min - TOLERANCE,
    )
    points = [each.points for each in CRITERIA if each.points in table.columns]
    return table[["account_id", "kind", "score", "score_class", "known_share", *points]]


def score_facts(scores: pd.DataFrame, *, score_known_share_min: float) -> dict[str, Any]:
    """Return the counts of the step and its warnings.

    Parameters
    ----------
    scores : DataFrame
        As `score_accounts` returns it.
    score_known_share_min : float
        As in `score_accounts`.

    Returns
    -------
    dict
        `by_class` (grid to class to accounts), `top_class_share` (by grid), `mean_known_share`, `thin`
        (accounts of which too little is known) and `warnings`.
    """
    grids = scores["kind"].map(GRID_OF_KIND)
    counts = pd.crosstab(grids, scores["score_class"]).reindex(
        index=GRIDS, columns=SCORE_CLASSES, fill_value=0
    )
    top_share = (counts[SCORE_CLASSES[0]] / counts.sum(axis=1).clip(lower=1)).to_dict()
    thin = int((scores["known_share"] < score_known_share_min - TOLERANCE).sum())
    left = bool((scores["kind"] == "former_client").any())
    clients = _("clients and former clients") if left else _("clients")
    warnings = [
        _("{share} of the {grid} are in S1, above {limit}: the class no longer sorts anything.").format(
            share=format_share(top_share[grid]), grid=label, limit=format_share(TOP_CLASS_LIMIT)
        )
        for grid, label in (("clients", clients), ("prospects", _("prospects")))
        if top_share[grid] > TOP_CLASS_LIMIT + TOLERANCE
    ]
    if thin:
        warnings.append(
            counted(
                thin,
                "Less than {share} of the grid is known of {n} account: S3 at best until asked.",
                "Less than {share} of the grid is known of {n} of the accounts: S3 at best until asked.",
            ).format(share=format_share(score_known_share_min))
        )
    return {
        "by_class": {grid: {name: int(counts[name][grid]) for name in SCORE_CLASSES} for grid in GRIDS},
        "top_class_share": top_share,
        "mean_known_share": float(scores["known_share"].mean()) if len(scores) else 0.0,
        "thin": thin,
        "warnings": warnings,
    }
