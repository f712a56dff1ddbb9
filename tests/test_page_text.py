"""What the page says, as HTML: nothing but our own marks, and every link leads somewhere."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Checks, Claim, ListCount, Reason
from assistant.page_sources import pieces, sources_html, switch_html
from assistant.page_strings import STRINGS
from assistant.page_text import conversation_html, escape, heading_html, rules_html
from assistant.page_turns import MAX_QUESTION_CHARS, Turn
from tests import page_standin as standin

ZH = STRINGS["zh-Hans"]
ANY_TEXT = st.text(st.characters(codec=None), max_size=40)
OURS = {
    *("h1", "h2", "h3", "p", "div", "span", "a", "ol", "ul", "li", "mark", "article", "section"),
    *("details", "summary", "footer", "blockquote", "fieldset", "legend", "label", "input"),
}
ATTRIBUTES = {
    *("class", "id", "href", "lang", "role", "aria-label", "aria-labelledby", "tabindex", "open"),
    "aria-describedby",
    *("type", "name", "checked"),
}


class Markup(HTMLParser):
    """What a browser would make of it: elements with attributes, ids, links, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "input":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, attribute: str) -> list[str]:
        return [str(attrs[attribute]) for _, attrs in self.elements if attribute in attrs]

    def classed(self, name: str) -> list[str]:
        return [tag for tag, attrs in self.elements if name in (attrs.get("class") or "").split()]


def done(answer: Answer, n: int = 1) -> Turn:
    return Turn(n, answer.question, answer, "done")


def conversation(*answers: Answer) -> Markup:
    turns = [done(answer, n) for n, answer in enumerate(answers, 1)]
    return Markup(conversation_html(turns, ZH))


def sources(*answers: Answer) -> Markup:
    turns = [done(answer, n) for n, answer in enumerate(answers, 1)]
    return Markup(sources_html(turns, ZH))


def assert_only_ours(markup: Markup) -> None:
    assert not markup.open
    for tag, attributes in markup.elements:
        assert tag in OURS
        assert set(attributes) <= ATTRIBUTES
        assert (attributes.get("href") or "#").startswith("#")
    ids = markup.all("id")
    assert len(ids) == len(set(ids))


@given(ANY_TEXT)
def test_escaped_text_is_text_and_nothing_else(text):
    markup = Markup(f"<p>{escape(text)}</p>")
    assert [tag for tag, _ in markup.elements] == ["p"]
    # What a browser can't show is replaced one for one; line ends may become one character.
    shown = text.replace("\r\n", "\n")
    assert len(markup.text) == len(shown)
    assert all(a == b for a, b in zip(markup.text, shown, strict=True) if b.isprintable())


@given(ANY_TEXT)
def test_escaped_text_holds_no_mark_that_a_template_or_markdown_could_take(text):
    assert not set(re.sub(r"&#\d+;", "", escape(text))) & set("<>&\"'${}[]()!*_`#~|\\:/.@^=+-")


@given(ANY_TEXT, ANY_TEXT, st.lists(ANY_TEXT, min_size=1, max_size=3))
def test_no_field_of_an_answer_can_bring_markup(text, quote, sections):
    citation = standin.quote_in(
        text + quote,
        quote + text,
        quote,
        quote,
        title=text,
        place=quote,
        source=text,
        section=tuple(sections),
    )
    answer = Answer(
        id=text,
        question=quote,
        script="hans",
        claims=(Claim(text, (1,)), Claim(quote, (1,), item=True)),
        citations=(citation,),
        checks=Checks(unverified=(text, "elsewhere")),
        notice=text,
    )
    declined = replace(
        answer, claims=(), citations=(), declined=True, message=text, nearest=citation
    )
    for one in (answer, declined):
        assert_only_ours(conversation(one))
        assert_only_ours(sources(one))
    failed = Turn(1, text, None, "failed", notice=quote)
    assert_only_ours(Markup(conversation_html([failed], ZH)))
    assert_only_ours(Markup(conversation_html([], ZH, notice=text)))


def test_the_rest_of_the_page_is_ours_too():
    for html in (heading_html(ZH), rules_html(ZH), rules_html(ZH, length=9_999), switch_html(ZH)):
        assert_only_ours(Markup(html))


def test_the_payloads_come_out_as_they_were_written():
    text = sources(standin.hostile()).text
    for payload in standin.PAYLOADS[:-1]:
        assert payload in text


