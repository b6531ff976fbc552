"""An answer is read with patience, and compared with rounding in mind."""

import numpy as np
import pandas as pd
import pytest

from solver.course.kinds import Choice, Codes, Custom, Money, Number, Share, Verdict, Whole
from solver.course.numbers import UnreadableError
from solver.words.i18n import spoken


def right(kind, raw, answer):
    return any(kind.same(value, answer) for value in kind.readings(raw))


@pytest.mark.parametrize(
    "raw", [3.5, "3.5", "3,5", " 3,50 ", (3, 5), np.float64(3.5), pd.Series([3.5]), "3,5 k€", "3.5k€"]
)
def test_a_number_may_come_with_a_comma_a_unit_or_out_of_a_table(raw):
    assert right(Number(1, "k€"), raw, 3.5)


@pytest.mark.parametrize("raw", ["1 682", "1\u202f682", "1,682", "1.682", 1682, "1'682"])
def test_thousands_may_be_grouped_as_any_country_does(raw):
    assert right(Whole("k€"), raw, 1682)


def test_an_answer_may_be_rounded_to_the_decimals_asked_for_and_no_further():
    assert right(Number(1), 80.6, 80.6416)
    assert right(Number(1), 80.64, 80.6416)
    assert not right(Number(1), 81, 80.6416)


@pytest.mark.parametrize("raw", [0.3983, 39.83, "39,8 %", "39.8%", "39,83", "0,398"])
def test_a_share_may_be_a_share_or_per_cent(raw):
    assert right(Share(), raw, 670 / 1682)


def test_a_share_above_the_whole_is_read_too():
    assert right(Share(0), 1.19, 1.19)
    assert right(Share(0), 119, 1.19)


def test_a_small_number_is_not_taken_for_per_cent():
    assert not right(Share(), 0.8, 0.008)
    assert right(Share(), "0,8 %", 0.008)


@pytest.mark.parametrize("raw", ["129 k€", 129_000, "€129,000", "129 000 €", "129 000 EUR"])
def test_an_amount_may_be_in_thousands_where_it_says_so(raw):
    assert right(Money(), raw, 129_000)


def test_the_unit_of_the_answer_is_recognised():
    assert "1,000 times too large: the answer is asked in k€" in Number(1, "k€").remark(129_000, 129)
    assert "1,000 times too small: the answer is asked in €" in Money().remark(129, 129_000)


def test_a_figure_rounded_on_the_way_is_told_so():
    assert "Round" in Share().remark(0.40, 0.3983)
    assert Share().remark(0.458, 0.3983) is None


@pytest.mark.parametrize("raw", [True, float("nan"), None, "about so many", [1, 2], "1e3"])
def test_what_is_no_number_is_handed_back(raw):
    with pytest.raises(UnreadableError):
        Number().readings(raw)


def test_a_whole_number_with_decimals_is_handed_back_to_be_rounded():
    with pytest.raises(UnreadableError, match="round"):
        Whole().readings(8.96)
    assert right(Whole(), 9.0, 9)


def test_a_choice_may_be_its_letter_or_its_words():
    kind = Choice({"a": "Visit less", "b": "Visit more"})
    assert right(kind, " B ", "b")
    assert right(kind, "visit more", "b")
    with pytest.raises(UnreadableError, match="a, b"):
        kind.readings("c")


@pytest.mark.parametrize(
    "raw", [["C02", "C01"], {"C01", "C02"}, "c01, C02", "C01;C02", pd.Series(["C01", "C02"])]
)
def test_codes_come_in_any_order_and_form(raw):
    assert right(Codes(("C01", "C02", "C03")), raw, ("C01", "C02"))


def test_what_is_expected_names_no_code_that_would_be_refused():
    assert Codes(("C01", "C02", "C03")).expected() == "codes from C01 to C03, in any order"
    assert Codes(("C03", "C05")).expected() == "codes among C03, C05, in any order"
    assert Codes(("C03", "C05"), one=True).expected() == "one of C03, C05"
    with pytest.raises(UnreadableError, match=r"“C04” is not one of the codes: C03, C05\."):
        Codes(("C03", "C05")).readings("C04")


