"""What the page's server refuses, and where it listens."""

import asyncio
import re

import pytest

from assistant.page_server import HEADERS, MAX_BODY_BYTES, Gate, listen
from ingest.errors import SettingsError

PAGE = (b"<script>1</scr", b"ipt><script src=x></script><p>script</p>")


async def _inside(scope, receive, send):
    headers = [(b"x-inside", b"1"), (b"content-length", b"%d" % sum(map(len, PAGE)))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": PAGE[0], "more_body": True})
    await send({"type": "http.response.body", "body": PAGE[1]})


def request(path="/", *, method="GET", **headers):
    """Status, headers and body that a request gets; of its headers, None leaves one out."""
    named = {"host": "127.0.0.1:7860", **{k.replace("_", "-"): v for k, v in headers.items()}}
    scope = {
        "type": "http",
        "path": path,
        "method": method,
        "headers": [(k.encode(), v.encode("latin-1")) for k, v in named.items() if v is not None],
    }
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(Gate(_inside)(scope, None, send))
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


@pytest.mark.parametrize("path", ["/config", "/assets/index.js", "/gradio_api/queue/data"])
def test_what_the_page_asks_for_is_let_through_as_it_is(path):
    status, headers, body = request(path)
    assert status == 200
    assert headers.items() >= dict(HEADERS).items()
    assert body == b"".join(PAGE)


def test_the_page_itself_vouches_for_its_own_scripts_each_time_anew():
    seen = set()
    for _ in range(2):
        _, headers, body = request("/")
        rules = headers[b"content-security-policy"].decode()
        nonce = re.search(r"script-src 'nonce-([\w-]{20,})' 'strict-dynamic'", rules)[1]
        assert body.decode() == b"".join(PAGE).decode().replace(
            "<script", f'<script nonce="{nonce}"'
        )
        assert int(headers[b"content-length"]) == len(body)
        assert "script-src-attr 'none'" in rules
        assert "unsafe-inline" not in rules.split("script-src")[1]
        seen.add(nonce)
    assert len(seen) == 2


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://evil.test",
        "/gradio_api/run/chat",
        "/gradio_api/call/other",
        "/gradio_api/deep_link",
        "/monitoring",
        "/login",
        "/page/uploads",
        "/oidc/login",
        "/docs",
        "/assets",
        "/nowhere",
        "",
    ],
)
def test_everything_else_is_not_found(path):
    assert request(path)[0] == 404


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "", None])
def test_a_foreign_name_for_this_machine_is_refused(host):
    assert request(host=host)[0] == 400


def test_localhost_is_our_name_too():
    assert request(host="localhost:9")[0] == 200


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "http://127.0.0.1:9999"])
def test_another_site_may_not_ask(origin):
    assert request("/gradio_api/queue/join", method="POST", origin=origin)[0] == 403


def test_our_own_page_may_ask():
    own = {"origin": "http://127.0.0.1:7860", "content_length": "20"}
    assert request("/gradio_api/queue/join", method="POST", **own)[0] == 200


@pytest.mark.parametrize("length", [str(MAX_BODY_BYTES + 1), None, "", "-1", "²"])
def test_a_body_without_bounds_is_refused(length):
    join = "/gradio_api/queue/join"
    assert request(join, method="POST", content_length=length)[0] == 413


def test_a_web_socket_is_closed():
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(Gate(_inside)({"type": "websocket", "path": "/", "headers": []}, None, send))
    assert [message["type"] for message in sent] == ["websocket.close"]


def test_a_port_in_use_is_named_with_the_way_out():
    with listen(0) as first:
        port = first.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"port {port} .*--port"):
            listen(port)


def test_a_port_out_of_range_is_named():
    with pytest.raises(SettingsError, match="port 99999"):
        listen(99_999)


def test_only_this_machine_can_connect():
    with listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
