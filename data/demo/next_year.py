"""Play one more year of Armor Fournitures, so that what a run promised can be read back.

After `twelvefold run data/demo/portfolio.yaml` run `python data/demo/next_year.py --run reports/demo --out
FOLDER`, then `twelvefold run FOLDER/portfolio.yaml`. The year is drawn, without regard to any visit.
"""

import argparse
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
from export import read
from vocabulary import SEED, YEARS

DATA = Path(__file__).parent
LAST = YEARS[-1]
SHIFT = pd.Timedelta(days=364)  # the same day of the week
LEAVE, LEAVE_SILENT, SILENT_SINCE = 0.05, 0.6, f"{LAST}-07-01"
GROWTH, SPREAD = 0.03, 0.25
WON, DONE = 15, 0.9  # prospects who begin to buy; part of last year's visits that is made again
CODE, DATE, AMOUNT = "Document - Code client", "Document - Date", "Ligne - Montant Net HT"
MONEY = (AMOUNT, "Ligne - Coût de revient")


def play(folder: Path, run: Path) -> None:
    """Write the files of the firm a year later, and the portfolio that reads the earlier run back."""
    draw = np.random.default_rng([SEED, LAST + 1])
    folder.mkdir(parents=True, exist_ok=True)
    for file in DATA.glob("*.csv"):
        shutil.copy(file, folder / file.name)
    _write(_invoices(draw), folder / f"factures_{LAST + 1}.csv")
    log = read(DATA / "visites.csv")
    done = log[log["Statut"].eq("Réalisée")]
    again = done[draw.random(len(done)) < DONE]
    # Whom a rep sees when is drawn anew: the habits of one year copied would count as two years' evidence.
    again = again.assign(Date=again.groupby("Commercial")["Date"].transform(draw.permutation))
    _write(pd.concat([log, _a_year_later(again, "Date")]), folder / "visites.csv")
    text = (DATA / "portfolio.yaml").read_text(encoding="utf-8")
    files = f"  - {{<<: *invoices, path: factures_{LAST}.csv}}\n"
    text = text.replace(files, files + files.replace(str(LAST), str(LAST + 1)))
    lines = [
        line.replace(str(LAST + 1), str(LAST + 2)).replace(str(LAST), str(LAST + 1))
        if line.startswith(("as_of", "plan_", "      - {start"))
        else line
        for line in text.splitlines()
    ]
    lines.append(f"\nprevious_run: {run.resolve().as_posix()}")
    (folder / "portfolio.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _invoices(draw: np.random.Generator) -> pd.DataFrame:
    """Let last year's clients buy as before, give or take; the silent ones leave more often than others."""
    lines = read(DATA / f"factures_{LAST}.csv")
    days = pd.to_datetime(lines[DATE], format="%d/%m/%Y", errors="coerce")
    seen = days.groupby(lines[CODE]).max().sort_index()
    leaves = np.where(seen < SILENT_SINCE, LEAVE_SILENT, LEAVE) > draw.random(len(seen))
    factor = pd.Series(np.exp(draw.normal(np.log1p(GROWTH), SPREAD, len(seen))), seen.index)[~leaves]
    stay = lines[days.notna() & lines[CODE].isin(factor.index)]
    prospects = sorted(read(DATA / "prospects.csv")["Code prospect"].dropna().unique())
    won = draw.choice(prospects, WON, replace=False)
    patterns = draw.choice(factor.index[factor.index.isin(stay[CODE].value_counts().index[150:])], WON)
    new = [
        stay[stay[CODE] == pattern].assign(**{CODE: code})
        for pattern, code in zip(patterns, won, strict=True)
    ]
    year = pd.concat([stay, *new], ignore_index=True)
    for name in MONEY:
        euros = year[name].str.replace(r"[\s€]", "", regex=True).str.replace(",", ".")
        amount = pd.to_numeric(euros, errors="coerce") * year[CODE].map(factor).fillna(1.0)
        year[name] = amount.round(2).astype("str").str.replace(".", ",").replace("nan", "")
    number = "Document - Numéro du document"
    year[number] = year[number].str.replace(str(LAST)[2:], str(LAST + 1)[2:], n=1) + "-" + year[CODE]
    return _a_year_later(year, DATE)


def _a_year_later(table: pd.DataFrame, column: str) -> pd.DataFrame:
    days = pd.to_datetime(table[column], format="%d/%m/%Y", errors="coerce") + SHIFT
    return table.assign(**{column: days.dt.strftime("%d/%m/%Y")})[days.notna()]


def _write(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, sep=";", index=False, encoding="utf-8", lineterminator="\n")


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description="Play one more year of the fictional firm.")
    parser.add_argument("--run", type=Path, required=True, help="the run that is to be read back")
    parser.add_argument("--out", type=Path, required=True, help="folder to write into")
    given = parser.parse_args()
    play(given.out, given.run)


if __name__ == "__main__":
    main()
