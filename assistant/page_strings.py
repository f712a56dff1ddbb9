"""Every word the page itself says: a row of Strings, and a file of words for each language.

What the documents say and what the assistant answers is not here; the message of a
declined answer comes with the Answer, in the asker's script. Braces are filled with
str.format and the outcome is escaped as a whole, so a filling can't break out.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.answer import Reason
from ingest.document import Kind, Period

Language = Literal["zh-Hans", "zh-Hant", "en"]
WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Strings:
    """The page's words in one language, in the order of its file."""

    language: str
    """As in the lang attribute of HTML."""
    name: str
    tagline: str
    switch_language: str
    skip: str
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
    follow_ups: str
    searching: str
    writing: str
    stopped: str
    stopped_empty: str
    failed: str
    """{reason}: the message of the error."""
    unexpected: str
    library_missing: str
    """{command}: what to run in a terminal."""
    unkept: str
    """When the history can't be written."""
    steps: str
    understood: str
    """{question}: made standalone."""
    within: str
    """{count}: documents that the conversation is limited to."""
    found: str
    """{count}: paragraphs that retrieval brought."""
    took: str
    """{seconds}."""
    used: str
    """{model}, {calls}, {tokens}: what the model took."""
    cost: str
    """{cost}: in the currency of the prices set."""
    citation: str
    """{n}: a citation's number, read aloud for its link."""
    says: str
    """{name}: of the document that says one of two things that contradict each other."""
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
    pending: str
    """Read aloud for a claim that is still being written or checked."""
    unverified: str
    """Why a claim is marked, when the claim itself gives no reason."""
    doubts: str
    """{count}: sentences shown, but not verified."""
    dropped: str
    """{count}: claims left out because no cited paragraph carries them."""
    nearest: str
    nearest_source: str
    copy_answer: str
    copied: str
    copy_failed: str
    good: str
    bad: str
    why_good: str
    why_bad: str
    send: str
    cancel: str
    thanks: str
    save: str
    try_again: str
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
    read_whole: str
    whole: str
    back_to_sources: str
    outline: str
    permalink: str
    permalink_label: str
    cited_here: str
    spoken_by: str
    """{name}."""
    published_by: str
    """{name}."""
    also_at: str
    copy_shown: str
    standing: str
    standing_unknown: str
    damage_none: str
    damage_mirror: str
    damage_places: str
    """{count}."""
    damage_doubted: str
    """{count}."""
    was_traditional: str
    gone: str
    loading: str
    library: str
    library_holds: str
    """{documents}, {paragraphs}: counts."""
    library_empty: str
    picture: str
    picture_more: str
    no_place: str
    no_year: str
    other_kind: str
    cell: str
    """{place}, {year}, {count}: a cell of the picture, read aloud."""
    more_places: str
    """{count}: rows that the picture has no room for."""
    search: str
    search_hint: str
    search_documents: str
    search_paragraphs: str
    search_none: str
    """{query}."""
    shown_of: str
    """{shown}, {all}."""
    ask_only: str
    filters: str
    filter_off: str
    """{name}: of the filter."""
    all_documents: str
    upload: str
    upload_drop: str
    upload_limits: str
    """{files}, {megabytes}."""
    upload_sending: str
    """{name}."""
    upload_waiting: str
    upload_reading: str
    upload_embedding: str
    upload_done: str
    """{added}, {replaced}, {unchanged}, {refused}: counts."""
    upload_refused: str
    """{name}, {reason}."""
    upload_too_many: str
    """{files}."""
    upload_too_large: str
    """{megabytes}."""
    upload_off: str
    history: str
    history_empty: str
    rename: str
    delete: str
    delete_sure: str
    export: str
    new_title: str
    close: str
    log_in: str
    log_in_with: str
    log_out: str
    user_name: str
    password: str
    wrong_password: str
    slow_down: str
    periods: dict[Period, str]
    kinds: dict[Kind, str]
    standings: dict[str, str]
    """By page_standing.Standing: who published a document."""
    reasons: dict[Reason, str]
    repair_kinds: dict[str, str]
    """By Repair.kind: how sure the restored text is, and why."""

    @classmethod
    def read(cls, language: Language) -> Strings:
        """Read a language's file. Raises TypeError, naming a word that is missing or too many."""
        words: dict[str, Any] = tomllib.loads(
            (WORDS / f"{language}.toml").read_text(encoding="utf-8")
        )
        return cls(**words)

    def plain(self) -> dict[str, str]:
        """The words alone, for the page's script."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: word for name, word in named.items() if isinstance(word, str)}


STRINGS: dict[Language, Strings] = {
    language: Strings.read(language) for language in get_args(Language)
}
NAMES: dict[Language, str] = {"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}
"""What a language calls itself, for the switch."""
COOKIE = "wenzheng_language"


def language_of(accepted: str, chosen: str | None = None) -> Language:
    """The language a reader wants: ``chosen`` with the switch, else the browser's.

    accepted: an Accept-Language header; its first language that the page has wins. A browser
    with none of them gets English, one that says nothing simplified Chinese.

    >>> language_of("zh-TW,zh;q=0.9"), language_of("fr,de;q=0.5"), language_of("", "en")
    ('zh-Hant', 'en', 'en')
    """
    if chosen in STRINGS:
        return chosen
    tags = [tag.split(";")[0].strip().lower() for tag in accepted.split(",")]
    for tag in tags:
        if tag.startswith("zh"):
            traditional = any(part in ("tw", "hk", "mo", "hant") for part in tag.split("-"))
            return "zh-Hant" if traditional and "hans" not in tag else "zh-Hans"
        if tag.startswith("en"):
            return "en"
    return "en" if any(tags) else "zh-Hans"
