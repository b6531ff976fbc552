"""Free texts hold facts that the person may read: other words are listed, the text is not repeated."""

import pytest

from solver.intake.quality.private_words import private_words

HEADER = "Code client;Date;Résultat\n"


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("Absent, en arrêt maladie jusqu'en mars", "health", "arret maladie"),
        ("Le gérant est divorcé", "family", "divorce"),
        ("Syndicaliste convaincu", "opinions", "syndicaliste"),
        ("Un menteur", "character", "menteur"),
    ],
)
def test_such_a_word_is_listed_with_its_place_and_without_the_text(typed, text, kind, word):
    (line,) = private_words([typed("visits", f"{HEADER}C1;2025-11-03;{text}\n")]).to_dict("records")
    assert (line["account_id"], line["row"], line["column"], line["found"]) == ("C1", 2, "Résultat", word)
    assert kind in line["problem"]


@pytest.mark.parametrize(
    "text", ["Commande de gel hydro-alcoolique", "Accès handicapés à refaire", "Livraison con ritardo", ""]
)
def test_words_of_goods_and_places_are_not(typed, text):
    assert private_words([typed("visits", f"{HEADER}C1;2025-11-03;{text}\nC2;2025-11-04;ok\n")]).empty
