"""What the bot says of itself, in each script; the words for an answer are the page's."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.page_strings import STRINGS, Language, Strings
from ingest.document import Script

LANGUAGES: dict[Script, Language] = {"hans": "zh-Hans", "hant": "zh-Hant", "latin": "en"}


@dataclass(frozen=True, slots=True)
class Words:
    """The bot's own sentences in one script. Braces are filled with str.format."""

    greeting: str
    prompts: str
    """Above the example questions of the assistant pane."""
    searching: str
    asked: str
    """{user}: the mention of who asked by the command, {question}."""
    paragraph: str
    """The label of a source's link."""
    shortened: str
    more_sources: str
    """{count}."""
    limited: str
    """{limits}: of the channel."""
    everything: str
    unknown_place: str
    """{name}, {places}."""
    no_year: str
    """{text}."""
    forgotten: str
    """For a verdict on an answer that isn't kept."""
    help: str


WORDS: dict[Script, Words] = {
    "hans": Words(
        greeting="请写明地方、年份和想查的事。答案的每一句都注明出处，可以打开原文段落核对。",
        prompts="可以这样问",
        searching="正在查找…",
        asked="{user} 问：{question}",
        paragraph="看原文段落",
        shortened="（答案太长，这里只列出一部分；其余请看原文。）",
        more_sources="另有 {count} 处出处没有列出",
        limited="本频道只查：{limits}",
        everything="本频道查全部文件",
        unknown_place="资料库里没有“{name}”。现有：{places}",
        no_year="“{text}”不是年份，请写 2019 或 2018-2020",
        forgotten="这条答案没有留存，无法记下评价。",
        help=(
            "`/wenzheng 2019年济源承诺了哪些民生实事？`　在本频道提问\n"
            "`/wenzheng places 济源市`　本频道只查这些地方（`places all` 取消）\n"
            "`/wenzheng years 2019`　本频道只查这些年份（`years all` 取消）\n"
            "`/wenzheng settings`　看本频道的设置\n"
            "也可以 @ 我，或者直接发消息；在同一个消息列里可以接着追问。"
        ),
    ),
    "hant": Words(
        greeting="請寫明地方、年份和想查的事。答案的每一句都註明出處，可以打開原文段落核對。",
        prompts="可以這樣問",
        searching="正在查找…",
        asked="{user} 問：{question}",
        paragraph="看原文段落",
        shortened="（答案太長，這裡只列出一部分；其餘請看原文。）",
        more_sources="另有 {count} 處出處沒有列出",
        limited="本頻道只查：{limits}",
        everything="本頻道查全部文件",
        unknown_place="資料庫裡沒有「{name}」。現有：{places}",
        no_year="「{text}」不是年份，請寫 2019 或 2018-2020",
        forgotten="這條答案沒有留存，無法記下評價。",
        help=(
            "`/wenzheng 2019年濟源承諾了哪些民生實事？`　在本頻道提問\n"
            "`/wenzheng places 濟源市`　本頻道只查這些地方（`places all` 取消）\n"
            "`/wenzheng years 2019`　本頻道只查這些年份（`years all` 取消）\n"
            "`/wenzheng settings`　看本頻道的設定\n"
            "也可以 @ 我，或者直接傳訊息；在同一個討論串裡可以接著追問。"
        ),
    ),
    "latin": Words(
        greeting="Name a place, a year and a matter. Every sentence of an answer carries its "
        "source: follow its link to the paragraph it came from.",
        prompts="For example",
        searching="is searching…",
        asked="{user} asks: {question}",
        paragraph="Open the paragraph",
        shortened="(The answer is too long for a message and is cut here; see the sources.)",
        more_sources="{count} more sources are not listed",
        limited="This channel asks only: {limits}",
        everything="This channel asks all documents",
        unknown_place="The library has no “{name}”. It has: {places}",
        no_year="“{text}” is no year: write 2019 or 2018-2020",
        forgotten="This answer is no longer kept, so the verdict can't be noted.",
        help=(
            "`/wenzheng What did 济源 promise in 2019?`  asks in this channel\n"
            "`/wenzheng places 济源市`  this channel asks only these places (`places all`: all)\n"
            "`/wenzheng years 2019`  this channel asks only these years (`years all`: all)\n"
            "`/wenzheng settings`  shows what this channel asks\n"
            "Or mention me, or write to me; in the thread of an answer you can go on asking."
        ),
    ),
}


def strings(script: Script) -> Strings:
    """The page's words for a script."""
    return STRINGS[LANGUAGES[script]]
