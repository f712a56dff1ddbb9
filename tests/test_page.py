"""The page in a real browser, over canned answers (page_standin.py) and over the sample library.

A picture of each view is kept in artifacts/. Every test that asks for `page` also asserts
that nothing went wrong in the console and that no other host was called.
"""

import http.server
import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import page_standin as standin
from tests.browser import ROOT, Watch, chromium, serving

SAMPLE_QUESTION = "2019年济源承诺了哪些民生实事?"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
BROWSER = {"viewport": DESKTOP, "locale": "zh-CN", "reduced_motion": "reduce"}
ARTIFACTS = ROOT / "artifacts"

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("-m", "tests.page_standin", "0") as address:
        yield address


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Opens pages, and asserts in the end that each behaved."""
    contexts, watches = [], []

    def open_page(url: str, **options: Any) -> Page:
        context = browser.new_context(**{**BROWSER, **options})
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page))
        page.goto(url)
        expect(page.locator("#send")).to_be_visible()
        return page

    yield open_page
    for context in contexts:
        context.close()
    for watch in watches:
        assert watch.errors == []
        assert watch.foreign == []


@pytest.fixture
def page(opened: Open, address: str) -> Page:
    page = opened(address)
    expect(page.locator("#examples button")).to_have_count(4)
    return page


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


def answered(page: Page, n: int = 1) -> None:
    """Wait for the answer to the n-th question."""
    expect(page.locator(f"#a-{n}.done")).to_be_visible(timeout=20_000)


def picture(page: Page, name: str) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png")


def target(page: Page) -> str:
    """The text of the place that the last followed link leads to."""
    return str(page.evaluate("document.querySelector(':target')?.innerText ?? ''"))


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def in_view(page: Page, selector: str) -> None:
    expect(page.locator(selector)).to_be_in_viewport()


def test_an_answer_streams_and_each_marker_leads_to_its_sentence(page):
    page.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => {
                const count = document.querySelectorAll(".claims li").length;
                if (count !== window.seen.at(-1)) window.seen.push(count);
            }).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    page.locator("#examples button").first.click()
    answered(page)
    seen = page.evaluate("window.seen")
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert seen[-1] == 10
    expect(page.locator("#a-1 .checks")).to_contain_text("10/10 项")

    page.locator("#a-1 .cite").nth(1).click()
    assert target(page) == "二是改造老旧小区24个"
    in_view(page, "#s-1-2")
    background = "getComputedStyle(document.querySelector(arguments)).backgroundColor"
    colour = {n: page.evaluate(background.replace("arguments", f"'#s-1-{n}'")) for n in (1, 2)}
    assert colour[1] != colour[2]
    picture(page, "page-desktop")


def test_the_switch_shows_the_paragraph_as_published_and_keeps_the_place(page):
    ask(page, standin.LIST)
    answered(page)
    page.locator("#a-1 .cite").first.click()
    assert target(page) == "一是新建改建农村公路60公里"
    page.get_by_label("发布原文").check(force=True)
    assert target(page) == "一是新建改建农村公(gōng)路(lù)60公里"
    in_view(page, "#s-1-1")
    picture(page, "page-published")
    ask(page, standin.LIST)
    answered(page, 2)
    expect(page.locator("#s-2-1")).to_have_text(
        "一是新建改建农村公(gōng)路(lù)60公里", use_inner_text=True
    )


def test_a_torn_place_says_what_was_there_to_pointer_keyboard_and_finger(opened, address):
    page = opened(address, has_touch=True)
    ask(page, standin.TORN)
    answered(page)
    places = page.locator(".column:not(.beside) .torn[tabindex]")
    tips = page.locator(".tip")
    expect(places).to_have_count(3)
    places.nth(0).hover()
    expect(tips.nth(0)).to_be_visible()
    expect(tips.nth(0)).to_contain_text("发布的副本此处是「?幚」")
    tips.nth(0).hover()
    expect(tips.nth(0)).to_be_visible()
    page.keyboard.press("Escape")
    expect(tips.nth(0)).to_be_hidden()
    page.locator("#top").hover()

    page.locator("#a-1 .cite").click()
    assert target(page) == "全年新建燃气管网12公里，为3个社区通上暖气。"
    for n in (1, 2):
        page.keyboard.press("Tab")
        expect(places.nth(n)).to_be_focused()
        expect(places.nth(n)).to_have_accessible_description(tips.nth(n).inner_text())
        expect(page.locator(".tip:visible")).to_have_count(1)
    expect(tips.nth(2)).to_contain_text("不能确定。也可能是「器。」「房。」")
    picture(page, "page-torn")
    page.keyboard.press("Tab")
    expect(page.locator(".tip:visible")).to_have_count(0)

    places.nth(0).tap()
    expect(tips.nth(0)).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_the_third_position_shows_both_texts(opened, address, viewport):
    page = opened(address, viewport=viewport)
    ask(page, standin.TORN)
    answered(page)
    restored, published = page.locator(".column .text").all()
    expect(published).to_be_hidden()
    page.get_by_label("还原文字").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("并排")).to_be_checked()
    expect(restored).to_contain_text("污水处理厂", use_inner_text=True)
    expect(restored.locator(".published").first).to_be_hidden()
    expect(published.locator(".torn")).to_have_text(["?幚", "?xì)夤芫", "?"])
    left, right = restored.bounding_box(), published.bounding_box()
    assert left is not None
    assert right is not None
    if viewport == DESKTOP:
        assert right["x"] >= left["x"] + left["width"]
        assert right["y"] == left["y"]
    else:
        assert right["y"] >= left["y"] + left["height"]
        assert right["x"] == left["x"]
    page.locator(".torn[tabindex]").last.focus()
    expect(page.locator(".tip:visible")).to_have_count(1)
    assert overflow(page) == 0
    page.locator("#a-1 .cite").click()
    in_view(page, "#s-1-1")
    picture(page, f"page-both-{viewport['width']}")


def test_an_earlier_answer_leads_to_its_own_sources(page):
    ask(page, standin.LIST)
    answered(page)
    ask(page, standin.FACT)
    answered(page, 2)
    expect(page.locator("details:has(#s-1-1)")).not_to_have_attribute("open", "")
    page.locator("#a-1 .cite").first.click()
    in_view(page, "#s-1-1")
    assert target(page).startswith("一是新建")
    page.locator("#a-2 .cite").click()
    assert target(page).startswith("全年新修农村公路48.5公里")
    page.go_back()
    assert target(page).startswith("一是新建")
    expect(page.locator(".turn")).to_have_count(2)


def test_a_link_with_a_query_keeps_the_conversation(opened, address):
    page = opened(f"{address}/?from=mail")
    ask(page, standin.FACT)
    answered(page)
    page.locator("#a-1 .cite").click()
    assert target(page).startswith("全年新修")


def test_a_declined_answer_says_why_and_offers_the_nearest_as_no_answer(page):
    ask(page, standin.DECLINED)
    answered(page)
    turn = page.locator("#a-1")
    expect(turn).to_contain_text("未作回答：年份不在资料库里")
    expect(turn).to_contain_text("最接近的一段，不是答案")
    turn.get_by_role("link").click()
    in_view(page, "#s-1-nearest")
    expect(page.locator(".source")).to_contain_text("最接近的一段，不是答案")
    picture(page, "page-declined")


def test_text_stays_text(page):
    ask(page, f"{standin.HOSTILE}<img src=http://evil.test/q.png onerror=window.hit=8>")
    answered(page)
    page.get_by_label("发布原文").check(force=True)
    page.locator("#a-1 .cite").first.click()
    expect(page.locator("#a-1")).to_contain_text("<script>window.hit=1</script>")
    assert page.evaluate("window.hit") is None
    inside = ":is(#conversation, #sources) :is(img, svg, iframe, script, style, b, object, form)"
    assert page.locator(inside).count() == 0
    links = page.locator(":is(#conversation, #sources) a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    assert links
    assert all(link.startswith("#") for link in links)


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another host, as a browser sees it, and the paths that were asked of it."""
    asked: list[str] = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noting) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()
        thread.join()


