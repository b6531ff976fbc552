"""What visits found out is veiled: codes and notes stay, names are pseudonyms, projects are gone."""

from solver.intake import prepare_tools
from solver.intake.privacy.pseudonymise import pseudonymise, write_sources
from solver.intake.privacy.pseudonyms import Pseudonyms
from tests.intake.conftest import SALES

CLIENTS = (
    "Code client;Raison sociale;CP;Ville;Commercial;Concurrent;Projet;Recommandation;Motif de perte;"
    "Introduit par;Critère d'achat;Spécialité\n"
    "C1;Menuiserie Rance;35400;SAINT-MALO;R1;Armor Pro;nouvel atelier Rance;9;prix;C2;délais, prix;"
    "menuiserie marine\n"
    "C2;Garage du Port;29200;BREST;R2;;;;;;;\n"
)


def test_competitors_and_introductions_are_pseudonyms_and_projects_are_dropped(firm, tmp_path):
    columns = {
        "competitor": "Concurrent",
        "project": "Projet",
        "recommend": "Recommandation",
        "lost_reason": "Motif de perte",
        "introduced_by": "Introduit par",
        "buying_criteria": "Critère d'achat",
        "speciality": "Spécialité",
    }
    portfolio = firm(CLIENTS, SALES, contributors=[{"name": "Claire Le Dû", "service": "accounting"}])
    portfolio.sources[0].columns = columns
    intake = prepare_tools(portfolio)
    assert intake.discoveries.loc[0, ["competitor", "speciality"]].tolist() == [
        "Armor Pro",
        "menuiserie marine",
    ]
    hidden = pseudonymise(intake, portfolio, Pseudonyms(b"secret"))
    line = hidden.intake.discoveries.iloc[0]
    assert line["introduced_by"] in set(hidden.intake.accounts["account_id"])
    assert line[["recommend", "lost_reason", "buying_criteria"]].tolist() == [9, "price", "delivery;price"]
    assert hidden.portfolio.contributors == []
    written = write_sources(hidden, tmp_path / "hidden")
    texts = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "hidden").glob("*.csv"))
    assert "Armor" not in texts
    assert "atelier" not in texts
    assert "marine" not in texts
    again = prepare_tools(written)
    assert again.discoveries["recommend"].tolist() == [9]
