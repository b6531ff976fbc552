"""What the value of a client's visits is made of, in a sentence per account."""

from typing import Any

import numpy as np
import pandas as pd

from solver.allocation.problem.build import TERMS
from solver.allocation.problem.problem import AllocationProblem
from solver.words.i18n import _, format_money, format_number, format_share


def client_terms(problem: AllocationProblem) -> pd.DataFrame:
    """Return the terms of each client's value, the largest client first.

    Returns
    -------
    DataFrame
        `account_id, account_type`, the terms of `solver.value.clients.account_terms` and `sentence`; clients
        valued by a table of their own are not in it.
    """
    if TERMS[0] not in problem.accounts:
        return pd.DataFrame(columns=["account_id", "account_type", *TERMS, "sentence"])
    known = problem.accounts["room"].notna().to_numpy()
    table = problem.accounts.loc[known, ["account_id", "account_type", *TERMS]]
    last, following = _around_today(problem.contribution_eur[known], table["visits_today"])
    lines = zip(table.to_dict("records"), last, following, strict=True)
    table = table.assign(sentence=[_sentence(*line) for line in lines])
    return table.sort_values(["revenue_eur", "account_id"], ascending=[False, True], ignore_index=True)


def _around_today(contribution: np.ndarray, today: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return what the last visit of today brought, and what one more would; NaN where there is none."""
    added = np.pad(np.diff(contribution, axis=1), ((0, 0), (1, 1)), constant_values=np.nan)
    level = np.minimum(np.round(today.to_numpy(dtype=float)).astype(np.int64), added.shape[1] - 1)
    row = np.arange(len(added))
    return added[row, level], added[row, np.minimum(level + 1, added.shape[1] - 1)]


def _sentence(terms: dict[Any, Any], last_eur: float, next_eur: float) -> str:
    today = round(terms["visits_today"])
    parts = [
        _(
            "{revenue} at {margin} margin, risk {risk}, room {room}; each visit takes {share} of the room"
            " that is left."
        )
    ]
    if next_eur == next_eur:
        parts.append(_("Visit {next} would bring {next_eur}."))
    if last_eur == last_eur:
        parts.append(_("Visit {last} brought {last_eur}."))
    return " ".join(parts).format(
        revenue=format_money(terms["revenue_eur"]),
        margin=format_share(terms["margin_rate"], 1),
        risk=format_share(terms["p"], 1),
        room=format_share(terms["room"], 1),
        share=format_share(terms["visit_share"], 1),
        next=format_number(today + 1),
        next_eur=format_money(next_eur),
        last=format_number(today),
        last_eur=format_money(last_eur),
    )
