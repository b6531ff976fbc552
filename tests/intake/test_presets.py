from pathlib import Path

import pytest

from solver.intake.fields import NEEDED, fields
from solver.intake.presets import preset_of, presets, recognise
from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import read_values
from solver.parameters import Source
from tests.intake.conftest import refusal

SAMPLES = Path(__file__).with_name("samples")
FEC = [
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
]
EVERY_PART = [
    pytest.param(name, table, id=f"{name}-{table}")
    for name, preset in presets().items()
    for table in preset.tables
]


@pytest.mark.parametrize(("name", "table"), EVERY_PART)
def test_a_preset_speaks_of_columns_that_its_table_has(name, table):
    part = presets()[name].tables[table]
    known = fields(table)
    assert {*part.columns, *part.codes, *part.constants} <= known.keys()
    for column, codes in part.codes.items():
        said = set(codes.values()) - {
            ""
        }  # a code may also say nothing: a site that is open has no reason of a loss
        assert not known[column].allowed or said <= set(known[column].allowed)


@pytest.mark.parametrize(("name", "table"), EVERY_PART)
def test_a_preset_finds_what_its_table_needs(name, table):
    preset = presets()[name]
    part = preset.tables[table]
    given = {column for column, names in part.columns.items() if names} | part.constants.keys()
    assert preset.ledger or set(NEEDED[table]) <= given


def test_a_preset_says_where_its_column_names_come_from():
    for preset in presets().values():
        assert preset.label
        assert len(preset.evidence) > 20


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("fec_tab_comma.txt", "fec"),
        ("fec_amount_direction.txt", "fec"),
        ("fec_sage_entries.csv", "fec"),
        ("ebp_clients.csv", "ebp_clients"),
        ("ebp_documents.csv", "ebp_documents"),
        ("ebp_documents_old.csv", "ebp_documents"),
        ("sage50_clients.txt", "sage50_clients"),
        ("sage100_clients.csv", "sage100_clients"),
        ("sage100_documents.csv", "sage100_documents"),
    ],
)
def test_an_export_is_recognised_by_its_header(file, name):
    text = (SAMPLES / file).read_bytes().decode("cp1252").splitlines()[0].removeprefix("\xef\xbb\xbf")
    separator = max("\t|;", key=text.count)
    found = recognise(text.split(separator))
    assert found[0][0] == name
    assert 0.4 <= found[0][1] <= 1


def test_a_hand_made_list_is_no_package():
    assert recognise(["Code client", "Raison sociale", "CP", "Ville"]) == []
    assert recognise([]) == []


def test_the_share_tells_how_much_of_the_export_is_there():
    assert recognise(FEC) == [("fec", 1.0)]
    # Nine columns of twelve: the names of journal and account and the wording are missing.
    shorter = [name for name in FEC if name not in ("JournalLib", "CompteLib", "EcritureLib")]
    assert recognise(shorter) == [("fec", 0.75)]


def test_an_unknown_preset_is_refused_with_the_nearest(source):
    with refusal("there is no preset “ebp_client”", "did you mean “ebp_clients”?"):
        read_source(source("accounts", "Code;Nom\n1;Ann\n", preset="ebp_client"))


def test_a_preset_of_another_table_is_refused(source):
    with refusal("does not fill the table sales", "did you mean “ebp_documents”?"):
        read_source(source("sales", "Code;Nom\n1;Ann\n", preset="ebp_clients"))


def test_no_preset_is_no_preset():
    assert preset_of(Source(table="accounts", path="a.csv"), "a.csv") is None


def test_the_portfolio_wins_over_the_preset_and_the_preset_over_usual_names(source):
    text = "CT_Num;CT_Intitule;Code client;Enseigne;CT_Ville;Ville\n1;Ann;A1;Chez Ann;BREST;QUIMPER\n"
    raw = read_source(source("accounts", text, preset="sage100_clients", columns={"name": "Enseigne"}))
    assert raw.columns["account_id"] == "CT_Num"
    assert raw.columns["name"] == "Enseigne"
    assert raw.columns["town"] == "CT_Ville"


def test_a_column_that_the_preset_rules_out_is_not_taken_by_its_usual_name(source):
    text = "Code;Nom;Mode de paiement;Type de client\n1;Ann;VIR;Professionnel\n"
    assert "kind" not in read_source(source("accounts", text, preset="sage50_clients")).columns


def test_codes_of_the_portfolio_win_over_those_of_the_preset(source):
    text = "CT_Num;CT_Intitule;CT_Prospect\n1;Ann;0\n2;Bob;1\n3;Cleo;2\n"
    codes = {"kind": {"1": "relation", "2": "banker"}}
    typed = read_values(read_source(source("accounts", text, preset="sage100_clients", codes=codes)))
    assert typed.table["kind"].tolist() == ["client", "relation", "banker"]


def test_a_rule_of_the_portfolio_takes_the_place_of_the_presets(source):
    text = "CT_Num;CT_Intitule;CT_Type\n1;Ann;0\n2;Bob;1\n"
    kept = read_source(source("accounts", text, preset="sage100_clients", keep={"ct_type": ["1"]}))
    assert [aside.problem for aside in kept.asides] == ["CT_Type is “0”: not for this table"]


def test_a_rule_about_a_column_that_is_not_there_is_refused(source):
    with refusal("there is no column “Statu”", "did you mean “Statut”?"):
        read_source(source("accounts", "Code;Nom;Statut\n1;Ann;A\n", drop={"Statu": ["A"]}))


def test_rules_that_leave_nothing_are_refused(source):
    with refusal("not one row is for this table", "CT_Type", "only rows with “0” are kept"):
        read_source(
            source("accounts", "CT_Num;CT_Intitule;CT_Type\n1;Ann;1\n2;Bob;3\n", preset="sage100_clients")
        )


def test_values_of_rows_that_do_not_count_make_no_column_look_wrong(source):
    rows = "".join(f"F{n};Usine {n};1;n'importe quoi\n" for n in range(50))
    text = "CT_Num;CT_Intitule;CT_Type;CT_DateCreate\nC1;Ann;0;2020-01-02\n" + rows
    typed = read_values(read_source(source("accounts", text, preset="sage100_clients")))
    assert typed.slips.empty


def test_a_preset_that_was_never_tried_says_so(source):
    raw = read_source(source("accounts", "CT_Num;CT_Intitule\n1;Ann\n", preset="sage100_clients"))
    (row,) = raw.repairs.to_dict("records")
    assert "never tried on the file of a real firm" in row["problem"]
    assert row["used"] == "account_id: CT_Num; name: CT_Intitule"
    assert raw.facts["preset_checked"] is False


def test_the_preset_settles_what_the_file_leaves_in_doubt(source):
    text = "CT_Num;DO_Piece;DO_Date;DL_MontantHT\nC1;F1;2025-01-02;1.250\n"
    typed = read_values(read_source(source("sales", text, preset="sage100_documents")))
    assert typed.table["revenue_eur"].tolist() == [1.25]
