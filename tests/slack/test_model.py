"""With a chat model: what it writes appears as it is verified, and nothing else does."""

import pytest

from tests.model_standin import QUESTION, RIGHT, open_with
from tests.openai_server import OpenAIServer, Step

MORE = "新建、改造公厕128座。[1]"


@pytest.fixture(scope="module")
def model():
    with OpenAIServer() as running:
        yield running


@pytest.fixture(scope="module")
def modelled(sample_library, model):
    return open_with(sample_library, model)


def streamed(slack) -> str:
    """All that was shown before the end."""
    calls = [*slack.called("chat.startStream"), *slack.called("chat.appendStream")]
    return "".join(call["markdown_text"] for call in calls)


def test_a_verified_sentence_is_shown_before_the_next_is_written(serve, modelled, model):
    model.queue(Step(text=f"{RIGHT}{MORE}", each_s=0.03))
    bot = serve(modelled)
    said = bot.ask(QUESTION)
    assert streamed(bot.slack).startswith(RIGHT)
    assert said.text == f"{RIGHT}{MORE[:-3]}[2]"
    assert any(text.startswith("*[1]*") for text in said.small)


def test_a_wrong_figure_is_never_shown(serve, modelled, model):
    wrong = "济源2019年将添置公交车810辆。[1]"
    model.queue(Step(text=f"{wrong}{MORE}", each_s=0.02), Step(text="删去"))
    bot = serve(modelled)
    assert MORE[:-3] in bot.ask(QUESTION).markdown
    assert "810" not in str(bot.slack.calls)


def test_half_an_answer_is_replaced_by_the_documents_own_sentences(serve, modelled, model):
    model.queue(Step(text=f"{RIGHT}{MORE}", each_s=0.01, cut_after=16))
    bot = serve(modelled)
    said = bot.ask(QUESTION)
    assert len(bot.slack.posted) == 1 and not said.streaming
    assert "180辆" in said.markdown
    assert any("模型" in text for text in said.small)
