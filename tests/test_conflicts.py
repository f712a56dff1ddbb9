"""Documents that contradict each other are both heard, each with its source."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.chain import Assistant
from ingest.settings import Settings
from tests.model_standin import open_with
from tests.openai_server import OpenAIServer, Step

ROOT = Path(__file__).parents[1]
HEAD = "# {place}人民政府{year}年政府工作报告\n\n{year}年1月12日\n\n{place}市长 林若溪\n\n"
REVIEW = (
    "## 一、{last}年工作回顾\n\n全市生产总值完成812.4亿元，增长7.1%。"
    "城镇居民人均可支配收入31205元，农村居民人均可支配收入16880元。第一产业增加值96亿元，第二产业增加值377亿元。\n\n"
)
PLAN = "## 二、{year}年工作安排\n\n今年要{plan}\n"


def report(folder: Path, name: str, plan: str, *, place="鹤壁市", year=2021, review=REVIEW) -> None:
    text = (HEAD + review + PLAN).format(place=place, year=year, last=year - 1, plan=plan)
    (folder / name).write_text(text, encoding="utf-8")


def notice(folder: Path, name: str, text: str, *, place="鹤壁市", year=2021) -> None:
    """A short page of another kind that speaks of one thing only."""
    head = f"# {place}{year}年民生工作安排公示\n\n发布时间：{year}-02-20\n\n## {year}年工作安排\n\n"
    (folder / name).write_text(f"{head}今年{place}将{text}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("conflict")
    pages = folder / "pages"
    pages.mkdir()
    report(pages, "report.md", "改造老旧小区64个。新建口袋公园18座。新增公办学位2600个。")
    notice(pages, "notice.md", "改造老旧小区94个，让住户满意。")
    notice(pages, "rounded.md", "新增公办学位约2600个，缓解入学难。")
    notice(pages, "other-place.md", "改造老旧小区31个。", place="漯河市")
    notice(pages, "other-year.md", "改造老旧小区52个。", year=2022)
    shutil.copy(ROOT / "sample" / "jiyuan-2019-report.txt", pages / "right.txt")
    copy = (pages / "right.txt").read_bytes().decode("utf-8")
    assert "128座" in copy
    (pages / "altered.txt").write_text(copy.replace("128座", "158座"), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "ingest", "add", str(pages), "--library", str(folder / "library")],
        check=True, cwd=ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return folder / "library"


@pytest.fixture(scope="module")
def assistant(library):
    return Assistant.open(Settings(library=library, _env_file=None))


def test_two_documents_that_differ_are_both_given_with_their_sources(assistant):
    answer = assistant.ask("2021年鹤壁市要改造多少个老旧小区?")
    assert "64个" in answer.text and "94个" in answer.text
    assert "31个" not in answer.text and "52个" not in answer.text
    assert answer.reason == "conflict" and not answer.declined
    assert "不一致" in answer.notice
    assert len({citation.document for citation in answer.citations}) == 2


def test_an_altered_copy_of_a_document_is_a_contradiction_and_not_the_truth(assistant):
    answer = assistant.ask("2019年济源要新建改造多少座公厕?")
    assert "128座" in answer.text and "158座" in answer.text
    assert answer.reason == "conflict"
    sources = {Path(citation.source).name for citation in answer.citations}
    assert sources == {"right.txt", "altered.txt"}


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("2021年鹤壁市要新增多少个公办学位?", "2600个"),
        ("2021年鹤壁市要新建多少座口袋公园?", "18座"),
        ("2020年鹤壁市的生产总值是多少?", "812.4亿元"),
        ("2020年鹤壁市城镇居民人均可支配收入是多少?", "31205元"),
        ("2020年鹤壁市第二产业增加值是多少?", "377亿元"),
        ("2021年漯河市要改造多少个老旧小区?", "31个"),
        ("2022年鹤壁市要改造多少个老旧小区?", "52个"),
        ("2019年济源新增公交车多少辆?", "180辆"),
    ],
)
def test_other_places_years_things_and_roundings_contradict_nothing(assistant, question, figure):
    answer = assistant.ask(question)
    assert figure in answer.text
    assert answer.reason is None and "不一致" not in answer.notice


def letter(folder: Path, name: str, text: str) -> None:
    """A page that says of no part whether it looks back or ahead."""
    head = (
        "# 鹤壁市2021年群众来信摘登\n\n2021年3月2日\n\n鹤壁市有关部门逐一作了答复，现予摘登。\n\n"
    )
    (folder / name).write_text(f"{head}鹤壁市{text}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def letters(tmp_path_factory):
    folder = tmp_path_factory.mktemp("letters")
    pages = folder / "pages"
    pages.mkdir()
    report(pages, "report.md", "改造老旧小区64个。新建口袋公园18座。")
    letter(pages, "one.md", "2020年，农村居民人均可支配收入26880元。")
    letter(pages, "two.md", "“十三五”期间，第二产业增加值累计377.5亿元。")
    letter(pages, "three.md", "2020年上半年，全市生产总值完成406.2亿元。")
    subprocess.run(
        [sys.executable, "-m", "ingest", "add", str(pages), "--library", str(folder / "library")],
        check=True, cwd=ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return Assistant.open(Settings(library=folder / "library", _env_file=None))


def test_a_letter_that_names_the_year_of_a_reports_figure_contradicts_the_report(letters):
    answer = letters.ask("2020年鹤壁市农村居民人均可支配收入是多少?")
    assert "16880元" in answer.text and "26880元" in answer.text
    assert answer.reason == "conflict"


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("2020年鹤壁市第二产业增加值是多少?", "377亿元"),
        ("2020年鹤壁市的生产总值是多少?", "812.4亿元"),
    ],
)
def test_half_a_year_and_five_years_contradict_no_year(letters, question, figure):
    answer = letters.ask(question)
    assert figure in answer.text
    assert answer.reason is None and "不一致" not in answer.notice


def test_a_model_that_tells_only_one_side_does_not_hide_the_other(library):
    with OpenAIServer() as server:
        assistant = open_with(library, server)
        server.default = Step(text=one_side)
        answer = assistant.ask("2021年鹤壁市要改造多少个老旧小区?")
    assert answer.mode == "model"
    assert "64个" in answer.text and "94个" in answer.text
    assert answer.reason == "conflict" and "不一致" in answer.notice


def one_side(asked):
    """What the false page says, as if it were all that there is."""
    said = asked["messages"][-1]["content"]
    numbers = [part[0] for part in said.split('编号="')[1:] if "94个" in part]
    return f"2021年鹤壁市将改造老旧小区94个。[{numbers[0]}]"