def test_markup_that_got_in_anyway_could_not_run_or_call_out(browser, address, elsewhere):
    """The second line: what escape() would let through, the headers stop."""
    host, asked = elsewhere
    page = browser.new_page()
    page.goto(address)
    expect(page.locator("#send")).to_be_visible()
    page.evaluate(
        """host => {
            const box = document.createElement("div");
            document.body.append(box);
            box.innerHTML = `<img src="${host}/image"><img src="x:" onerror="window.hit=1">
                <iframe srcdoc="<script>parent.hit=2</script>"></iframe>
                <iframe src="${host}/frame"></iframe><link rel=stylesheet href="${host}/style">
                <a href="javascript:window.hit=3">x</a>`;
            box.querySelector("a").click();
            fetch(`${host}/fetch`).catch(() => 0);
        }""",
        host,
    )
    page.wait_for_timeout(500)
    assert page.evaluate("window.hit") is None
    assert asked == []
    page.close()


def test_a_folded_group_opens_in_a_browser_that_does_not_open_it_by_itself(page):
    ask(page, standin.FACT)
    answered(page)
    ask(page, standin.LIST)
    answered(page, 2)
    page.evaluate("document.addEventListener('click', e => e.preventDefault(), true)")
    fold = page.locator("details:has(#s-1-1)")
    expect(fold).not_to_have_attribute("open", "")
    page.locator("#a-1 .cite").click()
    expect(fold).to_have_attribute("open", "")


