"""What a browser would make of the page's HTML, and that it is nothing but our own."""

from html.parser import HTMLParser

from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.page_sources import sources_html
from assistant.page_strings import STRINGS
from assistant.page_text import conversation_html
from assistant.page_turns import Turn

ZH = STRINGS["zh-Hans"]
ANY_TEXT = st.text(st.characters(codec=None), max_size=40)
OURS = {
    *("h1", "h2", "h3", "p", "div", "span", "a", "ol", "ul", "li", "mark", "article", "section"),
    *("details", "summary", "header", "footer", "blockquote", "fieldset", "legend", "label"),
    *("input", "button", "select", "option", "nav", "time", "form", "figure", "figcaption"),
    *("svg", "title", "text", "rect", "line", "strong"),
}
ATTRIBUTES = {
    *("class", "id", "href", "lang", "role", "tabindex", "open", "type", "name", "checked"),
    *("value", "selected", "placeholder", "autocomplete", "spellcheck", "multiple", "accept"),
    *("for", "title", "datetime", "download", "hidden", "method", "action"),
    *("width", "height", "viewbox", "x", "y", "x1", "x2", "y1", "y2"),
}
ALSO = ("data-", "aria-")
"""What our script and a screen reader go by: neither loads nor runs anything."""


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
        assert all(name in ATTRIBUTES or name.startswith(ALSO) for name in attributes)
        assert (attributes.get("href") or "#").startswith(("#", "/?p=", "/?c=", "/page/"))
        assert attributes.get("action") in (None, "/logout")
    ids = markup.all("id")
    assert len(ids) == len(set(ids))
