"""The engine without a model."""

from __future__ import annotations

from rails_engine.embeddings.index import Index, Item
from rails_engine.embeddings.providers.ngrams import Ngrams


def test_it_needs_nothing_and_ranks_by_spelling():
    engine = Ngrams(None, {}, transport=None, environ={})
    index = Index(engine)
    index.add([Item("track my order"), Item("reset my password"), Item("say hello")])
    hits = index.search("I want to reset the password")
    assert [hit.item.text for hit in hits] == ["reset my password", "track my order", "say hello"]
    assert hits[0].score > hits[1].score
    assert not engine.semantic
    assert engine.describe() == "character and word n-grams"
