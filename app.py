"""The browser chat: a conversation on the left, the cited paragraphs on the right.

`python app.py [--library DIR] [--port N]` serves it on 127.0.0.1. This file lays the page
out and serves it. What it says and how a conversation goes is assistant/page_*.py, which
requests are answered at all is assistant/page_server.py, and answering is assistant/chain.py.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.page_server import HOST, PORT, Gate, listen, run
from assistant.page_sources import sources_html, switch_html
from assistant.page_strings import STRINGS, Language, Strings
from assistant.page_text import conversation_html, heading_html, rules_html
from assistant.page_turns import (
    MAX_QUESTION_CHARS,
    Answers,
    Opening,
    Turns,
    converse,
    examples,
    sentence,
    settled,
)
from ingest.errors import WenzhengError

if TYPE_CHECKING:
    import socket

    import gradio as gr

ADD = "python -m ingest add PATH"
AT_ONCE = 4
"""Answers in the making at a time; they share the cores, so more would only be slower each."""
WAITING = 64
"""Questions that wait for their turn; the next one is told to come back."""
EXAMPLES = 4
SESSION_S = 12 * 3600
"""How long the server keeps a conversation that nobody adds to."""
FONT = ["system-ui", "Noto Sans CJK SC", "sans-serif"]
ICON = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
    "<rect width='32' height='32' rx='6' fill='%23a8322a'/><text x='16' y='23' font-size='20' "
    "text-anchor='middle' fill='%23fff'>问</text></svg>"
)
LOOKS = Path(__file__).parent / "assistant"


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until it is interrupted; 1 when it can't be served."""
    parser = argparse.ArgumentParser(
        prog="python app.py", description="Ask the library in a browser, on this machine only."
    )
    parser.add_argument(
        "--library",
        type=Path,
        metavar="DIR",
        help="the library's folder (default: WENZHENG_LIBRARY, else ./library)",
    )
    parser.add_argument(
        "--port",
        type=int,
        metavar="N",
        help=f"where to listen (default: GRADIO_SERVER_PORT, else {PORT}); 0 takes a free port",
    )
    options = parser.parse_args(arguments)
    try:
        # Heavy, so after --help, and the chain after a port that can't be had.
        from ingest.settings import Settings

        settings = Settings.from_env(library=options.library)
        listening = listen(options.port if options.port is not None else settings.port)
        from assistant.chain import Assistant
        from assistant.log import greet_in_background, log_to_stderr

        log_to_stderr()
        greet_in_background(settings)
        command = ADD
        if settings.library != Path("library"):
            command += f" --library {shlex.quote(str(settings.library))}"
        assistant = Opening(lambda: Assistant.open(settings))
        serve(build(assistant, command=command), listening)
    except WenzhengError as exc:
        sys.stderr.write(f"error: {exc}\n")
        return 1
    return 0


