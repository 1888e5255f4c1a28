from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import threading
import time
import uuid
from pathlib import Path

import pytest
from redis import Redis

from service.errors import SettingsError, StoreUnavailableError
from service.threads.redis import RedisStore
from tests.contracts.append_turns import names_of_pairs, pair
from tests.contracts.store import HELLO, SNAPSHOT, THREAD, SharedStoreContract
from tests.redis_server import RedisServer

CANARY = "canary-5ecret"


def make(url: str) -> RedisStore:
    return RedisStore(url)


@pytest.fixture
def prefix():
    return f"test-{uuid.uuid4().hex}"


@pytest.fixture
def url(redis_server, prefix):
    return f"{redis_server.url}?prefix={prefix}"


@pytest.fixture
def client(redis_server):
    with Redis(port=redis_server.port) as client:
        yield client


class TestRedisStore(SharedStoreContract):
    factory = "tests.service.threads.test_redis:make"

    @pytest.fixture
    def argument(self, url):
        return url

    @pytest.fixture
    def store(self, url):
        store = RedisStore(url)
        yield store
        store.close()


# Keys


def test_keys_have_the_prefix_no_thread_id_and_one_slot_of_a_cluster(url, prefix, client):
    store = RedisStore(url)
    store.append(THREAD, HELLO, SNAPSHOT, 0)
    keys = [key.decode() for key in client.keys(f"{prefix}:*")]
    assert sorted(key.rpartition(":")[2] for key in keys) == ["snapshot", "turns"]
    tags = {key[key.index("{") + 1 : key.index("}")] for key in keys}
    assert len(tags) == 1
    assert len(tags.pop()) == 64
    assert not any(THREAD in key for key in keys)
    store.close()


def test_the_default_prefix_is_the_name_of_the_product(redis_server, client):
    store = RedisStore(redis_server.url)
    store.append(THREAD, HELLO)
    assert client.keys("switchyard:{*}:turns")
    store.delete(THREAD)
    assert not client.keys("switchyard:*")
    store.close()


def test_services_of_two_prefixes_share_nothing(redis_server, prefix):
    one, other = (RedisStore(f"{redis_server.url}?prefix={prefix}-{name}") for name in "ab")
    one.append(THREAD, HELLO)
    assert other.load(THREAD).version == 0
    one.close()
    other.close()


def test_a_snapshot_whose_turns_were_evicted_is_not_returned(url, prefix, client):
    store = RedisStore(url)
    store.append(THREAD, HELLO, SNAPSHOT, 0)
    client.delete(*client.keys(f"{prefix}:*:turns"))
    assert store.load(THREAD).snapshot is None
    store.append(THREAD, HELLO)
    assert store.load(THREAD).snapshot is None
    store.close()


def test_turns_whose_snapshot_was_evicted_come_without(url, prefix, client):
    store = RedisStore(url)
    store.append(THREAD, HELLO, SNAPSHOT, 0)
    client.delete(*client.keys(f"{prefix}:*:snapshot"))
    assert store.load(THREAD).messages == HELLO
    assert store.load(THREAD).snapshot is None
    store.close()


# Time to live


def lifetimes(client, prefix):
    return [client.pttl(key) for key in client.keys(f"{prefix}:*")]


def test_each_turn_renews_the_time_of_all_keys(url, prefix, client):
    store = RedisStore(url, ttl=100)
    store.append(THREAD, HELLO, SNAPSHOT, 0)
    assert all(90_000 < left <= 100_000 for left in lifetimes(client, prefix))
    for key in client.keys(f"{prefix}:*"):
        client.pexpire(key, 5_000)
    store.append(THREAD, HELLO, SNAPSHOT, 1)
    assert len(lifetimes(client, prefix)) == 2
    assert all(90_000 < left <= 100_000 for left in lifetimes(client, prefix))
    store.close()


def test_without_a_time_nothing_expires_and_an_earlier_time_is_lifted(url, prefix, client):
    store = RedisStore(url, ttl=100)
    store.append(THREAD, HELLO, SNAPSHOT, 0)
    store.close()
    store = RedisStore(url)
    store.append(THREAD, HELLO, SNAPSHOT, 1)
    assert lifetimes(client, prefix) == [-1, -1]
    store.close()


def test_a_thread_whose_time_is_over_begins_anew(url, prefix, client):
    store = RedisStore(url, ttl=100)
    version = store.append(THREAD, HELLO, SNAPSHOT, 0)
    for key in client.keys(f"{prefix}:*"):
        client.pexpireat(key, 1)
    thread = store.load(THREAD)
    assert (thread.messages, thread.snapshot, thread.version) == ([], None, 0)
    assert store.append(THREAD, HELLO, SNAPSHOT, version) == 1
    assert store.load(THREAD).snapshot is None, "it was made for what is forgotten"
    store.close()


