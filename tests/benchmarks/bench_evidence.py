"""What the past of real firms says of each ranking: AUC, capture, losses foreseen, with intervals.

Run from the project's folder: `python -m tests.benchmarks.bench_evidence [PORTFOLIO.yaml ...]`. Without a
portfolio, the demo firm and the public invoices of `tests/iowa`, which are read from ../shared, with the
potentials of each year as they stood at its end. Another portfolio is judged with what its files date;
potentials of several years count where its accounts file has columns such as `achats_categories_2019`.
Nothing is asserted: the printed differences to revenue alone (ABC) are what to read.
"""

import re
import sys
from datetime import date
from pathlib import Path

import pandas as pd

from solver.evidence.backtest import backtest
from solver.evidence.cut_offs import YEAR, covered_months, months_before
from solver.evidence.learn import learn_response
from solver.flow.build_typology import BuildTypology
from solver.flow.prepare_tools import PrepareTools
from solver.flow.score_accounts import ScoreAccounts
from solver.parameters import Portfolio, load_portfolio, override
from solver.run import step_spec
from solver.tables import empty
from tests.conftest import DEMO, ROOT

IOWA = ROOT / "tests" / "iowa" / "portfolio.yaml"
YEARLY = re.compile(r"achats_categories_(\d{4})$")


def yearly_potentials(portfolio: Portfolio, dated: pd.DataFrame) -> pd.DataFrame:
    """Return the potentials by year where the accounts file holds some, else those that bear a date."""
    source = next(each for each in portfolio.sources if each.table == "accounts")
    if not source.path or not str(source.path).endswith(".csv"):
        return dated
    file = pd.read_csv(source.path, dtype="str", encoding_errors="replace", on_bad_lines="skip")
    years = [name for name in file.columns if YEARLY.fullmatch(name)]
    if not years:
        return dated
    code = (source.columns or {}).get("account_id", "account_id")
    return pd.concat(
        pd.DataFrame(
            {
                "account_id": file[code],
                "potential_eur": file[name].astype("float64"),
                "potential_on": pd.Timestamp(int(YEARLY.fullmatch(name)[1]), 12, 31),
            }
        )
        for name in years
    )


def shown(figure: dict | None, decimals: int = 3) -> str:
    if figure is None:
        return "-"
    value, low, high = (figure[part] for part in ("value", "low", "high"))
    return f"{value:+.{decimals}f} [{low:+.{decimals}f}, {high:+.{decimals}f}]"


def print_cut(cut: dict) -> None:
    if cut["refused"]:
        print(f"cut-off {cut['on']}: refused, {cut['refused']}")
        return
    chance = cut["chance"]
    print(
        f"cut-off {cut['on']} ({cut['months']} months): {cut['clients']} clients, {cut['lost']} lost; "
        f"a fifth by lot captures {chance['low']:.3f}-{chance['high']:.3f}"
    )
    for name, ranking in cut["rankings"].items():
        print(
            f"  {name:10} AUC {shown(ranking['auc']):26} capture {shown(ranking['capture']):26} "
            f"caught {ranking['caught']:3}  {ranking['verdict']}"
        )
        if name != "revenue":
            auc, capture = shown(ranking["auc_more"]), shown(ranking["capture_more"])
            print(f"  {'- ABC':>10} AUC {auc:26} capture {capture}")
    if cut["losses"]:
        losses = cut["losses"]
        ratio = losses["predicted"] / max(losses["lost"], 1)
        by_third = ", ".join(f"{each['predicted']:.1f} / {each['lost']}" for each in losses["thirds"])
        foreseen = f"  losses foreseen {losses['predicted']:.1f}, came {losses['lost']}: {ratio:.2f}"
        print(f"{foreseen}; by third {by_third}")
    if cut["prospects"]:
        lifts = {name: shown(lift, 2) for name, lift in cut["prospects"]["lifts"].items()}
        print(f"  prospects {cut['prospects']['prospects']}, won {cut['prospects']['won']}: lift {lifts}")


def judge(path: Path) -> None:
    portfolio = load_portfolio(path)
    files = PrepareTools({}, portfolio).outputs()
    step = ScoreAccounts.on_the_past(files, portfolio)
    potentials = yearly_potentials(portfolio, step.potentials)
    day: date = portfolio.as_of
    print(f"{portfolio.firm}, as of {day}")
    evidence = backtest(step.sales, potentials, as_of=day, seed=portfolio.seed, replay=step.as_it_was)
    if evidence["refused"]:
        print(f"refused: {evidence['refused']}; judged until {months_before(day, 0)}")
    for cut in evidence["cut_offs"]:
        print_cut(cut)
    print_labels(step)
    learnt = learn_response(step.sales, files["visits"], as_of=day)
    naive = "-" if learnt["naive"] is None else f"{learnt['naive']:.2f}"
    print(f"response to visits: refused, {learnt['refused']}; across accounts {naive}")


def print_labels(step: ScoreAccounts) -> None:
    """Print what became of those so called a year ago, in each year that can be judged."""
    day = step.portfolio.as_of
    while covered_months(step.sales, day) >= 2 * YEAR:
        then = override(step.portfolio, as_of=day)
        sales = step.sales[step.sales["date"] <= pd.Timestamp(day)]
        unknown = {name: empty(name) for name in step_spec(BuildTypology.id).needs}
        made = unknown | {"accounts": step.accounts, "sales": sales}
        losses = BuildTypology(made, then).label_losses
        print(f"behaviours of a year before {day}; all: {losses['base_rate'].iloc[0]:.3f}")
        for row in losses[losses["clients"] > 0].itertuples():
            print(
                f"  {row.behaviour:10} {row.lost_clients:3} of {row.clients:3} lost: "
                f"{row.lost_clients / row.clients:.3f}; "
                f"shrunk {row.loss_rate:.3f} [{row.low_rate:.3f}, {row.high_rate:.3f}]"
            )
        day = months_before(day, YEAR)


def main(paths: list[str] | None = None) -> None:
    for path in paths or [DEMO, IOWA]:
        judge(Path(path))


if __name__ == "__main__":
    main(sys.argv[1:])
