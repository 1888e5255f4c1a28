"""The knowledge base: what is indexed, what comes back, when it is built."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml

from rails_engine.embeddings.foreign import ForeignIndex
from rails_engine.embeddings.index import Index
from rails_engine.embeddings.providers.ngrams import Ngrams
from rails_engine.errors import ConfigError
from rails_engine.kb.chunks import Chunk
from rails_engine.kb.search import KnowledgeBase, indexed_text

DOCS = [
    (
        "leave.md",
        (
            "```yaml\nlang: en\ntitle: Handbook\n```\n# Leave\n\n## Vacation\n\nEvery employee has twenty days of vacation.\n\n"
            "## Unused days\n\nUnused vacation days can be carried over until March.\n"
        ),
    ),
    ("pay.md", "# Pay\n\nSalaries are paid on the last working day of the month.\n"),
    (
        "office.md",
        "# Office\n\nThe office in Berlin opens at eight.\n\n# Parking\n\nThere is a garage next door.\n",
    ),
]


class Recording(Ngrams):
    def __init__(self):
        super().__init__(None, {}, transport=None, environ={})
        self.built = []

    def make_ranking(self, texts, cache=None):
        self.built.append(list(texts))
        return super().make_ranking(texts, cache)


def knowledge(docs=DOCS, engine=None):
    return KnowledgeBase(docs, lambda: Index(engine or Recording()), read_yaml=yaml.safe_load)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How many days of vacation does an employee have?", "Leave - Vacation"),
        ("Can unused days be carried over?", "Leave - Unused days"),
        ("when are salaries paid", "Pay"),
        ("Where is the Berlin office", "Office"),
    ],
)
def test_the_chunk_that_answers_comes_first(question, title):
    assert knowledge().search(question)[0].title == title


def test_a_chunk_comes_with_its_metadata_and_score():
    chunk, *others = knowledge().search("vacation days carried over")
    assert (chunk.title, chunk.body) == (
        "Leave - Unused days",
        "Unused vacation days can be carried over until March.",
    )
    assert chunk.metadata == {"lang": "en", "title": "Handbook"}
    assert chunk.score > others[0].score > 0


def test_three_chunks_unless_told_otherwise():
    assert [len(knowledge().search("vacation", *count)) for count in ((), (1,), (9,))] == [3, 1, 5]


def test_title_and_body_are_indexed_together():
    engine = Recording()
    knowledge([("a.md", "no title\n\n# A\n\n## B\n\ntext\n")], engine).search("x")
    assert engine.built == [["no title", "# A - B\n\ntext"]]
    assert indexed_text(Chunk("T", "B")) == "# T\n\nB"


def test_the_index_is_built_once_on_the_first_search():
    engine = Recording()
    base = knowledge(engine=engine)
    assert (base.size, engine.built) == (5, [])
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: base.search("vacation")[0].title, range(32)))
    assert len(engine.built) == 1
    assert set(found) == {"Leave - Vacation"}


def test_no_files_are_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    knowledge().search("vacation")
    assert list(tmp_path.iterdir()) == []


def test_without_documents_nothing_is_found():
    assert knowledge([]).search("x") == []


def test_a_bad_document_is_an_error_at_load():
    with pytest.raises(ConfigError, match=r"bad\.md:1"):
        knowledge([("bad.md", "```yaml\n- x\n```\n")])


def test_a_registered_search_provider_gets_and_gives_back_chunks():
    class Provider:
        def __init__(self):
            self.items = []

        def add_items(self, items):
            self.items += items

        def search(self, text, max_results=20, threshold=None):
            mine = [item for item in self.items if item.meta.get("lang") == "en" and text in item.text]
            return [*mine, {"text": "from elsewhere"}]

    base = KnowledgeBase(DOCS, lambda: ForeignIndex(Provider, {}), read_yaml=yaml.safe_load)
    first, second = base.search("March")
    assert (first.title, first.metadata) == ("Leave - Unused days", {"lang": "en", "title": "Handbook"})
    assert second == Chunk("", "from elsewhere", {}, 1.0)