def test_the_other_sign_and_a_hundredfold_are_told_so():
    assert "sign" in Money().remark(-71, 71)
    assert "sign" in Share().remark(-1.25, 1.25)
    assert "too small" in Share().remark(0.0015, 0.15)
    assert "too large" in Share().remark(15, 0.15)
    assert Share().remark(0.5, 0.05) is None
    assert "1,000 times too small" in Number(1, "k€").remark(0.0814, 81.405)


def test_a_slipped_nought_an_answer_in_minutes_and_one_past_the_scale_are_told_so():
    assert "Ten times too large" in Money().remark(1280, 128)
    assert "Ten times too small" in Number(1, "k€").remark(8.14, 81.405)
    assert "60 times too large: the answer is asked in h" in Number(1, "h").remark(540, 9)
    assert "ends at 10" in Number(2, out_of=10).remark(72.5, 7.25)
    with pytest.raises(UnreadableError, match="from 0 to 59"):
        Number(1, "h").readings("8 h 60")


@pytest.mark.parametrize("raw", ["C01 ou C02", "not C01", "ni C01 ni C02"])
def test_a_code_denied_or_left_open_is_handed_back_by_its_own_sentence(raw):
    with pytest.raises(UnreadableError, match="leaves open"):
        Codes(("C01", "C02", "C03")).readings(raw)


def test_words_of_a_loss_matter_where_the_sign_is_asked_and_nowhere_else():
    assert right(Money(signed=True), "a loss of €71", -71)
    assert not right(Money(signed=True), "71 € de perte", 71)
    assert right(Share(), "perte de 15 %", 0.15)


def test_a_rate_of_another_time_is_handed_back():
    assert right(Whole("visits"), "24 visites par an", 24)
    assert right(Whole("h"), "44 × 4 jours par semaine × 8 h", 1408)
    assert right(Whole("visits", per="week"), "24 a week", 24)
    for raw in ("24 a month", "12 + 12 a month", "2 × 3 × 4 a month"):
        with pytest.raises(UnreadableError, match="another period"):
            Whole("visits").readings(raw)
    assert right(Whole("visits"), "2 a month × 12", 24)
    assert right(Whole("visits"), "2 × 3 a quarter × 4 quarters", 24)


def test_codes_that_miss_are_counted_but_not_told():
    kind = Codes(("C01", "C02", "C03"))
    remark = kind.remark(frozenset({"C03"}), ("C01", "C02"))
    assert remark == "1 of your codes does not belong there; 2 codes are missing."
    assert kind.remark(frozenset({"C01"}), ("C01", "C02")) == "1 code is missing."
    assert "C0" not in remark
    with pytest.raises(UnreadableError, match="C99"):
        kind.readings(["C99"])


def test_a_judge_names_the_mistake_and_what_it_cannot_judge_does_not_count():
    kind = Custom("a plan", lambda plan: None if plan["C01"] == 2 else "C01 gets two")
    assert kind.verdict({"C01": 2}) == Verdict(True)
    assert kind.verdict({"C01": 3}) == Verdict(False, "C01 gets two")
    with pytest.raises(UnreadableError):
        kind.verdict("two")


def test_answers_are_written_as_the_reader_writes_them():
    with spoken("fr"):
        assert Number(1, "k€").written(1234.5) == "1\u202f234,5\u00a0k€"
        assert Share().written(0.375) == "37,5\u00a0%"
    assert Number(0).written(8.96) == "8.96"


@pytest.mark.parametrize(("language", "alone"), [("en", {1}), ("fr", {0, 1})])
def test_no_plural_stands_beside_one_thing(language, alone):
    with spoken(language):
        written = {n: Whole("clients").written(n) for n in range(3)}
    assert {n for n, words in written.items() if words == str(n)} == alone


@pytest.mark.parametrize("raw", ["C10-C12 and C06", "C10–C12 et C06", "C10-12, C06", "C06 and C10-C12"])
def test_a_dash_may_stand_for_all_codes_between_whatever_comes_before_and_after(raw):
    codes = tuple(f"C{n:02d}" for n in range(1, 13))
    assert right(Codes(codes), raw, {"C06", "C10", "C11", "C12"})
