from __future__ import annotations

import os
import socket
import ssl
import threading
from pathlib import Path

import pytest

from rails_engine import errors
from rails_engine.transport import Endpoint, Tls, Transport
from rails_engine.transport import connections as module
from rails_engine.transport.framing import CutOffError, FramingError
from tests.upstream import Upstream

DATA = Path(__file__).parents[2] / "data"
CERTIFICATE = (str(DATA / "localhost-cert.pem"), str(DATA / "localhost-key.pem"))

TABLE = [
    (TimeoutError("http://h/?key=sk-1"), errors.ProviderTimeoutError),
    (ssl.SSLCertVerificationError("host h"), errors.ProviderUnreachableError),
    (ssl.SSLError("h"), errors.ProviderUnreachableError),
    (socket.gaierror("h"), errors.ProviderUnreachableError),
    (ConnectionRefusedError("h"), errors.ProviderUnreachableError),
    (ConnectionResetError("h"), errors.ProviderUnreachableError),
    (BrokenPipeError("h"), errors.ProviderUnreachableError),
    (CutOffError("h"), errors.ProviderUnreachableError),
    (FramingError("sk-1"), errors.ProviderReplyError),
    (OSError("h"), errors.ProviderUnreachableError),
    (UnicodeError("h"), errors.ProviderUnreachableError),
    (ValueError("sk-1"), errors.ProviderUnreachableError),
]


@pytest.mark.parametrize(("foreign", "kind"), TABLE, ids=lambda value: type(value).__name__)
def test_every_foreign_exception_has_its_error_and_keeps_its_words(foreign, kind):
    ours = module.map_error(foreign)
    assert type(ours) is kind
    assert not {"sk-1", "http:"} & set(str(ours).replace("?", " ").split())


def test_every_line_of_the_table_can_be_reached():
    for position, (foreign, _, _) in enumerate(module.MAPPING):
        earlier = [line[0] for line in module.MAPPING[:position]]
        assert not issubclass(foreign, tuple(earlier)), foreign
    assert {type(module.map_error(foreign)) for foreign, _ in TABLE} == {line[1] for line in module.MAPPING}


@pytest.fixture
def secure():
    with Upstream(certificate=CERTIFICATE) as up:
        yield up


def get(up, tls, transport=None, **waits):
    endpoint = Endpoint.parse(up.url, tls).join("/v1/models")
    return (transport or Transport()).request("GET", endpoint, {}, **waits)


def test_a_certificate_is_verified(secure):
    with pytest.raises(errors.ProviderUnreachableError, match="not trusted"):
        get(secure, Tls())
    assert get(secure, Tls(ca_cert=CERTIFICATE[0])).status == 200
    assert get(secure, Tls(verify=False)).status == 200


def test_a_certificate_of_another_host_is_not_accepted(secure):
    url = f"https://127.0.0.2:{secure.port}/v1/models"
    with pytest.raises(errors.ProviderUnreachableError):
        Transport().request("GET", Endpoint.parse(url, Tls(ca_cert=CERTIFICATE[0])), {})


def test_tls_connections_are_kept_and_their_answers_waited_for(secure):
    transport, tls, asked = Transport(), Tls(ca_cert=CERTIFICATE[0]), []
    get(secure, tls, transport).read()
    gate = threading.Event()
    secure.reply(json=[1], gate=gate)

    def on_wait():
        asked.append(1)
        gate.set()

    assert get(secure, tls, transport, on_wait=on_wait).read() == b"[1]"
    assert (asked, secure.connections) == ([1], 1)


def test_a_tls_stream_is_read_as_it_comes(secure):
    gate = threading.Event()
    secure.sse(["a", gate, "b"], done=True)
    response = get(secure, Tls(ca_cert=CERTIFICATE[0]))
    assert response.read1() == b"data: a\n\n"
    gate.set()
    assert response.read().endswith(b"[DONE]\n\n")


