"""What people in Slack rely on when they ask."""

import json

from assistant.feedback import read
from tests.slack import sending

PROMISES = "2019年济源承诺了哪些民生实事？"
BUSES = "济源2019年新增公交车多少辆？"


def test_a_mention_is_answered_in_its_thread_with_numbered_sources(bot):
    question = sending.message(PROMISES)
    assert bot.event(question)[0] == 200
    answer = bot.answer_to(question)
    assert answer.thread == question["event"]["ts"]
    assert "[1]" in answer.markdown
    source = next(text for text in answer.small if text.startswith("*[1]*"))
    assert "河南省济源市" in source and "2019年" in source and "“" in source
    assert "<https://wenzheng.example/?p=" in source
    assert any(text.startswith("10/10") for text in answer.small)
