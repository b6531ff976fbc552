"""What `check` says of files that can be used and yet leave a question without an answer."""

import pytest

from solver.report.quality import warnings
from tests.intake.outcome import taken_in

CLIENTS = "Code client;Nom;CP;Ville;Commercial\nA1;Ormeau;35000;Rennes;Ann\nA2;Cap;29200;Brest;Ann\n"
SALES = "Code client;Date facture;N° facture;Montant HT\nA1;15/01/2024;F1;1000\nA2;17/11/2025;F2;2000\n"
LOG = "Date de visite;Code client;Commercial;Statut\n15/01/2025;A1;Ann;{}\n"


@pytest.mark.parametrize(("state", "missing"), [("réalisée", False), ("planifiée", True), (None, True)])
def test_without_a_visit_that_took_place_the_gain_cannot_be_told(tmp_path, state, missing):
    files = {"clients.csv": CLIENTS, "factures.csv": SALES}
    if state is not None:
        files["visites.csv"] = LOG.format(state)
    said = " ".join(warnings(taken_in(tmp_path, files).quality))
    assert ("No visit that took place is on file" in said) is missing
