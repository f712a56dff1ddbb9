"""Who gets in over HTTP: Slack alone, and nobody's words get into a log."""

import json
import logging
import socket
import time

import pytest

from tests.slack import sending
from tests.slack.standins import Echo

BODY = json.dumps(sending.message("who said WORDS-OF-A-BODY?"))
NOW = time.time()


def without(*names: str) -> dict[str, str]:
    return {k: v for k, v in sending.signed(BODY, at=NOW).items() if k not in names}


REFUSED = {
    "unsigned": without("x-slack-signature", "x-slack-request-timestamp"),
    "no signature": without("x-slack-signature"),
    "no time": without("x-slack-request-timestamp"),
    "another's secret": sending.signed(BODY, at=NOW, secret="0" * 32),
    "another body's signature": sending.signed(BODY + " ", at=NOW),
    "stale": sending.signed(BODY, at=NOW - 301),
    "from the future": sending.signed(BODY, at=NOW + 302),
    "no number": without() | {"x-slack-request-timestamp": "yesterday"},
    "a number of another script": without() | {"x-slack-request-timestamp": "%D9%A1"},
    "a fraction": without() | {"x-slack-request-timestamp": f"{NOW}"},
    "negative": without() | {"x-slack-request-timestamp": "-1"},
    "endless": without() | {"x-slack-request-timestamp": "9" * 5000},
    "empty": without() | {"x-slack-request-timestamp": "", "x-slack-signature": ""},
    "a signature of no use": without() | {"x-slack-signature": "v0=\xe9"},
}


def test_what_slack_did_not_sign_now_is_refused_and_its_body_is_in_no_log(serve, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    bot = serve(Echo(), clock=lambda: NOW)
    for name, headers in REFUSED.items():
        assert sending.send(bot.address, BODY, headers)[0] == 401, name
    assert sending.send(bot.address, "", sending.signed("", secret="x"))[0] == 401
    assert sending.send(bot.address, BODY, without())[0] == 200  # the clock is right
    bot.idle()
    form = "ssl_check=1&token=x"
    assert sending.send(bot.address, form, {"content-type": sending.FORM})[0] == 401
    assert len(bot.slack.posted) == 1
    out, err = capfd.readouterr()
    assert "WORDS-OF-A-BODY" not in caplog.text + out + err


def test_what_slack_signed_but_cannot_be_read_is_refused(serve):
    bot = serve(Echo())
    for body in ("{", "[1]", '"x"', "{} {}", "\x00"):
        assert sending.send(bot.address, body)[0] in (200, 400), body
    assert sending.send(bot.address, "x" * 1_100_000)[0] == 413
    assert bot.bot.waiting() == 0
    assert bot.ask("and still?").markdown == "and still? after 0"


def test_a_body_in_chunks_is_taken(serve):
    bot = serve(Echo())
    payload = sending.message("in chunks?")
    body = json.dumps(payload)
    head = "".join(f"{name}: {value}\r\n" for name, value in sending.signed(body).items())
    with socket.create_connection(("127.0.0.1", int(bot.address.rpartition(":")[2]))) as line:
        line.sendall(f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{head}".encode())
        line.sendall(b"Transfer-Encoding: chunked\r\n\r\n")
        for start in range(0, len(body), 50):
            chunk = body[start : start + 50].encode()
            line.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        line.sendall(b"0\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 200")
    assert bot.answer_to(payload).markdown == "in chunks? after 0"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_a_post_is_answered(serve, method):
    bot = serve(Echo())
    import http.client

    connection = http.client.HTTPConnection(bot.address.removeprefix("http://"), timeout=10)
    connection.request(method, "/slack/events")
    assert connection.getresponse().status == 405
    connection.close()
