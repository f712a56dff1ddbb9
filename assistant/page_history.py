"""The list of a reader's conversations as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.history import Kept
from assistant.page_escape import escape
from assistant.page_strings import Strings


def history_html(kept: Sequence[Kept], strings: Strings) -> str:
    """Each conversation with its date, and what can be done with it; the newest first."""
    if not kept:
        return f'<p class="empty">{escape(strings.history_empty)}</p>'
    return f'<ul class="kept">{"".join(_row(one, strings) for one in kept)}</ul>'


def _row(one: Kept, strings: Strings) -> str:
    id, title = escape(one.id), escape(one.title)
    rename, delete = (
        f'<button type="button" class="quiet" data-{act}="{id}" '
        f'aria-label="{escape(f"{word} {one.title}")}">{escape(word)}</button>'
        for act, word in (("rename", strings.rename), ("delete", strings.delete))
    )
    export = escape(f"{strings.export} {one.title}")
    return (
        f'<li data-kept="{id}"><a class="title" href="/?c={id}">{title}</a>'
        f'<span class="acts"><time datetime="{escape(one.changed)}">{escape(one.changed[:10])}'
        f'</time>{rename}<a class="quiet" href="/page/history/{id}.md" download '
        f'aria-label="{export}">{escape(strings.export)}</a>{delete}</span></li>'
    )