@pytest.mark.parametrize("n", [1, 3])
def test_every_marker_leads_to_its_source_and_every_source_back(n):
    turns = [done(standin.ten(), n)]
    said, cited = Markup(conversation_html(turns, ZH)), Markup(sources_html(turns, ZH))
    forward, back = said.all("href"), cited.all("href")
    assert forward == [f"#s-{n}-{k}" for k in range(1, 11)]
    assert {href[1:] for href in forward} <= set(cited.all("id"))
    assert back == [f"#c-{n}-{k}" for k in range(1, 11)] + [f"#a-{n}"]
    assert {href[1:] for href in back} <= set(said.all("id"))


def test_a_marker_without_a_citation_is_not_drawn():
    answer = replace(standin.fact(), claims=(Claim("新修公路。", (1, 7)),))
    assert conversation(answer).all("href") == ["#s-1-1"]


def test_a_citation_whose_sentence_is_not_found_still_has_its_place():
    answer = standin.fact()
    lost = replace(answer.citations[0], quote="这句话不在段落里。")
    markup = sources(replace(answer, citations=(lost,)))
    assert "s-1-1" in markup.all("id")
    assert not [tag for tag, _ in markup.elements if tag == "mark"]


def test_ten_items_are_ten_lines_and_the_count_is_said():
    markup = conversation(standin.ten())
    assert [tag for tag, _ in markup.elements].count("ol") == 1
    assert sum(tag == "li" for tag, _ in markup.elements) == 10 + len(markup.classed("good")) + 1
    assert "10/10 项" in markup.text


def test_a_list_that_falls_short_says_how_many_are_missing():
    answer = replace(standin.ten(), checks=Checks(list=ListCount(10, 8)))
    assert "原文说有 10 项，这里列出 8 项" in conversation(answer).text


def test_nothing_is_claimed_of_an_answer_that_is_still_growing():
    turn = Turn(1, "问", standin.ten(), "answering")
    text = Markup(conversation_html([turn], ZH)).text
    assert "10/10" not in text
    assert ZH.writing in text


@pytest.mark.parametrize(("text", "own"), [("一是修路。", True), ("修路。", False)])
def test_items_that_bring_their_number_get_no_second_one(text, own):
    answer = replace(standin.ten(), claims=(Claim(text, (1,), item=True),))
    assert bool(conversation(answer).classed("own")) is own


def test_quotations_of_one_paragraph_share_its_card():
    markup = sources(standin.ten())
    assert len(markup.classed("source")) == 1
    assert sum(tag == "mark" for tag, _ in markup.elements) == 10


def test_quotations_that_overlap_get_a_card_each():
    answer = standin.fact()
    first = answer.citations[0]
    second = replace(first, n=2, quote=first.quote[:8])
    markup = sources(replace(answer, citations=(first, second)))
    assert len(markup.classed("source")) == 2
    assert {"s-1-1", "s-1-2"} <= set(markup.all("id"))


def test_an_undamaged_paragraph_is_written_once_and_a_damaged_one_in_both_texts():
    assert not sources(standin.fact()).classed("published")
    damaged = sources(standin.ten())
    assert len(damaged.classed("published")) == len(damaged.classed("restored")) > 0
    assert "公(gōng)路(lù)" in damaged.text
    assert ZH.changed in damaged.text


@given(
    st.lists(st.text("甲乙丙。，", min_size=1, max_size=6), min_size=1, max_size=8, unique=True),
    st.data(),
)
def test_the_two_texts_are_cut_at_the_same_places_and_lose_nothing(sentences, data):
    restored = [f"{n}{text}" for n, text in enumerate(sentences)]
    published = [text + "(x)" * data.draw(st.integers(0, 2)) for text in restored]
    text, raw = "".join(restored), "".join(published)
    quoted = data.draw(st.sets(st.integers(0, len(sentences) - 1)))
    citations = [
        standin.quote_in(text, raw, restored[k], published[k], n=k + 1) for k in sorted(quoted)
    ]
    cut = pieces(text, raw, citations)
    assert "".join(piece.restored for piece in cut) == text
    assert "".join(piece.published for piece in cut) == raw
    marked = {piece.n: piece for piece in cut if piece.n}
    assert {n: (p.restored, p.published) for n, p in marked.items()} == {
        k + 1: (restored[k], published[k]) for k in quoted
    }


