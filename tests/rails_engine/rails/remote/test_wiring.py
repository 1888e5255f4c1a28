from __future__ import annotations

from typing import Any

import pytest

from rails_engine import ConfigError, RailsConfig
from rails_engine.rails.library.fiddler import FiddlerSafety
from rails_engine.rails.remote.rail import bearer
from rails_engine.rails.remote.wiring import CONNECT_TIMEOUT, Wiring
from rails_engine.transport import Transport

YAML = """
rails:
  input:
    flows:
      - self check input
      - fiddler user safety
"""


def wiring(yaml: str = YAML, environ: dict[str, str] | None = None, **settings: Any) -> Wiring:
    yaml += "prompts: [{task: self_check_input, content: x}]\n"
    config = RailsConfig.from_content(yaml=yaml, environ=environ or {})
    rail = FiddlerSafety(FiddlerSafety.settings_type(**settings))
    return Wiring(rail, config, Transport({}))


def test_what_is_missing_is_missed_at_the_rail_s_own_line():
    with pytest.raises(ConfigError, match="FIDDLER_API_KEY") as caught:
        wiring().need_variable("FIDDLER_API_KEY")
    assert (caught.value.line, caught.value.hint) == (6, "Set FIDDLER_API_KEY before the start.")


def test_an_empty_variable_is_none():
    made = wiring(environ={"KEY": "", "OTHER": "x"})
    assert (made.variable("KEY"), made.variable("OTHER"), made.need_variable("OTHER")) == (None, "x", "x")


def test_a_missing_setting_is_named_as_it_is_written():
    with pytest.raises(ConfigError, match=r"needs rails\.config\.fiddler\.fiddler_endpoint") as caught:
        wiring().need(None, "fiddler_endpoint", "https://x")
    assert "https://x" in (caught.value.hint or "")


def test_it_knows_which_flows_are_in_use():
    made = wiring()
    assert [reference.text for reference in made.references] == ["fiddler user safety"]
    assert made.uses("fiddler user safety")
    assert not made.uses("fiddler bot safety")
    assert not wiring("rails: {}\n").uses("fiddler user safety")


def test_an_address_that_is_none_is_refused_with_its_source():
    with pytest.raises(ConfigError, match="cannot use MY_URL: it is not an address"):
        wiring().service("localhost:80", "MY_URL")


def test_nobody_waits_longer_for_a_connection_than_for_an_answer():
    short, usual = wiring(timeout=0.5).patience(), wiring().patience(retries=1)
    assert (short.connect_timeout, short.read_timeout, short.max_retries) == (0.5, 0.5, 0)
    assert (usual.connect_timeout, usual.read_timeout, usual.max_retries) == (CONNECT_TIMEOUT, 30.0, 1)


@pytest.mark.parametrize(
    ("url", "needed"),
    [
        ("https://api.acme.example/x", True),
        ("https://acme.example", True),
        ("http://localhost/acme.example", False),
        ("https://notacme.example", False),
    ],
)
def test_a_key_is_needed_where_the_maker_hosts_it(url, needed):
    if needed:
        with pytest.raises(ConfigError, match="'ACME'"):
            wiring().keyed("ACME", url, "acme.example", bearer)
    else:
        assert wiring().keyed("ACME", url, "acme.example", bearer).headers == {}
    made = wiring(environ={"ACME": "k" * 8}).keyed("ACME", url, "acme.example", bearer)
    assert made.headers == {"Authorization": "Bearer " + "k" * 8}
    assert made.secrets == ("k" * 8,)
