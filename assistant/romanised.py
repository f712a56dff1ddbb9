"""Chinese names in Latin letters: Jiyuan, Fenxi County, Zhang Yusong -> as the library writes them.

    with_chinese_names(text, directory) -> the text with the names that are known put in Chinese

The library's own places and speakers come first, whatever they are called elsewhere; a name
in capitals that only the gazetteer has is put in Chinese too, so that it can be said that the
library holds nothing of it. What two places share is the wider one's (Suzhou is the prefecture).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from assistant.scope import Directory
from ingest.gazetteer import entries, short_name
from ingest.readings import romanised

_NAME_RE = re.compile(r"\b[A-Z][a-z]+(?:'(?!s\b)[a-z]+)?(?:[ -][A-Z][a-z]+){0,2}\b(?:'s\b)?")
_KIND_RE = re.compile(r"^\s*(?:municipal )?(city|county|district|province|prefecture)\b", re.I)
_KIND_AFTER_RE = re.compile(r"(?<=[\u3400-\u9fff] )\s*" + _KIND_RE.pattern.lstrip("^"), re.I)
_LOWER_RE = re.compile(r"\b[a-z]{4,}\b")
_KINDS = {"city": "市", "county": "县", "district": "区", "province": "省", "prefecture": "州"}
_KIND_LETTERS = {"county": "xian", "city": "shi", "district": "qu", "prefecture": "zhou"}
EXCEPTIONS = {
    "shaanxi": "陕西省",
    "innermongolia": "内蒙古自治区",
    "tibet": "西藏自治区",
    "hongkong": "香港特别行政区",
}
"""What is not spelled by its sounds."""
LEAST_LETTERS = 5
"""Of a name that only the gazetteer has: shorter ones are English words (He, An, Gao)."""


def with_chinese_names(text: str, directory: Directory) -> str:
    """Names of the library and the gazetteer in Chinese; everything else as it was.

    A name the library knows is found in small letters too.
    """
    known = _spelled((*directory.names(), *directory.speakers.values()))
    found: list[str] = []
    at = 0
    for match in _NAME_RE.finditer(text):
        words = re.split(r"[ -]", match[0].removesuffix("'s"))
        said: list[str] = []
        first = 0
        while first < len(words):
            named = _longest(words[first:], text[match.end() :], known)
            said.append(f" {named[0]} " if named else words[first])
            first += named[1] if named else 1
        if said != words:
            found += [text[at : match.start()], " ".join(said)]
            at = match.end()
    text = "".join((*found, text[at:]))
    text = _KIND_AFTER_RE.sub("", text)
    return _LOWER_RE.sub(lambda m: f" {known[m[0]]} " if m[0] in known else m[0], text)


def _longest(words: list[str], after: str, known: dict[str, str]) -> tuple[str, int] | None:
    """The name that the first words spell, and how many of them."""
    for upto in range(len(words), 0, -1):
        kind = _KIND_RE.match(" ".join(words[upto:]) or after)
        name = _named("".join(words[:upto]), kind[1].lower() if kind else "", known)
        if name:
            return name, upto
    return None


def _named(letters: str, kind: str, known: dict[str, str]) -> str:
    spelled = letters.replace("'", "").lower()
    # Jing County is 泾县: one character is no name without its kind.
    for letters_too in (spelled, spelled + _KIND_LETTERS.get(kind, "")):
        if letters_too in known:
            return known[letters_too]
    if len(spelled) < LEAST_LETTERS:
        return ""
    name = EXCEPTIONS.get(spelled) or _of_gazetteer().get(spelled, "")
    ending = _KINDS.get(kind, "")
    return name if not ending or not name or name.endswith(ending) else short_name(name) + ending


@lru_cache(maxsize=2)
def _spelled(names: tuple[str, ...]) -> dict[str, str]:
    """Spelling -> name; kept, as the names change with the library and not with the question."""
    found: dict[str, str] = {}
    for name in names:
        for form in (name, short_name(name)):
            if len(form) >= 2:
                for letters in sorted(romanised(form)):
                    found.setdefault(letters, name)
    return found


@cache
def _of_gazetteer() -> dict[str, str]:
    """Spelling -> name; half a second, so only when a capitalised name is unknown."""
    # Wider divisions come first and keep what they share with narrower ones.
    ordered = sorted(entries(), key=lambda entry: len(entry.place.parts))
    found: dict[str, str] = {}
    for entry in ordered:
        name = entry.place.name
        for letters in sorted(romanised(short_name(name))):
            found.setdefault(letters, name)
    return found
