"""The sources of a conversation as HTML: cited paragraphs with their sentences marked.

A paragraph holds both its texts, cut at the same places, so that the switch between them
needs CSS alone and a link finds its sentence in either. A second column, for reading both
side by side, holds the published text alone and no anchors. Citations of one paragraph
share a card: ten items out of one enumeration are ten marks, not ten copies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.answer import Answer, Citation
from assistant.page_escape import escape
from assistant.page_repairs import Place, counted_html, marked, repaired_places, torn_places
from assistant.page_strings import Strings
from assistant.page_turns import Turn
from assistant.permalink import permalink


class Piece(NamedTuple):
    """A stretch of a paragraph in both texts; ``n`` when a citation quotes it."""

    restored: str
    published: str
    n: int | None


class Stretch(NamedTuple):
    """A piece as HTML, its torn places marked; ``mark`` names the citation that quotes it."""

    restored: str
    published: str
    mark: str | None
    span: str
    """Where it stands in the restored paragraph, as the reader's address has it."""


def sources_html(turns: Sequence[Turn], strings: Strings) -> str:
    """The right side: the sources of every answer, the newest open, older ones folded.

    In the order of the conversation: Gradio patches the page by position, and whatever
    stays in its place keeps its highlight.
    """
    cited = [turn for turn in turns if turn.answer and _citations(turn.answer)]
    if not cited:
        return f'<p class="empty" lang="{strings.language}">{escape(strings.sources_empty)}</p>'
    return "".join(_sources(turn, strings, fold=turn is not cited[-1]) for turn in cited)


def switch_html(strings: Strings) -> str:
    """The switch between restored text, published text and both; CSS alone acts on it."""
    choices = (
        ("restored", strings.restored, " checked"),
        ("published", strings.published, ""),
        ("both", strings.side_by_side, ""),
    )
    inputs = "".join(
        f'<label><input type="radio" name="shown-text" id="show-{name}"{checked}>'
        f"<span>{escape(label)}</span></label>"
        for name, label, checked in choices
    )
    return (
        f'<div class="panel-head" lang="{strings.language}"><h2>{escape(strings.sources)}</h2>'
        f'<fieldset class="switch"><legend>{escape(strings.shown_text)}</legend>{inputs}'
        "</fieldset></div>"
    )


def pieces(text: str, raw: str, quotes: Sequence[Citation]) -> list[Piece]:
    """One paragraph cut at its quotations, restored and published text side by side.

    ``quotes`` cite this paragraph and don't overlap (see `_cards`). A quotation that is
    not in the text is left unmarked rather than guessed.
    """
    cut: list[Piece] = []
    at = raw_at = 0
    for citation in sorted(quotes, key=lambda one: text.find(one.quote)):
        start = text.find(citation.quote, at)
        if start < 0 or not citation.quote:
            continue
        end = start + len(citation.quote)
        # An annotation between two quotations belongs to both raw spans: give it to one.
        raw_start = _within(raw_at, citation.raw_quote_start - citation.raw_start, raw)
        raw_end = _within(raw_start, citation.raw_quote_end - citation.raw_start, raw)
        cut.append(Piece(text[at:start], raw[raw_at:raw_start], None))
        cut.append(Piece(text[start:end], raw[raw_start:raw_end], citation.n))
        at, raw_at = end, raw_end
    cut.append(Piece(text[at:], raw[raw_at:], None))
    return [piece for piece in cut if piece.restored or piece.published]


def _within(low: int, at: int, raw: str) -> int:
    return max(low, min(at, len(raw)))


def _citations(answer: Answer) -> tuple[Citation, ...]:
    return answer.citations or ((answer.nearest,) if answer.nearest else ())


def _sources(turn: Turn, strings: Strings, *, fold: bool) -> str:
    assert turn.answer is not None
    citations = _citations(turn.answer)
    is_nearest = not turn.answer.citations
    cards = "".join(
        _card(turn.n, card, strings, is_nearest=is_nearest) for card in _cards(citations)
    )
    count = escape(strings.sources_count.format(count=len(citations)))
    return (
        f'<details class="group" lang="{strings.language}"{"" if fold else " open"}>'
        f'<summary><span class="of">{escape(turn.question)}</span>'
        f'<span class="count">{count}</span></summary>{cards}</details>'
    )


def _cards(citations: Iterable[Citation]) -> list[list[Citation]]:
    """Citations of one paragraph share a card, unless their quotations overlap."""
    cards: list[list[Citation]] = []
    for citation in citations:
        for card in cards:
            if card[0].paragraph == citation.paragraph and not any(
                _overlap(citation, other) for other in card
            ):
                card.append(citation)
                break
        else:
            cards.append([citation])
    return cards


def _overlap(one: Citation, other: Citation) -> bool:
    start, other_start = one.text.find(one.quote), other.text.find(other.quote)
    return start < other_start + len(other.quote) and other_start < start + len(one.quote)


