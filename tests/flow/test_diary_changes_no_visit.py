"""What a firm does not fill in changes no visit: the diary stands beside the plan, not above it."""

import pandas as pd
import pytest

from solver.flow.whole import walk
from solver.parameters import load_portfolio
from tests.in_process import few_draws
from tests.small_firm import write_small_firm

ALLOCATED = 10
FACTS = """\
Code client;Date;Type;Issue;Mois avant;Clos le
C000;03/11/2025;Appel;pas de réponse;;
C001;30/06/2026;Fin de contrat;;3;
C002;03/11/2025;Réclamation;;;13/11/2025
"""
LOG = "  - {table: touchpoints, path: log.csv, date_order: dmy}\nreps:\n"


def allocation(folder, *, filled):
    """Return the visits of the firm, without the diary or with what moves no visit."""
    folder.mkdir()
    path = write_small_firm(folder, clients=10, prospects=4)
    text = path.read_text(encoding="utf-8") + "calendar_trials: 0\n"
    if filled:
        (folder / "log.csv").write_text(FACTS, encoding="utf-8")
        text = text.replace("reps:\n", LOG) + "newsletters_per_quarter: 1\n"
    path.write_text(text, encoding="utf-8")
    return walk(load_portfolio(path), last=ALLOCATED).made["allocation"]


@pytest.mark.whole
def test_an_older_name_dates_ahead_and_what_is_settled_move_no_visit(tmp_path, monkeypatch):
    few_draws(monkeypatch)
    plain = allocation(tmp_path / "plain", filled=False)
    pd.testing.assert_frame_equal(allocation(tmp_path / "filled", filled=True), plain, check_exact=True)