# What all agree on


def test_all_services_agree_on_the_first_proposal(url):
    one, other = RedisStore(url), RedisStore(url)
    assert one.agree("state-key", b"\x00first") == b"\x00first"
    assert other.agree("state-key", b"second") == b"\x00first"
    assert other.agree("another", b"third") == b"third"
    one.close()
    other.close()


# Trouble


def use_of(store):
    return (
        lambda: store.load(THREAD),
        lambda: store.append(THREAD, HELLO),
        lambda: store.delete(THREAD),
        lambda: store.agree("key", b"x"),
        store.ping,
    )


def test_a_dead_server_is_a_503_at_once(own_redis):
    store = RedisStore(own_redis.url)
    store.append(THREAD, HELLO)
    own_redis.kill()
    begun = time.monotonic()
    for use in use_of(store):
        with pytest.raises(StoreUnavailableError) as caught:
            use()
        assert caught.value.status == 503
        assert str(caught.value) == "The thread store (redis) is not available."
    assert time.monotonic() - begun < 2.5, "no retries, which wait for seconds"
    store.close()


def test_a_store_can_be_made_while_the_server_is_down_and_works_when_it_comes(own_redis):
    own_redis.kill()
    now = [0.0]
    store = RedisStore(own_redis.url, clock=lambda: now[0])
    for _ in range(5):
        with pytest.raises(StoreUnavailableError):
            store.ping()
    own_redis.start()
    now[0] = 10
    assert store.append(THREAD, HELLO) == 1
    assert store.load(THREAD).messages == HELLO
    store.close()


def test_a_server_that_was_restarted_between_turns_fails_no_turn(own_redis):
    store = RedisStore(own_redis.url)
    store.append(THREAD, HELLO)
    own_redis.kill()
    own_redis.start()
    assert store.append(THREAD, pair("a", 0)) == 1
    assert names_of_pairs(store.load(THREAD).messages) == ["a 0"]
    store.close()


def test_a_hung_server_costs_one_time_out_a_call_and_then_nothing(own_redis):
    now = [0.0]
    store = RedisStore(f"{own_redis.url}?socket_timeout=0.6", clock=lambda: now[0])
    store.append(THREAD, HELLO)
    own_redis.freeze()
    times = []
    for _ in range(3):
        begun = time.monotonic()
        with pytest.raises(StoreUnavailableError) as caught:
            store.load(THREAD)
        times.append(time.monotonic() - begun)
        assert caught.value.reason == "TimeoutError"
    assert 0.5 < min(times) < 1.1, "one time-out, not two; a slow machine may add to one of them"
    begun = time.monotonic()
    for _ in range(100):
        with pytest.raises(StoreUnavailableError):
            store.load(THREAD)
    assert time.monotonic() - begun < 0.6, "less than one of them"
    own_redis.thaw()
    now[0] = 10
    assert store.load(THREAD).messages == HELLO
    assert store.append(THREAD, HELLO) == 2
    store.close()


def test_the_time_outs_are_short_unless_the_url_says_otherwise(redis_server):
    kept = RedisStore(redis_server.url)._client.connection_pool.connection_kwargs
    assert (kept["socket_connect_timeout"], kept["socket_timeout"]) == (0.25, 1.0)
    own = RedisStore(f"{redis_server.url}?socket_timeout=3")._client.connection_pool.connection_kwargs
    assert (own["socket_connect_timeout"], own["socket_timeout"]) == (0.25, 3.0)


def test_more_threads_than_any_worker_has_find_a_connection(redis_server):
    assert RedisStore(redis_server.url)._client.connection_pool.max_connections > 5000


def test_a_server_that_refuses_is_a_503_but_not_down(redis_server, url, client):
    client.config_set("maxmemory", "1")
    store = RedisStore(url)
    try:
        for _ in range(10):
            with pytest.raises(StoreUnavailableError) as caught:
                store.append(THREAD, HELLO)
            assert caught.value.reason == "OutOfMemoryError"
        assert store.load(THREAD).version == 0
    finally:
        client.config_set("maxmemory", "0")
    store.append(THREAD, HELLO)
    store.close()


