"""`python -m assistant.api`: the API without the page, in a process of its own."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx

from assistant.api_tokens import make_token
from tests.api.server import FACT
from tests.model_standin import KEY, RIGHT, environment
from tests.openai_server import OpenAIServer, Step

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "assistant.api", "--port", "0")


class Alone(NamedTuple):
    """The process, where it listens, and what it has written to its log."""

    address: str
    process: subprocess.Popen[str]
    log: Path


@contextlib.contextmanager
def alone(folder: Path, **environment: str) -> Iterator[Alone]:
    log = folder / "log"
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            COMMAND,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
        ) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert " is at http://127.0.0.1:" in line, log.read_text(encoding="utf-8")
            yield Alone(line.split()[-1], process, log)
        finally:
            process.terminate()


def test_it_answers_keeps_what_is_secret_out_of_its_log_and_ends_when_told(
    sample_library, tmp_path: Path
):
    made = make_token("reports")
    file = tmp_path / "tokens"
    file.write_text(made.line)
    tokens = {"WENZHENG_API_TOKENS": str(file)}
    with OpenAIServer() as model:
        model.default = Step(text=RIGHT, status=200)
        model.queue(Step(status=401))
        settings = environment(sample_library, model, **tokens)
        with alone(tmp_path, **settings) as served:
            ask = f"{served.address}/api/ask"
            asked = {"question": FACT}
            answers = [
                httpx.post(
                    ask, json=asked, headers={"Authorization": f"Bearer {token}"}, timeout=60
                )
                for token in (made.token, KEY, made.token)
            ]
            assert [answer.status_code for answer in answers] == [200, 401, 200]
            assert "180" in answers[2].json()["answer"]
            served.process.send_signal(signal.SIGINT)
            assert served.process.wait(20) == 0
            log = served.log.read_text(encoding="utf-8")
    told = log + "".join(answer.text for answer in answers)
    assert log.count("answer=") == 2
    assert KEY not in told
    assert made.token not in told
    assert FACT not in log
    assert "Traceback" not in log


def refused(**environment: str) -> str:
    """What it says when it won't start: one line."""
    ended = subprocess.run(
        [*COMMAND, "--library", "nowhere"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1, ended.stdout
    assert len(ended.stderr.splitlines()) == 1
    return ended.stderr


def test_it_is_not_bound_elsewhere_without_tokens(tmp_path: Path):
    told = refused(WENZHENG_HOST="0.0.0.0")
    for word in ("WENZHENG_HOST", "'0.0.0.0'", "WENZHENG_API_TOKENS", "token NAME"):
        assert word in told
