"""Every word the page itself says, in one table: a language is one more row.

What the documents say and what the assistant answers is not here; the message of a
declined answer comes with the Answer, in the asker's script. Braces are filled with
str.format and the outcome is escaped as a whole, so a filling can't break out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.answer import Reason
from ingest.document import Period

Language = Literal["zh-Hans"]


@dataclass(frozen=True, slots=True)
class Strings:
    """The page's words in one language; a missing one is a type error, not a gap."""

    language: str
    """As in the lang attribute of HTML."""
    name: str
    tagline: str
    welcome: str
    welcome_more: str
    conversation: str
    question_label: str
    question_hint: str
    question_rules: str
    """{limit}: characters a question may have."""
    too_long: str
    """{length}, {limit}: characters the question has, and may have."""
    ask: str
    stop: str
    fresh: str
    examples: str
    searching: str
    writing: str
    stopped: str
    stopped_empty: str
    failed: str
    """{reason}: the message of the error."""
    unexpected: str
    library_missing: str
    """{command}: what to run in a terminal."""
    citation: str
    """{n}: a citation's number, read aloud for its link."""
    complete: str
    """{given}, {declared}: list items given here and declared by the text."""
    uneven: str
    """{given}, {declared}."""
    counted: str
    """{given}: list items given where the text declares no number."""
    numbers: str
    """{supported}, {found}: numbers of the answer that the cited text carries, and all."""
    extractive: str
    model: str
    unverified: str
    """Beside a claim that no cited paragraph carries."""
    dropped: str
    """{count}: claims left out because no cited paragraph carries them."""
    nearest: str
    nearest_source: str
    sources: str
    sources_empty: str
    sources_count: str
    """{count}: cited places of one answer."""
    shown_text: str
    restored: str
    published: str
    side_by_side: str
    changed: str
    repaired: str
    """{count}: torn places of a paragraph."""
    doubted: str
    """{count}: torn places in doubt; goes on where ``repaired`` ends."""
    torn: str
    """{raw}: what the published copy has at a torn place. Sentences of repair_kinds follow."""
    torn_empty: str
    repair_other: str
    """For a kind of repair that has no row of its own."""
    alternatives: str
    """{listed}: the readings that are possible too, each as ``alternative``."""
    alternative: str
    """{text}."""
    back: str
    back_to: str
    """{n}: the citation's number, read aloud for the link back to it."""
    year: str
    """{year}."""
    untitled: str
    file: str
    """{name}: file name of the document."""
    periods: dict[Period, str] = field(default_factory=dict)
    reasons: dict[Reason, str] = field(default_factory=dict)
    repair_kinds: dict[str, str] = field(default_factory=dict)
    """By Repair.kind: how sure the restored text is, and why."""


STRINGS: dict[Language, Strings] = {
    "zh-Hans": Strings(
        language="zh-Hans",
        name="问政",
        tagline="地方政府承诺了什么、做成了什么，逐句有出处",
        welcome="想核实哪件事？",
        welcome_more="写下地方、年份和事情就可以问。每句回答都标着出处，点数字就能看到原文那一段。",
        conversation="对话",
        question_label="问题",
        question_hint="写下地方、年份和要问的事",
        question_rules="Enter 发送，Shift+Enter 换行；每个问题最多 {limit} 字",
        too_long="这个问题有 {length} 字，最多 {limit} 字。请缩短后再问，原文还在输入框里。",
        ask="提问",
        stop="停止",
        fresh="新对话",
        examples="可以这样问",
        searching="正在查找…",
        writing="正在作答…",
        stopped="已停止，以上回答不完整。",
        stopped_empty="已停止，没有给出回答。",
        failed="没能回答：{reason}",
        unexpected="出了意外的错误，已记入运行日志。请再问一次。",
        library_missing="还没有资料库。在终端里运行 {command} ，然后回到这里提问，不用重新打开。",
        citation="出处 {n}",
        complete="{given}/{declared} 项，与原文所说的项数相符",
        uneven="{given}/{declared} 项：原文说有 {declared} 项，这里列出 {given} 项",
        counted="共 {given} 项，原文没有说明总数",
        numbers="数字 {supported}/{found} 与原文相符",
        extractive="逐句摘自原文",
        model="由模型写成，已与原文核对",
        unverified="未在所引段落里找到依据",
        dropped="另有 {count} 句在所引段落里找不到依据，没有列出",
        nearest="最接近的一段，不是答案",
        nearest_source="看这一段的出处",
        sources="出处",
        sources_empty="提问之后，被引用的段落会列在这里，起依据作用的句子会标出来。",
        sources_count="{count} 处",
        shown_text="显示哪种文字",
        restored="还原文字",
        published="发布原文",
        side_by_side="并排",
        changed="这一段的文字经过还原，与发布时不同；选「并排」可以对照。",
        repaired="本段有 {count} 处破损已还原",
        doubted="，其中 {count} 处不能确定",
        torn="发布的副本此处是「{raw}」。",
        torn_empty="发布的副本此处缺了字。",
        repair_other="还原的文字不能确定。",
        alternatives="也可能是{listed}。",
        alternative="「{text}」",
        back="回到回答",
        back_to="回到回答里的出处 {n}",
        year="{year}年",
        untitled="未找到标题的文件",
        file="文件 {name}",
        periods={"review": "回顾", "plan": "计划"},
        reasons={
            "place_not_in_library": "未作回答：地方不在资料库里",
            "year_not_in_library": "未作回答：年份不在资料库里",
            "not_in_documents": "未作回答：文件里没有写到",
            "off_topic": "未作回答：与文件无关",
            "conflict": "未作回答：文件之间说法不一致",
            "too_long": "未作回答：问题太长",
        },
        repair_kinds={
            "repaired": "已按残存的字节还原。",
            "confirmed by a copy": "已按另一份完好的副本还原。",
            "torn": "残存的字节不止一种读法，不能确定。",
            "dropped": "这里可能丢了字节，不能确定。",
            "swallowed": "这里可能少了空格、数字或括号，不能确定。",
            "question mark": "这个问号可能是丢失的字，不能确定。",
            "unread": "没能读出来，照发布的样子保留。",
        },
    )
}
