"""Which map extracts cover accounts in France: Geofabrik cuts along the regions of before 2016."""

import pandas as pd

from solver.intake.reference import department

FOLDER = "https://download.geofabrik.de/europe/france/"
DEPARTMENTS = {
    "alsace": "67 68",
    "aquitaine": "24 33 40 47 64",
    "auvergne": "03 15 43 63",
    "basse-normandie": "14 50 61",
    "bourgogne": "21 58 71 89",
    "bretagne": "22 29 35 56",
    "centre": "18 28 36 37 41 45",
    "champagne-ardenne": "08 10 51 52",
    "corse": "20",
    "franche-comte": "25 39 70 90",
    "guadeloupe": "971",
    "guyane": "973",
    "haute-normandie": "27 76",
    "ile-de-france": "75 77 78 91 92 93 94 95",
    "languedoc-roussillon": "11 30 34 48 66",
    "limousin": "19 23 87",
    "lorraine": "54 55 57 88",
    "martinique": "972",
    "mayotte": "976",
    "midi-pyrenees": "09 12 31 32 46 65 81 82",
    "nord-pas-de-calais": "59 62",
    "pays-de-la-loire": "44 49 53 72 85",
    "picardie": "02 60 80",
    "poitou-charentes": "16 17 79 86",
    "provence-alpes-cote-d-azur": "04 05 06 13 83 84",
    "reunion": "974",
    "rhone-alpes": "01 07 26 38 42 69 73 74",
}
EXTRACT = {code: region for region, codes in DEPARTMENTS.items() for code in codes.split()}


def extracts(accounts: pd.DataFrame) -> pd.Series:
    """Return how many accounts each extract covers, the largest number first.

    Parameters
    ----------
    accounts : DataFrame
        `postcode, country`; those abroad, or without a postcode, are left out.
    """
    postcode = accounts.loc[accounts["country"] == "FR", "postcode"].dropna()
    counts = postcode.map(department).map(EXTRACT).value_counts().sort_index()
    return counts.sort_values(ascending=False, kind="stable")
