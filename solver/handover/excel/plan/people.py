"""What the reps are called in the workbook: their names, told apart where two share one."""

from typing import Any

import pandas as pd


def called(values: pd.Series, names: dict[str, str]) -> list[Any]:
    """Return the reps of a column as they are called; a rep nobody names stays a code."""
    return [None if pd.isna(value) else names.get(str(value), str(value)) for value in values]
