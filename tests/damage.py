"""What a careless mirror site does to a page: the forward model that the tests damage with.

    damage(text) -> the text as such a copy would publish it

A copy of this kind was made in six steps, each of which can be switched here:

1. simplified characters become traditional ones, one for one, by a system's character map;
2. quotation marks and the like are written as HTML entities;
3. the page is encoded as GBK, and behind every character of a list its reading is put, in
   brackets. This is done on the *bytes*, so that the second byte of one character and the
   first of the next can match too: the pair is then torn apart, and both are lost;
4. the bytes are decoded again; a first byte followed by one that can't be a second gives one
   `?`, and both are used up;
5. a comma is put at random before ， 、 and 。;
6. entities are decoded, full-width forms are made narrow.

Run over the restored text of two real copies, the model gives those copies back character
for character (test_damage.py does it where the copies are at hand). It leaves out what no
copy showed: characters dropped or changed within a script, text out of order.

Input is text as an author writes it: simplified, with full-width punctuation.
"""

from __future__ import annotations

import html
import random
import re
import unicodedata
from collections.abc import Collection
from functools import cache
from typing import Literal

from opencc import OpenCC
from pypinyin import pinyin

DEFAULT_LIST = (
    "倉個側價優儲內冊創動務勢勵區協問嚴國團執堅報場學實對導來庫強復態應戰揚擔據擴數時書會業"
    "構標樹機權沒測準潤濟無營爭獎獻現環產當發監礎穩競節簡紀級細結絡統經網績續習聯聽臺萬藍蘊"
    "號術衛補見規覺計訓設評認誠調請識護譽負財責費貿質轉農進運過達遠鄉醫錯鎮長開關陽隊險項預"
    "領風養驅驗點"
)
"""Characters that one real copy annotates. Other sites have other lists, from a handful to
well over a hundred, so nothing that restores may know this one."""

_SYSTEM_MAP = dict(
    zip(
        "为群众着启杆钟闲签峰墙净脏湿恒准台复",
        "為群眾著啟桿鐘閑簽峰墻凈臟濕恒準臺復",
        strict=True,
    )
) | {same: same for same in "后里面干于征范采游志制系布余云松占愿淀吃咨斗筑并伙灶"}
"""Where the copies' character map differs from OpenCC's s2t for a single character."""

_ENTITIES = {
    "“": "&ldquo;",
    "”": "&rdquo;",
    "‘": "&lsquo;",
    "’": "&rsquo;",
    "—": "&mdash;",
    "…": "&hellip;",
    "·": "&middot;",
    "&": "&amp;",
}
_PRIVATE_USE_RE = re.compile("[\ue000-\uf8ff]")


def damage(
    text: str,
    *,
    listed: Collection[str] | Literal["default"] = "default",
    commas: float = 0.0,
    entities: bool = False,
    seed: int = 0,
    traditional: bool = True,
    decoder: Literal["swallow", "keep"] = "swallow",
    private_use: Literal["kept", "dropped"] = "kept",
    block: int | None = None,
    narrow: bool = True,
) -> str:
    """The text as a mirror copy would publish it; the same for the same arguments.

    listed: characters that get their reading, as they stand on the page (traditional, if it
        is); empty: none, so nothing is torn apart either.
    commas: probability of a comma before each ， 、 。 (138 of 203 on one real copy); drawn
        from ``seed`` alone.
    entities: quotation marks, dashes and dots pass through steps 3 and 4 as entities, where
        a torn pair can swallow their ``&``.
    decoder: "swallow" gives `?` and uses up the byte that can't follow; "keep" gives U+FFFD
        and keeps it, as browsers do.
    private_use: a torn pair can fall on a cell of GBK that is the user's own; collectors
        keep the private-use character there, or drop it and two bytes with it.
    block: the decoder gets so many bytes at a time and forgets half a character at the end
        of each block; None: all at once.
    narrow: step 6 makes full-width forms narrow (NFKC): ，；：！？（） turn ASCII.

    >>> damage("济源日报", listed="濟報請")
    '濟(jì)源日?qǐng)?bào)'
    """
    page = to_mirror_script(text) if traditional else text
    if entities:
        page = "".join(_ENTITIES.get(character, character) for character in page)
    published = decode(annotate(to_gbk(page), _listed(listed)), decoder=decoder, block=block)
    if private_use == "dropped":
        published = _PRIVATE_USE_RE.sub("", published)
    published = double_commas(published, probability=commas, seed=seed)
    if entities:
        published = html.unescape(published)
    return unicodedata.normalize("NFKC", published) if narrow else published


