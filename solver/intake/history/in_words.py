"""A value of an account or a person, as a reader writes it."""

from typing import Any

import pandas as pd

from solver.words.i18n import _, format_date, format_number


def in_words(name: str, value: Any) -> str | None:
    """Write a value as a reader does; none where there is none."""
    if pd.isna(value):
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(value, "isoformat"):
        return format_date(value)
    return format_number(value, 2 if name.endswith("_eur") else 0) if isinstance(value, float) else str(value)
