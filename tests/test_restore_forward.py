"""What the forward model damages is restored: restore(damage(x)) == x, or it is reported."""

import gzip
import itertools
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.restoration import cases, measure, passages
from ingest.restore import restore
from tests.damage import DEFAULT_LIST, damage, to_mirror_script
from tests.test_damage import EXTRA_COMMA_RE, GLOSS_RE, WIDE

TEXTS = json.loads(
    (Path(__file__).parent / "data" / "restore" / "texts.json").read_text(encoding="utf-8")
)
CHANGED = sorted({c for c in to_mirror_script("".join(TEXTS)) if c not in "".join(TEXTS)} - {"著"})
KINDS = {
    "one site's list": {},
    "doubled commas": {"commas": 0.67},
    "entities": {"entities": True},
    "another decoder": {"decoder": "keep"},
    "private use dropped": {"private_use": "dropped"},
    "blocks": {"block": 400},
    "wide punctuation": {"narrow": False},
}


def folded(text):
    return unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_damaged_passage_comes_back(text, kind):
    assert folded(restore(damage(text, **KINDS[kind])).text) == folded(text)


@pytest.mark.parametrize("seed", range(4))
def test_lists_of_other_sites_lead_back_to_the_same_text(seed):
    for case in cases(TEXTS, damage=damage, seed=seed):
        assert not measure(case.kind, [case], restore)[1], case.kind


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3, unique=True),
    st.sets(st.sampled_from(CHANGED), max_size=80),
    st.fixed_dictionaries(
        {
            "commas": st.sampled_from([0.0, 0.67]),
            "entities": st.booleans(),
            "decoder": st.sampled_from(["swallow", "keep"]),
            "private_use": st.sampled_from(["kept", "dropped"]),
            "seed": st.integers(0, 99),
        }
    ),
)
def test_whatever_comes_back_wrong_is_reported(texts, listed, options):
    text = "\n".join(texts)
    copy = damage(text, listed=listed, **options)
    restored = restore(copy)
    if folded(restored.text) != folded(text) and restored.damaged:
        assert restored.reports


def test_a_page_without_any_damage_is_only_converted():
    for text in TEXTS:
        assert restore(text).text == text
        assert restore(to_mirror_script(text)).text == text


def test_clean_news_comes_back_from_every_kind_of_damage(shared: Path):
    """A sample; the whole is measured by the evals."""
    with gzip.open(shared / "bench" / "news10k" / "corpus.jsonl.gz", "rt") as lines:
        stories = [json.loads(line)["text"] for line in itertools.islice(lines, 2000, 2060)]
    by_kind = {}
    for case in cases(list(passages(stories)), damage=damage):
        by_kind.setdefault(case.kind, []).append(case)
    rows = [measure(kind, found, restore)[0] for kind, found in by_kind.items()]
    damaged = [row for row in rows if not row.kind.startswith("clean")]
    assert sum(row.error_rate for row in damaged) / len(damaged) <= 0.05
    assert sum(row.exact_sentences for row in damaged) / len(damaged) >= 99.0
    assert all(row.error_rate == 0 for row in rows if row.kind.startswith("clean"))


def test_a_real_copy_with_doubled_commas_is_what_damage_makes_of_our_restoration(shared: Path):
    copy = published(shared, "001")
    without = EXTRA_COMMA_RE.sub("", copy)
    author = restore(copy).text.translate(WIDE)
    assert damage(author, listed=set(GLOSS_RE.findall(without))) == without


def test_a_real_copy_with_torn_places_is_what_damage_makes_of_our_restoration(shared: Path):
    copy = published(shared, "003")
    author = restore(copy).text.translate(WIDE)
    assert damage(author, listed=DEFAULT_LIST, entities=True) == copy


def test_a_real_copy_cut_within_a_mark_comes_back(shared: Path):
    text = restore(published(shared, "004")).text
    assert "难。”峡" in text
    assert "日报" in text
    assert "(" not in GLOSS_RE.findall(text)


def test_real_pages_without_damage_are_unchanged(shared: Path):
    for number in ("000", "002"):
        page = published(shared, number)
        assert restore(page).text == page


def published(shared: Path, number: str) -> str:
    (path,) = (shared / "corpus").glob(f"{number}_*.txt")
    return unicodedata.normalize("NFKC", path.read_text(encoding="utf-8"))
