"""Folded text -> the terms that keywords and local vectors match by.

Two views of one text: `words` of the dictionary (rjieba), which know that 济源市 is one
thing, and character `bigrams`, which need no dictionary and so find names it has never
seen. Both keep a run of Latin letters and digits whole and leave out punctuation, so the
same text gives the same terms whether it stands in a passage or in a question.

A number is one term, with its decimals and without its percent sign: 12.3% and 百分之12.3
share the term 12.3, and neither shares one with 12 or 3. The commas of 1,234.5 are left out
(1234.5), as published reports write both ways.

`idf` comes from the table in the jieba package, read as a plain file: importing jieba
costs half a second and a warning. Nothing here folds, drops question words or ranks.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from ingest.errors import WenzhengError

MEAN_IDF = 11.6755
"""Mean of jieba's table: what a word counts that isn't in it. A test recomputes it."""

HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The characters of Chinese runs, for a regular expression's class."""
# ① and its kin count as letters for \w, but here they only number a list.
_LIST_MARKS = r"\u2460-\u24ff\u2776-\u2793\u3220-\u3243"
_RUN_RE = re.compile(
    rf"""
    (?P<han>[{HAN}]+)
    # 1,234.5; but neither 2018,2019 nor 1,2,345
    | (?P<grouped>(?<!\d,)(?<![\d.])\d{{1,3}}(?:,\d{{3}})+(?!,?\d)(?:\.\d+)?)
    # 12.3, pm2.5; but neither the date 2020.3.25 nor a heading "1.2019年…"
    | (?P<decimal>(?<!\.)[^\W_{HAN}{_LIST_MARKS}]*\d\.(?!(?:19|20)\d\d年)\d+(?!\.?\d))
    | (?P<whole>[^\W_{HAN}{_LIST_MARKS}]+)
    """,
    re.VERBOSE,
)


def words(folded: str) -> list[str]:
    """The dictionary words of folded text, in its order; punctuation is left out.

    >>> words("济源市2019年,增长12.3%")
    ['济源市', '2019', '年', '增长', '12.3']
    """
    found: list[str] = []
    for run in _RUN_RE.finditer(folded):
        if run.lastgroup == "han":
            found.extend(_dictionary().cut(run[0]))
        else:
            found.append(_whole(run))
    return found


def tagged(folded: str) -> list[tuple[str, str]]:
    """The words with rjieba's part-of-speech tags (n… nouns, v verbs, m numerals).

    >>> tagged("新增学位2500个")
    [('新增', 'v'), ('学位', 'n'), ('2500', 'm'), ('个', 'q')]
    """
    found: list[tuple[str, str]] = []
    for run in _RUN_RE.finditer(folded):
        if run.lastgroup == "han":
            found.extend(_dictionary().tag(run[0]))
        else:
            text = _whole(run)
            found.append((text, "m" if text[0].isdigit() else "eng"))
    return found


def subwords(word: str) -> list[str]:
    """The two words that a compound is made of, none when it has no such parts.

    >>> subwords("城市布局"), subwords("公厕")
    (['城市', '布局'], [])
    """
    middle = len(word) / 2
    for k in sorted(range(2, len(word) - 1), key=lambda at: abs(at - middle)):
        if _dictionary().has_word(word[:k]) and _dictionary().has_word(word[k:]):
            return [word[:k], word[k:]]
    return []


def bigrams(folded: str) -> list[str]:
    """Overlapping pairs of Chinese characters, a lone one as itself, other runs whole.

    >>> bigrams("济源市2019年")
    ['济源', '源市', '2019', '年']
    """
    found: list[str] = []
    for run in _RUN_RE.finditer(folded):
        text = run[0]
        if run.lastgroup != "han":
            found.append(_whole(run))
        elif len(text) == 1:
            found.append(text)
        else:
            found.extend(text[k : k + 2] for k in range(len(text) - 1))
    return found


def idf(word: str) -> float:
    """How rare jieba's news corpus found a word: 0.9 (的) to 13.9; MEAN_IDF if unknown.

    Raises WenzhengError when the jieba package isn't installed completely.

    >>> idf("的") < idf("政府") < idf("济源")
    True
    """
    return _table().get(word.encode(), MEAN_IDF)


def _whole(run: re.Match[str]) -> str:
    return run[0].replace(",", "") if run.lastgroup == "grouped" else run[0]


@cache
def _dictionary() -> ModuleType:
    """rjieba, imported when first asked: it reads its dictionary then, for a sixth of a second."""
    import rjieba

    return rjieba


@cache
def _table() -> dict[bytes, float]:
    """Word (UTF-8) -> idf. Bytes, as decoding a quarter of a million words is half the cost."""
    package = find_spec("jieba")  # finds a top-level package without importing it
    folders = package.submodule_search_locations if package else None
    path = Path(next(iter(folders or ()), "jieba"), "analyse", "idf.txt")
    try:
        columns = path.read_bytes().split()
    except OSError as exc:
        raise WenzhengError(
            f"{str(path)!r} can't be read ({exc.strerror}): reinstall the jieba package"
        ) from exc
    floats = {value: float(value) for value in set(columns[1::2])}
    return dict(zip(columns[::2], map(floats.__getitem__, columns[1::2]), strict=True))
