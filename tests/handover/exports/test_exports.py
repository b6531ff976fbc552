"""Files for other programs, read back as those programs read them."""

import csv
import json
import math
import shutil
from dataclasses import replace
from datetime import datetime

import pandas as pd
import pytest
import yaml

from solver.handover.exports import write_exports
from solver.handover.exports.csv_file import OutColumn, content, harmless
from solver.handover.exports.explain import _key
from solver.handover.exports.target import FOLDER, read_target, read_targets
from solver.handover.exports.values import (
    ACCOUNT_VALUES,
    APPOINTMENT_VALUES,
    account_values,
    appointment_values,
)
from solver.handover.exports.write import _make
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.read import read_findings
from solver.tables.dictionary import columns
from solver.words.errors import PortfolioError
from solver.words.files import write_table, write_text
from tests.made_up_firm import synthetic

UPDATES = ("salesforce_accounts", "hubspot_companies", "pipedrive_organizations", "sellsy_clients")
OURS = """
file: ours.csv
title: {en: Ours, fr: Le nôtre}
program: Ours
separator: "\\t"
decimal: ","
encoding: utf-8
line_end: lf
date_format: mm/dd/yyyy
rows: prospects
key: {own: Number}
columns:
  - {heading: {en: Interval, fr: Intervalle}, value: interval_days}
  - {heading: Score, value: score}
how: {en: Open it., fr: L’ouvrir.}
changes: {en: Nothing., fr: Rien.}
source: Ourselves
checked_on_real_file: false
"""


@pytest.fixture(scope="module", params=["en", "fr"])
def made(request, tmp_path_factory):
    """The files of the made-up firm, its account C0005 opposed, and the findings they were made from."""
    run = synthetic.write_run(tmp_path_factory.mktemp("exports") / "run", request.param)
    accounts = run.read("accounts")
    accounts.loc[accounts["account_id"] == "C0005", "opposed"] = True
    accounts.loc[accounts["account_id"] == "C0006", "phone"] = "+33 2 61 91 00 06"
    write_table(run.artifact_path("accounts"), accounts)
    findings = read_findings(run)
    return findings, write_exports(findings)


def rows(path):
    """Read a file with the dialect of its description, as a list of dicts."""
    target = read_target(FOLDER / f"{path.stem}.yaml")
    with path.open(encoding=target.encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=target.separator))


def by_name(made, name):
    return next(path for path in made[1] if path.name == f"{name}.csv")


def first_of(row):
    return next(iter(row.values()))


def test_every_description_gives_its_file_and_the_explanation_names_them_all(made):
    findings, paths = made
    assert paths[0] == findings.run.path / "exports" / "README.txt"
    assert {path.name for path in paths[1:]} == {target.file for target in read_targets()}
    told = paths[0].read_text(encoding="utf-8")
    for path in paths[1:]:
        assert f"\n{path.name} (" in told
        assert rows(path)


def dated_visits(findings):
    """Visits that get a date: of a prospect those that can be expected, one at least."""
    lines = findings.artifacts["allocation"].set_index("account_id")
    unsure = lines["kind"].eq("prospect") & lines["visits"].gt(0)
    return lines["visits"].mask(unsure, (lines["expected_visits"] + 0.5).astype(int).clip(lower=1))


def test_the_call_interval_is_the_year_over_the_visits_that_get_a_date(made):
    findings, _paths = made
    visits = dated_visits(findings)
    read = rows(by_name(made, "portatour_customers"))
    assert len(read) == (visits.drop("C0005") > 0).sum()
    heading = next(name for name in read[0] if "(days)" in name or "(jours)" in name)
    for row in read:
        assert int(row[heading]) == max(7, round(365 / visits[first_of(row)]))


def test_a_prospect_who_may_not_receive_us_is_not_planned_by_a_field_app_as_often_as_if_it_did(made):
    """Of 4 visits planned 2.4 can be expected, so 2 get a date: every 182 days, not every 91."""
    findings, _paths = made
    lines = findings.artifacts["allocation"]
    prospect = lines.loc[lines["kind"].eq("prospect"), "account_id"].iloc[0]
    four = lines["account_id"].eq(prospect)
    planned = lines.assign(
        visits=lines["visits"].mask(four, 4), expected_visits=lines["expected_visits"].mask(four, 2.4)
    )
    read = account_values(
        replace(findings, artifacts=Artifacts(findings.artifacts | {"allocation": planned}))
    )
    line = read.set_index("account_id").loc[prospect]
    assert (line["target_visits"], line["interval_days"]) == (4, 182)