def test_plain_http_on_a_tls_port_is_unreachable_and_not_a_crash(secure):
    with Upstream() as plain, pytest.raises(errors.ProviderError):
        Transport().request("GET", f"https://127.0.0.1:{plain.port}/", {}, connect_timeout=0.2)
    with pytest.raises(errors.ProviderError):
        Transport().request("GET", f"http://127.0.0.1:{secure.port}/", {}, read_timeout=5)


def test_a_certificate_file_that_is_not_there_is_a_config_error(secure):
    for tls in (Tls(ca_cert="/nowhere.pem"), Tls(client_cert="/nowhere.pem")):
        with pytest.raises(errors.ConfigError, match="certificate file"):
            get(secure, tls)


def test_https_goes_through_a_proxy_by_a_tunnel(secure):
    with Upstream() as proxy:
        transport = Transport({"HTTPS_PROXY": proxy.url})
        assert get(secure, Tls(ca_cert=CERTIFICATE[0]), transport).status == 200
        assert proxy.tunnels == [f"127.0.0.1:{secure.port}"]
        assert proxy.requests == []


def test_http_goes_through_a_proxy_with_its_whole_address():
    with Upstream() as proxy:
        transport = Transport({"HTTP_PROXY": proxy.url.replace("//", "//me:pw@")})
        assert transport.request("GET", "http://somewhere.invalid/v1/models", {}).status == 200
        assert proxy.last.target == "http://somewhere.invalid/v1/models"
        assert proxy.last.headers["proxy-authorization"] == "Basic bWU6cHc="


def test_a_proxy_that_refuses_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse():
            connection, _ = listener.accept()
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            connection.close()

        thread = threading.Thread(target=refuse)
        thread.start()
        transport = Transport({"HTTPS_PROXY": f"http://127.0.0.1:{listener.getsockname()[1]}"})
        with pytest.raises(errors.ProviderUnreachableError, match="407"):
            transport.request("GET", "https://somewhere.invalid/", {})
        thread.join()


def test_a_port_where_nobody_listens_is_unreachable_and_the_trace_holds_no_address():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(errors.ProviderUnreachableError) as caught:
        Transport().request("GET", f"http://127.0.0.1:{port}/secret-path", {})
    error = caught.value
    assert error.__cause__ is None
    assert error.__suppress_context__
    assert str(port) not in str(error)
    assert "secret-path" not in str(error)


def test_an_unknown_host_is_unreachable():
    with pytest.raises(errors.ProviderUnreachableError, match="host name"):
        Transport().request("GET", "http://does-not-exist.invalid/", {}, connect_timeout=5)
    with pytest.raises(errors.ProviderUnreachableError, match="host name"):
        Transport().request("GET", f"http://{'a' * 70}.invalid/", {})


def test_a_connection_that_is_not_accepted_in_time_is_a_connect_timeout():
    # A listener with a full backlog does not answer the handshake.
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        try:
            with pytest.raises(module.ConnectTimeoutError):
                Transport().request("GET", f"http://127.0.0.1:{address[1]}/", {}, connect_timeout=0.05)
        finally:
            for filler in fillers:
                filler.close()


def test_after_a_fork_the_parents_connections_are_not_used():
    with Upstream() as up:
        transport = Transport()
        transport.request("GET", up.base_url + "/models", {}).read()
        child = os.fork()
        if child == 0:
            status = 1
            try:
                status = 0 if transport.request("GET", up.base_url + "/models", {}).status == 200 else 1
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert [request.connection for request in up.requests] == [0, 1]


def test_a_connection_that_lay_idle_too_long_is_not_used():
    with Upstream() as up:
        transport = Transport()
        transport.request("GET", up.base_url + "/models", {}).read()
        (line,) = (line for idle in transport._pool._idle.values() for line in idle)
        line.idle_since -= module.IDLE_SECONDS + 1
        transport.request("GET", up.base_url + "/models", {}).read()
        assert up.connections == 2
