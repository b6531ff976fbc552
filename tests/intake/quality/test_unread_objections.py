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


def test_a_note_that_reads_like_an_objection_is_asked_about_with_its_line(typed):
    """A cheque that was stopped, a closed shop and a contact who left object to nothing."""
    notes = (
        "NE PLUS DEMARCHER - opposition reçue par courrier 12/03/2024",
        "RGPD : s'oppose à tout contact commercial",
        "Objected to marketing contact 14/02/2025 - DO NOT CONTACT",
        "Droit d'opposition exercé le 2025-02-11 - aucun contact",
        "Wünscht keine Werbung",
        "Non contattare",
        "opposition sur chèque n° 1204",
        "Fermé le lundi, ne pas livrer le matin",
        "Contact: Mme Roux, parti",
    )
    lines = "".join(f"C{place};{note}\n" for place, note in enumerate(notes, start=1))
    asked = unread_objections([typed("contacts", "Code client;Remarque\n" + lines, name="people.csv")])
    assert asked["row"].tolist() == [2, 3, 4, 5, 6, 7]
    assert asked["column"].unique().tolist() == ["Remarque"]
    assert asked["found"].tolist() == list(notes[:6])


def test_what_a_program_asks_not_to_change_is_no_objection(typed):
    columns = {"account_id": "Code", "name": "Nom"}
    told = typed("accounts", "(Ne pas modifier) Compte;Code;Nom\nx1;A;Alpha\n", columns=columns)
    assert unread_objections([told]).empty