def test_days_between_visits_lie_on_both_sides_of_the_interval(made):
    findings, _paths = made
    visits = dated_visits(findings)
    for row in rows(by_name(made, "salesforce_maps")):
        account, least, most, _minutes = row.values()
        interval = round(365 / visits[account])
        assert int(least) == math.ceil(interval / 2)
        assert int(least) + int(most) == 2 * interval


def test_visits_that_are_agreed_keep_their_hour_and_the_others_may_move_within_their_day(made):
    findings, _paths = made
    planned = findings.artifacts["appointments"].query("account_id != 'C0005'")
    read = rows(by_name(made, "portatour_appointments"))
    assert len(read) == len(planned)
    bounds = [[datetime.fromisoformat(text) for text in list(row.values())[1:3]] for row in read]
    fixed = [(begin, end) for begin, end in bounds if (end - begin).seconds == 75 * 60]
    assert len(fixed) == (planned["status"] == "agreed").sum()
    for begin, end in set(map(tuple, bounds)) - set(fixed):
        assert (begin.hour, begin.minute, end.hour, end.minute) == (0, 0, 23, 59)
        assert begin.date() == end.date()


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_holds_the_identifier_and_what_changes_and_nothing_else(made, name):
    findings, _paths = made
    read = rows(by_name(made, name))
    named = ["Organization - Name", "Organisation - Nom"]  # without it Pipedrive takes no line
    read = [{head: value for head, value in row.items() if head not in named} for row in read]
    assert len(read[0]) == 6
    assert len(read) == len(findings.artifacts["allocation"]) - 1
    visits = findings.artifacts["allocation"].set_index("account_id")["visits"]
    assert {first_of(row): int(list(row.values())[4]) for row in read} == visits.drop("C0005").to_dict()
    names = set(findings.artifacts["accounts"]["name"])
    assert not any(value in names for row in read for value in row.values())


def test_the_organisations_of_pipedrive_bear_their_names(made):
    findings, _paths = made
    names = findings.artifacts["accounts"].set_index("account_id")["name"]
    for row in rows(by_name(made, "pipedrive_organizations")):
        assert row.get("Organization - Name", row.get("Organisation - Nom")) == harmless(names[first_of(row)])


def test_the_field_that_holds_our_codes_can_be_named(made):
    findings, _paths = made
    told = findings.portfolio.model_copy(update={"record_ids": {"Salesforce": "Code_ERP__c"}})
    target = read_target(FOLDER / "salesforce_accounts.yaml")
    accounts = account_values(findings)
    tables = (accounts, appointment_values(findings, accounts))
    export, written = _make(target, tables, replace(findings, portfolio=told))
    assert written.decode(target.encoding).lstrip("\ufeff").startswith("Code_ERP__c,")
    assert "Code_ERP__c" in _key(export)


def test_who_objects_is_in_no_file(made):
    _findings, paths = made
    for path in paths[1:]:
        assert "C0005" not in {first_of(row) for row in rows(path)}
    assert "1 " in paths[0].read_text(encoding="utf-8")


def test_no_cell_begins_a_formula_and_names_stay_readable(made):
    for path in made[1][1:]:
        for row in rows(path):
            assert not any(value.startswith(("=", "+", "-", "@", "\t")) for value in row.values())
    names = [list(row.values())[1] for row in rows(by_name(made, "accounts_fr"))]
    assert '\'=HYPERLINK("x";"y")' in names
    assert "Le $Gall$ & Cie" in names


def test_a_number_from_abroad_is_written_with_zeros(made):
    read = {first_of(row): row for row in rows(by_name(made, "accounts_en"))}
    assert read["C0006"]["Telephone"] == "0033 2 61 91 00 06"


def test_the_french_file_opens_in_a_french_spreadsheet(made):
    path = by_name(made, "accounts_fr")
    written = path.read_bytes()
    assert written.startswith(b"\xef\xbb\xbfCode client;")
    assert written.count(b"\n") == written.count(b"\r\n")
    table = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig", index_col="Code client")
    contribution = made[0].artifacts["allocation"].set_index("account_id")["contribution_eur"].drop("C0005")
    assert table["Contribution attendue"].sum() == pytest.approx(contribution.sum(), abs=1)
    pd.to_datetime(table["Prochaine visite"].dropna(), format="%d/%m/%Y")
    assert set(table["Nature"]) == {"Client", "Ancien client", "Prospect"}


def test_the_same_run_gives_the_same_bytes(made):
    before = [path.read_bytes() for path in made[1]]
    assert [path.read_bytes() for path in write_exports(made[0])] == before


