"""The criteria of the scoring grid: one line a criterion drives notes, points, labels and usual weights."""

from dataclasses import dataclass

from solver.words.i18n import mark

POINTS = "_points"


@dataclass(frozen=True)
class Criterion:
    """One criterion.

    Attributes
    ----------
    name : str
    label : str
        In English and marked for the catalogues.
    source : str
        Fact of an account that is noted: a column of the tables that step 9 reads, or worked out from them.
    scale : str, optional
        Parameter that turns the fact into a note; none where the fact is a note already.
    weight, prospect_weight : float
        What it weighs in the grids of clients and of prospects where nothing else is stated.
    """

    name: str
    label: str
    source: str
    scale: str | None = None
    weight: float = 0
    prospect_weight: float = 0

    @property
    def points(self) -> str:
        """Name of the column that holds what it adds to the score."""
        return f"{self.name}{POINTS}"


CRITERIA = (
    Criterion("revenue", mark("Revenue (ABC)"), "segment", "class_notes", 30),
    Criterion("potential", mark("Potential"), "potential", "class_notes", 30, 70),
    Criterion("typology", mark("Typology"), "typology_note", None, 20),
    Criterion("margin", mark("Margin"), "margin_rate", "margin_brackets", 10),
    Criterion("access", mark("Ease of access"), "home_minutes", "access_brackets", 10),
    Criterion("stage", mark("Stage reached"), "prospect_stage", "stage_notes", 0, 30),
)


def usual_weights(*, prospects: bool = False) -> dict[str, float]:
    """Return the usual weights of a grid, the heaviest criterion first."""
    weights = {each.name: each.prospect_weight if prospects else each.weight for each in CRITERIA}
    heaviest = sorted(weights, key=lambda name: -weights[name])
    return {name: weights[name] for name in heaviest if weights[name]}
