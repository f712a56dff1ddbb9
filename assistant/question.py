"""Question text -> Question: script, places, years, period, kind, and what it is about.

Folded exactly as passages are, so that 濟源 and Ｊｉｙｕａｎ meet what the documents say.
Several questions in one, and one over two places or two years, come apart into parts that
are answered each by itself. Nothing here searches.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from assistant import phrases
from assistant.english import in_chinese
from assistant.romanised import with_chinese_names
from assistant.scope import Directory, Scope, inherit, read_scope
from ingest.document import Place, Script
from ingest.errors import UnusableQuestion
from ingest.normalise import fold, script_of
from ingest.numerals import chinese_number

Kind = Literal["number", "list", "who", "when", "where", "yes_no", "fact", "overview"]

MAX_PARTS = 6
"""Questions answered of those asked at once; more is no longer a question to read."""

_WANTED_RE = re.compile(r"哪[“\"‘]?([一二三四五六七八九十两]+|\d+)")
_COUNTED_RE = re.compile(
    r"(?<![第一二三四五六七八九十\d])([一二三四五六七八九十两]+|\d+)"
    r"(?:大|个|项|件|条|种|类|方面|点|场|关|块|道|批)(?=[^年月])"
)
_ASKING_RE = re.compile(r"(?:分别|各)?(?:是|为|有|达|叫)?(?:多少|什么|哪些|几|啥|谁|怎样|如何).*$")

MIN_CLAUSE = 4
"""Characters of a clause that may be a question of its own."""

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
        asked = with_chinese_names(in_chinese(asked).text, directory)
    readable = "".join(c for c in fold(asked) if unicodedata.category(c) != "Cf")
    folded = phrases.CHINESE_YEAR.sub(_digits, without_instructions(readable)).strip()
    for typed, meant in phrases.TYPOS:
        folded = folded.replace(typed, meant)
    folded = phrases.NEGATED.sub("", folded) or folded
    folded = phrases.YEAR_RANGE.sub(_each_year, folded)
    parts: list[Question] = []
    scope_before = Scope()
    for sentence in list(dict.fromkeys(_questions(folded)))[:MAX_PARTS]:
        for part, label in _by_scope(sentence, directory):
            question = _one(part, script, directory, label)
            if parts:
                question = replace(question, scope=inherit(question.scope, scope_before))
                if not label and len(question.topic) <= MIN_CLAUSE:
                    question = replace(question, carried=parts[-1].topic)
            scope_before = question.scope
            parts.append(question)
    return tuple(parts) or (Question(text, script, "fact", ""),)


def _digits(year: re.Match[str]) -> str:
    spelled = year[0].translate(str.maketrans("o○0123456789", "〇〇〇一二三四五六七八九"))
    return str(chinese_number(spelled) or year[0])


def _each_year(found: re.Match[str]) -> str:
    """2019到2021三年 -> 2019年、2020年、2021年, as far as it can be answered year by year."""
    first, last = int(found[1]), int(found[2])
    if not first < last < first + MAX_PARTS:
        return found[0]
    return "、".join(f"{year}年" for year in range(first, last + 1))


def without_instructions(folded: str) -> str:
    """Cut sentences that give orders: they are not what the documents can answer."""
    folded = phrases.FIRST_OBEY.sub("", folded)
    sentences = re.split(r"(?<=[。！？!?;；\n])|(?<=\.)\s", folded)
    return "".join(s for s in sentences if not phrases.INSTRUCTIONS.search(s))


def _questions(folded: str) -> list[str]:
    """Explicit questions one after another: 多少亩？收入多少？"""
    parts = [part.strip(" ,，") for part in re.split(r"(?<=[?？])", folded)]
    asked = [part for part in parts if len(part) > 2] or [folded]
    return [clause for part in asked for clause in _asking_clauses(part)]


def _asking_clauses(sentence: str) -> list[str]:
    """接待游客多少人次,旅游收入多少: clauses that each ask; what asks nothing stays with the next.

    >>> _asking_clauses("2018年,新增就业多少人,失业率是多少?"), _asking_clauses("增长8%,对吗?")
    (['2018年,新增就业多少人', '失业率是多少?'], ['增长8%,对吗?'])
    """
    clauses: list[str] = []
    waiting = ""
    both = re.split(r"[,，]?(?:以及|还有)(?![^,，]{0,3}[?？]?$)", sentence)
    if len(both) == 2 and all(len(part) >= MIN_CLAUSE for part in both):
        return both
    for piece in re.split(r"[,，;；]", sentence):
        waiting = f"{waiting},{piece}" if waiting else piece
        if phrases.ASKING.search(piece) and len(piece) >= MIN_CLAUSE:
            clauses.append(waiting)
            waiting = ""
    if waiting and clauses:
        clauses[-1] += f",{waiting}"
    return clauses if len(clauses) > 1 else [sentence]


def _by_scope(sentence: str, directory: Directory) -> list[tuple[str, str]]:
    """Split a question over two places or two years into one for each, with its label."""
    places = [_quoted(mention, sentence) for mention in _distinct(directory.places_in(sentence))]
    if len(places) >= 2 and all(directory.within(place) for _, _, place in places):
        innermost = [p for p in places if not _inside_another(p, places)]
        if len(innermost) >= 2:
            return _shared([(s, e, place.name) for s, e, place in innermost], sentence)
    years = [(m.start(), m.end(), m[0]) for m in phrases.YEAR.finditer(sentence)]
    if len({year for _, _, year in years}) >= 2 and not phrases.REPORT_YEAR.search(sentence):
        return _shared(years, sentence)
    if two := phrases.TWO_MATTERS.search(sentence):
        # 城镇居民收入和农村居民收入相差多少: the second has the scope of the first.
        first, second = two["first"], two["second"]
        _, topic = read_scope(first, directory)
        label = re.sub(r"[\s的]+", "", topic)
        if len(label) <= 3 < len(second):
            # 城镇和农村居民收入: what both share stands with the second.
            first, label = first + second[len(label) :], label + second[len(label) :]
        return [(f"{first}多少", label), (f"{second}多少", second)]
    if phrases.PLANNED.search(sentence) and phrases.REALISED.search(sentence):
        sentence = phrases.THEN.sub("", sentence)
        # 年初计划多少,最后实际多少: two figures, from two parts of a report or two reports.
        planned = phrases.REALISED.sub("", sentence)
        realised = phrases.REALISED.sub("实际", phrases.PLANNED.sub("", sentence))
        return [(planned, "计划"), (realised, "实际")]
    return [(sentence, "")]


def _shared(mentions: list[tuple[int, int, str]], sentence: str) -> list[tuple[str, str]]:
    """Give each mention the words that follow it up to the next, and all what they share.

    晋城和汾西的总体布局叫什么 shares 的总体布局叫什么; 甲的产业和乙的战略,分别是什么 shares only
    what stands after the last comma.
    """
    head = sentence[: mentions[0][0]]
    owned = []
    for k, (_, end, label) in enumerate(mentions):
        upto = mentions[k + 1][0] if k + 1 < len(mentions) else len(sentence)
        owned.append((sentence[mentions[k][0] : end], sentence[end:upto], label))
    bare = [re.sub(r"[和与跟同及、,，]|以及", "", following) for _, following, _ in owned]
    tail = owned[-1][1]
    if len(owned) == 2 and (beside := phrases.BESIDE_NEXT.search(owned[0][1])):
        # 2019年新增养老床位比2018年少几张: what is compared stands with the first alone.
        topic = owned[0][1][: beside.start()]
        if len(topic) >= 2:
            return [(f"{head}{name}{topic}{tail}", label) for name, _, label in owned]
    if not any(len(text) >= 2 for text in bare[:-1]):
        return [(f"{head}{name}{tail}", label) for name, _, label in owned]
    comma = max(tail.rfind(","), tail.rfind("，"))
    asking = _ASKING_RE.search(tail)
    at = comma if comma >= 0 else asking.start() if asking else len(tail)
    own = [re.sub(r"(?:和|与|跟|及|、|,|，|以及)$", "", following) for _, following, _ in owned]
    own[-1] = tail[:at]
    return [
        (f"{head}{name}{following}{tail[at:]}", label)
        for (name, _, label), following in zip(owned, own, strict=True)
    ]


def _one(folded: str, script: Script, directory: Directory, label: str) -> Question:
    kind, count = kind_of(folded)
    scope, topic = read_scope(folded, directory)
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
    if phrases.AMOUNT.search(folded):
        return "number", None
    for kind, pattern in phrases.ASKS:
        if re.search(pattern, folded):
            return kind, number if kind == "list" else None  # type: ignore[return-value]
    if phrases.COMPARES.search(folded):
        return "number", None
    # 济源2019年十件民生实事: a count and what is counted, and nothing else is asked.
    named = re.search(_COUNTED_RE.pattern + r"[^，,。?？]{1,12}[。?？]*$", folded)
    return ("list", number) if named and number else ("fact", None)


def _quoted(mention: tuple[int, int, Place], sentence: str) -> tuple[int, int, Place]:
    """Widen a mention inside quotation marks to all that is quoted: “济源样板” is one name."""
    start, end, place = mention
    for quoted in re.finditer(r"[“\"][^“”\"]*[”\"]", sentence):
        if quoted.start() < start and end < quoted.end():
            return quoted.start(), quoted.end(), place
    return mention


def _distinct(places: list[tuple[int, int, Place]]) -> list[tuple[int, int, Place]]:
    seen: set[Place] = set()
    kept = []
    for mention in places:
        if mention[2] not in seen:
            seen.add(mention[2])
            kept.append(mention)
    return kept


def _inside_another(
    mention: tuple[int, int, Place], others: Collection[tuple[int, int, Place]]
) -> bool:
    """Whether this place is only the parent of another that is named too (潍坊 峡山区)."""
    parts = mention[2].parts
    return any(o[2] != mention[2] and o[2].parts[: len(parts)] == parts for o in others)
