"""What an answer offers beside its text: cards, steps, doubts, copies, follow-ups, verdicts."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant import feedback
from tests import canned_answers as canned
from tests.page.acts import PHONE, answered, ask, picture, target


def test_hovering_a_citation_shows_its_sentence_document_place_and_year(page):
    ask(page, canned.LIST)
    answered(page)
    card = page.locator("#hover-card")
    page.locator("#a-1 .cite").nth(2).hover()
    expect(card).to_be_visible()
    for said in ("三是新增公交车辆35辆", "青石县2019年政府工作报告", "云西省青石县", "2019年"):
        expect(card).to_contain_text(said)
    picture(page, "page-hover")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.locator("#a-1 .cite").nth(3).focus()
    expect(card).to_contain_text("四是建成城区停车位1200个")
    expect(page.locator("#a-1 .cite").nth(3)).to_have_accessible_description(card.inner_text())
    page.locator("#question textarea").focus()
    expect(card).to_have_count(0)


def test_the_card_stays_within_the_window(opened, address):
    page = opened(address, viewport={"width": 900, "height": 500})
    ask(page, canned.LIST)
    answered(page)
    for cite in page.locator("#a-1 .cite").all():
        cite.hover()
        box = page.locator("#hover-card").bounding_box()
        assert box is not None
        assert box["x"] >= 0 and box["x"] + box["width"] <= 900
        assert box["y"] >= 0 and box["y"] + box["height"] <= 500


def test_a_claim_without_support_looks_different_and_says_why(page):
    ask(page, canned.DOUBTED)
    expect(page.locator(".claim.unsure").first).to_be_attached(timeout=10_000)
    answered(page)
    expect(page.locator(".claim.unsure")).to_have_count(0)
    doubt = page.locator("#a-1 .claim.doubt")
    expect(doubt).to_have_count(1)
    expect(page.locator("#a-1 .checks")).to_contain_text("有 1 句没能核实，已用虚线标出")
    style = doubt.evaluate("e => getComputedStyle(e).textDecorationStyle")
    assert style == "dotted"
    why = doubt.locator(".tip")
    expect(why).to_be_hidden()
    doubt.hover()
    expect(why).to_be_visible()
    expect(why).to_have_text("原文的数字是48.5公里。")
    page.locator("#top").hover()
    doubt.focus()
    expect(why).to_be_visible()


def test_documents_that_contradict_each_other_are_named_beside_what_each_says(page):
    ask(page, canned.DISPUTED)
    answered(page)
    turn = page.locator("#a-1")
    expect(turn.locator(".conflict")).to_contain_text("说法不一致")
    expect(turn.locator(".whose")).to_have_text(
        [
            "——青石县2019年政府工作报告 · 2019-02-16 · qingshi-2019.txt",
            "——青石县2019年政府工作报告 · qingshi-copy.txt",
        ]
    )
    for cite, figure in zip(turn.locator(".cite").all(), ("48.5", "45.8"), strict=True):
        cite.click()
        assert f"{figure}公里" in target(page)
    picture(page, "page-conflict")


def test_the_steps_are_folded_away_and_open_at_a_click(page):
    ask(page, canned.DOUBTED)
    answered(page)
    steps = page.locator("#a-1 .steps")
    expect(steps.locator("li").first).to_be_hidden()
    steps.locator("summary").click()
    expect(steps.locator("li")).to_contain_text(
        ["理解为：2018年青石县", "找到 12 段", "openai:small"]
    )


def test_an_answer_is_copied_as_markdown_with_footnotes(opened, address):
    page = opened(address, permissions=["clipboard-read", "clipboard-write"])
    ask(page, canned.LIST)
    answered(page)
    page.get_by_role("button", name="复制（Markdown）").click()
    expect(page.locator("#said")).to_have_text("已复制")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "- 新增公交车辆35辆。[^3]" in text
    assert "[^3]: 青石县2019年政府工作报告 · 云西省青石县 · 2019年" in text
    assert f"<{address}/?p=00ff%23p12>" in text


@pytest.mark.parametrize("viewport", [None, PHONE])
def test_three_follow_ups_can_be_answered_and_are_asked_by_a_click(opened, house, viewport):
    page = opened(house, **({"viewport": viewport} if viewport else {}))
    ask(page, "2018年济源的民生工作办了哪些？")
    answered(page)
    offers = page.locator("#examples button:visible")
    expect(offers).to_have_count(3, timeout=20_000)
    for n in range(2, 4):
        question = offers.first.inner_text()
        offers.first.click()
        answered(page, n)
        expect(page.locator(f"#q-{n}")).to_have_text(question)
        expect(page.locator(f"#a-{n} .declined")).to_have_count(0)
        expect(page.locator(f"#a-{n} .cite").first).to_be_visible()
        expect(offers.first).to_be_visible(timeout=20_000)


def test_a_verdict_with_its_reason_is_kept_in_the_library(opened, house, own_library: Path):
    page = opened(house)
    ask(page, "2019年济源承诺了哪些民生实事?")
    answered(page)
    ask(page, "公交车新增多少辆？")
    answered(page, 2)
    page.locator("#a-2 .verdict").nth(1).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("textarea")).to_be_focused()
    dialog.locator("textarea").fill("应当说明是哪一年")
    dialog.get_by_role("button", name="提交").click()
    expect(page.locator("#said")).to_have_text("已记下，谢谢")
    expect(page.locator("#a-2 .verdict").nth(1)).to_have_attribute("aria-pressed", "true")
    *_, last = feedback.read(own_library / "page")
    assert (last.verdict, last.reason) == ("bad", "应当说明是哪一年")
    assert last.turns == ("2019年济源承诺了哪些民生实事?", "公交车新增多少辆？")
    assert "180" in json.dumps(last.answer, ensure_ascii=False)
    page.reload()
    expect(page.locator("#a-2 .verdict").nth(1)).to_have_attribute("aria-pressed", "true")


def test_praise_takes_a_reason_too_and_needs_none(opened, house, own_library: Path):
    page = opened(house)
    ask(page, "2018年济源新增就业多少人？")
    answered(page)
    page.locator("#a-1 .verdict").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("哪里有帮助？")
    page.get_by_role("dialog").get_by_role("button", name="提交").click()
    expect(page.locator("#a-1 .verdict").first).to_have_attribute("aria-pressed", "true")
    *_, last = feedback.read(own_library / "page")
    assert (last.verdict, last.reason) == ("good", "")


def test_a_verdict_that_is_cancelled_is_none(page):
    ask(page, canned.FACT)
    answered(page)
    page.locator("#a-1 .verdict").nth(1).click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#a-1 .verdict").nth(1)).to_have_attribute("aria-pressed", "false")
