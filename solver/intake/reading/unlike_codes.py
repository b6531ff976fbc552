"""Columns called as one of our codes whose cells hold remarks, say: left alone, not refused."""

import pandas as pd

from solver.intake.fields import fields
from solver.intake.presets import part_of, preset_of
from solver.intake.values.codes import read_codes
from solver.parameters import Source

# Nobody counts on them: a file without them is as good, and one with remarks under their names is usual.
MAY_BE_REMARKS = ("visit_outcome", "complaint", "promise_kept", "touch_outcome", "touch_cause")


def without_unlike_codes(mapping: dict[str, str], source: Source, cells: pd.DataFrame) -> dict[str, str]:
    """Leave out columns guessed by their name of whose filled cells most are none of our codes.

    Parameters
    ----------
    mapping : dict of str to str
        Our column: column of the file.
    source : Source
        What it states itself, or its preset knows, is kept: its unknown codes are refused later.
    cells : DataFrame of str
        The rows under the header.
    """
    stated = {*source.columns, *source.codes, *part_of(preset_of(source, source.name), source.table).columns}
    guessed = [name for name in MAY_BE_REMARKS if name in mapping and name not in stated]
    unlike = {name for name in guessed if _mostly_unknown(cells[mapping[name]], name, source)}
    return {name: column for name, column in mapping.items() if name not in unlike}


def _mostly_unknown(texts: pd.Series, name: str, source: Source) -> bool:
    filled = texts[texts.str.strip().ne("")]
    _codes, unknown = read_codes(filled, fields(source.table)[name], {}, source.name)
    return 2 * int(unknown.sum()) > len(filled)