def _card(turn: int, card: Sequence[Citation], strings: Strings, *, is_nearest: bool) -> str:
    first = card[0]
    marks = {citation.n: "nearest" if is_nearest else str(citation.n) for citation in card}
    cut = pieces(first.text, first.raw, card)
    quoted = {piece.n for piece in cut}
    # A citation whose quotation was not found still needs a place that its link leads to.
    lost = "".join(
        f'<span id="s-{turn}-{marks[c.n]}" tabindex="-1"></span>' for c in card if c.n not in quoted
    )
    repaired = repaired_places(first.text, first.repairs, strings)
    stretches = _stretches(
        cut, repaired, torn_places(first.raw, first.repairs), marks, f"r-{turn}-{marks[first.n]}"
    )
    changed = f'<p class="changed">{escape(strings.changed)}</p>' if first.raw != first.text else ""
    label = f'<p class="label">{escape(strings.nearest)}</p>' if is_nearest else ""
    year = strings.year.format(year=first.year) if first.year is not None else None
    period = strings.periods.get(first.period) if first.period else None
    facts = "".join(f"<li>{escape(fact)}</li>" for fact in (first.place, year, period) if fact)
    path = "".join(f"<li>{escape(heading)}</li>" for heading in first.section)
    file = strings.file.format(name=file_name(first.source))
    return (
        f'<section class="source">{lost}{label}'
        f"<h3>{escape(first.title or strings.untitled)}</h3>"
        f'<ul class="facts">{facts}</ul><ol class="path">{path}</ol>'
        f"{_texts(turn, stretches, strings, differ=first.raw != first.text)}"
        f"{counted_html(repaired, strings)}{changed}"
        f'<footer><span class="file">{escape(file)}</span>{_whole(first, strings)}'
        f'<a href="#a-{turn}">{escape(strings.back)}</a></footer></section>'
    )


def _whole(citation: Citation, strings: Strings) -> str:
    """The way into the whole document, at this sentence."""
    start = citation.text.find(citation.quote) if citation.quote else -1
    span = f' data-span="{start}-{start + len(citation.quote)}"' if start >= 0 else ""
    n = citation.paragraph.rpartition("#p")[2]
    return (
        f'<a class="whole" href="{escape(permalink(citation.paragraph))}" '
        f'data-document="{escape(citation.document)}" data-n="{escape(n)}"{span}>'
        f"{escape(strings.read_whole)}</a>"
    )


def _stretches(
    cut: Iterable[Piece],
    repaired: Sequence[Place],
    torn: Sequence[Place],
    marks: dict[int, str],
    anchor: str,
) -> list[Stretch]:
    stretches = []
    at = raw_at = 0
    for piece in cut:
        restored = marked(piece.restored, at, repaired, anchor=anchor)
        published = marked(piece.published, raw_at, torn, anchor=anchor)
        mark = None if piece.n is None else marks[piece.n]
        span = f"{at}-{at + len(piece.restored)}"
        stretches.append(Stretch(restored, published, mark, span))
        at, raw_at = at + len(piece.restored), raw_at + len(piece.published)
    return stretches


def _texts(turn: int, stretches: Iterable[Stretch], strings: Strings, *, differ: bool) -> str:
    """The paragraph, and, if it was published otherwise, the column with that text."""
    text = "".join(_stretch(turn, one, strings) for one in stretches)
    if not differ:
        return f'<p class="text">{text}</p>'
    beside = "".join(_beside(one) for one in stretches)
    return (
        f'<div class="texts"><div class="column"><p class="head">{escape(strings.restored)}</p>'
        f'<p class="text">{text}</p></div>'
        f'<div class="column beside"><p class="head">{escape(strings.published)}</p>'
        f'<p class="text">{beside}</p></div></div>'
    )


def _stretch(turn: int, one: Stretch, strings: Strings) -> str:
    if one.restored == one.published:
        text = one.restored
    else:
        text = (
            f'<span class="restored">{one.restored}</span>'
            f'<span class="published">{one.published}</span>'
        )
    if one.mark is None:
        return text
    quoted = f'<mark id="s-{turn}-{one.mark}" tabindex="-1" data-span="{one.span}">{text}</mark>'
    if one.mark == "nearest":
        return quoted
    label = escape(strings.back_to.format(n=one.mark))
    return (
        f'{quoted}<a class="cite" href="#c-{turn}-{one.mark}" aria-label="{label}">'
        f"<span>[</span>{one.mark}<span>]</span></a>"
    )


def _beside(one: Stretch) -> str:
    """The published side for its own column; a number tells which quotation it is."""
    if one.mark is None:
        return one.published
    n = "" if one.mark == "nearest" else f'<span class="n">[{one.mark}]</span>'
    return f'<span class="quoted">{one.published}</span>{n}'


def file_name(source: str) -> str:
    """The file's name: where it lies on the server is nobody's business in a browser."""
    return source if "://" in source else re.split(r"[/\\]", source)[-1]
