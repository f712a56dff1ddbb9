"""Files that readers add in the browser, where an administrator allows it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import ROOT
from tests.page.acts import answered, ask, picture

REPORT = """青石县2021年政府工作报告

——2021年2月3日在青石县第八届人民代表大会第一次会议上

青石县人民政府县长 陈一鸣

一、2020年工作回顾

全年新修农村公路73公里，改造老旧小区31个。

二、2021年工作安排

办好五件民生实事。一是新建幼儿园6所；二是改造厕所2100座；三是增加公交车44辆；四是新建游园9处；五是改造供热管网15公里。
"""


@pytest.fixture
def adding(opened, changing: tuple[str, Path]) -> Page:
    page = opened(changing[0])
    page.get_by_role("button", name="资料库").click()
    expect(page.locator("#uploads")).to_be_visible()
    return page


def files(folder: Path, **texts: bytes) -> list[Path]:
    paths = []
    for name, text in texts.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(text)
        paths.append(path)
    return paths


def test_adding_is_off_unless_it_is_allowed(opened, house):
    page = opened(house)
    page.get_by_role("button", name="资料库").click()
    expect(page.locator("#found .documents li").first).to_be_visible()
    expect(page.locator("#uploads")).to_have_count(0)
    for path in ("/page/uploads?name=a.txt", "/page/uploads/add"):
        assert page.context.request.post(house + path, data="x").status in (404, 405)


def test_a_file_is_added_with_progress_and_answers_without_a_reload(adding, tmp_path):
    page = adding
    page.evaluate(
        """() => { window.seen = [];
            new MutationObserver(() => {
                const text = document.querySelector("#upload-progress")?.innerText;
                if (text && text !== window.seen.at(-1)) window.seen.push(text);
            }).observe(document.querySelector("#uploads"), { childList: true, subtree: true,
                characterData: true }); }"""
    )
    page.set_input_files("#files", files(tmp_path, report_txt=REPORT.encode()))
    told = page.locator("#upload-progress")
    expect(told).to_contain_text("新增 1 份", timeout=60_000)
    seen = page.evaluate("window.seen.join(' ')")
    for step in ("正在上传 report.txt", "正在读入", "正在建立索引"):
        assert step in seen
    expect(page.locator("#found")).to_contain_text("青石县2021年政府工作报告")
    picture(page, "page-uploads")
    page.locator("#library").get_by_role("button", name="关闭").click()
    ask(page, "2021年青石县增加公交车多少辆？")
    answered(page)
    expect(page.locator("#a-1")).to_contain_text("增加公交车44辆")


def test_what_is_refused_is_refused_as_on_the_command_line(adding, changing, tmp_path):
    page = adding
    paths = files(tmp_path, picture_png=b"\x89PNG\r\n\x1a\n" + bytes(400), empty_txt=b"")
    page.set_input_files("#files", paths)
    told = page.locator("#upload-progress")
    expect(told).to_contain_text("拒收 2 份", timeout=60_000)
    command = [sys.executable, "-m", "ingest", "add", "--json", *map(str, paths)]
    command += ["--library", str(tmp_path / "other")]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    refused = json.loads(output.stdout.splitlines()[-1])["refused"]
    assert len(refused) == 2
    for one in refused:
        expect(told).to_contain_text(f"拒收 {Path(one['path']).name}：{one['reason']}")
    assert not list((changing[1] / "page" / "uploads").rglob("*.png"))


def test_a_file_that_is_dropped_is_added(adding):
    page = adding
    text = REPORT.replace("2021", "2022").replace("2020", "2021")
    dropped = page.evaluate_handle(
        """text => { const all = new DataTransfer();
            all.items.add(new File([text], "dropped.txt")); return all; }""",
        text,
    )
    for kind in ("dragenter", "dragover", "drop"):
        page.dispatch_event("#uploads", kind, {"dataTransfer": dropped})
    expect(page.locator("#upload-progress")).to_contain_text("新增 1 份", timeout=60_000)
    expect(page.locator("#found")).to_contain_text("青石县2022年政府工作报告")


def test_size_and_number_are_limited_in_the_page_and_on_the_server(reader, changing, tmp_path):
    open_house = changing[0]
    page = reader
    page.goto(open_house)
    page.get_by_role("button", name="资料库").click()
    told = page.locator("#upload-progress")
    (large,) = files(tmp_path, large_txt="字".encode() * 400_000)
    page.set_input_files("#files", large)
    expect(told).to_contain_text("拒收 large.txt：超过 1 MB")
    four = files(tmp_path, a_txt=b"a", b_txt=b"b", c_txt=b"c", d_txt=b"d")
    page.set_input_files("#files", four)
    expect(told).to_have_text("一次最多 3 个文件")

    post = page.context.request.post
    assert post(f"{open_house}/page/uploads?name=x.txt", data=b"x" * 1_100_000).status == 413
    kept = post(f"{open_house}/page/uploads?name=../../x.txt", data=b"x").json()["kept"]
    assert kept.endswith("/x.txt") and ".." not in kept
    for names in ([kept] * 4, [], ["../../../etc/passwd"], [f"{kept}/../x.txt"], ["x.txt"], [7]):
        sent = {"files": names}
        assert post(f"{open_house}/page/uploads/add", data=sent).status == 400, names
