"""The log of contacts under pseudonyms: what was and what is ahead stays, who and about what goes."""

from solver.intake import prepare_tools
from solver.intake.privacy.pseudonymise import pseudonymise, write_sources
from solver.intake.privacy.pseudonyms import open_key
from tests.intake.conftest import SALES, write
from tests.intake.history.test_visit_reports import CLIENTS, CONTACTS

LOG = (
    "Code client;Date;Type;Interlocuteur;Par;Objet;Issue;Clos le\n"
    "C1;03/11/2025;Appel;Anne Morvan;Solange;affaire Kerguelen;ne plus contacter;\n"
    "C1;04/11/2025;Newsletter;Yves Le Roux;;;désabonné;\n"
    "C2;05/11/2025;Réclamation;;;;;12/11/2025\n"
    "C2;30/06/2026;Fin de contrat;;;affaire Kerguelen;;\n"
)


def test_the_log_is_read_back_from_the_pseudonymised_sources_and_names_nobody(firm, tmp_path):
    files = [write(tmp_path, "contacts", CONTACTS), write(tmp_path, "touchpoints", LOG)]
    portfolio = firm(CLIENTS, SALES, *files)
    intake = prepare_tools(portfolio)
    hidden = pseudonymise(intake, portfolio, open_key(tmp_path / "key", tmp_path / "reports"))
    again = prepare_tools(write_sources(hidden, tmp_path / "hidden"))
    columns = ["date", "touch_kind", "touch_outcome", "closed_on"]
    assert again.touchpoints[columns].equals(intake.touchpoints[columns])
    for name in ("opposed", "no_email"):
        assert again.contacts[name].sum() == intake.contacts[name].sum() == 1
    assert not again.accounts["opposed"].any()
    written = "".join(file.read_text("utf-8") for file in (tmp_path / "hidden").iterdir())
    for secret in ("Morvan", "Solange", "Kerguelen"):
        assert secret not in written