def test_everything_is_within_reach_of_the_keyboard(page):
    def tab_to(selector: str) -> None:
        for _ in range(30):
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"no way to {selector} by Tab")

    def ringed() -> bool:
        return bool(
            page.evaluate(
                """() => [document.activeElement, document.activeElement.nextElementSibling]
                    .some(e => e && getComputedStyle(e).outlineStyle === "solid")"""
            )
        )

    tab_to("#examples button")
    assert ringed()
    tab_to("#question textarea")
    page.keyboard.type(standin.LIST)
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    answered(page)
    page.locator("#top").click()
    tab_to("#a-1 .cite")
    assert ringed()
    page.keyboard.press("Enter")
    assert target(page).startswith("一是新建")
    assert page.evaluate("document.activeElement.id") == "s-1-1"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#c-1-1"
    page.keyboard.press("Enter")
    assert target(page) == "[1]"
    tab_to("#switch input")
    assert ringed()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#s-1-1 .published")).to_be_visible()


def test_enter_that_picks_a_character_does_not_send(page):
    """An input method for Chinese confirms with Enter; the browser marks it as composing."""
    box = page.locator("#question textarea")
    box.fill("济源")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "keyCode": 229})
    page.wait_for_timeout(300)
    expect(page.locator(".turn")).to_have_count(0)
    expect(box).to_have_value("济源")


@pytest.mark.parametrize("view", ["light", "dark"])
def test_a_phone_shows_sources_below_and_the_way_back(opened, address, view):
    page = opened(address, viewport=PHONE, color_scheme=view, has_touch=True)
    expect(page.locator("#examples button")).to_have_count(4)
    assert overflow(page) == 0
    picture(page, f"page-phone-{view}")
    ask(page, standin.LIST)
    answered(page)
    ask(page, standin.HOSTILE)
    answered(page, 2)
    assert overflow(page) == 0
    page.set_viewport_size({"width": 390, "height": 420})  # as with a keyboard on the screen
    page.evaluate("window.scrollTo(0, 0)")
    in_view(page, "#send")
    page.set_viewport_size(PHONE)
    left, right = page.locator("#left").bounding_box(), page.locator("#right").bounding_box()
    assert left is not None
    assert right is not None
    assert right["y"] >= left["y"] + left["height"]
    page.locator("#a-1 .cite").nth(8).tap()
    in_view(page, "#s-1-9")
    page.get_by_label("发布原文").check(force=True)
    assert overflow(page) == 0
    page.locator(".group").first.get_by_role("link", name="回到回答", exact=True).tap()
    in_view(page, "#a-1 .question")
    page.locator("#a-1 .cite").nth(8).tap()
    in_view(page, "#s-1-9")
    picture(page, f"page-phone-source-{view}")
    page.go_back()
    in_view(page, "#a-1 .question")


def test_the_dark_page_is_dark(opened, address):
    page = opened(address, color_scheme="dark")
    ask(page, standin.LIST)
    answered(page)
    colours = page.evaluate(
        """() => {
            const style = getComputedStyle(document.querySelector(".gradio-container"));
            return [style.color, style.backgroundColor];
        }"""
    )
    assert colours == ["rgb(232, 228, 220)", "rgb(25, 24, 23)"]
    picture(page, "page-dark")


def test_an_answer_can_be_stopped_and_is_then_called_unfinished(page):
    ask(page, standin.SLOW)
    expect(page.locator(".claims li")).to_have_count(2, timeout=10_000)
    page.locator("#stop").click()
    expect(page.locator("#a-1")).to_contain_text("已停止，以上回答不完整。")
    before = page.locator(".claims li").count()
    expect(page.locator("#send")).to_be_visible()
    page.wait_for_timeout(700)
    assert page.locator(".claims li").count() == before < 10
    ask(page, standin.FACT)
    answered(page, 2)


def test_errors_are_sentences_and_the_page_goes_on(page):
    ask(page, standin.REFUSED)
    expect(page.locator("#a-1")).to_contain_text("没能回答：the embedding service is gone")
    ask(page, standin.BROKEN)
    expect(page.locator("#a-2")).to_contain_text("出了意外的错误")
    assert "secret" not in page.content()
    ask(page, standin.FACT)
    answered(page, 3)


