"""Restoring gives back what bytes and language determine, and leaves alone what was whole."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.diagnosis import diagnose
from ingest.restore import explain, restore

DATA = Path(__file__).parent / "data" / "restore"


def rows(*names):
    cases = [
        case
        for name in names
        for case in json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    ]
    return [pytest.param(case, id=case["why"]) for case in cases]


@pytest.mark.parametrize("case", rows("damaged", "lost"))
def test_damage_is_undone(case):
    assert restore(case["raw"]).text == case["restored"]


@pytest.mark.parametrize("case", rows("negative"))
def test_text_that_only_looks_broken_is_unchanged(case):
    restored = restore(case["raw"])
    assert restored.text == case.get("restored", case["raw"])
    assert not restored.damaged
    assert not restored.reports


@pytest.mark.parametrize("case", rows("unsolved"))
def test_what_is_not_solved_yet(case, request):
    request.applymarker(pytest.mark.xfail(strict=True, reason=case["why"]))
    assert restore(case["raw"]).text == case["restored"]


@pytest.mark.parametrize("case", rows("lost", "unsolved"))
def test_what_the_bytes_do_not_determine_is_reported_where_it_stands(case):
    reports = restore(case["raw"]).reports
    assert reports
    for report in reports:
        assert "?" in case["raw"][report.raw_start : report.raw_end]


@pytest.mark.parametrize("case", rows("damaged"))
def test_restoring_twice_changes_nothing_more(case):
    once = restore(case["raw"]).text
    assert restore(once).text == once


@pytest.mark.parametrize("case", rows("damaged", "lost", "unsolved"))
def test_spans_never_run_backwards_and_every_raw_character_stands_behind_one(case):
    restored = restore(case["raw"])
    spans = [restored.offsets.span(k, k + 1) for k in range(len(restored.text))]
    assert spans[0].start == 0
    assert spans[-1].end == len(case["raw"])
    for one, other in pairwise(spans):
        assert one.start <= other.start <= one.end <= other.end
        assert one.start < one.end


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_comes_through_with_a_map_that_fits(text):
    restored = restore(text)
    assert restored.offsets.out_length == len(restored.text)
    if restored.text:
        whole = restored.offsets.span(0, len(restored.text))
        assert (whole.start, whole.end) == (0, len(text))


def test_the_page_as_published_stands_behind_every_restored_character():
    raw = "濟(jì)源市將(jiāng)建設(shè)三座公園。"
    restored = restore(raw)
    at = restored.text.index("建设")
    assert raw[slice(*restored.offsets.span(at, at + 2))] == "建設(shè)"


def test_a_digit_that_may_be_lost_is_marked_and_reported_never_guessed():
    raw = "經(jīng)濟(jì)新區(qū)新聞?dòng)浾?9名"
    restored = restore(raw)
    assert "�9名" in restored.text
    (report,) = restored.reports
    assert report.kind == "swallowed"
    assert "�" in report.chosen


def test_a_lone_question_mark_of_a_damaged_page_is_reported():
    restored = restore("經(jīng)濟(jì)形勢(shì)怎樣?今年仍要努力。")
    assert restored.text == "经济形势怎样?今年仍要努力。"
    assert [report.kind for report in restored.reports] == ["question mark"]


def test_a_report_names_its_alternatives_by_how_well_they_read():
    (report,) = restore("把職(zhí)能轉(zhuǎn)變?yōu)?ldquo;服務(wù)&rdquo;").reports
    assert report.chosen == "为“"
    assert report.alternatives
    assert report.margin >= 0


def test_steps_are_explained_in_their_order_and_lead_to_the_restored_text():
    raw = "變?yōu)?ldquo;服務(wù)&rdquo;,,濟(jì)源,,增長(zhǎng)８％。"
    steps = explain(raw)
    assert [step.name for step in steps] == ["entities", "commas", "glosses", "script", "width"]
    assert steps[-1].text == restore(raw).text
    assert ("濟(jì)", "濟") in [(change.before, change.after) for change in steps[2].changes]
    (place,) = {c.raw_start for step in steps for c in step.changes if c.before[0] == "濟"}
    assert place == raw.index("濟")
    for before, step in zip([raw, *(step.text for step in steps)], steps, strict=False):
        for change in step.changes:
            assert before.startswith(change.before, change.start)
    assert all(step.why for step in steps)


def test_a_change_ends_where_both_texts_agree_again():
    (glosses, *_) = explain("經(jīng)濟(jì)新區(qū)新聞?dòng)浾?名獲(huò)表彰。")
    assert ("?dòng)浾?", "記者�") in [change[:2] for change in glosses.changes]


def test_an_undamaged_page_has_no_steps_to_explain():
    assert explain("国内生产总值(GDP)增长。") == []


def test_a_textbook_that_glosses_its_characters_is_not_damaged():
    assert not diagnose("我(wǒ)们(men)学(xué)习(xí)语(yǔ)文(wén)。").glossed
    assert not diagnose("濟(jǐ)水與濟(jì)南,兩處讀音不同。").glossed
    assert not diagnose("驥(jì),良馬也。驂(cān),三馬也。").glossed


def test_traditional_text_of_people_is_converted_but_keeps_its_brackets():
    restored = restore("關於臺灣的發展(含後續)，於裡面說明「長(cháng)度」。")
    assert restored.text == "关于台湾的发展(含后续)，于里面说明「长(cháng)度」。"
    assert not restored.damaged


def test_a_list_of_two_characters_is_noticed():
    raw = (
        "市里召開會議,研究經(jīng)濟(jì)工作,部署下半年的重點任務,要求各縣區壓實責任,"
        "盯住項目,把各項政策落到實處,讓群眾得到實惠。"
    )
    assert diagnose(raw).page.listed == {"經", "濟"}


def test_a_lone_surrogate_and_a_nul_come_through():
    assert restore("濟\ud800源\x00").text.startswith("济")


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["?", "�", "€", "(jì)", "?qǐng)", "濟(jì)", "經", "\ue323", "(", ")", "l"])
        | st.sampled_from(["ldquo;", "\ud800", "\x00", "(10)", "A", "9", "\n", ",", "。", "土"]),
        max_size=14,
    )
)
def test_torn_rubble_comes_through_with_a_map_that_fits(pieces):
    text = "經(jīng)濟(jì)" + "".join(pieces)
    restored = restore(text)
    whole = restored.offsets.span(0, len(restored.text))
    assert (whole.start, whole.end) == (0, len(text))
    explain(text)
    for report in restored.reports:
        assert 0 <= report.raw_start < report.raw_end <= len(text)


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_random_bytes_come_through(raw):
    restore("經(jīng)濟(jì)" + raw.decode("gb18030", "replace"))
    restore("經(jīng)濟(jì)" + raw.decode("latin-1"))
