"""In a library, copies of one text repair each other, and a newer parser reads again."""

import json
import unicodedata
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.copies import CONFIRMED, repair_among, repair_from, undecided
from ingest.errors import UnreadableFile
from ingest.library import Library
from ingest.offsets import OffsetMap
from ingest.parse import PARSER, parse_bytes, parse_restored
from ingest.restore import Restored, restore
from tests.damage import DEFAULT_LIST, damage
from tests.library_standins import CharacterCounts

TEXTS = json.loads(
    (Path(__file__).parent / "data" / "restore" / "texts.json").read_text(encoding="utf-8")
)
WHOLE = "\n".join(
    [
        "市总工会表彰先进集体",
        *TEXTS[:4],
        "本市有新闻记者7名受到表彰，会议要求再接再厉，把好经验写进明年的工作安排。",
        *TEXTS[4:12],
    ]
)
TORN = damage(WHOLE)
"""Has lost the 7, and the end of a line."""
CUT = damage(WHOLE, listed=[c for c in DEFAULT_LIST if c != "動"], block=300)
"""Has the 7, and has lost bytes at the end of a block, and the end of the same line."""
LOST, FOUND = "记者�名", "记者7名"


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


class Case:
    """A library of pages by name, and what its last writing did."""

    def __init__(self, folder: Path) -> None:
        self.pages, self.library = folder / "pages", folder / "library"
        self.pages.mkdir()
        self.steps: set[str] = set()

    def add(self, *, parse=parse_bytes, version=PARSER, again=parse_restored, **pages: str):
        for name, text in pages.items():
            (self.pages / f"{name}.txt").write_text(text, encoding="utf-8")
        self.steps.clear()
        self.embedder = CharacterCounts()
        return pipeline.add(
            self.library,
            [self.pages],
            embedder=self.embedder,
            parse=parse,
            parse_restored=again,
            version=version,
            progress=self.heard,
        )

    def heard(self, step: str, done: int, total: int) -> None:
        self.steps.add(step)

    def snapshot(self):
        return Library.open(self.library).snapshot()

    def source(self, name: str) -> str:
        return str(self.pages / f"{name}.txt")


def id_of(snapshot, name: str) -> str:
    (found,) = (page.id for page in snapshot.documents() if page.source.endswith(f"/{name}.txt"))
    return found


def text_of(snapshot, name: str) -> str:
    return folded("\n".join(p.text for p in snapshot.paragraphs(id_of(snapshot, name))))


def kinds_of(snapshot, name: str) -> list[str]:
    return [report.kind for report in snapshot.reports(id_of(snapshot, name))]


@pytest.fixture
def case(tmp_path) -> Case:
    return Case(tmp_path)


def test_what_the_tests_are_made_of_is_torn_at_different_places():
    torn, cut = restore(TORN), restore(CUT)
    assert LOST in torn.text and FOUND in cut.text
    places = [{report.chosen for report in page.reports} for page in (torn, cut)]
    assert all(places) and places[0] - places[1] and places[1] - places[0]


def test_a_whole_page_decides_all_that_two_copies_have_lost(case):
    case.add(a=TORN, b=CUT, c=WHOLE)
    snapshot = case.snapshot()
    for name in "ab":
        assert text_of(snapshot, name) == folded(WHOLE)
        assert set(kinds_of(snapshot, name)) == {CONFIRMED}
        assert snapshot.document(id_of(snapshot, name)).damaged
    assert [page.source for page in snapshot.pages()] == [case.source(name) for name in "abc"]


def test_a_repaired_place_leads_to_the_page_as_published(case):
    case.add(a=TORN, c=WHOLE)
    snapshot = case.snapshot()
    (paragraph,) = (p for p in snapshot.paragraphs(id_of(snapshot, "a")) if FOUND in p.text)
    at = paragraph.text.index("7名")
    span = snapshot.raw_span(paragraph, at, at + 1)
    assert "?" in snapshot.raw(*span, document=paragraph.document)


def test_two_damaged_copies_help_each_other_and_what_both_lost_stays_open(case):
    case.add(a=TORN, b=CUT)
    snapshot = case.snapshot()
    assert FOUND in text_of(snapshot, "a")
    assert text_of(snapshot, "a") == text_of(snapshot, "b") != folded(WHOLE)
    for name in "ab":
        assert sorted(kinds_of(snapshot, name)) == [CONFIRMED, "swallowed"]