def test_codes_are_the_programs_own_only_where_its_own_column_was_read(made, tmp_path):
    findings, _paths = made
    quality = {"files": [{"table": "accounts", "columns": {"account_id": "Record ID"}}]}
    own = findings.artifacts | {"quality.json": quality}
    heading = next(iter(rows(by_name(made, "hubspot_companies"))[0]))
    assert heading in ("Account code", "Code client")
    again = write_exports(type(findings)(findings.run, findings.portfolio, Artifacts(own), findings.brand))
    companies = next(path for path in again if path.stem == "hubspot_companies")
    heading = next(iter(rows(companies)[0]))
    assert heading in ("Record ID", "ID de fiche d'informations")
    write_exports(findings)


def test_half_a_run_has_files_too(made):
    findings, _paths = made
    kept = ("accounts", "allocation", "scores")
    half = {name: findings.artifacts[name] for name in kept}
    paths = write_exports(type(findings)(findings.run, findings.portfolio, Artifacts(half), findings.brand))
    assert rows(next(path for path in paths if path.stem == "portatour_customers"))
    assert rows(next(path for path in paths if path.stem == "portatour_appointments")) == []
    write_exports(findings)


def test_adding_a_file_is_adding_a_description(made, tmp_path):
    findings, _paths = made
    (tmp_path / "ours.yaml").write_text(OURS, encoding="utf-8")
    paths = write_exports(findings, tmp_path)
    assert [path.name for path in paths] == ["README.txt", "ours.csv"]
    with paths[1].open(encoding="utf-8", newline="") as file:
        head, *read = list(csv.reader(file, delimiter="\t"))
    assert head in (["Number", "Interval", "Score"], ["Number", "Intervalle", "Score"])
    assert {row[0] for row in read} == {f"P{n:04d}" for n in range(1, 15)}
    paths[1].unlink()
    write_exports(findings)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rows": "everybody"}, "rows"),
        ({"separator": "|"}, "separator"),
        ({"columns": [{"heading": "Score", "value": "scoer"}]}, "“score”"),
        ({"columns": [{"heading": "Start", "value": "starts_at"}]}, "starts_at"),
        ({"separator": ",", "decimal": ","}, "decimal"),
        ({"colour": "red"}, "colour"),
        ({"title": {"en": "Ours"}}, "title.fr"),
        ({"file": "../ours.csv"}, "file"),
    ],
)
def test_a_wrong_description_is_refused_by_file_and_key(tmp_path, change, said):
    path = tmp_path / "ours.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(OURS) | change), encoding="utf-8")
    with pytest.raises(PortfolioError) as refused:
        read_target(path)
    assert "ours.yaml" in str(refused.value)
    assert said in str(refused.value)


def test_two_descriptions_of_one_file_are_refused(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(OURS, encoding="utf-8")
    with pytest.raises(PortfolioError, match=r"b\.yaml.*a\.yaml"):
        read_targets(tmp_path)


def test_what_is_no_yaml_is_refused(tmp_path):
    (tmp_path / "ours.yaml").write_text("file: [", encoding="utf-8")
    with pytest.raises(PortfolioError, match="YAML"):
        read_targets(tmp_path)


def test_a_code_that_would_begin_a_formula_is_left_out_rather_than_changed(tmp_path):
    run = synthetic.write_run(tmp_path / "run")
    for name in ("accounts", "allocation"):
        table = run.read(name)
        table["account_id"] = table["account_id"].replace({"C0007": "=C0007"})
        write_table(run.artifact_path(name), table)
    write_text(run.artifact_path("quality.json"), json.dumps({}))
    paths = write_exports(read_findings(run))
    assert all("=C0007" not in path.read_text(encoding="utf-8-sig") for path in paths[1:])
    assert "1 account is left out" in paths[0].read_text(encoding="utf-8")
    shutil.rmtree(run.path)


def test_a_sign_that_the_encoding_lacks_is_never_lost():
    target = read_target(FOLDER / "accounts_fr.yaml").model_copy(update={"encoding": "cp1252"})
    with pytest.raises(PortfolioError, match="Ω"):
        content([OutColumn("Nom", "text", pd.Series(["Ω"]))], target)


def test_texts_stay_on_one_line():
    assert harmless("a\nb\tc") == "a b c"
    assert harmless(" =1+1") == "'=1+1"


def test_every_value_says_what_it_is():
    assert set(ACCOUNT_VALUES) < set(APPOINTMENT_VALUES)
    assert all(name in columns() for name in APPOINTMENT_VALUES)
