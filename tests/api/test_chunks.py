"""What goes out piece by piece is never more than what will stand."""

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import replace

from assistant.answer import Answer, Claim, Status
from assistant.api_openai import ANEW, chunks

FIRST = Claim("新修公路60公里。")
SECOND = Claim("改造小区24个。")


def grown(*claims: Claim) -> Answer:
    return Answer("a", "问", "hans", "model", claims)


def said(*steps: Answer) -> list[str]:
    """The pieces of content that a stream of these answers sends."""

    async def growing() -> AsyncGenerator[Answer, None]:
        for step in steps:
            yield step

    async def pieces() -> list[bytes]:
        return [one async for one in chunks(growing(), address="", with_usage=False)]

    sent = [piece.decode().removeprefix("data: ") for piece in asyncio.run(pieces())]
    assert sent[-1] == "[DONE]\n\n"
    deltas = [json.loads(one)["choices"][0]["delta"] for one in sent[:-1]]
    return [delta["content"] for delta in deltas if delta.get("content")]


def unsure(claim: Claim, status: Status) -> Claim:
    return replace(claim, status=status)


def test_a_sentence_goes_out_once_it_is_verified():
    first, second = unsure(FIRST, "pending"), unsure(SECOND, "pending")
    steps = [grown(first), grown(FIRST, second), grown(FIRST, SECOND)]
    assert said(*steps) == [FIRST.text, SECOND.text]


def test_what_a_repair_replaces_has_not_gone_out():
    wrong = Claim("改造小区99个。", status="unverified")
    steps = [grown(FIRST, wrong), grown(FIRST, wrong, SECOND), grown(FIRST, SECOND)]
    assert said(*steps) == [FIRST.text, SECOND.text]


def test_what_has_gone_out_and_does_not_stand_is_withdrawn_in_words():
    assert said(grown(FIRST), grown(SECOND)) == [FIRST.text, f"\n\n{ANEW['hans']}\n\n{SECOND.text}"]


def test_a_declined_answer_goes_out_whole():
    declined = Answer("a", "问", "hans", declined=True, message="资料里没有。")
    assert said(declined) == ["资料里没有。"]
