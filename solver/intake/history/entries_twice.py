"""Accounting entries that two files hold: years that overlap, or a provisional export and the final one."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from solver.intake.presets import Aside
from solver.intake.presets.ledger import ledger_roles
from solver.intake.reading.typed import Typed
from solver.words.i18n import _

KEY = ["journal", "entry", "date", "account", "micros", "occurrence"]


def without_repeated_entries(sources: Sequence[Typed]) -> list[Typed]:
    """Set the sales of an entry aside that an earlier file holds already.

    Parameters
    ----------
    sources : sequence of Typed
        Files of sales, in the order of the portfolio.

    Notes
    -----
    A line is the same when journal, number of the entry, day, account and amount are; as many times as the
    earlier file has it.
    """
    seen = pd.DataFrame(columns=[*KEY, "file"])
    result = []
    for typed in sources:
        keys = _keys(typed)
        if keys is None:
            result.append(typed)
            continue
        known = keys.merge(seen, on=KEY, how="left")["file"].set_axis(keys.index)
        asides = tuple(
            Aside(
                _("this accounting entry is in {other} too").format(other=other),
                rows.index,
                typed.raw.columns.get("order_id"),
            )
            for other, rows in known.dropna().groupby(known.dropna(), sort=True)
        )
        result.append(replace(typed, raw=replace(typed.raw, asides=(*typed.raw.asides, *asides))))
        fresh = keys[known.isna().to_numpy()].assign(file=typed.raw.file)
        seen = pd.concat([seen, fresh], ignore_index=True) if len(seen) else fresh
    return result


def _keys(typed: Typed) -> pd.DataFrame | None:
    """Return what tells the lines of numbered entries apart; none for other files."""
    raw = typed.raw
    if raw.preset is None or not raw.preset.ledger:
        return None
    roles = ledger_roles([str(column) for column in raw.table.columns], raw.preset.ledger)
    if "entry" not in roles:
        return None
    texts = {
        role: raw.table[roles[role]].str.strip() if role in roles else ""
        for role in ("journal", "entry", "account")
    }
    keys = pd.DataFrame({**texts, "date": typed.table["date"], "micros": typed.micros}, index=raw.table.index)
    keys = keys[keys["entry"].ne("").to_numpy()]
    return keys.assign(occurrence=keys.groupby(KEY[:-1], sort=False, dropna=False).cumcount())
