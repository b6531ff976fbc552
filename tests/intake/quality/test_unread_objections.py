"""A column that speaks of objections and is not read is asked about: never passed over in silence."""

from solver.intake.quality.unread_objections import unread_objections

HEADER = "Code client;Nom;E-mail;Ne pas appeler;Consentement RGPD;Refus de démarchage tél.;Remarque"


def test_what_looks_like_an_objection_and_is_not_read_is_asked_about(typed):
    """The first of them is read as the objection; the remark is none."""
    source = typed("contacts", f"{HEADER}\nC1;Ann;a@a.example;oui;non;oui;x\n", name="people.csv")
    assert source.raw.columns["opposed"] == "Ne pas appeler"
    asked = unread_objections([source])
    assert asked["column"].tolist() == ["Consentement RGPD", "Refus de démarchage tél."]
    assert asked["row"].isna().all()


def test_an_empty_column_and_other_tables_are_left_alone(typed):
    empty = typed("contacts", f"{HEADER}\nC1;Ann;a@a.example;oui;;;x\n", name="people.csv")
    visits = typed("visits", "Code client;Date;Refus de vente\nC1;2025-11-03;oui\n")
    assert unread_objections([empty, visits]).empty
