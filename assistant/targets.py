"""Questions on what became of what was promised: 完成目标了吗, 十件实事都办完了吗.

Such a question is about two figures, what was meant and what came of it, which stand in two
parts of a report or in the reports of two years; or about how many of so many were done.
"""

from __future__ import annotations

import re

from assistant import phrases
from assistant.scope import Directory, read_scope

ALL_DONE = re.compile(
    r"(?<=件实事|面实事|生实事|项实事|点任务|项任务|项工程|大工程|件大事|件好事)(?:是不是|是否|有没有|全都|都|全部|全)*(?:按[期时]|如期)?(?:全部|都)?"
    r"(?:完成|办成|办完|兑现|落实|做到|办好)(?:了|完)?[,，]?(?:吗|吧|没有?|对[吧吗不]|是吗|是吧|[?？])"
)
"""Whether all that was promised was done: the sentence that tells of it says how many."""
PROMISED = re.compile(r"(?:所|曾)?承诺的?|确定的|定下的|年初的?|里(?:的)?")
CAME_OF_IT = re.compile(r"[㐀-鿿](?:成|完|好|了)了?(?:几|多少)")
"""装成几部, 建了多少: what came of it, after what was meant."""
TARGET_MET = re.compile(
    r"(?:有没有|是否|是不是)?(?:超额)?(?:完成|达到|实现|达成|兑现)(?:了)?[^,，。?？]{0,14}?(?:的)?"
    r"(?:目标|预期|年初计划|计划)(?:值|任务)?(?:了|要求)?[,，]?(?:吗|没有?|了没|对吗|是吗|吧|[?？]|$|差(?:了)?多少)"
    r"|(?:目标|计划|预期)(?:值|任务)?(?:是否|有没有|最终|最后|都)?(?:完成|达到|实现|达成|兑现)了?(?:吗|没有?|了没|[?？]|$)"
)
"""Whether a target was met."""


def by_outcome(sentence: str, directory: Directory) -> list[tuple[str, str]] | None:
    """The one or two questions that it comes down to, each with its label; None for others."""
    if done := ALL_DONE.search(sentence):
        return [(f"{PROMISED.sub('', sentence[: done.start()])}完成了几件", "")]
    if met := TARGET_MET.search(sentence):
        # 完成目标了吗 is answered by what was meant and what came of it.
        subject = sentence[: met.start()]
        _, topic = read_scope(subject, directory)
        if len(re.sub(r"[\s的,，是有没]+|没有|是否", "", topic)) >= 2:
            subject = re.sub(r"(?:有没有|是否|是不是|都|的|,|，)+$", "", subject)
            return [(f"{subject}目标是多少", "计划"), (f"{subject}实际是多少", "实际")]
    if phrases.PLANNED.search(sentence) and phrases.REALISED.search(sentence):
        sentence = phrases.THEN.sub("", sentence)
        # 年初计划多少,最后实际多少: two figures, from two parts of a report or two reports.
        planned = phrases.REALISED.sub("", sentence)
        realised = phrases.REALISED.sub("实际", phrases.PLANNED.sub("", sentence))
        return [(planned, "计划"), (realised, "实际")]
    return None
