"""An English question in the words the Chinese reader knows.

    How many new school places did Jiyuan add in 2018?
    -> Jiyuan 2018年 新增 学位 多少?

No translation: names, years, verbs, nouns and the question word, in that order, for the
reader of questions and the retrieval to work on. Names stay as they are written: which of
them are places is for the reader of places. Words that the table (glossary.py) doesn't hold
stay too, as an honest refusal rests on them, and are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.glossary import TOKEN, Glossary, Phrase, bare, glossary, word_of

_GROUPS = ("name", "time", "cue", "verb", "rest")
"""The order of what stands before the question word."""
_AND_ASKS_RE = re.compile(
    r",?\s+(?:and|but)\s+(?=(?:how|what|who|when|which|where|why|did|does|is|was|were|will)\b)",
    re.IGNORECASE,
)
_YEAR_RE = re.compile(r"(?:19[89]|20[0-4])\d")
_DIVISIONS = frozenset(
    "city county district province prefecture municipality town township village region banner "
    "subdistrict".split()
)
_ALSO_WORDS = frozenset(("he", "she", "an", "long", "may", "mu"))
"""Words that are also names of counties: He County, with a capital in both."""
_NUMERALS = {
    "two": "两",
    "three": "三",
    "four": "四",
    "five": "五",
    "six": "六",
    "seven": "七",
    "eight": "八",
    "nine": "九",
    "ten": "十",
    "eleven": "十一",
    "twelve": "十二",
}
_REPORT = "政府工作报告"


class Translation(NamedTuple):
    """A question in Chinese words."""

    text: str
    unknown: tuple[str, ...]
    """Words that the table doesn't hold, in order; they stand in the text too."""
    names: tuple[str, ...]
    """What is written like a name, as in the text: Jiyuan, Fenxi County."""


class _Item(NamedTuple):
    text: str
    part: str
    """A glossary.Part, or name, unknown, numeral, of."""


def in_chinese(text: str) -> Translation:
    """An English question in Chinese words, with what the table doesn't know.

    Several questions come back one after another. In a text without capitals the names are
    among the unknown. Raises WenzhengError when the table can't be used.

    >>> in_chinese("How many new school places did Jiyuan add in 2018?").text
    'Jiyuan 2018年 新增 学位 多少?'
    >>> in_chinese("Did Fenxi County see any dragons?")
    Translation(text='Fenxi County dragons 吗?', unknown=('dragons',), names=('Fenxi County',))
    """
    table = glossary()
    lines: list[str] = []
    items: list[_Item] = []
    for tokens in _sentences(text):
        found = list(_items(tokens, table))
        items += found
        lines += _line(found)
    return Translation(
        " ".join(lines),
        tuple(item.text for item in items if item.part == "unknown"),
        tuple(item.text for item in items if item.part == "name"),
    )


_MARKED_RE = re.compile(r"\bd(\d\d)(\d\d)\b")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATE_RE = re.compile(
    r"\b(?P<m>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? "
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:,? (?P<y>20\d\d))?\b"
)


_IN_UNITS_RE = re.compile(r"\((?:in|unit|units)\b[^)]*\)", re.IGNORECASE)
"""(in 10,000 visits): how the figure is to be written."""


def chinese_question(text: str) -> str:
    """An English question in Chinese words, its dates as the Chinese reader has them.

    Raises WenzhengError when the table can't be used.

    >>> chinese_question("Who is the mayor of Jincheng on May 7, 2020?")
    'Jincheng 2020年 市长 5月7日 谁?'
    """

    def marked(found: re.Match[str]) -> str:
        """An English date as year and dMMDD, which the glossary leaves alone."""
        month = _MONTHS.index(found["m"].lower()) + 1
        return f"{found['y'] or ''} d{month:02}{int(found['d']):02}"

    words = in_chinese(_DATE_RE.sub(marked, _IN_UNITS_RE.sub(" ", text))).text
    return _MARKED_RE.sub(lambda m: f"{int(m[1])}月{int(m[2])}日", words)


def _sentences(text: str) -> Iterator[list[re.Match[str]]]:
    """Tokens of each question in the text, its end left out."""
    for part in _AND_ASKS_RE.sub("? ", text).splitlines():
        sentence: list[re.Match[str]] = []
        for token in TOKEN.finditer(part):
            if not token["end"]:
                sentence.append(token)
            elif sentence:
                yield sentence
                sentence = []
        if sentence:
            yield sentence


