"""The library on the page: what is in it by place and year, searching it, asking a part of it."""

from playwright.sync_api import Page, expect

from tests.page.acts import PHONE, answered, ask, overflow, picture


def library(page: Page) -> None:
    page.locator('[data-panel="library"][aria-expanded]').click()
    expect(page.locator("#found .documents li").first).to_be_visible()


def test_the_picture_shows_places_and_years_and_kinds_as_colours(opened, house):
    page = opened(house)
    library(page)
    expect(page.locator("#picture .holds")).to_contain_text("6 份文件")
    places = page.locator("#picture svg .place").all_text_contents()
    assert places[0] == "河南省济源市"
    assert len(places) == 4
    years = page.locator("#picture svg .year").all_text_contents()
    assert years == ["2017", "2018", "2019", "2020"]
    fill = "s => getComputedStyle(document.querySelector(s)).fill"
    colours = {
        page.evaluate(fill, f"#picture .kind-{kind}")
        for kind in ("work-report", "interview", "meeting", "notice")
    }
    assert len(colours) == 4
    legend = page.locator("#picture .legend")
    for kind in ("工作报告", "访谈", "会议", "公示"):
        expect(legend).to_contain_text(kind)
    picture(page, "page-library")


def test_a_cell_of_the_picture_shows_its_documents_and_makes_them_the_conversations(opened, house):
    page = opened(house)
    library(page)
    cell = page.get_by_role("link", name="河南省济源市，2019年：1 份")
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#found .documents > li")).to_have_count(1)
    page.locator("#narrowed").get_by_role("button", name="只问这些").click()
    chips = page.locator("#chips li")
    expect(chips).to_contain_text(["河南省济源市", "2019年", "1"])
    expect(page.locator("#question textarea")).to_be_focused()

    ask(page, "任天顺怎么谈脱贫攻坚？")
    answered(page)
    expect(page.locator("#a-1 .declined")).to_be_visible()
    ask(page, "2019年济源承诺了哪些民生实事?")
    answered(page, 2)
    expect(page.locator("#a-2 .claims li")).to_have_count(10)
    expect(page.locator("#a-2 .steps")).to_contain_text("只在选定的 1 份文件里找")

    page.reload()
    expect(chips).to_contain_text(["河南省济源市", "2019年", "1"])
    chips.nth(1).get_by_role("button").click()
    expect(chips).to_contain_text(["河南省济源市", "3"])
    chips.nth(0).get_by_role("button").click()
    expect(chips).to_have_count(0)
    ask(page, "任天顺怎么谈脱贫攻坚？")
    answered(page, 3)
    expect(page.locator("#a-3 .cite").first).to_be_visible()


def test_one_document_is_asked_alone(opened, house):
    page = opened(house)
    library(page)
    row = page.locator("#found .documents > li", has_text="2018年济源市民生工作办理情况公示")
    row.get_by_role("button").click()
    page.locator("#library").get_by_role("button", name="关闭").click()
    expect(page.locator("#chips li").first).to_contain_text("2018年济源市民生工作办理情况公示")
    ask(page, "2019年济源承诺了哪些民生实事?")
    answered(page)
    for source in page.locator(".source h3").all_inner_texts():
        assert source == "2018年济源市民生工作办理情况公示"


def test_searching_finds_as_one_types_titles_and_text_in_either_script(opened, house):
    page = opened(house)
    library(page)
    search = page.locator("#search")
    expect(search).to_be_focused()
    page.keyboard.type("公示")
    expect(page.locator("#found .documents > li")).to_have_count(1)
    search.fill("公交車")
    expect(page.locator("#found .snippets li").first).to_contain_text("公交车180辆")
    expect(page.locator("#found .snippets li em").first).to_have_text("公交车")
    page.locator("#found .snippets a").first.click()
    expect(page.locator(".paragraph.cited")).to_be_in_viewport()
    expect(page.locator(".paragraph.cited")).to_contain_text("公交车180辆")
    search.fill("火星移民")
    expect(page.locator("#found")).to_contain_text("没有找到「火星移民」")
    search.fill("")
    expect(page.locator("#found .documents > li")).to_have_count(6)


def test_a_document_is_read_from_the_list(opened, house):
    page = opened(house)
    library(page)
    page.locator("#found .documents a", has_text="2019年济源市政府工作报告").click()
    expect(page.locator("#reading h2")).to_have_text("2019年济源市政府工作报告")
    expect(page.locator("#library")).to_be_visible()


def test_escape_closes_the_library_and_gives_the_focus_back(opened, house):
    page = opened(house)
    library(page)
    page.keyboard.press("Escape")
    expect(page.locator("#library")).to_be_hidden()
    expect(page.get_by_role("button", name="资料库")).to_be_focused()
    expect(page.locator("#question")).to_be_visible()


def test_the_library_fits_a_phone(opened, house):
    page = opened(house, viewport=PHONE, has_touch=True)
    library(page)
    assert overflow(page) == 0
    picture(page, "page-phone-library")
    page.locator("#found .documents a").first.tap()
    expect(page.locator("#reading .paragraph").first).to_be_visible()
    assert overflow(page) == 0


def test_without_documents_the_library_says_so(opened, address):
    page = opened(address)
    page.get_by_role("button", name="资料库").click()
    expect(page.locator("#found")).to_contain_text("资料库里还没有文件")
