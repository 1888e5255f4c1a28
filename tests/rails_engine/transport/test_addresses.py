from __future__ import annotations

import pytest

from rails_engine.errors import ConfigError
from rails_engine.transport.addresses import Endpoint, Proxies, Tls


@pytest.mark.parametrize(
    ("url", "netloc", "target"),
    [
        ("https://api.example.com/v1", "api.example.com", "/v1/chat"),
        ("https://api.example.com:443/v1/", "api.example.com", "/v1/chat"),
        ("http://host:8000", "host:8000", "/chat"),
        ("http://[::1]:80/a b", "[::1]", "/a%20b/chat"),
        ("http://HOST/v1?x=1", "host", "/v1/chat?x=1"),
        ("  http://host/%7Euser ", "host", "/%7Euser/chat"),
    ],
)
def test_an_address_is_read_once_and_joined(url, netloc, target):
    endpoint = Endpoint.parse(url).join("/chat")
    assert (endpoint.netloc, endpoint.target) == (netloc, target)


def test_the_query_is_added_to_what_is_there():
    assert Endpoint.parse("http://h/a?x=1").join("/b", {"y": "2 3"}).target == "/a/b?x=1&y=2+3"


@pytest.mark.parametrize(
    "url", ["", "host:8000", "ftp://host", "http://", "//host", "http://h:port", "http://u:secret@host"]
)
def test_what_is_not_an_address_is_a_config_error_without_the_address(url):
    with pytest.raises(ConfigError) as caught:
        Endpoint.parse(url)
    assert "secret" not in str(caught.value)


def test_repr_shows_neither_path_nor_query():
    shown = repr(Endpoint.parse("http://host/key-in-path?api_key=123", Tls()))
    assert "key-in-path" not in shown
    assert "123" not in shown


def find(environ, url):
    proxy = Proxies(environ).find(Endpoint.parse(url))
    return proxy and (proxy.host, proxy.port)


def test_each_scheme_has_its_proxy_and_lower_case_wins():
    environ = {"HTTP_PROXY": "http://one:1", "HTTPS_PROXY": "two:2", "https_proxy": "http://three:3"}
    assert find(environ, "http://host") == ("one", 1)
    assert find(environ, "https://host") == ("three", 3)
    assert find({}, "https://host") is None


@pytest.mark.parametrize(
    ("no_proxy", "url", "direct"),
    [
        ("*", "http://any", True),
        ("host", "http://host", True),
        ("host", "http://a.host", True),
        (".host", "http://a.host", True),
        ("*.host", "http://a.host", True),
        ("host", "http://ghost", False),
        ("a, HOST ,b", "http://host", True),
        ("host:8000", "http://host:8000", True),
        ("host:8000", "http://host:9000", False),
        ("10.0.0.0/8", "http://10.2.3.4", True),
        ("10.0.0.0/8", "http://11.2.3.4", False),
        ("10.0.0.0/8", "http://name", False),
        ("[::1]", "http://[::1]:80", True),
        (",", "http://host", False),
    ],
)
def test_no_proxy_names_what_is_reached_directly(no_proxy, url, direct):
    assert (find({"HTTP_PROXY": "http://p:1", "NO_PROXY": no_proxy}, url) is None) is direct


def test_a_proxys_password_is_sent_but_not_shown():
    proxy = Proxies({"HTTP_PROXY": "http://me:p%40ss@p:1"}).find(Endpoint.parse("http://h"))
    assert proxy.authorization == "Basic bWU6cEBzcw=="
    assert "bWU6" not in repr(proxy)


@pytest.mark.parametrize("text", ["socks5://p:1", "https://p:1", "http://p:port"])
def test_a_proxy_of_another_kind_is_a_config_error(text):
    with pytest.raises(ConfigError):
        Proxies({"HTTPS_PROXY": text})
