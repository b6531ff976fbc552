"""An exercise of step 9 on the weights: which of two accounts leads is a matter of taste."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Custom
from solver.course.numbers import UnreadableError
from solver.course.typed import names_read, read_notes
from solver.words.i18n import _, mark

WEIGHTS = {"revenue": 30, "potential": 30, "typology": 20, "margin": 10, "access": 10}
MORE_CRITERION_NAMES = {
    "ca": "revenue",
    "chiffre d'affaires": "revenue",
    "potentiel": "potential",
    "typologie": "typology",
    "type": "typology",
    "marge": "margin",
    "acces": "access",
    "accessibilite": "access",
}
NOTES_C03 = {"revenue": 5, "potential": 3, "typology": 3, "margin": 4, "access": 5}
NOTES_C08 = {"revenue": 3, "potential": 5, "typology": 4, "margin": 4, "access": 3}
FOR_C03 = {"revenue": 36, "potential": 24, "typology": 20, "margin": 10, "access": 10}
FOR_C08 = {"revenue": 24, "potential": 36, "typology": 20, "margin": 10, "access": 10}
ONE_UP = WEIGHTS | {"revenue": 36}
HIGHEST_NOTE, FIFTH, SPECK = 5, 0.2, 1e-9


def criteria() -> list[str]:
    """Return the five criteria in words, in the order of the weights."""
    return [_("Revenue"), _("Potential"), _("Typology"), _("Margin"), _("Access")]


def criterion_names() -> dict[str, str]:
    """Return the five criteria, key to words."""
    return dict(zip(WEIGHTS, criteria(), strict=True))


def criterion_name(said: str) -> str | None:
    """Return the key of a criterion by its key or its name, in either language."""
    return names_read(criterion_names(), MORE_CRITERION_NAMES)(said)


def two_notes() -> pd.DataFrame:
    """Return the grid and the notes of the two accounts that tie."""
    return pd.DataFrame(
        {
            "criterion": criteria(),
            "weight": list(WEIGHTS.values()),
            "c03": list(NOTES_C03.values()),
            "c08": list(NOTES_C08.values()),
        }
    )


def score(weights: Mapping[str, Any], notes: Mapping[str, int]) -> float:
    """Return the score of these notes under these weights, out of 100."""
    points = sum(float(weights[name]) * note for name, note in notes.items())
    return 100 * points / (HIGHEST_NOTE * sum(float(weights[name]) for name in notes))


def sums_to_100(weights: Mapping[str, Any]) -> bool:
    """Tell whether five weights make 100."""
    return abs(sum(float(weights[name]) for name in WEIGHTS) - 100) <= SPECK


def judge_weights(weights: Mapping[str, Any]) -> str | None:
    """Say which rule the weights break; none when C03 leads within the rules."""
    missing = [name for name in WEIGHTS if name not in weights]
    if missing or len(weights) > len(WEIGHTS):
        names = ", ".join(criteria())
        raise UnreadableError(_("Five weights are asked, one for each of: {names}.").format(names=names))
    total = sum(float(weights[name]) for name in WEIGHTS)
    if not sums_to_100(weights):
        return _("Your weights sum to {total}, not to 100.").format(total=f"{total:g}")
    for name, usual in WEIGHTS.items():
        if abs(float(weights[name]) - usual) > FIFTH * usual + SPECK:
            return _(
                "{name} moves by more than a fifth: from {usual}, it may go from {low} to {high}."
            ).format(
                name=criterion_names()[name],
                usual=usual,
                low=f"{usual * (1 - FIFTH):g}",
                high=f"{usual * (1 + FIFTH):g}",
            )
    lead = score(weights, NOTES_C03) - score(weights, NOTES_C08)
    if lead <= SPECK:
        return _("The rules are kept, but C03 is not ahead. Where does it have the better note?")
    return None


GRID_HEADS = {"criterion": mark("Criterion"), "weight": mark("Weight")}

WEIGHING = (
    Exercise(
        "09.6",
        level="model",
        title=mark("Weights that put C03 ahead"),
        parts=(
            Part(
                "weights",
                mark("Weights"),
                Custom(
                    mark("five weights that sum to 100"),
                    judge_weights,
                    read=lambda raw: read_notes(raw, criterion_name, tuple(WEIGHTS)),
                    names=criterion_names,
                ),
                FOR_C03,
                mistakes=(
                    Mistake(
                        lambda weights: (
                            sum(float(weights[name]) for name in WEIGHTS) > 100 + SPECK
                            and score(weights, NOTES_C03) > score(weights, NOTES_C08)
                        ),
                        mark(
                            "C03 is ahead, but the weights sum to more than 100. What you add to one "
                            "criterion, another has to give."
                        ),
                        ONE_UP,
                    ),
                    Mistake(
                        lambda weights: (
                            sums_to_100(weights)
                            and score(weights, NOTES_C08) > score(weights, NOTES_C03) + SPECK
                        ),
                        mark(
                            "Now C08 is ahead: you gave weight to the criteria where it has the better note."
                        ),
                        FOR_C08,
                    ),
                    Mistake(
                        lambda weights: all(float(weights[name]) == WEIGHTS[name] for name in WEIGHTS),
                        mark("Those are today's weights: 78 to 78. One has to go up and another down."),
                        WEIGHTS,
                    ),
                ),
            ),
        ),
        hints=(
            mark("Where is C03 better than C08? Give weight there, and take it where C08 is better."),
            mark("Revenue may go up to 36, potential down to 24. Do they make up for each other?"),
        ),
        why=mark(
            "Move the same six points the other way and C08 leads by as much, 80.4 to 75.6. Between these "
            "two, it is not the data that decides but a taste, clients one has or clients one could have. "
            "That is why the step moves every weight by a fifth and tells which accounts stay on top."
        ),
        data=two_notes,
        columns={**GRID_HEADS, "c03": mark("Note of C03"), "c08": mark("Note of C08")},
    ),
)
