"""The page in Gradio: its components, what they listen to, and how it is mounted.

The one file that knows Gradio. What the page says is page_*.py, how a conversation goes
page_turns.py and page_conversations.py.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request

from assistant.page_conversations import Chat, Conversations
from assistant.page_frames import head_html, history_frame, library_frame, reader_frame
from assistant.page_looks import looks_html
from assistant.page_routes import strings_for
from assistant.page_sources import sources_html, switch_html
from assistant.page_strings import Strings
from assistant.page_text import conversation_html, offered_html, rules_html
from assistant.page_turns import MAX_QUESTION_CHARS, sentence
from assistant.uploads import Limits

AT_ONCE = 4
"""Answers in the making at a time; they share the cores, so more would only be slower each."""
WAITING = 64
"""Questions that wait for their turn; the next one is told to come back."""
OFFERS = 4
"""Questions offered at a time: examples before the first answer, follow-ups after one."""
SESSION_S = 12 * 3600
"""How long the server keeps a conversation at hand that nobody adds to; the history has it."""
FONT = ["Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "system-ui", "sans-serif"]
_WIRE = "wenzheng.wire(element, props, trigger, watch)"


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of the page that change, each a Gradio component."""

    chat: Any
    """The conversation, kept on the server: what a browser sends as history counts for nothing."""
    wire: Any
    """Draws nothing: carries the chosen filters from the page's script to the server."""
    head: Any
    fresh: Any
    history: Any
    said: Any
    offered: Any
    label: Any
    offers: tuple[Any, ...]
    chips: Any
    box: Any
    send: Any
    stop: Any
    note: Any
    library: Any
    switch: Any
    cited: Any
    reader: Any

    @property
    def conversation(self) -> list[Any]:
        """What changes with every step of an answer."""
        return [self.chat, self.said, self.cited, self.send, self.stop]


@dataclass(frozen=True, slots=True)
class Listeners:
    """What happens on the page; each gives the new values of some components."""

    at: Layout
    about: Conversations
    limits: Limits | None
    user_of: Callable[[Request], str]
    """The name of who logged in; empty where nobody has to."""

    def greet(self, request: gr.Request) -> dict[Any, Any]:
        """The page in the reader's language, with the conversation that its address names."""
        strings = strings_for(_sent(request))
        id = str(request.query_params.get("c", ""))
        chat, chosen = self.about.reopen(str(request.username), id)
        return self._conversation(chat, strings) | {
            self.at.head: head_html(strings, user=self.user_of(_sent(request))),
            self.at.fresh: gr.update(value=strings.fresh),
            self.at.history: history_frame(strings),
            self.at.wire: chosen,
            self.at.chips: self.about.chips(chosen, strings),
            self.at.box: gr.update(label=strings.question_label, placeholder=strings.question_hint),
            self.at.send: gr.update(value=strings.ask),
            self.at.stop: gr.update(value=strings.stop, visible=False),
            self.at.note: rules_html(strings),
            self.at.library: library_frame(strings, self.limits),
            self.at.switch: switch_html(strings),
            self.at.reader: reader_frame(strings),
        }

    async def ask(
        self, question: object, chat: Chat, chosen: object, request: gr.Request
    ) -> AsyncIterator[dict[Any, Any]]:
        """Answer step by step, or say why the question can't be taken."""
        strings = strings_for(_sent(request))
        question = question.strip() if isinstance(question, str) else ""
        if not question or len(question) > MAX_QUESTION_CHARS:
            yield {self.at.note: rules_html(strings, length=len(question))}
            return
        yield {
            self.at.box: "",
            self.at.note: rules_html(strings),
            self.at.offered: gr.update(visible=False),
        }
        asking = self.about.ask(str(request.username), question, chat, chosen, strings)
        async with aclosing(asking) as steps:
            async for now in steps:
                updates = self._conversation(now, strings)
                if now.unkept:
                    updates[self.at.note] = f'<p class="notice" role="alert">{strings.unkept}</p>'
                yield updates

    async def halt(self, chat: Chat) -> None:
        """Leave the answer as far as it came; what answers says that it isn't whole."""
        await self.about.halt(chat)

    def begin(self, request: gr.Request) -> dict[Any, Any]:
        """An empty conversation, within the same filters."""
        return self._conversation(Chat(), strings_for(_sent(request))) | {
            self.at.offered: gr.update(visible=False)
        }

    def offer(self, chat: Chat, request: gr.Request) -> dict[Any, Any]:
        """Questions to go on with: examples at the beginning, then follow-ups."""
        strings = strings_for(_sent(request))
        questions, notice = self.about.offers(chat, strings)
        if chat.id in self.about.running:  # the reader has gone on without
            questions = []
        updates: dict[Any, Any] = {
            self.at.offered: gr.update(visible=bool(questions)),
            self.at.label: offered_html(strings, first=not chat.turns),
        }
        for button, question in zip_longest(self.at.offers, questions[:OFFERS], fillvalue=""):
            updates[button] = gr.update(visible=bool(question), value=question)
        if notice:
            updates[self.at.said] = conversation_html((), strings, notice=notice)
        return updates

    def narrow(self, chosen: object, request: gr.Request) -> dict[Any, Any]:
        """Show what the conversation is limited to."""
        return {self.at.chips: self.about.chips(chosen, strings_for(_sent(request)))}

    async def answer(self, question: str, request: gr.Request) -> dict[str, Any]:
        """Answer one question; the object that `python -m assistant ask --json` prints."""
        if not isinstance(question, str):  # Gradio doesn't check what is posted
            raise gr.Error("question: give a string", print_exception=False)
        try:
            async with aclosing(self.about.assistant.astream(question)) as answers:
                async for answer in answers:
                    whole = answer
        except Exception as exc:
            message = sentence(exc, strings_for(_sent(request)), command=self.about.command)
            raise gr.Error(message, print_exception=False) from exc
        return whole.to_json()

    def _conversation(self, chat: Chat, strings: Strings) -> dict[Any, Any]:
        asking = bool(chat.turns) and chat.turns[-1].state == "answering"
        return {
            self.at.chat: chat,
            self.at.said: conversation_html(chat.turns, strings, conversation=chat.id),
            self.at.cited: sources_html(chat.turns, strings),
            self.at.send: gr.update(visible=not asking),
            self.at.stop: gr.update(visible=asking),
        }