def test_a_wrong_password_is_a_503_without_the_password(tmp_path):
    server = RedisServer(tmp_path, "--requirepass", "right")
    try:
        for account in (f":{CANARY}", f"user:{CANARY}"):
            store = RedisStore(f"redis://{account}@127.0.0.1:{server.port}")
            with pytest.raises(StoreUnavailableError) as caught:
                store.ping()
            assert caught.value.__cause__ is None
            assert CANARY not in f"{caught.value} {caught.value.reason} {store!r}"
        store = RedisStore(f"redis://:right@127.0.0.1:{server.port}")
        store.ping()
        store.close()
    finally:
        server.kill()


@pytest.mark.parametrize(
    "url",
    [
        f"redis://:{CANARY}@host:port/0",
        f"redis://:{CANARY}#x@host/0",
        f"redis://:{CANARY}@host/0?socket_timeout=soon",
        f"redis://:{CANARY}@host/0?no_such_option=1",
        f"redis://:{CANARY}@[::1/0",
        f"redis+sentinel://:{CANARY}@host:port/cats",
        f"redis+sentinel://:{CANARY}@host",
        f"redis+sentinel://:{CANARY}@/cats",
        f"redis+sentinel://:{CANARY}@host/cats?no_such_option=1",
    ],
)
def test_a_url_that_cannot_be_used_stops_the_start_without_its_password(url):
    with pytest.raises(SettingsError, match="THREAD_STORE_URL must be a Redis URL") as caught:
        RedisStore.open(url, ttl=None, data_dir=Path("nowhere"))
    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None


# TLS and Sentinel


DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def tls_port(redis_server):
    """A port where the server speaks TLS: a relay, as not every build of the server can."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(DATA / "localhost-cert.pem", DATA / "localhost-key.pem")

    class Relay(socketserver.BaseRequestHandler):
        def handle(self):
            try:
                inside = context.wrap_socket(self.request, server_side=True)
            except ssl.SSLError:
                return
            with inside, socket.create_connection(("127.0.0.1", redis_server.port)) as outside:
                threading.Thread(target=pour, args=(outside, inside), daemon=True).start()
                pour(inside, outside)

    def pour(source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Relay) as relay:
        relay.daemon_threads = True
        threading.Thread(target=relay.serve_forever, args=(0.01,), daemon=True).start()
        yield relay.server_address[1]
        relay.shutdown()


def test_rediss_speaks_tls_and_knows_whom_it_trusts(tls_port, prefix):
    trusting = f"rediss://localhost:{tls_port}/0?prefix={prefix}&ssl_ca_certs={DATA}/localhost-cert.pem"
    store = RedisStore(trusting)
    store.append(THREAD, HELLO)
    assert store.load(THREAD).messages == HELLO
    store.close()
    store = RedisStore(f"rediss://localhost:{tls_port}/0")
    with pytest.raises(StoreUnavailableError):
        store.ping()
    store.close()


@pytest.mark.parametrize("scheme", ["redis+sentinel", "redis-sentinel"])
def test_sentinel_leads_to_the_server_and_its_database(tmp_path, own_redis, scheme):
    sentinel = RedisServer(tmp_path, sentinel_of=own_redis)
    try:
        dead = "127.0.0.1:1"
        store = RedisStore(f"{scheme}://{dead},127.0.0.1:{sentinel.port}/cats/3?prefix=mine")
        store.append(THREAD, HELLO)
        assert store.load(THREAD).messages == HELLO
        with Redis(port=own_redis.port, db=3) as client:
            assert client.keys("mine:{*}:turns")
        store.close()
        store = RedisStore(f"{scheme}://127.0.0.1:{sentinel.port}/dogs")
        with pytest.raises(StoreUnavailableError) as caught:
            store.ping()
        assert caught.value.reason == "MasterNotFoundError"
        store.close()
    finally:
        sentinel.kill()


def test_sentinels_have_an_account_of_their_own():
    url = "rediss+sentinel://me:pw%3A1@one,two:26380,[::1]:5,[::2]/cats/2?sentinel_password=other&ssl_cert_reqs=none"
    pool = RedisStore(url)._client.connection_pool
    kept = pool.connection_kwargs
    assert (kept["username"], kept["password"], kept["db"]) == ("me", "pw:1", 2)
    assert pool.service_name == "cats"
    hosts = [watcher.connection_pool.connection_kwargs for watcher in pool.sentinel_manager.sentinels]
    assert [(host["host"], host["port"]) for host in hosts] == [
        ("one", 26379),
        ("two", 26380),
        ("::1", 5),
        ("::2", 26379),
    ]
    assert {host["password"] for host in hosts} == {"other"}
    assert {host["socket_connect_timeout"] for host in hosts} == {0.25}
    assert all(
        watcher.connection_pool.connection_class.__name__ == "SSLConnection"
        for watcher in pool.sentinel_manager.sentinels
    )
