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


class Sender:
    """Slack's end: sends a conversation's events in order, each until it hears a 200."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.acknowledged: Counter[str] = Counter()
        self._one = threading.Lock()

    def tell(self, conversation, chance: random.Random) -> None:
        for payload in conversation:
            body = json.dumps(payload)
            headers, retry = sending.signed(body), 0
            while not self._sent(body, headers, retry):
                retry += 1
                time.sleep(0.05)
            with self._one:
                self.acknowledged[payload["event_id"]] += 1
            if chance.random() < 0.1:  # a replay of the same bytes
                self._sent(body, headers, 0)
            if chance.random() < 0.1:  # a retry, as when our 200 got lost
                self._sent(body, sending.signed(body), 1)

    def _sent(self, body: str, headers: dict[str, str], retry: int) -> bool:
        more = {"x-slack-retry-num": str(retry)} if retry else {}
        try:
            return sending.send(self.address, body, headers | more)[0] == 200
        except OSError:
            return False


def conversation(t: int):
    thread, channel = f"{1_700_000_000 + t}.000001", f"C{t % 7}"
    return [sending.message(f"t{t}-{n}", thread=thread, channel=channel) for n in range(EACH)]


def test_a_thousand_events_with_replays_retries_and_two_crashes_are_answered_once(slack, tmp_path):
    port = free_port()
    command = [sys.executable, "-m", "tests.slack.serve_echo"]
    command += [str(tmp_path / "library"), slack.api, str(port)]
    log = (tmp_path / "log").open("wb")

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)

    conversations = [conversation(t) for t in range(THREADS)]
    sender = Sender(f"http://127.0.0.1:{port}")
    bot = start()
    with ThreadPoolExecutor(SENDERS) as pool:
        told = [pool.submit(sender.tell, c, random.Random(t)) for t, c in enumerate(conversations)]
        for crash in (300, 650):
            sending.until(lambda upto=crash: len(sender.acknowledged) >= upto, seconds=60)
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
    assert {m.event for m in slack.posted} == set(sender.acknowledged)
    for t, asked in enumerate(conversations):
        thread = asked[0]["event"]["thread_ts"]
        said = [m.markdown for m in slack.posted if m.thread == thread]
        assert said == [f"t{t}-{n} after {n}" for n in range(EACH)]
    assert slack.called("conversations.replies")  # answers in the making were hit
    left = (tmp_path / "log").read_text()
    assert "CANARY" not in left and "Traceback" not in left