def test_adding_again_changes_nothing_and_costs_nothing(case):
    case.add(a=TORN, b=CUT, c=WHOLE)
    before = case.snapshot()
    summary = case.add()
    after = case.snapshot()
    assert (summary.unchanged, summary.added, summary.embedded) == (3, 0, 0)
    assert case.steps == {"reading"}
    assert after.generation == before.generation
    assert text_of(after, "a") == folded(WHOLE)


def test_a_page_of_another_text_does_not_ask_the_copies_again(case):
    case.add(a=TORN, b=CUT)
    case.add(d="一则通知\n" + "明天上午九时，全体职工在礼堂开会，请准时参加，不得缺席。" * 3)
    assert "mending copies" not in case.steps
    assert FOUND in text_of(case.snapshot(), "a")


def test_readers_of_an_older_build_see_what_they_saw(case):
    case.add(a=TORN)
    old = case.snapshot()
    case.add(c=WHOLE)
    new = case.snapshot()
    assert LOST in text_of(old, "a") and CONFIRMED not in kinds_of(old, "a")
    assert FOUND in text_of(new, "a") and set(kinds_of(new, "a")) == {CONFIRMED}
    ids = [{p.id: folded(p.text) for p in s.paragraphs(id_of(s, "a"))} for s in (old, new)]
    same = [id for id in ids[0] if ids[0][id] == ids[1].get(id)]
    assert len(same) >= 5, "lines that are the same keep their ids"


def test_what_a_copy_has_decided_stays_until_everything_is_made_anew(case):
    case.add(a=TORN, c=WHOLE)
    pipeline.remove(case.library, [case.source("c")], embedder=CharacterCounts)
    assert FOUND in text_of(case.snapshot(), "a")
    pipeline.rebuild(
        case.library,
        embedder=CharacterCounts(),
        parse=parse_bytes,
        parse_restored=parse_restored,
    )
    assert LOST in text_of(case.snapshot(), "a")
    case.add(c=WHOLE)
    assert FOUND in text_of(case.snapshot(), "a")


def test_making_everything_anew_repairs_again(case):
    case.add(a=TORN, c=WHOLE)
    summary = pipeline.rebuild(
        case.library,
        embedder=CharacterCounts(),
        parse=parse_bytes,
        parse_restored=parse_restored,
    )
    assert (summary.unchanged, summary.embedded, summary.refused) == (2, 0, [])
    assert FOUND in text_of(case.snapshot(), "a")


def test_a_page_that_cant_be_parsed_as_repaired_stays_as_it_was_and_is_named(case):
    def refuse(*_, **__):
        raise UnreadableFile("no text of its own")

    summary = case.add(again=refuse, a=TORN, c=WHOLE)
    assert [refusal.path for refusal in summary.refused] == [case.source("a")]
    assert LOST in text_of(case.snapshot(), "a")


def unrestored(content: bytes, source: str):
    """An older parser: it takes a page as published."""
    raw = content.decode("utf-8")
    restored = Restored(raw, OffsetMap.identity(len(raw)), (), "hant", False)
    return parse_restored(content, source, raw=raw, encoding="utf-8", restored=restored)


def test_a_newer_parser_reads_again_without_the_files(case):
    case.add(parse=unrestored, version=PARSER - 1, a=TORN, c=WHOLE)
    old = case.snapshot()
    for path in case.pages.iterdir():
        path.unlink()
    summary = case.add()
    new = case.snapshot()
    assert "reading again" in case.steps
    assert "(" in text_of(old, "a") and "(" not in text_of(new, "a")
    assert FOUND in text_of(new, "a")
    assert (summary.documents, summary.unchanged, summary.refused) == (2, 0, [])
    case.add()
    assert case.steps == {"reading"}, "once is enough"


def test_what_reads_the_same_keeps_its_vectors(case):
    case.add(version=PARSER, c=WHOLE)
    summary = case.add(version=PARSER + 1)
    assert "reading again" in case.steps
    assert (summary.unchanged, summary.embedded, case.embedder.texts) == (1, 0, [])


def test_a_new_library_has_nothing_to_read_again(case):
    case.add(a=WHOLE)
    assert "reading again" not in case.steps


def test_an_undamaged_copy_is_asked_first_and_nobody_overrules_it():
    torn, whole = restore(TORN), restore(WHOLE)
    wrong = restore(CUT.replace("7名", "9名"))
    repaired = repair_among(torn, [wrong, whole])
    assert FOUND in repaired.text and not undecided(repaired)
    assert repair_from(repaired, restore(WHOLE.replace("7名", "9名"))) == repaired
