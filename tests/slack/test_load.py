"""A thousand events with replays, retries and two crashes: a thousand answers."""

import json
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.slack import sending

ROOT = Path(__file__).parents[2]
THREADS, EACH = 100, 10
SENDERS = 8


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def test_a_thousand_events_with_replays_retries_and_two_crashes_are_answered_once(slack, tmp_path):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = (tmp_path / "log").open("wb")
    command = [sys.executable, "-m", "tests.slack.serve_echo"]
    command += [str(tmp_path / "library"), slack.api, str(port)]

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)

    conversations = [
        [
            sending.message(f"t{t}-{n}", thread=f"{1_700_000_000 + t}.000001", channel=f"C{t % 7}")
            for n in range(EACH)
        ]
        for t in range(THREADS)
    ]
    acknowledged = Counter()
    many = threading.Lock()

    def tell(conversation, chance: random.Random) -> None:
        for payload in conversation:
            body = json.dumps(payload)
            headers, retry = sending.signed(body), 0
            while not sent(body, headers, retry):  # as Slack does until it hears a 200
                retry += 1
                time.sleep(0.05)
            with many:
                acknowledged[payload["event_id"]] += 1
            if chance.random() < 0.1:  # a replay of the same bytes
                sent(body, headers, 0)
            if chance.random() < 0.1:  # a retry, as Slack's when our 200 got lost
                sent(body, sending.signed(body), 1)

    def sent(body: str, headers: dict[str, str], retry: int) -> bool:
        more = {"x-slack-retry-num": str(retry)} if retry else {}
        try:
            return sending.send(address, body, headers | more)[0] == 200
        except OSError:
            return False

    bot = start()
    with ThreadPoolExecutor(SENDERS) as senders:
        chance = random.Random(8)
        told = [senders.submit(tell, c, random.Random(chance.random())) for c in conversations]
        for crash in (300, 650):
            sending.until(lambda upto=crash: len(acknowledged) >= upto, seconds=60)
            bot.kill()
            bot.wait()
            bot = start()
        for one in told:
            one.result()
    sending.until(lambda: sum(not m.streaming for m in slack.posted) >= THREADS * EACH, seconds=60)
    time.sleep(0.3)  # for one too many
    bot.terminate()
    bot.wait(20)
    log.close()

    assert len(slack.posted) == THREADS * EACH
    assert {m.event for m in slack.posted} == set(acknowledged)
    for t, conversation in enumerate(conversations):
        thread = conversation[0]["event"]["thread_ts"]
        said = [m.markdown for m in slack.posted if m.thread == thread]
        assert said == [f"t{t}-{n} after {n}" for n in range(EACH)]
    assert slack.called("conversations.replies")  # answers in the making were hit
    left = (tmp_path / "log").read_text()
    assert "CANARY" not in left and "Traceback" not in left