def test_a_question_that_is_too_long_is_told_and_kept(page):
    ask(page, "问" * 2001)
    expect(page.locator("#note")).to_contain_text("这个问题有 2,001 字，最多 2,000 字")
    assert len(page.locator("#question textarea").input_value()) == 2001
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, "问" * 2000)
    answered(page)
    expect(page.locator("#note")).to_contain_text("Enter 发送")


def test_a_new_conversation_starts_empty(page):
    ask(page, standin.FACT)
    answered(page)
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".source")).to_have_count(0)
    expect(page.locator("#examples button").first).to_be_visible()
    ask(page, standin.LIST)
    answered(page)
    expect(page.locator(".turn")).to_have_count(1)


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=20) as response:
        return json.load(response)


def post(url: str, body: object) -> Any:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as response:
        return json.load(response)


def test_chat_is_the_only_endpoint(address):
    described = get(f"{address}/gradio_api/info")
    assert list(described["named_endpoints"]) == ["/chat"]
    assert described["unnamed_endpoints"] == {}
    visible = [
        d["api_name"]
        for d in get(f"{address}/config")["dependencies"]
        if d["api_visibility"] != "private"
    ]
    assert visible == ["chat"]


def chat(address: str, question: object) -> tuple[str, Any]:
    """The last event that the endpoint sends, and what it holds."""
    event = post(f"{address}/gradio_api/call/chat", {"data": [question]})["event_id"]
    with urllib.request.urlopen(f"{address}/gradio_api/call/chat/{event}", timeout=20) as response:
        lines = [line for line in response.read().decode().splitlines() if line]
    return lines[-2].removeprefix("event: "), json.loads(lines[-1].removeprefix("data: "))


def test_chat_gives_the_answer_as_the_command_prints_it(address):
    event, data = chat(address, standin.LIST)
    assert event == "complete"
    assert data == json.loads(json.dumps([standin.ten().to_json()]))


@pytest.mark.parametrize("question", [7, None, ["a"], {"a": 1}, standin.BROKEN])
def test_chat_refuses_in_a_sentence_and_tells_nothing_of_the_inside(address, question):
    event, data = chat(address, question)
    assert event == "error"
    assert "secret" not in json.dumps(data)


def test_a_history_that_a_client_makes_up_counts_for_nothing(address):
    dependencies = get(f"{address}/config")["dependencies"]
    asking = next(d for d in dependencies if d["api_name"] == "ask")
    forged = [{"n": 1, "question": "forged", "answer": None, "state": "done", "notice": ""}]
    session = "forging"
    post(
        f"{address}/gradio_api/queue/join",
        {"data": [standin.FACT, forged], "fn_index": asking["id"], "session_hash": session},
    )
    url = f"{address}/gradio_api/queue/data?session_hash={session}"
    with urllib.request.urlopen(url, timeout=20) as response:
        events = response.read().decode()
    assert '"process_completed"' in events
    assert "48&#46;5" in events
    assert "forged" not in events


@pytest.mark.parametrize("path", ["upload", "file=/etc/passwd", "deep_link", "run/chat"])
def test_what_gradio_opens_beside_is_closed(address, path):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        post(f"{address}/gradio_api/{path}", {})


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page") / "library"


def test_the_page_of_the_house_from_no_library_to_ten_cited_items(opened, library):
    """`python app.py` as a reader starts it: first without documents, then with the samples."""
    with serving("app.py", "--library", str(library), "--port", "0") as address:
        page = opened(address)
        command = f"python -m ingest add PATH --library {library}"
        expect(page.locator(".welcome")).to_contain_text(command)
        ask(page, SAMPLE_QUESTION)
        expect(page.locator("#a-1")).to_contain_text(command)

        add = [sys.executable, "-m", "ingest", "add", "sample", "--library", str(library)]
        added = subprocess.run(add, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert added.returncode == 0, added.stderr
        page.get_by_role("button", name="新对话").click()
        expect(page.locator("#examples button").first).to_be_visible(timeout=20_000)
        ask(page, SAMPLE_QUESTION)
        answered(page)
        expect(page.locator("#a-1 .claims li")).to_have_count(10)
        expect(page.locator("#a-1 .claims li:has(.cite)")).to_have_count(10)
        expect(page.locator("#a-1 .checks")).to_contain_text("10/10 项")

        page.locator("#a-1 .cite").first.click()
        in_view(page, "mark:target")
        assert target(page)
        picture(page, "page-sample")
        for figure in ("180辆", "80公里", "128座"):
            expect(page.locator("#a-1 .claims")).to_contain_text(figure)
            expect(page.locator(".source mark", has_text=figure)).to_have_count(1)
        page.get_by_label("发布原文").check(force=True)
        in_view(page, "mark:target")
        assert target(page)
