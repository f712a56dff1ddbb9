"""What a question is about, as weighted terms, and how well a text speaks of them.

A term's weight is its rarity in the library. A word that the library doesn't hold at all
still counts (a noun most), for it is what an honest refusal rests on: at weight 0 nothing
is ever declined, at full rarity one unusual verb declines an answerable question.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.lexicon import mentions
from assistant.lexicon_table import Synonym
from assistant.phrases import FILLERS
from ingest.library import Snapshot
from ingest.readings import letters
from ingest.words import bigrams, subwords, tagged, words

FILLER_WEIGHT = 0.3
UNSEEN_NOUN_WEIGHT = 4.0
UNSEEN_WEIGHT = 2.0
STRANGER_WEIGHT = 15.0
"""Of a person's name that the library doesn't hold: nobody else answers for him."""
LARGEST_WEIGHT = 6.0
ABBREVIATED = 0.6
"""Credit for 空地 where the text has 空闲土地: the characters in order, near each other."""
LEAST_JOINED = 3
NEVER_JOINED = frozenset(
    "的了是有在把被和与及或对于为也都就要将会想能中上里后前时从到向由按以用给让"
)
"""Single characters that never are a part of an unknown word."""
PARTED = 5
"""Characters from which a synonym may stand apart in a text, its last two after the rest."""
PARTED_CREDIT = 0.95
SPELLED = 6
"""Letters from which a name in Latin letters is looked for by its sound."""
SPELLED_CREDIT = 0.9
CARRIED_WEIGHT = 0.25
"""What a word of an earlier turn counts beside a word of this one."""


_COUNT_RE = re.compile(
    r"[一二两三四五六七八九十百千万亿几数\d]+[个项件户人名家所座辆亩张元次条处万亿吨]?"
)
_BARE_RE = re.compile(r"[一二两三四五六七八九十几]+[个项件条种大类]|[\u4e00-\u9fff][了完]")
"""三个, 改了: how many is wanted, or a verb so short that it says nothing."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question and what it counts."""

    text: str
    weight: float
    noun: bool
    carried: bool = False
    synonyms: tuple[Synonym, ...] = ()
    """Other words a report may use for it, each with the credit that it earns."""


def terms_of(
    topic: str,
    snapshot: Snapshot,
    *,
    carried: str = "",
    numerals: bool = True,
    quoted: Sequence[str] = (),
    fillers: bool = False,
) -> tuple[Term, ...]:
    """The weighted terms of a folded topic; a word counts once.

    What was ``quoted`` is one term more where the library has it word for word.

    With ``fillers`` words that carry little count by their rarity too: 三个主要问题 has no others.

    Without ``numerals`` figures count as fillers: in 1000强,对吗 the figure is the doubt.
    """
    total = snapshot.passage_count()
    found: dict[str, Term] = {}
    for text, weight_of in ((topic, 1.0), (carried, CARRIED_WEIGHT)):
        for word, tag, others in _words_of(text, snapshot):
            if word in found or not re.search(r"\w", word):
                continue
            noun = _is_noun(tag) or word.isascii()
            if (
                (not numerals and (tag == "m" or _COUNT_RE.fullmatch(word)))
                or (word in FILLERS and not fillers)
                or (_BARE_RE.fullmatch(word) and not fillers)
                or (len(word) == 1 and not word.isdecimal())
            ):
                weight, noun = FILLER_WEIGHT, False
            elif tag == "nr" and len(word) >= 3 and not snapshot.contains(word):
                weight, noun = STRANGER_WEIGHT, True
            else:
                weight = _rarity(word, others, noun=noun, total=total, snapshot=snapshot)
            carried_over = weight_of < 1
            found[word] = Term(word, weight * weight_of, noun, carried_over, others)
    for text in quoted:
        if text not in found and snapshot.contains(text):
            found[text] = Term(text, LARGEST_WEIGHT, True)
    return tuple(found.values())


def _words_of(text: str, snapshot: Snapshot) -> Iterator[tuple[str, str, tuple[Synonym, ...]]]:
    """The words with their tags; an entry of the lexicon is one word, with its synonyms."""
    at = 0
    for mention in (*mentions(text), None):
        end = mention.start if mention else len(text)
        for word, tag in _known_parts(_joined(tagged(text[at:end])), snapshot):
            yield word, tag, ()
        if mention:
            at = mention.end
            parts = tagged(mention.word)
            forms = (mention.word, *(synonym.text for synonym in mention.synonyms))
            if len(mention.word) > 3 and not any(_frequency(form, snapshot) for form in forms):
                yield from ((word, tag, ()) for word, tag in _known_parts(parts, snapshot))
                continue
            # 新增就业 is what a question is about, though its words are verbs.
            tag = "n" if len(mention.word) > 2 and "了" not in mention.word else parts[-1][1]
            noun = next((t for _, t in parts if _is_noun(t)), tag)
            yield mention.word, noun, mention.synonyms


