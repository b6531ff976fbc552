"""What the readers of a parameter are told alike: what its codes are called, and what its marks mean."""

import re
from collections.abc import Mapping
from types import MappingProxyType

CODES_OF: Mapping[str, str] = MappingProxyType(  # what the codes in a parameter's value are codes of
    {
        "account_rules": "account_type",
        "typology_note": "behaviour",
        "typology_multiplier": "behaviour",
        "score_weights": "criterion",
        "score_weights_prospects": "criterion",
        "stage_notes": "stage",
        "judged_curves": "account_type",
    }
)
MEASURED = "none = measured"  # so the description says of what is worked out where nothing is stated
MARK = re.compile(r"\s*\([^()]*\)\.$")  # “(a judgement).”, in whatever language


def without_mark(description: str) -> str:
    """Return a description without the mark of a judgement at its end: the place it stands in says it."""
    return MARK.sub(".", description)
