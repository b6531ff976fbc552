"""Rules of visits hold under pseudonyms: hours and days stay, zones and accounts get other names."""

import errno
import os
from pathlib import Path

import pytest

from solver.intake import prepare_tools
from solver.intake.privacy.pseudonymise import pseudonymise, write_sources
from solver.intake.privacy.pseudonyms import open_key
from solver.parameters.reps import DayElsewhere
from solver.words.errors import PortfolioError
from tests.intake.conftest import SALES, write

CLIENTS = """\
Code client;Raison sociale;CP;Ville;Commercial;Opening hours;Zone;Min days between visits
C1;Menuiserie Rance;35400;SAINT-MALO;R1;lun-ven 8h-12h;Vallon secret;20
C2;Garage du Port;29200;BREST;R2;;;
"""


def test_a_key_that_could_not_be_written_is_not_there_by_half(tmp_path, monkeypatch):
    def full(path, *_given, **_named):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full)
        with pytest.raises(PortfolioError, match="key: this cannot be written: No space left"):
            open_key(tmp_path / "key", tmp_path / "reports")
    assert list(tmp_path.iterdir()) == []
    open_key(tmp_path / "key", tmp_path / "reports")
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


def test_rules_closed_periods_and_zones_are_read_back_from_the_pseudonymised_sources(firm, tmp_path):
    closures = write(
        tmp_path, "closures", "Code client;Du;Au;Motif\nC1;03/08/2026;21/08/2026;deuil\n*;24/12/2026;;\n"
    )
    zones = write(tmp_path, "zone_days", "Commercial;Zone;Jours\nR1;Vallon secret;mardi!\n")
    portfolio = firm(CLIENTS, SALES, closures, zones)
    intake = prepare_tools(portfolio)
    hidden = pseudonymise(intake, portfolio, open_key(tmp_path / "key", tmp_path / "reports"))
    again = prepare_tools(write_sources(hidden, tmp_path / "hidden"))
    names = {name: pseudonym for pseudonym, name in hidden.names.items()}
    rule = again.visit_rules.iloc[0]
    assert (rule["account_id"], rule["open_hours"]) == (names["Menuiserie Rance"], "Mo-Fr 08:00-12:00")
    assert rule["min_gap_days"] == 20
    assert again.closures["account_id"].fillna("all").tolist() == [names["Menuiserie Rance"], "all"]
    assert again.zone_days["zone"].tolist() == [rule["zone"]]
    written = "".join(file.read_text("utf-8") for file in (tmp_path / "hidden").iterdir())
    assert "Vallon" not in written
    assert "deuil" not in written


def test_days_that_start_or_end_elsewhere_name_no_account_and_no_rep_of_the_originals(firm, tmp_path):
    portfolio = firm(CLIENTS, SALES)
    day = DayElsewhere(weekdays=["tuesday"], start_id="C2", end_id="home:R2")
    reps = [portfolio.reps[0].model_copy(update={"elsewhere": [day]}), *portfolio.reps[1:]]
    portfolio = portfolio.model_copy(update={"reps": reps})
    hidden = pseudonymise(
        prepare_tools(portfolio), portfolio, open_key(tmp_path / "key", tmp_path / "reports")
    )
    told = hidden.portfolio.reps[0].elsewhere[0]
    codes = set(hidden.intake.accounts["account_id"])
    assert told.start_id in codes
    assert told.end_id.removeprefix("home:") in {rep.rep_id for rep in hidden.portfolio.reps}