def to_mirror_script(text: str) -> str:
    """Simplified to traditional, one for one, by the copies' own character map.

    >>> to_mirror_script("随着后台准备复工")
    '隨著后臺準備復工'
    """
    return "".join(map(_traditional, text))


def reading(character: str) -> str:
    """pypinyin's first reading, without context, as on the copies: 长 is always zhǎng.

    Raises ValueError when it has none.
    """
    readings = pinyin(character, heteronym=True, errors="ignore")
    if not readings:
        raise ValueError(f"no reading for {character!r}: it can't be on a list")
    return readings[0][0]


def to_gbk(text: str) -> bytes:
    """GBK bytes; a character that GBK lacks (•, 😀) becomes `?`, as on the copies.

    gb18030 is the only codec of Python that knows all of GBK's cells; what it writes in four
    bytes is not in GBK.
    """
    encoded = (character.encode("gb18030", "replace") for character in text)
    return b"".join(code if len(code) < 4 else b"?" for code in encoded)


def annotate(page: bytes, listed: Collection[str]) -> bytes:
    """Put "(reading)" behind each listed character, wherever its two bytes stand.

    In ascending order of the characters' codes: so the real copies come out (the reverse
    order differs at 16 places of one copy). It decides where matches overlap.

    >>> annotate("日報".encode("gbk"), "報請").hex(" ")[:14]
    'c8 d5 88 28 71'
    """
    for code in sorted(character.encode("gbk") for character in listed):
        page = page.replace(code, code + to_gbk(f"({reading(code.decode('gbk'))})"))
    return page


def decode(
    page: bytes,
    *,
    decoder: Literal["swallow", "keep"] = "swallow",
    block: int | None = None,
) -> str:
    """GBK bytes as the copying program read them, with its losses; see ``damage``."""
    step = block or max(len(page), 1)
    return "".join(_decode_block(page[at : at + step], decoder) for at in range(0, len(page), step))


def double_commas(text: str, *, probability: float, seed: int) -> str:
    """A comma before each ， 、 。 with the given probability, independent of neighbours."""
    draw = random.Random(seed)
    return re.sub(
        "[，、。]", lambda mark: "，" + mark[0] if draw.random() < probability else mark[0], text
    )


def _listed(listed: Collection[str] | Literal["default"]) -> Collection[str]:
    return DEFAULT_LIST if listed == "default" else listed


@cache
def _s2t() -> OpenCC:
    return OpenCC("s2t")


@cache
def _traditional(character: str) -> str:
    return _SYSTEM_MAP.get(character) or _s2t().convert(character)


def _decode_block(page: bytes, decoder: Literal["swallow", "keep"]) -> str:
    swallows = decoder == "swallow"
    pieces: list[str] = []
    at = 0
    while at < len(page):
        lead = page[at]
        if lead < 0x80:
            pieces.append(chr(lead))
            at += 1
            continue
        second = page[at + 1] if at + 1 < len(page) else 0
        if 0x81 <= lead <= 0xFE and _is_second(second):
            pieces.append(page[at : at + 2].decode("gb18030"))
            at += 2
            continue
        pieces.append("?" if swallows else "\ufffd")
        # 80 begins no character, yet a copy has it use up the bracket: 几個 -> 几?jìng)?gè).
        at += 2 if swallows and lead <= 0xFE and not _is_second(second) else 1
    return "".join(pieces)


def _is_second(byte: int) -> bool:
    return 0x40 <= byte <= 0xFE and byte != 0x7F
