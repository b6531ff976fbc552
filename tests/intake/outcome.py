"""What `init`, `check` and step 1 make of a folder that nobody edited, held against its right figures."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from solver.intake import Intake, prepare_tools
from solver.intake.drafting.draft import draft
from solver.intake.drafting.propose import propose
from solver.parameters import load_portfolio
from solver.words.errors import PortfolioError

TODAY = date(2026, 2, 10)


@dataclass(frozen=True)
class Outcome:
    """What became of a folder: the tables of step 1, or the words in which they were refused."""

    yaml: str
    intake: Intake | None = None
    refusal: PortfolioError | None = None


def outcome_of(folder: Path, copy: Path, language: str = "en") -> Outcome:
    """Propose a portfolio for a copy of a folder and run step 1 on it, as it stands."""
    if copy != folder:
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("expected.json"), dirs_exist_ok=True)
    text = draft(propose(copy), language, TODAY)
    path = copy / "portfolio.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        return Outcome(text, prepare_tools(load_portfolio(path)))
    except PortfolioError as error:
        return Outcome(text, refusal=error)


def taken_in(
    folder: Path, files: dict[str, str], edit: Callable[[str], str] = str
) -> Intake | PortfolioError:
    """Run step 1 on files as `init` proposes them, `edit` being what somebody changes of the proposal."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    path = folder / "portfolio.yaml"
    path.write_text(edit(draft(propose(folder), "en", TODAY)), encoding="utf-8")
    try:
        return prepare_tools(load_portfolio(path))
    except PortfolioError as error:
        return error


def other_figures(expected: dict, intake: Intake) -> list[str]:
    """Name each figure of step 1 that is not the expected one."""
    sales, visits = intake.sales, intake.visits
    names = intake.accounts.set_index("account_id")["name"]
    done = visits[visits["status"].eq("done")]
    found = {
        "revenue": round(float(sales["revenue_eur"].sum()), 2),
        "accounts": len(intake.accounts),
        "clients_with_sales": int(sales["account_id"].nunique()),
        "visits_per_rep": {str(rep): int(n) for rep, n in done.groupby("rep_id").size().items()},
        "rep_of": {str(row.account_id): str(row.rep_id) for row in intake.accounts.itertuples(index=False)},
    }
    told = [
        f"{name}: {found[name]}, not {expected[name]}"
        for name in found.keys() & expected.keys()
        if found[name] != expected[name]
    ]
    due = {key: amount for key, amount in expected.get("revenue_by_client_and_year", {}).items() if amount}
    by = sales.groupby(["account_id", sales["date"].dt.year])["revenue_eur"].sum().round(2)
    codes = {f"{account}|{year}": amount for (account, year), amount in by.items()}
    called = {f"{names[account]}|{year}": amount for (account, year), amount in by.items()}
    if due and due not in (codes, called):
        told.append(f"by client and year: {codes}, not {due}")
    return told
