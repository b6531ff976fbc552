"""Text in columns of fixed places, as older packages print it: no separator, blanks in between."""

import pandas as pd

NARROWEST = 2  # blanks side by side: one alone stands inside a name or a number
FEWEST_COLUMNS, FEWEST_LINES = 3, 3
MOST_TITLES = 10
SAMPLE_LINES = 200
RULES = frozenset("-=+| _")


def columns_at_places(text: str) -> pd.DataFrame | None:
    """Cut lines at the places where all of them are blank; none where they have no such columns.

    Parameters
    ----------
    text : str
        The whole file, its lines ended by line feeds.

    Returns
    -------
    DataFrame of str, optional
        Columns numbered from 0; the index is the line of the file. Lines drawn with dashes are left blank.
    """
    lines = text.rstrip("\n").split("\n")
    for titles in range(min(MOST_TITLES, len(lines))):
        starts = _starts([line for line in lines[titles : titles + SAMPLE_LINES] if line.strip()])
        if len(starts) >= FEWEST_COLUMNS:
            ends = [*starts[1:], None]
            cells = {
                number: [_cell(line, start, end) for line in lines]
                for number, (start, end) in enumerate(zip(starts, ends, strict=True))
            }
            return pd.DataFrame(cells, dtype="str", index=pd.RangeIndex(1, len(lines) + 1, name="row"))
    return None


def _starts(lines: list[str]) -> list[int]:
    """Return where columns start: behind blanks that stand on every line."""
    if len(lines) < FEWEST_LINES:
        return []
    width = max(map(len, lines))
    filled = [any(line[at : at + 1].strip() for line in lines) for at in range(width)]
    starts = [at for at in range(width) if filled[at] and not any(filled[max(at - NARROWEST, 0) : at])]
    return starts if starts[:1] == [0] or not any(filled[: starts[0]]) else []


def _cell(line: str, start: int, end: int | None) -> str:
    return "" if RULES.issuperset(line) else line[start:end].strip()
