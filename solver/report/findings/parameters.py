"""What the readers of a parameter are told alike: what it means, and what its codes are codes of."""

from collections.abc import Mapping
from types import MappingProxyType

from pydantic.fields import FieldInfo

from solver.parameters.basis import basis
from solver.words.i18n import _

CODES_OF: Mapping[str, str] = MappingProxyType(  # what the codes in a parameter's value are codes of
    {
        "account_rules": "account_type",
        "typology_note": "behaviour",
        "win_back_factors": "lost_reason",
        "typology_multiplier": "behaviour",
        "score_weights": "criterion",
        "score_weights_prospects": "criterion",
        "stage_notes": "stage",
        "judged_curves": "account_type",
        "abc_measure": "abc_measure",
        "abc_rule": "abc_rule",
    }
)


def meaning(field: FieldInfo) -> str:
    """Return what a parameter means, with a mark where it is a judgement."""
    said = _(field.description) if field.description else ""
    if basis(field) != "judged":
        return said
    return _("{meaning} (an assumption).").format(meaning=said.removesuffix("."))
