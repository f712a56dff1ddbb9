"""The sample library: what it promises to a newcomer, and what it must not contain.

The damaged page in it is made, never edited by hand. After a change of its source or of the
tool, write it anew:

    python -c "import tests.test_sample as s; s.DAMAGED.write_bytes(s.damaged_copy())"
"""

import re
from pathlib import Path

import pytest

from ingest.normalise import to_simplified
from tests.damage import damage

SAMPLE = Path(__file__).parents[1] / "sample"
SOURCE = Path(__file__).parent / "data" / "xiashan-2020-interview.txt"
DAMAGED = SAMPLE / "xiashan-2020-interview.txt"
PAGES = sorted(path for path in SAMPLE.iterdir() if path.suffix)

TEN = {
    "一": ("黑臭水体",),
    "二": ("1.8万余名小学生", "营养餐"),
    "三": ("180辆", "免费"),
    "四": ("愚公路小学", "卢仝小学", "19所"),
    "五": ("80公里", "4.7万人"),
    "六": ("67个游园", "1.3万亩"),
    "七": ("一卡（码）通用",),
    "八": ("270万平方米", "7万余人"),
    "九": ("128座",),
    "十": ("96333",),
}
"""The ten projects of 2019 and what is counted in each, as promised in February 2019."""

GLOSS_RE = re.compile(r"([㐀-鿿])\([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)")
NOT_WORDS_RE = re.compile(r"[^㐀-鿿0-9A-Za-z%.]")
LONGEST_SHARED = 25
"""Characters. Names of offices and projects can't be put differently; a sentence is longer.
Measured: the longest run now is 17, a meeting's list of fields of work."""


def damaged_copy() -> bytes:
    source = SOURCE.read_text(encoding="utf-8")
    return damage(source, commas=0.5, entities=True, seed=2020).encode("utf-8")


def text_of(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def body_of(path: Path) -> set[str]:
    return {line for line in text_of(path).splitlines() if len(line) > 60}


def words_of(text: str) -> str:
    return NOT_WORDS_RE.sub("", to_simplified(GLOSS_RE.sub(r"\1", text)))


def test_the_damaged_page_is_what_the_tool_makes_of_its_source():
    assert DAMAGED.read_bytes() == damaged_copy()


def test_the_damaged_page_shows_every_kind_of_damage():
    page = text_of(DAMAGED)
    assert GLOSS_RE.search(page)
    assert re.search(r"\?[a-zà-ǜ]+\)", page), "a torn pair"
    assert ",," in page
    assert "濰坊" in page and "潍坊" not in page


def test_the_report_of_2019_gives_the_ten_projects_in_one_paragraph():
    report = text_of(SAMPLE / "jiyuan-2019-report.txt")
    (paragraph,) = [line for line in report.splitlines() if line.startswith("办好十件民生实事")]
    projects = re.findall(r"([一二三四五六七八九十])是(.+?。)", paragraph)
    assert [number for number, _ in projects] == list(TEN)
    for number, promised in projects:
        assert all(count in promised for count in TEN[number]), promised


def test_the_report_of_2019_is_laid_out_as_such_reports_are():
    report = text_of(SAMPLE / "jiyuan-2019-report.txt")
    headings = ["一、2018年工作回顾", "二、2019年工作安排", "三、加强政府自身建设"]
    at = [report.index(f"\n{heading}\n") for heading in headings]
    assert at == sorted(at)
    plan = report[at[1] : at[2]]
    assert re.findall(r"(?m)^（(.)）", plan) == list("一二三四五六七")
    assert "市里定的十件民生实事" in report[at[0] : at[1]]
    assert 2500 <= len(report) <= 4000


def test_one_page_is_a_mirror_copy_of_another():
    meeting = SAMPLE / "jincheng-2020-meeting.txt"
    mirror = SAMPLE / "jincheng-2020-meeting-mirror.txt"
    assert body_of(meeting) == body_of(mirror)
    assert len(body_of(meeting)) >= 5
    title, other = (text_of(path).split("\n\n")[1] for path in (meeting, mirror))
    assert title != other


def test_the_pages_differ_in_kind_and_encoding():
    assert 6 <= len(PAGES) <= 10
    assert {path.suffix for path in PAGES} == {".txt", ".md", ".html"}
    with pytest.raises(UnicodeDecodeError):
        (SAMPLE / "jiyuan-2018-livelihood.txt").read_bytes().decode("utf-8")


@pytest.mark.parametrize("path", [*PAGES, SOURCE], ids=lambda path: path.name)
def test_pages_name_no_real_site(path):
    hosts = re.findall(r"(?:https?://|@)([\w.-]+)", text_of(path))
    assert hosts
    assert all(host.endswith("example.invalid") for host in hosts)


@pytest.mark.parametrize("path", [*PAGES, SOURCE], ids=lambda path: path.name)
def test_pages_are_in_our_own_words(path, shared):
    real = "|".join(words_of(text_of(page)) for page in sorted((shared / "corpus").glob("*.txt")))
    for line in text_of(path).splitlines():
        words = words_of(line)
        runs = (words[at : at + LONGEST_SHARED] for at in range(len(words) - LONGEST_SHARED + 1))
        copied = [run for run in runs if run in real]
        assert not copied
