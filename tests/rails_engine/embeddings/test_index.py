"""The index: score scale, order, thresholds, the exact-text rule, and one build for all threads."""

from __future__ import annotations

import math
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.embeddings.base import Embedder
from rails_engine.embeddings.index import Index, Item, Once, fold, score_of
from rails_engine.embeddings.providers.ngrams import Ngrams
from rails_engine.errors import ProviderUnreachableError, RailsError


class Angles(Embedder):
    """Texts are angles in degrees; counts its calls."""

    name = "angles"

    def __init__(self, failures=0):
        super().__init__("test", {}, transport=None, environ={})
        self.calls = []
        self.failures = failures

    def encode(self, texts):
        self.calls.append(list(texts))
        if self.failures:
            self.failures -= 1
            raise ProviderUnreachableError("no connection")
        angles = [math.radians(float(text.strip("! "))) for text in texts]
        return [[math.cos(angle), math.sin(angle)] for angle in angles]


def index_of(*texts, **options):
    index = Index(Angles(), **options)
    index.add(Item(text, {"at": at}) for at, text in enumerate(texts))
    return index


def ats(hits):
    return [hit.item.meta["at"] for hit in hits]


@pytest.mark.parametrize(
    ("cosine", "score"), [(1, 1.0), (0.5, 0.5), (0, 1 - math.sqrt(2) / 2), (-1, 0.0), (1.0000001, 1.0)]
)
def test_the_score_scale_is_the_one_thresholds_are_written_for(cosine, score):
    assert score_of(cosine) == pytest.approx(score, abs=1e-12)


def test_hits_come_best_first_with_their_scores():
    hits = index_of("90", "60", "180", "0").search("1e-9")
    assert ats(hits) == [3, 1, 0, 2]
    assert [hit.score for hit in hits] == pytest.approx([1, 0.5, 0.29289, 0], abs=1e-4)


def test_only_so_many_hits_as_asked_for():
    index = index_of("90", "60", "180", "0")
    assert ats(index.search("10", max_results=2)) == [3, 1]
    assert index.search("10", max_results=0) == []


def test_a_threshold_keeps_what_reaches_it():
    index = index_of("90", "60", "0", "30")
    assert ats(index.search("1e-9", threshold=0.5)) == [2, 3, 1]
    assert ats(index.search("1e-9", threshold=math.inf)) == [2, 3, 1, 0]
    assert ats(index.search("60", threshold=1.0)) == [1]


def test_the_index_may_have_a_threshold_of_its_own():
    index = index_of("90", "60", "0", threshold=0.9)
    assert ats(index.search("1")) == [2]
    assert ats(index.search("1", threshold=0.1)) == [2, 1, 0]
    assert ats(index_of("90", "0", threshold=math.inf).search("1")) == [1, 0]


@pytest.mark.parametrize("query", ["45", " 45 ", "45\n"])
def test_the_same_text_scores_one_and_comes_first(query):
    index = index_of("45.0", "0", "45", "90", "45 ")
    assert ats(index.search(query)) == [2, 4, 0, 1, 3]
    assert [hit.score for hit in index.search(query, max_results=2)] == [1.0, 1.0]


def test_the_same_text_needs_no_embedding_of_the_query():
    index = index_of("45", "0")
    assert ats(index.search("45", max_results=1)) == [0]
    assert index.engine.calls == [["45", "0"]]


def test_case_and_white_space_do_not_make_another_text():
    assert fold("  Straße \n  UND  Platz") == fold("STRASSE und platz")
    index = Index(Ngrams(None, {}, transport=None, environ={}))
    index.add([Item("Where is it"), Item("what is it")])
    (hit, *_) = index.search("WHAT  is\tit")
    assert (hit.item.text, hit.score) == ("what is it", 1.0)


def test_items_of_one_text_are_embedded_once_and_all_found():
    index = index_of("10", "20", "10", "10")
    assert ats(index.search("11")) == [0, 2, 3, 1]
    assert index.engine.calls[0] == ["10", "20"]


def test_an_empty_index_finds_nothing_and_asks_nobody():
    index = index_of()
    assert (index.size, index.search("10")) == (0, [])
    assert index.engine.calls == []


def test_a_searched_index_takes_no_more_items():
    index = index_of("10")
    index.search("20")
    with pytest.raises(RailsError, match="has been searched"):
        index.add([Item("30")])
    assert index.size == 1


@given(st.lists(st.integers(0, 359), min_size=1, max_size=30), st.integers(0, 359), st.integers(1, 31))
def test_search_is_brute_force(angles, query, count):
    index = index_of(*map(str, angles))
    hits = index.search(f"{query}.00", max_results=count)

    def score(angle):
        return round(score_of(round(math.cos(math.radians(angle - query)), 12)), 6)

    expected = sorted(range(len(angles)), key=lambda at: (-score(angles[at]), at))[:count]
    assert [round(hit.score, 6) for hit in hits] == pytest.approx(
        [score(angles[at]) for at in expected], abs=2e-6
    )
    assert len({id(hit.item) for hit in hits}) == len(hits)


def run_together(count, work):
    barrier = threading.Barrier(count)

    def start(at):
        barrier.wait()
        return work(at)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(start, range(count)))


def test_32_threads_build_once_and_find_what_one_finds():
    texts = [str(angle) for angle in range(0, 360, 3)]
    alone = index_of(*texts)
    expected = [alone.search(f"{at}.5", max_results=5) for at in range(32)]
    shared = index_of(*texts)
    found = run_together(32, lambda at: shared.search(f"{at}.5", max_results=5))
    assert found == expected
    assert sum(len(call) > 1 for call in shared.engine.calls) == 1


def test_a_failed_build_is_tried_again_by_the_next_search():
    index = Index(Angles(failures=1))
    index.add([Item("0"), Item("90")])
    with pytest.raises(ProviderUnreachableError):
        index.search("1")
    assert [hit.item.text for hit in index.search("1")] == ["0", "90"]


class WatchedLock:
    """A lock that tells when somebody wants it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.wanted = threading.Semaphore(0)

    def __enter__(self):
        self.wanted.release()
        self.lock.acquire()

    def __exit__(self, *_):
        self.lock.release()


def test_threads_that_wait_for_a_failing_build_share_its_error():
    release = threading.Event()
    attempts = []

    def make():
        attempts.append(1)
        release.wait(10)
        raise ProviderUnreachableError("no connection")

    once = Once(make)
    once._lock = WatchedLock()
    with ThreadPoolExecutor(5) as pool:
        futures = [pool.submit(once.get) for _ in range(5)]
        for _ in futures:
            assert once._lock.wanted.acquire(timeout=10)
        release.set()
        errors = [future.exception(10) for future in futures]
    assert all(isinstance(error, ProviderUnreachableError) for error in errors)
    assert len(attempts) == 1
