"""What a parameter rests on where nobody states another value; declared with the parameter itself."""

from typing import Literal, get_args

from pydantic import JsonValue
from pydantic.fields import FieldInfo

Basis = Literal["judged", "measured"]
JUDGED: dict[str, JsonValue] = {"basis": "judged"}  # the usual value is somebody's judgement
MEASURED: dict[str, JsonValue] = {"basis": "measured"}  # without a value, the firm's own past is measured
ASSUMED_MARGIN = 0.30  # over revenue, where neither a cost nor the firm says it


def basis(field: FieldInfo) -> Basis | None:
    """Return what a parameter rests on; None where it is a choice, a fact or a rule of the method."""
    declared = field.json_schema_extra
    said = declared.get("basis") if isinstance(declared, dict) else None
    return next((known for known in get_args(Basis) if known == said), None)