def _joined(tags: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Single characters in a row are a word that the dictionary lacks: 退 圩 还 湖.

    >>> _joined([("退", "v"), ("圩", "n"), ("还", "d"), ("湖", "n"), ("多少", "m")])
    [('退圩还湖', 'n'), ('多少', 'm')]
    """
    joined: list[tuple[str, str]] = []
    run: list[tuple[str, str]] = []
    for word, tag in (*tags, ("", "")):
        if len(word) == 1 and word not in NEVER_JOINED and tag[0] not in "mqrupcyx":
            run.append((word, tag))
            continue
        if len(run) >= LEAST_JOINED:
            joined.append(("".join(w for w, _ in run), "n"))
        else:
            joined += run
        run = []
        if word:
            joined.append((word, tag))
    return joined


def _is_noun(tag: str) -> bool:
    return tag[0] in "nijl" or tag in ("vn", "x", "eng")


def _rarity(
    word: str, others: Sequence[Synonym], *, noun: bool, total: int, snapshot: Snapshot
) -> float:
    """How much a word counts: by its own rarity, else by that of what stands for it."""
    frequency = _frequency(word, snapshot)
    if not frequency:
        frequency = max((_frequency(other.text, snapshot) for other in others), default=0)
    if not frequency:
        return UNSEEN_NOUN_WEIGHT if noun else UNSEEN_WEIGHT
    return min(LARGEST_WEIGHT, max(0.5, math.log((total + 1) / (frequency + 0.5))))


def _frequency(text: str, snapshot: Snapshot) -> int:
    """Passages with this text, at most: those with the rarest of its words."""
    return min((snapshot.document_frequency(word) for word in words(text)), default=0)


def _known_parts(tags: Sequence[tuple[str, str]], snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """A compound that no passage has (城市布局) comes apart where its parts are known."""
    for word, tag in tags:
        parts = subwords(word) if len(word) > 3 else []
        if parts and not snapshot.document_frequency(word):
            yield from ((part, tag) for part in parts)
        else:
            yield word, tag


def match(term: str, folded: str) -> float:
    """How well a folded text speaks of a term, 0 to 1.

    >>> match("空地", "7100亩空闲土地"), match("推介会", "招商推介活动"), match("公厕", "公园")
    (0.6, 0.45, 0.0)
    """
    if term in folded:
        return 1.0
    if term.isascii():
        spelled = len(term) >= SPELLED and term.isalpha() and term in _in_letters(folded)
        return SPELLED_CREDIT if spelled else 0.0
    if len(term) < 2 or term[0] == "副":
        return 0.0  # 副市长 is no 市长
    if len(term) == 2:
        return ABBREVIATED if _abbreviated(term).search(folded) else 0.0
    if len(term) == 3 and _parted(term).search(folded):
        return ABBREVIATED
    pairs = _pairs(term)
    share = sum(pair in folded for pair in pairs) / len(pairs)
    return 0.9 * share if share >= 0.5 else 0.0


@lru_cache(maxsize=4096)
def _pairs(term: str) -> tuple[str, ...]:
    """Kept for a while: a question's words are held against hundreds of sentences."""
    return tuple(bigrams(term))


@cache
def _parted(term: str) -> re.Pattern[str]:
    """装电梯 where the text has 加装住宅电梯."""
    first, last = re.escape(term[0]), re.escape(term[1:])
    return re.compile(
        rf"{first}[㐀-鿿]{{1,4}}{last}|{re.escape(term[:2])}[㐀-鿿]{{1,4}}{re.escape(term[2])}"
    )


@lru_cache(maxsize=4096)
def _in_letters(folded: str) -> str:
    """A text by its first readings, for names that an English question spells."""
    return "".join(letters(character) for character in folded)


@cache
def _abbreviated(term: str) -> re.Pattern[str]:
    return re.compile(re.escape(term[0]) + r"[㐀-鿿]{1,3}" + re.escape(term[1]))


def share(terms: Sequence[Term], matched: Sequence[float]) -> float:
    """Share of the terms' weight that is matched, 0 to 1; one value for each term."""
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0
    return sum(t.weight * value for t, value in zip(terms, matched, strict=True)) / total


def coverage(terms: Sequence[Term], *texts: tuple[str, float]) -> float:
    """Share of the terms' weight that the texts speak of, 0 to 1.

    Each text comes with the credit a match in it earns; a term takes its best.
    """
    return share(terms, [best_match(term, *texts) for term in terms])


def best_match(term: Term, *texts: tuple[str, float]) -> float:
    """The best credit any of the texts earns for a term."""
    best = 0.0
    for folded, credit in texts:
        if credit > best:
            best = max(best, credit * spoken_of(term, folded))
    return best


def spoken_of(term: Term, folded: str) -> float:
    """How well a folded text speaks of a term, in its own words or a synonym's, 0 to 1."""
    own = match(term.text, folded)
    for synonym in term.synonyms:  # best credit first
        if synonym.credit <= own:
            break
        if synonym.text in folded:
            return synonym.credit
        if len(synonym.text) >= PARTED and _apart(synonym.text).search(folded):
            own = max(own, PARTED_CREDIT * synonym.credit)
    return own


@cache
def _apart(text: str) -> re.Pattern[str]:
    """生产总值增长 where the text has 生产总值1225.1亿元,增长4.1%."""
    return re.compile(re.escape(text[:-2]) + r"[^。;；]{1,16}" + re.escape(text[-2:]))


def _form_in(term: Term, folded: str) -> str:
    """The word itself, or the synonym that a text has in its place."""
    if term.text in folded:
        return term.text
    return next((s.text for s in term.synonyms if s.text in folded), term.text)


def bigram_coverage(terms: Sequence[Term], folded: str) -> float:
    """Share of the character pairs of what the question is about that stand in the text.

    Neighbouring terms are joined again first, as a dictionary may have cut them wrongly
    (套公 租房): pairs over the seam count, so the right reading still meets the text.
    """
    pairs: set[str] = set()
    run = ""
    for term in (*terms, None):
        if term is not None and term.weight > FILLER_WEIGHT:
            run += _form_in(term, folded)
            continue
        pairs.update(_pairs(run))
        run = ""
    return sum(pair in folded for pair in pairs) / len(pairs) if pairs else 0.0
