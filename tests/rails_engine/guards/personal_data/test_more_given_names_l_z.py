from __future__ import annotations

from rails_engine.guards.personal_data.more_given_names import more_given_names
from rails_engine.guards.personal_data.more_given_names_l_z import SECOND_HALF


def test_it_begins_where_the_first_half_ends() -> None:
    assert min(SECOND_HALF.split()) >= "l"
    assert SECOND_HALF.split()[-1] in more_given_names()
