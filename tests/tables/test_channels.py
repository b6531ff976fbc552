"""A channel is one line: what it costs and asks for is there, and who lists channels lists each of them."""

import pytest

from solver.parameters.diary import DiaryParameters
from solver.parameters.portfolio import Portfolio
from solver.tables import TABLES
from solver.tables.channels import CHANNEL_OF_KIND, CHANNELS, FOR_PARTNERS, SPOKEN
from solver.tables.codes import CODES


@pytest.mark.parametrize("code", CHANNELS)
def test_what_the_line_of_a_channel_names_is_there(code):
    channel = CHANNELS[code]
    assert channel.cost is None or channel.cost in Portfolio.model_fields
    for table in ("accounts", "contacts"):
        assert channel.line is None or channel.line in TABLES[table].names


def test_every_kind_of_contact_of_a_log_goes_by_a_channel_that_there_is():
    assert set(CHANNEL_OF_KIND.values()) <= set(CHANNELS)
    assert set(CHANNEL_OF_KIND) <= set(CODES["touch_kind"])


def test_calls_take_the_time_of_a_rep_and_what_is_written_takes_none():
    assert SPOKEN == ("phone",)
    assert {code for code in FOR_PARTNERS if CHANNELS[code].calls == 0} == {"email", "letter", "event"}


@pytest.mark.parametrize("code", FOR_PARTNERS)
def test_partners_may_be_reached_by_each_channel_but_a_visit(code):
    given = DiaryParameters(partner_actions={"relation": {code: 2}})
    assert given.partner_actions == {"relation": {code: 2}}
