"""Markup in questions, answers, documents and file names: nothing runs, nobody is called."""

import html
import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests import canned_answers as canned
from tests.browser import ROOT, serving
from tests.page.acts import answered, ask
from tests.page.payloads import PAYLOADS


def test_text_stays_text(page):
    ask(page, f"{canned.HOSTILE}<img src=http://evil.test/q.png onerror=window.hit=8>")
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
    assert all(link.startswith(("#", "/?p=")) for link in links)


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


def test_markup_that_got_in_anyway_could_not_run_or_call_out(reader, address, elsewhere):
    """The second line: what escape() would let through, the headers stop."""
    host, asked = elsewhere
    page = reader
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


WORKS = (
    "修建乡村道路并养护桥梁",
    "改造老旧小区的供水管网",
    "扩建镇上的中学和幼儿园",
    "整治城区河道和种树造林",
)


@pytest.fixture(scope="module")
def hostile_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four pages that hold every payload in a paragraph, and one in each file name."""
    folder = tmp_path_factory.mktemp("hostile")
    pages = folder / "pages"
    pages.mkdir()
    for k, work in enumerate(WORKS):
        own = [payload for n, payload in enumerate(PAYLOADS) if n % 20 // 5 == k]
        text = [
            f"全年第{n}批资金{n + 30 * k}万元，用来{work}。{payload}这一批由县里承担。"
            for n, payload in enumerate(own, 1)
        ]
        title = f"青石县{2016 + k}年政府工作报告{own[k]}"
        body = "".join(f"<p>{html.escape(one)}</p>" for one in text)
        page = (
            f"<html><title>{html.escape(title)}</title><h1>{html.escape(title)}</h1>{body}</html>"
        )
        name = f"{k}<img src=x onerror=window.hit=20>.html"
        (pages / name).write_text(page, encoding="utf-8")
    library = folder / "library"
    add = [sys.executable, "-m", "ingest", "add", str(pages), "--library", str(library)]
    subprocess.run(add, cwd=ROOT, check=True, capture_output=True)
    return library


@pytest.fixture(scope="module")
def hostile(hostile_library: Path) -> Iterator[str]:
    with serving("app.py", "--library", str(hostile_library), "--port", "0") as address:
        yield address


def nothing_happened(page: Page, calls: list[str]) -> None:
    # What the markup could start comes before what is started now: a request (they all take the
    # same way, by `watched`), a picture that fails, two frames.
    page.evaluate(
        """async () => {
            await fetch("/robots.txt");
            const own = new Image();
            own.src = "data:image/png,none";
            await new Promise(failed => own.onerror = failed);
            for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
        }"""
    )
    assert page.evaluate("window.hit") is None
    assert calls == []
    foreign = (
        "img, iframe, object, embed, video, base[href^='http://evil'], meta[http-equiv=refresh]"
    )
    assert page.locator(f":is(#both, #top, #hover-card) :is({foreign}, script, style)").count() == 0
    assert page.locator("#clicked").count() == 0


@pytest.fixture
def watched(reader: Page) -> Iterator[tuple[Page, list[str]]]:
    """A page, and the calls to any other host that it tried to make."""
    context, calls = reader.context, []

    def caught(route: Route) -> None:
        calls.append(route.request.url)
        route.abort()

    context.route(lambda url: not url.startswith(("http://127.0.0.1:", "data:")), caught)
    yield reader, calls
    context.unroute_all()


def test_a_hundred_payloads_in_documents_and_their_file_names_stay_text(
    watched, hostile, hostile_library
):
    page, calls = watched
    assert len(set(PAYLOADS)) == 100
    page.goto(hostile)
    expect(page.locator("#send")).to_be_visible()
    page.get_by_role("button", name="资料库").click()
    rows = page.locator("#found .documents > li")
    expect(rows).to_have_count(4)
    nothing_happened(page, calls)
    shown = ""
    for row in rows.all():
        row.get_by_role("link").first.click()
        title = row.get_by_role("link").first.inner_text()
        expect(page.locator("#reading h2")).to_have_text(title, use_inner_text=True)
        shown += page.locator("#reading .paragraphs").inner_text()
        nothing_happened(page, calls)
    assert [payload for payload in PAYLOADS if payload not in shown] == []
    rows.first.get_by_role("button").click()
    page.locator("#search").fill("第3批资金")
    expect(page.locator("#found .snippets li").first).to_be_visible()
    nothing_happened(page, calls)


def test_a_hundred_payloads_in_questions_stay_text(watched, hostile):
    page, calls = watched
    page.goto(hostile)
    for n in range(1, 11):
        question = f"第{n}批资金用来做什么？" + "".join(PAYLOADS[10 * n - 10 : 10 * n])
        ask(page, question)
        expect(page.locator(f"#a-{n}.done")).to_be_visible(timeout=30_000)
        expect(page.locator(f"#q-{n}")).to_have_text(question, use_inner_text=True)
        nothing_happened(page, calls)
    expect(page.locator("#kept li")).to_have_count(1)
    nothing_happened(page, calls)
    page.reload()
    expect(page.locator("#a-10.done")).to_be_visible()
    nothing_happened(page, calls)


def test_a_hundred_payloads_in_a_models_text_and_in_titles_and_places_stay_text(watched, address):
    page, calls = watched
    page.goto(address)
    ask(page, canned.MARKUP)
    answered(page)
    assert page.locator("#a-1 .claims li").count() == 100
    nothing_happened(page, calls)
    for cite in page.locator("#a-1 .cite").all()[:20]:
        cite.hover()
        cite.click()
    nothing_happened(page, calls)
    for doubt in page.locator("#a-1 .doubt").all()[:20]:
        doubt.hover()
    nothing_happened(page, calls)
    shown = page.locator("#a-1").inner_text()
    assert all(payload in shown for payload in PAYLOADS)
