import pytest

from solver.tables.week import WeekError, hours_text, read_hours, read_weekdays, weekdays_text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mo-Fr 08:00-12:00 14:00-18:00; Sa off", "Mo-Fr 08:00-12:00,14:00-18:00"),
        ("8h-12h / 14h-18h", "Mo-Su 08:00-12:00,14:00-18:00"),
        ("lun-ven 8h-12h30 et 14h à 18h", "Mo-Fr 08:00-12:30,14:00-18:00"),
        ("du lundi au vendredi de 9h à 12h et de 14h à 17h30", "Mo-Fr 09:00-12:00,14:00-17:30"),
        (
            "du lundi au vendredi : 8h00 – 12h00, 14h00-18h00, samedi 9h-12h",
            "Mo-Fr 08:00-12:00,14:00-18:00; Sa 09:00-12:00",
        ),
        ("Mo,We 09:00-17:00; PH off", "Mo 09:00-17:00; We 09:00-17:00"),
        ("Mo-Su 08:00-18:00; Su off", "Mo-Sa 08:00-18:00"),
        ("24/7", "Mo-Su 00:00-24:00"),
        ("Montag-Freitag 8-12", "Mo-Fr 08:00-12:00"),
        ("viernes 9:00-14:00", "Fr 09:00-14:00"),
        ("lunedì-giovedì 9.30-12", "Mo-Th 09:30-12:00"),
        ("maandag 9-17, woensdag gesloten", "Mo 09:00-17:00"),
        ("Fr-Mo 8-12", "Mo 08:00-12:00; Fr-Su 08:00-12:00"),
        ("Mo 8-12 10-14", "Mo 08:00-14:00"),
        ("Mo-Fr 8:00-12:00; 14:00-18:00", "Mo-Fr 08:00-12:00,14:00-18:00"),
        ("lun-ven 8h-12h\n14h-18h\nsam 9h-12h", "Mo-Fr 08:00-12:00,14:00-18:00; Sa 09:00-12:00"),
        ("lun 8h-12h; lun 14h-18h", "Mo 08:00-12:00,14:00-18:00"),
        ("Mo-Fr 8-12 Mo-Fr 14-18", "Mo-Fr 08:00-12:00,14:00-18:00"),
        ("Mo-Fr 8-12; Tu 12-18; We 8-12", "Mo 08:00-12:00; Tu 08:00-18:00; We-Fr 08:00-12:00"),
        ("8h30-midi et 14h-17h30", "Mo-Su 08:30-12:00,14:00-17:30"),
        (
            "9:00-12:00/14:00-18:00 sauf mercredi",
            "Mo-Tu 09:00-12:00,14:00-18:00; Th-Su 09:00-12:00,14:00-18:00",
        ),
        ("Tous les jours sauf dimanche 9h-19h", "Mo-Sa 09:00-19:00"),
        ("9-17, fermé le lundi et les jours fériés", "Tu-Su 09:00-17:00"),
        ("fermé le lundi", "Tu-Su 00:00-24:00"),
        ("lun-ven le matin", "Mo-Fr 00:00-12:00"),
        ("matin : 8h-12h, l'après-midi de 14h à 18 h", "Mo-Su 08:00-12:00,14:00-18:00"),
        ("L-V 8 h 30 - 17 h non stop", "Mo-Fr 08:30-17:00"),
        ("Mon-Fri 9 a.m. - 5:30 pm", "Mo-Fr 09:00-17:30"),
        ("Montag bis Freitag 8-12 Uhr und 13-17 Uhr", "Mo-Fr 08:00-12:00,13:00-17:00"),
        ("Lunes a viernes de 9 a 14 y de 16 a 19", "Mo-Fr 09:00-14:00,16:00-19:00"),
        ("tutti i giorni 9-13 tranne il lunedì", "Tu-Su 09:00-13:00"),
        ("8-12; 14-18; Sa,Su off", "Mo-Fr 08:00-12:00,14:00-18:00"),
    ],
)
def test_hours_are_read_as_map_makers_and_people_write_them(written, meant):
    week = read_hours(written)
    assert hours_text(week) == meant
    assert read_hours(meant) == week


@pytest.mark.parametrize(
    ("written", "blamed"),
    [
        ("8h-tard", "8h-tard"),
        ("fermé le lundi 9h-18h", "9h-18h"),  # hours of Monday, or of the other days?
        ("8h-12h sauf vendredi après-midi", "12-24"),
        ("sauf dimanche 9h-19h", "9h-19h"),
        ("9h-17h, fermé le lundi matin", "0-12"),
        ("non ouvert lundi", "non"),
        ("pas le matin", "pas"),
        ("9h-17h sauf", "sauf"),
        ("sauf les jours fériés", "sauf les jours fériés"),
        ("13pm-5pm", "13pm-17:00"),
        ("Mo-Fr", "mo-fr"),
        ("Mo 18:00-08:00", "18:00-08:00"),
        ("Mo 08:00-12:75", "08:00-12:75"),
        ("ma 8-12", "ma"),  # a Tuesday in French, a Monday in Dutch
        ("sur rendez-vous", "sur"),
        ("off", "off"),
        ("Mo-Fr 8-18; Fr 8-16", "08:00-16:00"),  # instead, or a slip?
        ("8-18; Sa 9-12", "09:00-12:00"),
        ("Mo off; Mo 8-12", "08:00-12:00"),
        ("Mo-Fr 8-12; PH off; 14-18", "14-18"),
        ("Mo 8-12 off", "off"),
        ("Sa off 9-12", "9-12"),
        ("Mo-Fr 8-12; off", "Mo-Fr 8-12; off"),
    ],
)
def test_hours_that_cannot_be_read_name_the_part_that_is_to_blame(written, blamed):
    with pytest.raises(WeekError) as told:
        read_hours(written)
    assert str(told.value) == blamed


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tue,thu!", "Tu,Th!"),
        ("mardi et jeudi", "Tu,Th"),
        ("tous les mardis", "Tu"),
        ("lun-mer", "Mo,Tu,We"),
        ("mardi ou jeudi uniquement", "Tu,Th!"),
        ("jeudi (impératif)", "Th!"),
        ("jamais le vendredi", "Mo,Tu,We,Th,Sa,Su!"),
        ("sauf lundi et mardi", "We,Th,Fr,Sa,Su!"),
        ("en semaine", "Mo,Tu,We,Th,Fr"),
        ("mardi, pas jeudi", None),
        ("jamais", None),
        ("tous les jours sauf dimanche", None),
        ("mardi matin", None),
        ("Do", None),
        ("", None),
    ],
)
def test_days_of_the_week_are_read_with_whether_they_must_be_kept(written, meant):
    if meant is None:
        with pytest.raises(WeekError):
            read_weekdays(written)
    else:
        assert weekdays_text(*read_weekdays(written)) == meant
