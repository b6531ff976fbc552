"""The public lists at hand offline: the communes of France with their postcodes, and the activity codes."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pandas as pd

from solver.intake.words import fold
from solver.words.errors import PortfolioError
from solver.words.i18n import _
from solver.words.places import shipped

# How an envelope shortens the first word of a town's name.
SHORT_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s": "sur", "ss": "sous"}
NOT_A_NAME = frozenset({"cedex", "arrondissement"})


@cache
def naf_codes() -> frozenset[str]:
    """Return the French activity codes (NAF rev. 2)."""
    return frozenset(_read("naf.csv")["code"])


@cache
def naf_labels() -> Mapping[str, str]:
    """Return what each French activity code (NAF rev. 2) stands for, in French as INSEE writes it."""
    table = _read("naf.csv")
    return MappingProxyType(dict(zip(table["code"], table["label"], strict=True)))


@cache
def communes() -> pd.DataFrame:
    """Return one row per commune and postcode, the most populated first."""
    table = _read("communes.csv")
    table["postcode"] = table["postcodes"].str.split()
    table["population"] = pd.to_numeric(table["population"]).fillna(0)
    table["lat"], table["lon"] = table["lat"].astype("float64"), table["lon"].astype("float64")
    table["plain_name"] = [plain_town(name) for name in table["name"].tolist()]
    table["department"] = [department(code) for code in table["insee_code"].tolist()]
    table = table.sort_values(["population", "insee_code"], ascending=[False, True])
    columns = ["postcode", "department", "name", "plain_name", "population", "lat", "lon"]
    return table.explode("postcode", ignore_index=True)[columns].fillna({"postcode": ""})


@cache
def known_postcodes() -> frozenset[str]:
    """Return the postcodes of France."""
    return frozenset(communes()["postcode"]) - {""}


@cache
def known_towns() -> frozenset[str]:
    """Return the plain names of the communes of France."""
    return frozenset(communes()["plain_name"])


def plain_town(name: str) -> str:
    """Return a town's name as envelope and register both mean it: no accents, “ST” in full, no district."""
    words = [word for word in fold(name).split() if word not in NOT_A_NAME]
    while len(words) > 1 and words[-1][:1].isdigit():
        words.pop()
    return " ".join(SHORT_WORDS.get(word, word) for word in words)


def department(code: str) -> str:
    """Return the department of an INSEE code or a postcode; both parts of Corsica count as one."""
    if code[:2] in ("2A", "2B"):
        return "20"
    return code[:3] if code[:2] in ("97", "98") else code[:2]


def _read(name: str) -> pd.DataFrame:
    path = shipped("data", "reference", name)
    try:
        return pd.read_csv(path, dtype="str", keep_default_na=False)
    except FileNotFoundError:
        raise PortfolioError(
            _("this reference list is missing"),
            file=path,
            fix=_("install Twelvefold again"),
        ) from None