def build(
    about: Conversations,
    *,
    limits: Limits | None = None,
    user_of: Callable[[Request], str],
) -> gr.Blocks:
    """The page over its conversations; ``limits`` where readers may add files."""
    page = gr.Blocks(analytics_enabled=False, title="问政 Wenzheng", fill_width=True)
    with page:
        _connect(page, Listeners(_lay_out(), about, limits, user_of))
    page.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
    return page


def mount(
    application: FastAPI, page: gr.Blocks, *, host: str, who: Callable[[Request], str]
) -> Callable[[], None]:
    """Mount the page at the root of an application; what ends the connections it holds open.

    who: what a request's reader goes by, through Gradio's own seam for it (auth_dependency).
    """
    gr.mount_gradio_app(
        application,
        page,
        path="",
        server_name=host,
        footer_links=[],
        run_history=False,
        auth_dependency=who,
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        enable_monitoring=False,
        theme=gr.themes.Base(font=FONT, font_mono=["ui-monospace", "monospace"]),
        head=looks_html(),
    )
    mounted: Any = application.routes[-1]
    stop: Callable[[], None] = mounted.app.stop_event.set
    return stop


def _lay_out() -> Layout:
    """Place the components, inside the Blocks that is being built. Words come with `greet`."""

    def html(id: str, value: str = "") -> gr.HTML:
        """A piece of the page that is filled later and has no script of its own."""
        return gr.HTML(value, js_on_load=None, elem_id=id)

    chat = gr.State(Chat(), time_to_live=SESSION_S)
    wire = gr.HTML("", html_template=" ", js_on_load=_WIRE, elem_id="wire")
    with gr.Row(elem_id="top"):
        head = html("head")
        fresh = gr.Button("", elem_id="fresh", size="sm", scale=0)
    with gr.Row(elem_id="both"):
        history = html("history")
        with gr.Column(elem_id="left"):
            said = html("conversation")
            with gr.Column(elem_id="examples", visible=False) as offered:
                label = html("offered-label")
                offers = tuple(gr.Button("", size="sm") for _ in range(OFFERS))
            chips = html("chips")
            with gr.Row(elem_id="ask"):
                box = gr.Textbox(lines=1, max_lines=6, container=False, elem_id="question")
                send = gr.Button("", variant="primary", elem_id="send", scale=0)
                stop = gr.Button("", visible=False, elem_id="stop", scale=0)
            note = html("note")
        library = html("library")
        with gr.Column(elem_id="right"):
            switch = html("switch")
            cited = html("sources")
            reader = html("reader")
    return Layout(
        chat, wire, head, fresh, history, said, offered, label, offers, chips, box, send, stop,
        note, library, switch, cited, reader,
    )  # fmt: skip


def _connect(page: gr.Blocks, on: Listeners) -> None:
    """Say what listens to what. All of it is the page's own but `chat`, the one endpoint."""
    at = on.at
    hidden: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    limits: dict[str, Any] = {"concurrency_id": "answers", "concurrency_limit": AT_ONCE}
    whole = [*at.conversation, at.offered]
    offering = [at.offered, at.label, at.said, *at.offers]
    changing = [*whole, at.box, at.note]
    frames = [at.head, at.fresh, at.history, at.wire, at.chips, at.library, at.switch, at.reader]

    # Enter pressed while an answer is written asks when it is whole; it isn't lost.
    later = {**limits, **hidden, "trigger_mode": "always_last"}
    asking: list[tuple[Any, Any, Any]] = [(at.box.submit, at.box, later)]
    asking += [(at.send.click, at.box, later)]
    asking += [(button.click, button, {**limits, **hidden}) for button in at.offers]
    for trigger, question, how in asking:
        event = trigger(on.ask, [question, at.chat, at.wire], changing, **how)
        event.then(on.offer, at.chat, offering, **hidden)
    at.stop.click(on.halt, at.chat, None, **hidden)
    fresh = at.fresh.click(on.halt, at.chat, None, **hidden)
    fresh.then(on.begin, None, whole, **hidden).then(on.offer, at.chat, offering, **hidden)
    greeted = page.load(on.greet, None, [*whole, *frames, at.box, at.note], **hidden)
    greeted.then(on.offer, at.chat, offering, **hidden)
    at.wire.change(on.narrow, at.wire, at.chips, **hidden)
    gr.api(on.answer, api_name="chat", **limits)  # type: ignore[attr-defined]


def _sent(request: gr.Request) -> Request:
    """The request as it came over the network."""
    assert request.request is not None
    return request.request