def _items(tokens: Sequence[re.Match[str]], table: Glossary) -> Iterator[_Item]:
    words = [word_of(token[0]) for token in tokens]
    k = 0
    while k < len(tokens):
        taken = _name_length(tokens[k:], words[k:], table)
        found = None if taken else _phrase(tokens, words, k, table)
        if taken:
            yield _Item(" ".join(bare(token[0]) for token in tokens[k : k + taken]), "name")
            k += taken
        elif found:
            yield from _said(found[1], words[k], opens=k == 0)
            k += found[0]
        else:
            yield from _other(tokens[k], words[k], words[k + 1 :], table)
            k += 1


def _said(phrase: Phrase, word: str, *, opens: bool) -> Iterator[_Item]:
    """What a phrase of the table says; did and is only ask when they open the question."""
    if word == "of" and phrase.part == "drop":
        yield _Item("of", "of")
    elif phrase.part != "drop" and (opens or phrase.part != "yes_no"):
        yield _Item(phrase.chinese, phrase.part)


def _other(
    token: re.Match[str], word: str, following: Sequence[str], table: Glossary
) -> Iterator[_Item]:
    """A word that the table doesn't hold, or a figure."""
    unit = table.find(following)
    if word in _NUMERALS:
        yield _Item(f"{_NUMERALS[word]}个", "numeral")
    elif _YEAR_RE.fullmatch(word) and not (unit and unit[1].part == "unit"):
        yield _Item(f"{word}年", "time")
    elif token["word"]:
        yield _Item(bare(token[0]), "unknown")
    elif not token["comma"]:
        yield _Item(token[0], "noun")


def _phrase(
    tokens: Sequence[re.Match[str]], words: Sequence[str], k: int, table: Glossary
) -> tuple[int, Phrase] | None:
    """The phrase at k. A month needs its capital, and May more than the start of a question."""
    capital = tokens[k][0][0].isupper()
    if capital and k and words[k] == "may":
        return 1, Phrase("5月", "month")
    found = table.find(words[k:])
    return None if found and found[1].part == "month" and not capital else found


def _name_length(tokens: Sequence[re.Match[str]], words: Sequence[str], table: Glossary) -> int:
    """How many tokens make a name: Jiyuan, Wang Fang, Fenxi County, He County."""
    length = 0
    while length < len(tokens) and _capital(tokens[length]) and not table.find(words[length:]):
        length += 1
    if 0 < length < len(words) and words[length] in _DIVISIONS:
        return length + 1
    if length > 0 and words[length : length + 2] == ["new", "area"]:
        return length + 2
    if words[0] in _ALSO_WORDS and words[1:2] and words[1] in _DIVISIONS:
        return 2 if _capital(tokens[0]) and _capital(tokens[1]) else 0
    return length


def _capital(token: re.Match[str]) -> bool:
    return bool(token["word"]) and token[0][0].isupper() and word_of(token[0]) not in _NUMERALS


def _line(items: Sequence[_Item]) -> list[str]:
    """Items as one question, in the order that the Chinese reader copes with; [] for none."""
    items = _report_years(_turned(items))
    groups: dict[str, list[str]] = {name: [] for name in _GROUPS}
    asks = [item.text for item in items if item.part == "ask"]
    asks += [item.text for item in items if item.part == "yes_no"]
    if asks and asks[0] == "什么" and any(item.part == "amount" for item in items):
        asks[0] = "多少"
    for item in items:
        if item.part in ("ask", "yes_no"):
            continue
        if item.part == "unit" and asks[:1] == ["多少"]:
            asks[0] += item.text
            continue
        part = "time" if item.part == "month" else item.part
        group = groups[part if part in groups else "rest"]
        if item.text not in group:
            group.append(item.text)
    if any(verb.startswith("新") for verb in groups["verb"]):
        groups["rest"] = [text for text in groups["rest"] if text != "新"]
    groups["time"].sort(key=lambda text: not text.endswith("年"))  # 2018年 3月
    words = [text for name in _GROUPS for text in groups[name]]
    return [" ".join([*words, *asks[:1]]) + "?"] if words else []


def _turned(items: Iterable[_Item]) -> list[_Item]:
    """Growth rate of GDP as 生产总值 增速: what stands after of comes first."""
    turned: list[_Item] = []
    of = False
    for item in items:
        if item.part == "of":
            of = bool(turned) and turned[-1].part in ("noun", "amount")
            continue
        turned.insert(len(turned) - (of and item.part in ("noun", "amount")), item)
        of = False
    return turned


def _report_years(items: Sequence[_Item]) -> list[_Item]:
    """2018 work report as 2018年政府工作报告: a year in a report's name isn't asked about."""
    joined: list[_Item] = []
    for item in items:
        texts = sorted((joined[-1].text if joined else "", item.text))
        if texts[1] == _REPORT and re.fullmatch(r"\d{4}年", texts[0]):
            joined[-1] = _Item("".join(texts), "time")
        else:
            joined.append(item)
    return joined
