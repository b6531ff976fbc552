"""The key, and the table that leads back, are for their owner alone."""

import os

import pytest

from solver.intake.privacy.pseudonyms import open_key


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_the_key_and_the_table_that_leads_back_are_for_their_owner_alone(tmp_path):
    key, table = tmp_path / "pseudonyms.key", tmp_path / "pseudonyms.csv"
    table.write_text("as an earlier version left it, open to all", encoding="utf-8")
    pseudonyms = open_key(key, tmp_path / "run")
    name = pseudonyms.of("account", "C1")
    pseudonyms.write(table, {name: "Martin"})
    assert [oct(file.stat().st_mode & 0o777) for file in (key, table)] == ["0o600", "0o600"]
    assert f"account;{name};C1;Martin" in table.read_text(encoding="utf-8-sig")
