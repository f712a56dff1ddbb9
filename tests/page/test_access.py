"""Who may come in: everybody on this machine, elsewhere who has a password or an account."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assistant.passwords import line_for
from tests import canned_answers as canned
from tests import oidc_provider
from tests.browser import ROOT, serving
from tests.page.acts import answered, ask, picture

CLOSED = ("/config", "/page/library", "/page/history", "/gradio_api/info", "/theme.css")


def refused(**environment: str) -> str:
    """What `python app.py` says when it won't start."""
    ended = subprocess.run(
        [sys.executable, "app.py", "--port", "0", "--library", "nowhere"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1, ended.stdout
    assert len(ended.stderr.splitlines()) == 1
    return ended.stderr


def test_it_is_not_bound_elsewhere_without_a_way_to_log_in():
    told = refused(WENZHENG_HOST="0.0.0.0")
    for word in ("WENZHENG_HOST", "'0.0.0.0'", "WENZHENG_PASSWORDS", "WENZHENG_OIDC_ISSUER"):
        assert word in told


def test_half_a_provider_is_refused_and_so_are_two_ways(tmp_path: Path):
    assert "WENZHENG_OIDC_CLIENT_ID" in refused(WENZHENG_OIDC_ISSUER="https://login.test")
    both = refused(
        WENZHENG_OIDC_ISSUER="https://login.test",
        WENZHENG_OIDC_CLIENT_ID="x",
        WENZHENG_OIDC_CLIENT_SECRET="CANARY",
        WENZHENG_PASSWORDS=str(tmp_path),
    )
    assert "two ways" in both
    assert "CANARY" not in both


def test_a_password_file_that_lets_nobody_in_is_refused(tmp_path: Path):
    empty = tmp_path / "passwords"
    empty.write_text("# nobody yet\n")
    assert "lets nobody in" in refused(WENZHENG_PASSWORDS=str(empty))
    empty.write_text("wang:secret-CANARY\n")
    told = refused(WENZHENG_PASSWORDS=str(empty))
    assert "line 1" in told
    assert "CANARY" not in told


def test_the_command_makes_a_line_that_lets_its_user_in():
    made = subprocess.run(
        [sys.executable, "-m", "assistant", "password", "wang"],
        cwd=ROOT,
        input="correct horse\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout.startswith("wang:scrypt:")
    assert "horse" not in made.stdout


@pytest.fixture(scope="module")
def passwords(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("access") / "passwords"
    lines = [line_for("wang", "correct horse"), line_for("李四", "battery staple")]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def guarded(passwords: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page that listens everywhere, with a password file."""
    library = tmp_path_factory.mktemp("guarded")
    settings = {"WENZHENG_HOST": "0.0.0.0", "WENZHENG_PASSWORDS": str(passwords)}
    with serving("-m", "tests.page_standin", str(library), port=0, **settings) as address:
        yield address.replace("0.0.0.0", "127.0.0.1")


@pytest.fixture
def stranger(reader: Page) -> BrowserContext:
    return reader.context


def enter(page: Page, address: str, name: str, password: str) -> None:
    page.goto(address)
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_a_user_logs_in_asks_and_logs_out(reader, guarded):
    page = reader
    enter(page, guarded, "wang", "wrong horse")
    expect(page.get_by_role("alert")).to_have_text("用户名或密码不对。")
    picture(page, "page-login")
    page.get_by_label("用户名").fill("wang")
    page.get_by_label("密码").fill("correct horse")
    page.get_by_role("button", name="登录").click()
    expect(page.locator("#head .user")).to_have_text("wang")
    ask(page, canned.LIST)
    answered(page)
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_label("用户名")).to_be_visible()
    for path in CLOSED:
        assert page.context.request.get(guarded + path).status == 401, path


@pytest.mark.parametrize("path", CLOSED)
def test_without_a_login_nothing_is_told(guarded, path):
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(guarded + path, timeout=20)


def test_logging_in_opens_the_page_and_not_the_api(reader, stranger, guarded):
    enter(reader, guarded, "wang", "correct horse")
    for path in ("/api/documents", "/v1/models", "/metrics"):
        assert stranger.request.get(guarded + path).status == 401, path
    asked = stranger.request.post(f"{guarded}/api/ask", data={"question": canned.FACT})
    assert asked.status == 401
    assert "WWW-Authenticate".lower() in asked.headers


def test_a_users_history_follows_them_and_is_nobody_elses(readers, guarded):
    with readers.page() as page, readers.page() as elsewhere, readers.page() as other:
        enter(page, guarded, "李四", "battery staple")
        ask(page, canned.FACT)
        answered(page)
        enter(elsewhere, guarded, "李四", "battery staple")
        expect(elsewhere.locator("#kept a.title")).to_have_text([canned.FACT])
        enter(other, guarded, "wang", "correct horse")
        expect(other.locator("#kept > *")).to_be_visible()
        assert canned.FACT not in other.locator("#kept").inner_text()


def test_who_was_taken_out_of_the_file_is_out_at_once(reader, stranger, guarded, passwords):
    enter(reader, guarded, "wang", "correct horse")
    expect(reader.locator("#head .user")).to_have_text("wang")
    lines = passwords.read_text(encoding="utf-8")
    passwords.write_text(lines.splitlines()[1], encoding="utf-8")
    assert stranger.request.get(f"{guarded}/page/history").status == 401
    passwords.write_text(lines, encoding="utf-8")


def test_a_permalink_is_reached_after_logging_in(reader, guarded):
    enter(reader, f"{guarded}/?p=ab12%23p3", "wang", "correct horse")
    expect(reader.locator("#reading")).to_contain_text("资料库里没有这一段")


def test_guessing_is_slowed_down(stranger, guarded):
    for _ in range(10):
        form = {"name": "mallory", "password": "x"}
        assert stranger.request.post(f"{guarded}/login", form=form).status == 401
    assert stranger.request.post(f"{guarded}/login", form=form).status == 429


def test_an_account_of_a_provider_opens_the_page(reader, stranger, tmp_path: Path):
    with oidc_provider.provider() as issuer:
        settings = {
            "WENZHENG_OIDC_ISSUER": issuer,
            "WENZHENG_OIDC_CLIENT_ID": oidc_provider.CLIENT,
            "WENZHENG_OIDC_CLIENT_SECRET": oidc_provider.SECRET,
        }
        arguments = ("-m", "tests.page_standin", str(tmp_path))
        with serving(*arguments, port=0, **settings) as address:
            for path in CLOSED:
                assert stranger.request.get(address + path).status == 401, path
            page = reader
            page.goto(address)
            page.get_by_role("link", name="用单位账号登录").click()
            expect(page.locator("#head .user")).to_have_text(oidc_provider.NAME)
            ask(page, canned.FACT)
            answered(page)
            # A code that the provider didn't give, or a state that isn't this browser's.
            forged = stranger.request.get(f"{address}/oidc/callback?code=x&state=y")
            assert forged.status == 401
