from typing import List

from nemoguardrails import LLMRails
from nemoguardrails.embeddings.index import EmbeddingsIndex, IndexItem


class FirstWords(EmbeddingsIndex):
    """Finds texts that begin alike."""

    def __init__(self, words=2):
        self.words = words
        self._items: List[IndexItem] = []
        self._ready = False

    @property
    def embedding_size(self):
        return 0

    async def add_item(self, item: IndexItem):
        self._items.append(item)

    async def build(self):
        self._ready = True

    async def search(self, text: str, max_results: int = 20, threshold=None) -> List[IndexItem]:
        assert self._ready
        start = text.lower().split()[: self.words]
        found = [item for item in self._items if item.text.lower().split()[: self.words] == start]
        return [IndexItem(text=item.text, meta=item.meta) for item in found][:max_results]


def init(app: LLMRails):
    app.register_embedding_search_provider("first_words", FirstWords)
