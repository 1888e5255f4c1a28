from __future__ import annotations

from rails_engine.rails.messages import shipped_messages


def test_the_refusal_is_the_one_that_clients_know() -> None:
    texts = {d.name: d.texts for d in shipped_messages().definitions}  # type: ignore[union-attr]
    assert texts["refuse to respond"] == ("I'm sorry, I can't respond to that.",)
    assert texts["inform answer unknown"] == ("I don't know the answer to that.",)
