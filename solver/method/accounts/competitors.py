"""Who has the rest of the wallet: the competitors that visits found, and where they are better."""

import pandas as pd

from solver.intake.values.criteria import criteria
from solver.intake.words import fold
from solver.tables import check

FEWEST_ACCOUNTS = 5


def competitors(
    discoveries: pd.DataFrame, qualification: pd.DataFrame, prospect_events: pd.DataFrame
) -> pd.DataFrame:
    """Return each competitor with the accounts at which it sells, the most frequent first.

    Parameters
    ----------
    discoveries, qualification, prospect_events : DataFrame
        The canonical tables of steps 1, 5 and 1.

    Returns
    -------
    DataFrame
        The canonical table `competitors`. Names that differ by capitals and accents alone are one; below
        five accounts they are others, without a name. `better_on` is what was said most often, by `answers`.
        Won and lost are the pursuits at these accounts.
    """
    told = discoveries.loc[discoveries["competitor"].notna(), ["account_id", "competitor", "competitor_edge"]]
    key = told["competitor"].map(fold)
    often = key.map(key.value_counts()).ge(FEWEST_ACCOUNTS)
    first = told.groupby(key)["competitor"].first()
    named = told.assign(competitor=key.map(first).where(often))
    named = named.merge(qualification[["account_id", "potential_eur"]], how="left", on="account_id").assign(
        key=key.where(often, "").to_numpy()
    )
    last = (
        prospect_events.sort_values(["account_id", "date"], kind="stable")
        .groupby("account_id")["stage"]
        .last()
    )
    stage = named["account_id"].map(last)
    named = named.assign(won=stage.eq("won"), lost=stage.eq("lost"))
    rows = []
    for _key, part in named.groupby("key", sort=True):
        edges = part["competitor_edge"].dropna()
        codes = pd.Series([code for text in edges for code in criteria(text)], dtype="str")
        counts = codes.value_counts()
        best = sorted(counts.index[counts.eq(counts.max())])[:1] if len(counts) else []
        rows.append(
            {
                "competitor": part["competitor"].iloc[0],
                "accounts": len(part),
                "potential_eur": float(part["potential_eur"].sum()),
                "better_on": best[0] if best else None,
                "answers": len(edges),
                "won": int(part["won"].sum()),
                "lost": int(part["lost"].sum()),
            }
        )
    columns = ["competitor", "accounts", "potential_eur", "better_on", "answers", "won", "lost"]
    table = pd.DataFrame(rows, columns=columns)
    ordered = table.assign(others=table["competitor"].isna()).sort_values(
        ["others", "accounts", "competitor"], ascending=[True, False, True], kind="stable"
    )
    return check("competitors", ordered.drop(columns="others"))
