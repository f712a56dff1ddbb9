"""How the MCP server is started, and who is let in."""

import hashlib
import json
import subprocess
import sys
from contextlib import asynccontextmanager

import httpx
import pytest
from mcp.client.streamable_http import streamable_http_client

from tests.mcp.conftest import ROOT, connected, served

TOKEN = "wz_only-for-this-test"
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


@asynccontextmanager
async def with_token(address):
    """A transport whose requests bring the token."""
    async with (
        httpx.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}) as client,
        streamable_http_client(address, http_client=client) as streams,
    ):
        yield streams


def run(*options, **kwargs):
    return subprocess.run(
        [sys.executable, "-m", "assistant.mcp", *map(str, options)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        **kwargs,
    )


def test_standard_output_holds_nothing_but_the_protocol(library):
    called = {"name": "ask", "arguments": {"question": "2019年济源新增公交车多少辆?"}}
    messages = [
        HELLO,
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": called},
    ]
    command = [sys.executable, "-m", "assistant.mcp", "--library", str(library)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=-1, stdout=-1, stderr=-1, text=True, encoding="utf-8"
    ) as server:
        for message in messages:
            server.stdin.write(json.dumps(message) + "\n")
        server.stdin.flush()
        lines = [server.stdout.readline(), server.stdout.readline()]
        rest, log = server.communicate()  # closes its input, so it ends
    assert [json.loads(line)["id"] for line in lines] == [1, 2]
    assert "180辆" in lines[1] and rest == "" and server.returncode == 0
    assert "outcome=extractive" in log


def test_an_older_client_is_served_too(http):
    with connected(http, mode="legacy") as call:
        assert "180辆" in call("ask", question="2019年济源新增公交车多少辆?")["answer"]


def test_a_page_of_a_foreign_site_gets_nothing(http):
    accepts = {"Accept": "application/json, text/event-stream"}
    assert httpx.post(http, json=HELLO, headers=accepts).status_code == 200
    foreign = {**accepts, "Host": "evil-host.test"}
    assert httpx.post(http, json=HELLO, headers=foreign).status_code == 400
    foreign = {**accepts, "Origin": "http://evil-host.test"}
    assert httpx.post(http, json=HELLO, headers=foreign).status_code == 403
    assert httpx.get(http.removesuffix("/mcp")).status_code == 404
    assert httpx.post(http, content=b"x" * 300_000, headers=accepts).status_code == 413


def test_another_machine_needs_a_token(library, tmp_path):
    refused = run("--http", "--host", "0.0.0.0", "--library", library)
    assert refused.returncode == 1 and "--tokens" in refused.stderr

    hashed = hashlib.sha256(TOKEN.encode()).hexdigest()
    (tmp_path / "tokens.txt").write_text(f"# who asks\nlaptop:sha256:{hashed}\n")
    options = ("--host", "0.0.0.0", "--tokens", str(tmp_path / "tokens.txt"))
    with served(library, *options) as address:
        assert httpx.post(address, json=HELLO).status_code == 401
        wrong = {"Authorization": "Bearer wz_wrong"}
        assert httpx.post(address, json=HELLO, headers=wrong).status_code == 401
        with connected(with_token(address)) as call:
            assert "ask" in call.tools()
        (tmp_path / "tokens.txt").write_text(f"other:sha256:{'0' * 64}\n")
        out = {"Authorization": f"Bearer {TOKEN}"}
        assert httpx.post(address, json=HELLO, headers=out).status_code == 401


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "lets nobody in"), (f"laptop:{TOKEN}\n", "line 1"), (None, "can't be read")],
)
def test_a_token_file_that_cant_be_used_is_named_and_never_repeated(tmp_path, text, told):
    tokens = tmp_path / "tokens.txt"
    if text is not None:
        tokens.write_text(text)
    refused = run("--http", "--tokens", tokens)
    assert refused.returncode == 1 and told in refused.stderr
    assert TOKEN not in refused.stderr and "Traceback" not in refused.stderr


def test_a_library_that_isnt_there_is_named_with_the_command(tmp_path):
    refused = run("--library", tmp_path / "none", input="")
    assert refused.returncode == 1 and refused.stdout == ""
    assert "none" in refused.stderr and "ingest add" in refused.stderr


def test_without_the_extra_one_sentence_says_how_to_install_it():
    start = (
        "import sys; sys.modules['mcp'] = None; from assistant.mcp import main; sys.exit(main([]))"
    )
    refused = subprocess.run(
        [sys.executable, "-c", start], cwd=ROOT, capture_output=True, text=True
    )
    assert refused.returncode == 1 and refused.stderr.count("\n") == 1
    assert "pip install '.[mcp]'" in refused.stderr


def test_help_imports_nothing_heavy():
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "assistant.mcp", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in shown.stderr.splitlines()}
    assert "usage:" in shown.stdout and "argparse" in loaded
    assert not loaded & {"mcp", "pydantic", "langchain_core", "starlette", "uvicorn", "numpy"}
