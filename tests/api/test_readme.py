"""What the README shows of the API works as it is written there."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("## In scripts and other programs: the HTTP API")[2].partition("\n## ")[
    0
]
SERVED = "http://127.0.0.1:7860"
COMMANDS = re.findall(r"(?m)^curl .+$", SECTION)
(PROGRAM,) = re.findall(r"(?s)```python\n(.+?)```", SECTION)


def sent(command: str, address: str, token: str) -> httpx.Response:
    """What curl would do: only the options that the README has."""
    words = shlex.split(command.replace("THE_TOKEN", token))[1:]
    url, headers, body, query = "", {}, None, {}
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = words.pop(0).encode()
        elif word == "--data-urlencode":
            name, _, value = words.pop(0).partition("=")
            query[name] = value
        elif word.startswith(SERVED):
            url = word.replace(SERVED, address)
        else:
            assert word in ("-G", "-N"), word
    if body is None:
        return httpx.get(url, headers=headers, params=query or None, timeout=60)
    return httpx.post(url, headers=headers, content=body, timeout=60)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_answers(address, guarded, command):
    wants_token = "THE_TOKEN" in command
    response = sent(command, guarded.address if wants_token else address, guarded.token)
    assert response.status_code == 200, response.text
    if "turns" in command:
        assert "128" in response.json()["answer"]
    elif "stream" in command:
        assert response.text.endswith("event: done\ndata: {}\n\n")
    elif "documents" in command:
        assert response.json()["total"] >= 1
    elif "paragraphs" in command:
        assert "180" in response.json()["text"]
    else:
        assert response.json()["checks"]["list"] == {"declared": 10, "given": 10}


def test_there_are_as_many_commands_as_are_told_apart():
    assert len(COMMANDS) == 6


def test_the_program_prints_the_answer_and_its_sources(address):
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", PROGRAM.replace(SERVED, address)],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    said, source, checks = done.stdout.splitlines()
    assert "180" in said
    assert f"{address}/?p=" in source
    assert "numbers" in checks
