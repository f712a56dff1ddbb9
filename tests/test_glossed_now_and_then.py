"""A copy that glosses only some places of a character, and a text that only looks like one."""

import pytest

from ingest.diagnosis import MANY, diagnose
from ingest.restore import restore


def page(glossed, bare):
    """Lines of a page in traditional script; 實 has its reading in so many of them."""
    lines = [f"第{n}個鄉鎮把任務落實(shí)到人" for n in range(glossed)]
    lines += [f"第{n}個社區把措施落實到戶" for n in range(bare)]
    return "，".join(lines) + "。"


@pytest.mark.parametrize(
    ("glossed", "bare"), [(MANY, MANY), (MANY, 1), (3 * MANY, 3 * MANY), (MANY - 1, 1), (2, 0)]
)
def test_of_many_glosses_as_many_may_be_missing(glossed, bare):
    text = page(glossed, bare)
    assert diagnose(text).glossed
    restored = restore(text)
    assert restored.damaged
    assert "(" not in restored.text and restored.text.count("落实") == glossed + bare


@pytest.mark.parametrize(
    ("glossed", "bare"),
    [(MANY, MANY + 1), (3 * MANY, 3 * MANY + 1), (MANY - 1, MANY - 1), (MANY - 1, 2), (2, 2)],
)
def test_glosses_of_a_character_that_is_oftener_bare_are_the_authors(glossed, bare):
    text = page(glossed, bare)
    assert not diagnose(text).glossed
    assert restore(text).text.count("(shí)") == glossed


def test_a_textbooks_readings_are_left_alone_however_many_they_are():
    text = "，".join(f"第{n}课的生字是济(jǐ)、朝(cháo)、行(háng)" for n in range(MANY)) + "。"
    assert not diagnose(text).glossed
    assert restore(text).text == text
