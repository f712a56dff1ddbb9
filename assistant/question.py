"""Question text -> Question: script, places, years, period, kind, and what it is about.

Folded exactly as passages are, so that 濟源 and Ｊｉｙｕａｎ meet what the documents say.
Several questions in one, and one over two places or two years, come apart into parts that
are answered each by itself. Nothing here searches.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from assistant import phrases
from assistant.english import chinese_question
from assistant.parts import MAX_PARTS, MIN_CLAUSE, by_scope, each_year, questions_in
from assistant.romanised import with_chinese_names
from assistant.scope import Directory, Scope, inherit, read_scope
from assistant.slips import as_meant
from assistant.targets import CAME_OF_IT
from ingest.document import Script
from ingest.errors import UnusableQuestion
from ingest.normalise import fold, script_of
from ingest.numerals import chinese_number

Kind = Literal["number", "list", "who", "when", "where", "yes_no", "fact", "overview"]

_WANTED_RE = re.compile(r"哪[“\"‘]?([一二三四五六七八九十两]+|\d+)")
_COUNTED_RE = re.compile(
    r"(?<![第一二三四五六七八九十\d])([一二三四五六七八九十两]+|\d+)"
    r"(?:大|个|项|件|条|种|类|方面|点|场|关|块|道|批)(?=[^年月])"
)

MAX_CHARACTERS = 2000
"""A longer text is no question; what it costs to read grows with it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be answered on its own."""

    text: str
    script: Script
    kind: Kind
    topic: str
    """Folded text without scope and question words: what the evidence must speak of."""
    scope: Scope = Scope()
    count: int | None = None
    """How many things it asks for: 3 in 哪三个问题."""
    carried: str = ""
    """Topic of an earlier turn that this one leans on; weighs less."""
    ordinal: int | None = None
    """第三件: which item of the list answered before."""
    first: int | None = None
    """前三件: how many from the start of a list."""
    unit: str = ""
    """Unit that the figure asked for must have: 亿 in 多少亿, 公里 in 多少公里."""
    quoted: tuple[str, ...] = ()
    """What it puts in quotation marks: words of the text itself."""
    quote: bool = False
    """Whether it asks for the words themselves."""
    leaned: bool = False
    """Whether the turns before gave it something that its own words don't say."""
    label: str = ""
    """What tells this part of a question from the others: a place or a year."""


def understand(text: str, directory: Directory) -> tuple[Question, ...]:
    """Read a question; several in one come back as several parts, in order.

    Raises UnusableQuestion when the text is empty or longer than MAX_CHARACTERS.
    """
    if not text.strip():
        raise UnusableQuestion("the question is empty: ask in a sentence")
    if len(text) > MAX_CHARACTERS:
        raise UnusableQuestion(
            f"the question has {len(text)} characters; at most {MAX_CHARACTERS} are read"
        )
    script = script_of(text)
    asked = without_instructions(text)
    if script == "latin":
        asked = with_chinese_names(chinese_question(asked), directory)
    readable = "".join(c for c in fold(asked) if unicodedata.category(c) != "Cf")
    folded = phrases.CHINESE_YEAR.sub(_digits, without_instructions(readable)).strip()
    folded = phrases.YEAR_RANGE.sub(each_year, as_meant(folded))
    parts: list[Question] = []
    scope_before = Scope()
    for sentence in list(dict.fromkeys(questions_in(folded)))[:MAX_PARTS]:
        for part, label in by_scope(sentence, directory):
            question = _one(part, script, directory, label)
            if parts:
                question = replace(question, scope=inherit(question.scope, scope_before))
                if _goes_on(question.topic, parts[-1].topic):
                    # 年初打算增加多少,最后增加了多少: the first says of what.
                    kind = parts[-1].kind if question.kind == "fact" else question.kind
                    question = replace(question, topic=parts[-1].topic, kind=kind)
                    if CAME_OF_IT.search(part):
                        came = replace(question.scope, period="review", period_certain=True)
                        question = replace(question, scope=came)
                elif not label and len(question.topic) <= MIN_CLAUSE:
                    question = replace(question, carried=parts[-1].topic)
            scope_before = question.scope
            parts.append(question)
    return tuple(parts) or (Question(text, script, "fact", ""),)