def serve(page: gr.Blocks, listening: socket.socket) -> None:
    """Serve the page on the socket until interrupted."""
    import gradio as gr
    from fastapi import FastAPI

    # An application of our own, so that more can be mounted beside the page.
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    gr.mount_gradio_app(
        application,
        page,
        path="",
        server_name=HOST,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        enable_monitoring=False,
        theme=gr.themes.Base(font=FONT, font_mono=["ui-monospace", "monospace"]),
        head=_head(),
    )
    mounted: Any = application.routes[-1]
    sys.stdout.write(f"Wenzheng is open at http://{HOST}:{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    # An open page holds a connection that would keep the server from ending.
    run(Gate(application), listening, on_exit=mounted.app.stop_event.set)


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of the page that change, each a Gradio component."""

    turns: Any
    """The conversation, kept on the server: what a browser sends as history counts for nothing."""
    fresh: Any
    said: Any
    offered: Any
    examples: tuple[Any, ...]
    box: Any
    send: Any
    stop: Any
    note: Any
    cited: Any

    @property
    def conversation(self) -> list[Any]:
        """What changes with every step of an answer."""
        return [self.turns, self.said, self.cited, self.send, self.stop]


@dataclass(frozen=True, slots=True)
class Listeners:
    """What happens on the page; each gives the new values of some components."""

    at: Layout
    assistant: Answers
    strings: Strings
    command: str

    def ask(self, question: object, turns: Turns) -> Iterator[dict[Any, Any]]:
        """Answer step by step, or say why the question can't be taken."""
        question = question.strip() if isinstance(question, str) else ""
        if not question or len(question) > MAX_QUESTION_CHARS:
            yield {self.at.note: rules_html(self.strings, length=len(question))}
            return
        yield {
            self.at.box: "",
            self.at.note: rules_html(self.strings),
            self.at.offered: _shown(False),
        }
        for now in converse(self.assistant, question, turns, self.strings, command=self.command):
            yield self._conversation(now)

    def halt(self, turns: Turns) -> dict[Any, Any]:
        """Leave the answer as far as it came, and say that it isn't whole."""
        return self._conversation(settled(turns))

    def begin(self) -> dict[Any, Any]:
        """An empty conversation, with examples from the library as it is now."""
        questions, notice = examples(self.assistant, self.strings, command=self.command)
        updates = self._conversation((), notice=notice)
        updates[self.at.offered] = _shown(bool(questions))
        for button, question in zip_longest(self.at.examples, questions[:EXAMPLES], fillvalue=""):
            updates[button] = _shown(bool(question)) | {"value": question}
        return updates

    def chat(self, question: str) -> dict[str, Any]:
        """Answer one question; the object that `python -m assistant ask --json` prints."""
        import gradio as gr

        if not isinstance(question, str):  # Gradio doesn't check what is posted
            raise gr.Error("question: give a string", print_exception=False)
        try:
            *_, answer = self.assistant.stream(question)
        except Exception as exc:
            message = sentence(exc, self.strings, command=self.command)
            raise gr.Error(message, print_exception=False) from exc
        return answer.to_json()

    def _conversation(self, turns: Turns, *, notice: str = "") -> dict[Any, Any]:
        asking = bool(turns) and turns[-1].state == "answering"
        return {
            self.at.turns: turns,
            self.at.said: conversation_html(turns, self.strings, notice=notice),
            self.at.cited: sources_html(turns, self.strings),
            self.at.send: _shown(not asking),
            self.at.stop: _shown(asking),
        }


def build(assistant: Answers, *, command: str = ADD, language: Language = "zh-Hans") -> gr.Blocks:
    """The page over an assistant. ``command`` makes a library; said while there is none."""
    # Must be set before the import, and to exactly this: Gradio reports home otherwise.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    strings = STRINGS[language]
    page = gr.Blocks(analytics_enabled=False, title=strings.name, fill_width=True)
    with page:
        connect(page, Listeners(lay_out(strings), assistant, strings, command))
    page.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
    return page


def lay_out(strings: Strings) -> Layout:
    """Place the components, inside the Blocks that is being built."""
    import gradio as gr

    turns = gr.State((), time_to_live=SESSION_S)
    with gr.Row(elem_id="top"):
        gr.HTML(heading_html(strings), js_on_load=None, elem_id="name")
        fresh = gr.Button(strings.fresh, elem_id="fresh", size="sm", scale=0)
    with gr.Row(elem_id="both"):
        with gr.Column(elem_id="left"):
            said = gr.HTML(conversation_html((), strings), js_on_load=None, elem_id="conversation")
            with gr.Column(elem_id="examples", visible=False) as offered:
                offers = tuple(gr.Button("", size="sm") for _ in range(EXAMPLES))
            with gr.Row(elem_id="ask"):
                box = gr.Textbox(
                    label=strings.question_label,
                    placeholder=strings.question_hint,
                    lines=1,
                    max_lines=6,
                    container=False,
                    elem_id="question",
                )
                send = gr.Button(strings.ask, variant="primary", elem_id="send", scale=0)
                stop = gr.Button(strings.stop, visible=False, elem_id="stop", scale=0)
            note = gr.HTML(rules_html(strings), js_on_load=None, elem_id="note")
        with gr.Column(elem_id="right"):
            gr.HTML(switch_html(strings), js_on_load=None, elem_id="switch")
            cited = gr.HTML(sources_html((), strings), js_on_load=None, elem_id="sources")
    return Layout(turns, fresh, said, offered, offers, box, send, stop, note, cited)


def connect(page: gr.Blocks, on: Listeners) -> None:
    """Say what listens to what. All of it is the page's own but `chat`, the one endpoint."""
    import gradio as gr

    at = on.at
    hidden: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    limits: dict[str, Any] = {"concurrency_id": "answers", "concurrency_limit": AT_ONCE}
    changing = [*at.conversation, at.box, at.note, at.offered]
    asking: list[tuple[Any, Any]] = [(at.box.submit, at.box), (at.send.click, at.box)]
    asking += [(button.click, button) for button in at.examples]
    answering: list[Any] = [
        trigger(on.ask, [question, at.turns], changing, **limits, **hidden)
        for trigger, question in asking
    ]
    at.stop.click(on.halt, [at.turns], at.conversation, cancels=answering, **hidden)
    whole = [*at.conversation, at.offered, *at.examples]
    at.fresh.click(on.begin, None, whole, cancels=answering, **hidden)
    page.load(on.begin, None, whole, **hidden)
    gr.api(on.chat, api_name="chat", **limits)  # type: ignore[attr-defined]


def _shown(visible: bool) -> dict[str, Any]:
    import gradio as gr

    return gr.update(visible=visible)


def _head() -> str:
    """Our style and script as they are: what is given as css, Gradio splits at every comma."""
    style = (LOOKS / "page.css").read_text(encoding="utf-8")
    script = (LOOKS / "page.js").read_text(encoding="utf-8")
    return f'<link rel="icon" href="{ICON}"><style>{style}</style><script>{script}</script>'


if __name__ == "__main__":
    sys.exit(main())
