"""A firm with visits and no invoices: what may be bought stands in for what is, and the portfolio says so."""

from tests.intake.outcome import taken_in

CLIENTS = """\
Code client;Raison sociale;Type;CP;Ville;Commercial;Potentiel
C1;Cabinet Ormeau;Client;35000;Rennes;Ann;12000
C2;Cabinet du Cap;Client;29200;Brest;Ann;3000
C3;Cabinet Sizun;Prospect;56000;Vannes;Ann;9000
"""
VISITS = "Code client;Date;Commercial;Statut\nC1;15/01/2025;Ann;Effectuée\nC2;16/01/2025;Ann;Effectuée\n"


def test_potential_stands_in_for_revenue_of_clients_and_the_assumptions_say_so(tmp_path):
    seen = []
    read = taken_in(
        tmp_path / "firm",
        {"clients.csv": CLIENTS, "visites.csv": VISITS},
        lambda text: seen.append(text) or text,
    )
    last = read.sales[read.sales["date"].eq(read.sales["date"].max())]
    assert last.set_index("account_id")["revenue_eur"].to_dict() == {"C1": 12000, "C2": 3000}
    assert read.sales["date"].dt.year.tolist() == [2024, 2024, 2026, 2026]
    assert read.accounts.set_index("account_id")["kind"].to_dict() == {
        "C1": "client",
        "C2": "client",
        "C3": "prospect",
    }
    assert read.quality["reconciliation"]["holds"]
    assert read.repairs["problem"].str.startswith("this is potential, not revenue").any()
    assert "attrition_rate: 0" in seen[0]
    assert "the potential of each client stands in for what it buys" in " ".join(seen[0].split())


def test_a_firm_with_neither_invoices_nor_visits_is_asked_for_invoices(tmp_path):
    asked = taken_in(tmp_path / "firm", {"clients.csv": CLIENTS})
    assert "sources must name at least one file for: sales" in str(asked)