def test_raw_spans_that_share_a_decoration_lose_and_repeat_nothing():
    text, raw = "甲乙", "甲(x)乙"
    one = standin.quote_in(text, raw, "甲", "甲(x)")
    two = standin.quote_in(text, raw, "乙", "(x)乙", n=2)
    assert [tuple(piece) for piece in pieces(text, raw, [two, one])] == [
        ("甲", "甲(x)", 1),
        ("乙", "乙", 2),
    ]


def test_a_source_says_where_it_stands():
    text = sources(standin.ten()).text
    for said in ("青石县2019年政府工作报告", "云西省青石县", "2019年", "计划", "（七）着力保障"):
        assert said in text
    assert "回顾" in sources(standin.fact()).text


def test_a_browser_is_not_told_where_a_file_lies_on_the_server():
    html = sources_html([done(standin.ten())], ZH)
    assert escape("qingshi-2019.txt") in html
    assert "private" not in html


def test_a_declined_answer_says_why_and_names_the_nearest_paragraph_as_no_answer():
    markup = conversation(standin.declined())
    assert ZH.reasons["year_not_in_library"] in markup.text
    assert standin.declined().message in markup.text
    assert ZH.nearest in markup.text
    cited = sources(standin.declined())
    assert ZH.nearest in cited.text
    assert markup.all("href") == ["#s-1-nearest"]
    assert "s-1-nearest" in cited.all("id")
    assert cited.all("href") == ["#a-1"]


@pytest.mark.parametrize("language", sorted(STRINGS))
def test_every_reason_has_words(language):
    assert set(STRINGS[language].reasons) == set(get_args(Reason))


def test_a_claim_that_nothing_carries_is_marked_and_one_left_out_is_counted():
    answer = standin.fact()
    doubted = Claim("这一句没有依据。", (1,))
    checks = Checks(unverified=(doubted.text, "这一句没有列出。"))
    markup = conversation(replace(answer, claims=(*answer.claims, doubted), checks=checks))
    assert len(markup.classed("doubt")) == 1
    assert ZH.dropped.format(count=1) in markup.text
    assert "这一句没有列出" not in markup.text


def test_a_notice_of_the_answer_is_shown():
    answer = replace(standin.fact(), notice="模型没有回应，以下摘自原文。")
    assert answer.notice in conversation(answer).text


def test_an_answer_carries_the_language_of_its_script():
    answer = replace(standin.fact(), script="hant")
    assert "zh-Hant" in conversation(answer).all("lang")


def test_an_earlier_answer_keeps_its_own_sources_and_only_the_newest_is_unfolded():
    markup = sources(standin.ten(), standin.fact(), standin.declined())
    groups = [attrs for tag, attrs in markup.elements if tag == "details"]
    assert ["open" in group for group in groups] == [False, False, True]
    ids = Counter(markup.all("id"))
    assert ids["s-1-1"] == ids["s-2-1"] == ids["s-3-nearest"] == 1
    alone = sources_html([done(standin.ten())], ZH).replace(" open>", ">")
    assert alone in sources_html([done(standin.ten()), done(standin.fact(), 2)], ZH)


def test_a_question_may_be_as_long_as_the_assistant_takes_it():
    from assistant.question import MAX_CHARACTERS

    assert MAX_QUESTION_CHARS == MAX_CHARACTERS


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_stand_out_enough_to_be_read(theme):
    """4.5 is what WCAG 2.2 asks of text (success criterion 1.4.3)."""
    css = (Path(__file__).parents[1] / "assistant" / "page.css").read_text(encoding="utf-8")
    light, dark = re.findall(r"container(?:\.dark)? \{\n(  --ink.*?)\n\}", css, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#\w+);", light if theme == "light" else dark))
    for ink in ("ink", "soft", "red", "amber"):
        for ground in ("paper", "panel", "card"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert contrast(colours["on-red"], colours["red"]) >= 4.5
    for tint in ("mark", "mark-now"):
        marked = blended(colours[tint], colours["card"])
        assert contrast(colours["ink"], marked) >= 4.5
        assert contrast(colours["ink"], blended(colours["doubt"], marked)) >= 4.5


def blended(over: str, ground: str) -> str:
    share = int(over[7:9], 16) / 255
    mixed = (
        round(int(over[k : k + 2], 16) * share + int(ground[k : k + 2], 16) * (1 - share))
        for k in (1, 3, 5)
    )
    return "#" + "".join(f"{value:02x}" for value in mixed)


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    full = "#" + "".join(c * 2 for c in colour[1:]) if len(colour) == 4 else colour
    channels = [int(full[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
