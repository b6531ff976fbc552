"""A few accounts drawn across types, to be judged by somebody who knows how selling goes."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from tests.benchmarks.value_firm import Firm

SEED, COUNT = 12, 15
YEARS = 3


def drawn_accounts(firm: Firm) -> Iterator[str]:
    """Describe accounts drawn in turn from every account type: history, visits today, planned, and why."""
    yield f"{COUNT} accounts, drawn across types with seed {SEED}"
    sales = _revenue_by_year(firm)
    allocation = firm.step.allocation.set_index("account_id")
    sentences = firm.step.account_terms.set_index("account_id")["sentence"]
    for account in _drawn(firm.about["account_type"]):
        row, line = firm.about.loc[account], allocation.loc[account]
        history = " ".join(f"{euros:,.0f}" for euros in sales.reindex([account]).fillna(0).to_numpy()[0])
        place = firm.ids.get_loc(account)
        floor, ceiling = firm.problem.floor[place], firm.problem.ceiling[place]
        facts = (
            *(row["account_type"], row["behaviour"] or row["kind"], f"class {row['score_class']}"),
            *(f"rep {row['rep_id']}", f"potential {row['potential_eur']:,.0f} {row['flag']}"),
        )
        yield (
            f"\n{account} {', '.join(map(str, facts))}\n"
            f"  revenue by year {history}; visits {firm.logged[place]} -> {firm.plan[place]} "
            f"(floor {floor}, ceiling {ceiling} {row['ceiling_rule']})\n"
            f"  {sentences.get(account, '')}\n  {line['reason']}"
        )


def _drawn(types: pd.Series) -> list[str]:
    """Draw one account of every type in turn until there are enough."""
    generator = np.random.default_rng(SEED)
    queues = {name: list(generator.permutation(sorted(of.index))) for name, of in types.groupby(types)}
    found: list[str] = []
    while len(found) < COUNT:
        found += [str(queue.pop()) for queue in queues.values() if queue]
    return found[:COUNT]


def _revenue_by_year(firm: Firm) -> pd.DataFrame:
    """Revenue of the last years, a column a year."""
    sales = firm.step.sales
    back = ((pd.Timestamp(firm.step.portfolio.as_of) - sales["date"]).dt.days // 365.25).astype(int)
    recent = sales.assign(back=back)[back < YEARS]
    table = recent.pivot_table(index="account_id", columns="back", values="revenue_eur", aggfunc="sum")
    return table[sorted(table.columns, reverse=True)]
