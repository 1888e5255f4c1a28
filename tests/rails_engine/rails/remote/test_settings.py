from __future__ import annotations

import pytest

from rails_engine.config.reading import InvalidValueError
from rails_engine.rails.catalog import shipped_rails
from rails_engine.rails.remote.rail import RemoteRail
from rails_engine.rails.remote.settings import EntityOptions, RemoteSettings, check_share, check_timeout


def test_what_could_not_be_judged_is_blocked_unless_it_is_said():
    assert RemoteSettings().on_error == "block"
    assert EntityOptions().entities == ()


@pytest.mark.parametrize(
    "rail",
    [rail for rail in shipped_rails().rails.values() if issubclass(rail, RemoteRail)],
    ids=lambda r: r.name,
)
def test_that_is_so_for_every_rail(rail):
    assert rail().allows_on_error({}) is False


@pytest.mark.parametrize("seconds", [0, -1.0, float("inf"), float("nan")])
def test_a_time_out_is_a_number_of_seconds(seconds):
    with pytest.raises(InvalidValueError, match=r"parameters\.timeout"):
        check_timeout(seconds, "parameters")
    with pytest.raises(InvalidValueError, match="timeout"):
        RemoteSettings(timeout=seconds)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_threshold_is_a_share(share):
    check_share(0.0, "t")
    check_share(1.0, "t")
    with pytest.raises(InvalidValueError, match="between 0 and 1"):
        check_share(share, "t")
