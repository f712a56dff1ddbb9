"""Asking: answers that stream, stop, decline and fail."""

from playwright.sync_api import expect

from tests import canned_answers as canned
from tests.page.acts import answered, ask, in_view, picture, target
from tests.page_standin import BROKEN, REFUSED, SLOW


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


def test_a_declined_answer_says_why_and_offers_the_nearest_as_no_answer(page):
    ask(page, canned.DECLINED)
    answered(page)
    turn = page.locator("#a-1")
    expect(turn).to_contain_text("未作回答：年份不在资料库里")
    expect(turn).to_contain_text("最接近的一段，不是答案")
    turn.get_by_role("link").click()
    in_view(page, "#s-1-nearest")
    expect(page.locator(".source")).to_contain_text("最接近的一段，不是答案")
    picture(page, "page-declined")


def test_an_answer_can_be_stopped_and_is_then_called_unfinished(page):
    ask(page, SLOW)
    expect(page.locator(".claims li").nth(1)).to_be_attached(timeout=10_000)
    page.locator("#stop").click()
    expect(page.locator("#a-1")).to_contain_text("已停止，以上回答不完整。")
    before = page.locator(".claims li").count()
    expect(page.locator("#send")).to_be_visible()
    page.wait_for_timeout(700)
    assert page.locator(".claims li").count() == before < 10
    ask(page, canned.FACT)
    answered(page, 2)


def test_a_question_sent_while_an_answer_is_written_is_asked_after_it(page):
    ask(page, SLOW)
    expect(page.locator(".claims li").first).to_be_attached()
    ask(page, canned.FACT)
    answered(page, 2)
    expect(page.locator("#q-2")).to_have_text(canned.FACT)
    expect(page.locator("#a-1.done .claims li")).to_have_count(10)


def test_a_new_conversation_ends_the_answer_of_the_old_one(page):
    ask(page, SLOW)
    expect(page.locator(".claims li").first).to_be_attached()
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".welcome")).to_be_visible()
    ask(page, canned.FACT)
    answered(page)
    expect(page.locator("#q-1")).to_have_text(canned.FACT)
    page.get_by_role("link", name=SLOW, exact=True).click()
    expect(page.locator("#a-1.stopped")).to_be_visible()


def test_errors_are_sentences_and_the_page_goes_on(page):
    ask(page, REFUSED)
    expect(page.locator("#a-1")).to_contain_text("没能回答：the embedding service is gone")
    ask(page, BROKEN)
    expect(page.locator("#a-2")).to_contain_text("出了意外的错误")
    assert "secret" not in page.content()
    ask(page, canned.FACT)
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
    ask(page, canned.FACT)
    answered(page)
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".source")).to_have_count(0)
    expect(page.locator("#examples button").first).to_be_visible()
    ask(page, canned.LIST)
    answered(page)
    expect(page.locator(".turn")).to_have_count(1)


def test_enter_that_picks_a_character_does_not_send(page):
    """An input method for Chinese confirms with Enter; the browser marks it as composing."""
    box = page.locator("#question textarea")
    box.fill("济源")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "keyCode": 229})
    page.wait_for_timeout(300)
    expect(page.locator(".turn")).to_have_count(0)
    expect(box).to_have_value("济源")