def _goes_on(topic: str, before: str) -> bool:
    """Whether a second question has no subject of its own, or repeats what the first names.

    >>> _goes_on("后来实际改造了 ?", "农贸市场改造"), _goes_on("失业率 ?", "新增就业")
    (True, False)
    """
    left = phrases.VERBS_OF_DOING.sub("", phrases.OUTCOME.sub("", topic))
    return not left or bool(before and left in before)


def _digits(year: re.Match[str]) -> str:
    spelled = year[0].translate(str.maketrans("o○0123456789", "〇〇〇一二三四五六七八九"))
    return str(chinese_number(spelled) or year[0])


def without_instructions(folded: str) -> str:
    """Cut sentences that give orders: they are not what the documents can answer."""
    folded = phrases.FIRST_OBEY.sub("", folded)
    sentences = re.split(r"(?<=[。！？!?;；\n])|(?<=\.)\s", folded)
    return "".join(s for s in sentences if not phrases.INSTRUCTIONS.search(s))


def _one(folded: str, script: Script, directory: Directory, label: str) -> Question:
    kind, count = kind_of(phrases.REMARK.sub("", folded))
    scope, topic = read_scope(folded, directory)
    topic = phrases.REMARK.sub(" ", topic)
    ordinal = phrases.ORDINAL.search(folded)
    first = phrases.FIRST.search(folded)
    topic = phrases.FIRST.sub(" ", topic)
    without_target = phrases.TARGET_WORDS.sub(" ", topic)
    if len(re.sub(r"[\s的和与、]", "", phrases.QUESTION_WORDS.sub("", without_target))) >= 2:
        # 目标 says of what kind the figure is (see the scope's period), not what it is of.
        topic = without_target
    topic = phrases.QUESTION_WORDS.sub(" ", phrases.ORDINAL.sub(" ", topic))
    return Question(
        text=folded,
        script=script,
        kind=kind,
        topic=re.sub(r"\s+", " ", topic).strip(),
        scope=scope,
        count=count,
        first=chinese_number(first[1]) if first else None,
        unit=unit_of(folded),
        ordinal=chinese_number(ordinal[1]) if ordinal else None,
        label=label,
        quoted=tuple(re.findall(r"[“\"「『]([^”\"」』]{3,40})[”\"」』]", folded)),
        quote=bool(phrases.QUOTES.search(folded)),
    )


def unit_of(folded: str) -> str:
    """The unit a question asks in, if its answer must have it.

    >>> unit_of("投资多少亿?"), unit_of("修了多少公里?"), unit_of("多少人?")
    ('亿', '公里', '')
    """
    found = phrases.UNIT.search(folded)
    if not found:
        return "%" if phrases.RATE.search(folded) else ""
    unit = found[3] or found[2]
    return "元" if unit in ("钱", "块钱") else unit


def kind_of(folded: str) -> tuple[Kind, int | None]:
    """The kind of a folded question, and how many things a list question asks for.

    >>> kind_of("要解决哪三个问题?"), kind_of("新增公交车多少辆?"), kind_of("对吗?")
    (('list', 3), ('number', None), ('yes_no', None))
    """
    count = _WANTED_RE.search(folded) or _COUNTED_RE.search(folded)
    number = chinese_number(count[1]) if count else None
    table = dict(phrases.ASKS)
    if re.search(rf"(?:{table['yes_no']})[?？。!！\s]*$", folded):
        return "yes_no", None
    first = phrases.FIRST.search(folded)
    if first:
        return "list", None
    asks_who = re.search(table["who"], folded)
    if (phrases.AMOUNT.search(folded) and not asks_who) or phrases.WHICH_MORE.search(folded):
        return "number", None
    for kind, pattern in phrases.ASKS:
        if re.search(pattern, folded):
            return kind, number if kind == "list" else None  # type: ignore[return-value]
    if phrases.COMPARES.search(folded):
        return "number", None
    # 济源2019年十件民生实事: a count and what is counted, and nothing else is asked.
    named = re.search(_COUNTED_RE.pattern + r"[^，,。?？]{1,12}[。?？]*$", folded)
    return ("list", number) if named and number else ("fact", None)
