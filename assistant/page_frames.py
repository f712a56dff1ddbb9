"""The parts of the page that stand still: head, history, library, reader. Their script fills them.

They are made once for a reader's language; page.js asks page_routes for what goes inside.
"""

from __future__ import annotations

import json

from assistant.page_escape import escape
from assistant.page_strings import NAMES, Strings
from assistant.uploads import Limits


def head_html(strings: Strings, *, user: str = "") -> str:
    """Name, purpose, the ways to history and library, the languages; ``user`` is who logged in."""
    name = (
        f'<div class="name"><h1>{escape(strings.name)}</h1><p>{escape(strings.tagline)}</p></div>'
    )
    panels = "".join(
        f'<button type="button" class="quiet" data-panel="{panel}" aria-expanded="false">'
        f"{escape(word)}</button>"
        for panel, word in (("history", strings.history), ("library", strings.library))
    )
    out = ""
    if user:
        out = (
            f'<form method="post" action="/logout"><span class="user">{escape(user)}</span>'
            f'<button class="quiet">{escape(strings.log_out)}</button></form>'
        )
    words = escape(json.dumps(strings.plain(), ensure_ascii=False))
    return (
        f'<a class="skip" href="#question">{escape(strings.skip)}</a>{name}'
        f'<nav class="panels" aria-label="{escape(strings.name)}">{panels}</nav>'
        f"{_languages(strings)}{out}"
        f'<div id="words" hidden data-language="{strings.language}" data-words="{words}"></div>'
    )


def _languages(strings: Strings) -> str:
    choices = "".join(
        f'<option value="{language}" lang="{language}"'
        f"{' selected' if language == strings.language else ''}>{escape(name)}</option>"
        for language, name in NAMES.items()
    )
    label = escape(strings.switch_language)
    return f'<select id="language" aria-label="{label}">{choices}</select>'


def history_frame(strings: Strings) -> str:
    """Where the list of conversations goes."""
    return (
        f'<div class="panel-head"><h2>{escape(strings.history)}</h2>{_close(strings, "history")}'
        '</div><div id="kept"></div>'
    )


def library_frame(strings: Strings, limits: Limits | None) -> str:
    """Where the library goes: picture, search, list; ``limits`` where files may be added."""
    hint = escape(strings.search_hint)
    return (
        f'<div class="panel-head"><h2>{escape(strings.library)}</h2>{_close(strings, "library")}'
        f'</div><div id="picture"></div><div class="search"><label class="unseen" for="search">'
        f'{escape(strings.search)}</label><input id="search" type="search" placeholder="{hint}" '
        'autocomplete="off" spellcheck="false"></div><div id="narrowed"></div>'
        f'{_uploads(strings, limits) if limits else ""}<div id="found" aria-live="polite"></div>'
    )


def _uploads(strings: Strings, limits: Limits) -> str:
    rules = strings.upload_limits.format(files=limits.files, megabytes=limits.megabytes)
    return (
        f'<div id="uploads" data-files="{limits.files}" data-megabytes="{limits.megabytes}">'
        f'<label for="files"><strong>{escape(strings.upload_drop)}</strong>'
        f"<span>{escape(rules)}</span></label>"
        '<input id="files" type="file" multiple accept=".txt,.md,.html,.htm">'
        '<div id="upload-progress" role="status"></div></div>'
    )


def reader_frame(strings: Strings) -> str:
    """Where a whole document goes."""
    return (
        f'<div class="reader-head"><button type="button" class="quiet" data-panel="reader">'
        f'{escape(strings.back_to_sources)}</button></div><div id="reading" tabindex="-1"></div>'
    )


def _close(strings: Strings, panel: str) -> str:
    return (
        f'<button type="button" class="quiet close" data-panel="{panel}">'
        f"{escape(strings.close)}</button>"
    )


def chips_html(names: dict[str, str], count: int | None, strings: Strings) -> str:
    """What the conversation is limited to: filter -> its name, and how many documents are left."""
    if not names:
        return ""
    chips = "".join(
        f'<li><span>{escape(name)}</span><button type="button" data-off="{escape(key)}" '
        f'aria-label="{escape(strings.filter_off.format(name=name))}">×</button></li>'
        for key, name in names.items()
    )
    left = f'<li class="count">{count}</li>' if count is not None else ""
    return (
        f'<p id="chips-label">{escape(strings.filters)}</p>'
        f'<ul aria-labelledby="chips-label">{chips}{left}</ul>'
    )
