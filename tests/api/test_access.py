"""Who may ask the API: this machine where it is alone, elsewhere who has a token; and how often."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from assistant import serving
from assistant.api_guard import Rate
from assistant.api_tokens import Tokens, make_token
from ingest.errors import SettingsError
from tests.api.server import FACT, served, settings_for

ROOT = Path(__file__).parents[2]
CLOSED = ("/api/documents", "/api/openapi.json", "/api/nowhere", "/v1/models", "/metrics")


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        bearer("wz_nobodys"),
        {"Authorization": "Bearer"},
        {"Authorization": "Basic d2FuZzp4"},
        bearer("x" * 5000),
    ],
)
def test_without_a_token_nothing_is_told(guarded, path, headers):
    refused = httpx.get(guarded.address + path, headers=headers)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert refused.json()["error"]["code"] == "invalid_api_key"
    assert "reports" not in refused.text


def test_a_token_opens_what_is_there(guarded):
    for path in CLOSED:
        response = httpx.get(guarded.address + path, headers=bearer(guarded.token))
        assert response.status_code == (404 if path == "/api/nowhere" else 200)
    asked = {"json": {"question": FACT}, "headers": bearer(guarded.token)}
    assert "180" in httpx.post(f"{guarded.address}/api/ask", **asked).json()["answer"]


def test_two_tokens_in_one_request_are_none(guarded):
    twice = [("authorization", f"Bearer {guarded.token}")] * 2
    assert httpx.get(f"{guarded.address}/v1/models", headers=twice).status_code == 401


def test_a_body_is_not_read_before_its_token(guarded):
    refused = httpx.post(f"{guarded.address}/api/ask", content=b"{not json")
    assert refused.status_code == 401


def test_who_watches_over_it_needs_no_token(guarded):
    assert httpx.get(f"{guarded.address}/healthz").json() == {"status": "ok"}
    assert httpx.head(f"{guarded.address}/healthz").status_code == 200


def test_with_a_token_any_name_of_the_server_will_do(guarded):
    headers = {**bearer(guarded.token), "Host": "ask.example.org"}
    assert httpx.get(f"{guarded.address}/v1/models", headers=headers).status_code == 200


def test_a_token_that_is_taken_out_is_out_at_once(sample_library, assistant, tmp_path: Path):
    file = tmp_path / "tokens"
    kept, gone = make_token("kept"), make_token("gone")
    file.write_text(f"{kept.line}\n{gone.line}\n")
    with served(settings_for(sample_library, api_tokens=file), assistant) as address:
        ask = f"{address}/v1/models"
        assert httpx.get(ask, headers=bearer(gone.token)).status_code == 200
        file.write_text(f"{kept.line}\n")
        assert httpx.get(ask, headers=bearer(gone.token)).status_code == 401
        assert httpx.get(ask, headers=bearer(kept.token)).status_code == 200
        file.unlink()
        assert httpx.get(ask, headers=bearer(kept.token)).status_code == 503


def test_the_command_makes_a_token_and_its_line_and_only_the_line_is_for_the_file(tmp_path: Path):
    command = [sys.executable, "-m", "assistant", "token", "reports"]
    made = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    (line,) = made.stdout.splitlines()
    token = made.stderr.split()[-1]
    assert line.startswith("reports:sha256:")
    assert token.startswith("wz_")
    assert token not in made.stdout
    (tmp_path / "tokens").write_text(made.stdout)
    assert Tokens(tmp_path / "tokens").name_of(token) == "reports"
    assert Tokens(tmp_path / "tokens").name_of(token[:-1]) is None


@pytest.mark.parametrize("name", ["", "a b", "a:b", "#a", "a\n"])
def test_a_name_that_cannot_stand_in_the_file_is_refused(name):
    with pytest.raises(SettingsError, match="can't be a user name"):
        make_token(name)


@pytest.mark.parametrize(
    "line", ["reports", "reports:wz_CANARY", "reports:sha256:zz", "reports:sha256:00", ":sha256:00"]
)
def test_a_line_that_is_no_hash_is_named_and_not_repeated(tmp_path: Path, line):
    (tmp_path / "tokens").write_text(f"\n{line}\n")
    with pytest.raises(SettingsError, match=r"line 2 .*python -m assistant token NAME") as told:
        Tokens(tmp_path / "tokens")
    assert "CANARY" not in str(told.value)


def test_a_token_file_that_lets_nobody_in_is_named_before_anything_is_served(
    sample_library, assistant, tmp_path: Path
):
    empty, missing = tmp_path / "empty", tmp_path / "missing"
    empty.write_text("# none yet\n")
    for file, told in ((empty, "lets nobody in"), (missing, "can't be read")):
        settings = settings_for(sample_library, api_tokens=file)
        with pytest.raises(SettingsError, match=told), served(settings, assistant):
            pass


def test_a_page_that_others_reach_never_leaves_the_api_open(sample_library, assistant, tmp_path):
    for settings, login in (
        (settings_for(sample_library, host="0.0.0.0"), True),
        (settings_for(sample_library, url="https://ask.example.org"), False),
        (settings_for(sample_library), True),
    ):
        with served(settings, assistant, login=login) as address:
            for path in CLOSED:
                headers = bearer(make_token("mine").token)
                assert httpx.get(address + path, headers=headers).status_code == 401, path


def test_the_api_alone_is_not_bound_elsewhere_without_tokens(tmp_path: Path):
    for more in ({"host": "0.0.0.0"}, {"url": "https://ask.example.org"}):
        with pytest.raises(SettingsError, match="WENZHENG_API_TOKENS"):
            serving.check_alone(settings_for(tmp_path, **more))
    serving.check_alone(settings_for(tmp_path))
    serving.check_alone(settings_for(tmp_path, host="0.0.0.0", api_tokens=tmp_path / "tokens"))


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "localhost.evil.test"])
def test_on_this_machine_a_foreign_name_for_it_is_refused(api, host):
    response = api.get("/api/documents", headers={"Host": host})
    assert response.status_code == 400
    assert "WENZHENG_API_TOKENS" in response.json()["error"]["message"]


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "http://127.0.0.1:9"])
def test_a_page_of_another_site_may_not_ask(api, origin):
    response = api.post("/api/ask", json={"question": FACT}, headers={"Origin": origin})
    assert response.status_code == 403


def test_our_own_page_may_ask(api, address):
    response = api.post("/api/ask", json={"question": FACT}, headers={"Origin": address})
    assert response.status_code == 200


def test_who_asks_too_often_is_told_when_to_come_again(sample_library, assistant, tmp_path: Path):
    file = tmp_path / "tokens"
    first, second = make_token("first"), make_token("second")
    file.write_text(f"{first.line}\n{second.line}\n")
    settings = settings_for(sample_library, api_tokens=file, api_rate="3/hour")
    with served(settings, assistant) as address:

        def ask(token: str, path: str = "/v1/models") -> httpx.Response:
            return httpx.get(address + path, headers=bearer(token))

        assert [ask(first.token).status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = ask(first.token, "/api/documents")
        assert refused.status_code == 429
        assert 0 < int(refused.headers["retry-after"]) <= 3600
        assert refused.json()["error"]["code"] == "rate_limit_exceeded"
        # The other one, the metrics and whoever watches over it are not held up by that.
        assert ask(second.token).status_code == 200
        assert ask(first.token, "/metrics").status_code == 200
        assert httpx.get(f"{address}/healthz").status_code == 200
        # Nor by strangers, who are slowed down too.
        assert [ask("wz_guess").status_code for _ in range(4)] == [401, 401, 401, 429]
        assert ask(second.token).status_code == 200


def test_without_tokens_a_rate_holds_for_an_address(sample_library, assistant):
    with served(settings_for(sample_library, api_rate="2/hour"), assistant) as address:
        codes = [httpx.get(f"{address}/v1/models").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


@pytest.mark.parametrize("rate", ["often", "60", "0/minute", "-1/minute", "5/blink"])
def test_a_rate_that_is_none_is_named(rate):
    with pytest.raises(SettingsError, match="WENZHENG_API_RATE"):
        Rate(rate)
