"""Accounts that look like one and the same: proposed to the reader, never merged."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from solver.intake.reference import plain_town
from solver.intake.words import fold, values_of
from solver.tables import check
from solver.words.i18n import _, format_share

LEGAL_FORMS = frozenset(
    (
        *(
            "sarl",
            "sas",
            "sasu",
            "sa",
            "eurl",
            "sci",
            "snc",
            "scp",
            "scop",
            "earl",
            "gaec",
            "eirl",
            "ei",
            "selarl",
        ),
        *("ltd", "limited", "inc", "llc", "llp", "corp", "corporation", "company", "co", "gmbh", "bv", "plc"),
    )
)
# Words that stand for the firm itself, and tell no two firms apart.
FIRM = frozenset({"ste", "societe", "ets", "etablissements", "entreprise"})
SAME_SITE, SAME_COMPANY, NEAR_NAME = 0, 1, 2


def find_duplicates(
    accounts: pd.DataFrame,
    revenue: pd.Series,
    name_similarity: float,
    apart: Collection[frozenset[str]] = (),
) -> pd.DataFrame:
    """Propose pairs of accounts that are likely one.

    Parameters
    ----------
    accounts : DataFrame
        Table `accounts`.
    revenue : Series of float
        Revenue of the last 12 months, by account_id.
    name_similarity : float
        Names at least so near, from 0 to 1, in one postcode are a pair.
    apart : collection of frozenset of str
        Pairs that somebody knows to be two accounts.

    Returns
    -------
    DataFrame
        Table `duplicates`, the largest revenue first. Evidence is, the surest first: the same SIRET; the same
        SIREN in one postcode; nearly the same name in one postcode (or town, where the postcode is missing).

    Notes
    -----
    Names are compared without accents, case, legal form and word order: twice the letters that both have in
    common, in order, over all their letters. Names that differ by a number, such as two shops of a chain, are
    not a pair.
    """
    table = accounts.reset_index(drop=True)
    pairs = pd.concat(
        [
            _same(table["siret"], SAME_SITE),
            _same(table["siren"] + "|" + table["postcode"], SAME_COMPANY),
            _near_names(table, name_similarity),
        ],
        ignore_index=True,
    )
    pairs = pairs.sort_values(["left", "right", "rank"]).drop_duplicates(["left", "right"])
    worth = values_of(table["account_id"], revenue).fillna(0.0)
    left, right = pairs["left"].to_numpy(dtype=int), pairs["right"].to_numpy(dtype=int)
    # The rows come sorted by code, so that of two equals the lower code is the one to keep.
    swap = worth.to_numpy()[right] > worth.to_numpy()[left]
    first, second = np.where(swap, right, left), np.where(swap, left, right)
    codes = table["account_id"].to_numpy()
    result = pd.DataFrame(
        {
            "account_id": codes[first],
            "other_id": codes[second],
            "evidence": [
                _evidence(table, *pair)
                for pair in zip(left, pairs["right"], pairs["rank"], pairs["similarity"], strict=True)
            ],
            "revenue_eur": (worth.to_numpy()[first] + worth.to_numpy()[second]).round(2),
        }
    )
    known = [frozenset(pair) in apart for pair in zip(codes[first], codes[second], strict=True)]
    result = result[~np.array(known, dtype=bool)]
    ordered = result.sort_values(["revenue_eur", "account_id", "other_id"], ascending=[False, True, True])
    return check("duplicates", ordered)


def plain_name(name: str) -> str:
    """Return the words of a firm's name that tell it from others, sorted."""
    words = fold(name).split()
    telling = [word for word in words if word not in LEGAL_FORMS and word not in FIRM]
    return " ".join(sorted(telling or words))


def _pairs(rows: list[tuple[int, int, float]], rank: int) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["left", "right", "similarity"])
    return table.astype({"left": "int64", "right": "int64", "similarity": "float64"}).assign(rank=rank)


def _same(key: pd.Series, rank: int) -> pd.DataFrame:
    """Pair the first account that has a key with each of the others that have it."""
    known = key.dropna()
    positions = pd.Series(known.index, index=known.index)
    first = positions.groupby(known).transform("min")
    other = first.ne(positions)
    return _pairs(
        [(left, right, 1.0) for left, right in zip(first[other], positions[other], strict=True)], rank
    )


def _near_names(table: pd.DataFrame, name_similarity: float) -> pd.DataFrame:
    """Pair the accounts of one place whose names are near; only accounts of one place are compared at all."""
    place = table["postcode"].fillna(table["town"].map(plain_town, na_action="ignore").astype("str"))
    names = table["name"].map(plain_name)
    numbers = names.map(lambda name: " ".join(word for word in name.split() if word.isdigit()))
    rows: list[tuple[int, int, float]] = []
    for _place, block in names.groupby([place, numbers], sort=True):
        if len(block) < 2:
            continue
        texts, at = block.tolist(), block.index.to_numpy(dtype=int)
        scores = process.cdist(
            texts, texts, scorer=fuzz.ratio, score_cutoff=100 * name_similarity, dtype=np.float64
        )
        left, right = np.nonzero(np.triu(scores, k=1))
        rows += list(zip(at[left], at[right], scores[left, right] / 100, strict=True))
    return _pairs(rows, NEAR_NAME)


def _evidence(table: pd.DataFrame, left: int, right: int, rank: int, similarity: float) -> str:
    one, other = table.iloc[left], table.iloc[right]
    if rank == SAME_SITE:
        return _("same SIRET {number}").format(number=one["siret"])
    if rank == SAME_COMPANY:
        return _("same SIREN {number} in {postcode}").format(number=one["siren"], postcode=one["postcode"])
    text = _("names alike at {share} in {place}").format(
        share=format_share(similarity), place=one["postcode"] if pd.notna(one["postcode"]) else one["town"]
    )
    if pd.notna(one["siren"]) and pd.notna(other["siren"]) and one["siren"] != other["siren"]:
        text += _(", but two different SIREN")
    return text
