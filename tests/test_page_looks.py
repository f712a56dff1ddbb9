"""The page's colours, in the light and in the dark."""

import re

import pytest

from assistant.page_looks import LOOKS, SCRIPTS, STYLES


def test_every_file_of_the_looks_is_on_the_page():
    there = {path.name for path in LOOKS.iterdir()}
    assert there == {f"{one}.css" for one in STYLES} | {f"{one}.js" for one in SCRIPTS}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_stand_out_enough_to_be_read(theme):
    """4.5 is what WCAG 2.2 asks of text (success criterion 1.4.3)."""
    css = (LOOKS / "paper.css").read_text(encoding="utf-8")
    light, dark = re.findall(r"container(?:\.dark)? \{\n(  --ink.*?)\n\}", css, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#\w+);", light if theme == "light" else dark))
    for ink in ("ink", "soft", "red", "amber"):
        for ground in ("paper", "panel", "card"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert contrast(colours["on-red"], colours["red"]) >= 4.5
    for tint in ("mark", "mark-now"):
        marked = blended(colours[tint], colours["card"])
        assert contrast(colours["ink"], marked) >= 4.5
        assert contrast(colours["ink"], blended(colours["doubt"], marked)) >= 4.5


def blended(over: str, ground: str) -> str:
    share = int(over[7:9], 16) / 255
    mixed = (
        round(int(over[k : k + 2], 16) * share + int(ground[k : k + 2], 16) * (1 - share))
        for k in (1, 3, 5)
    )
    return "#" + "".join(f"{value:02x}" for value in mixed)


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    full = "#" + "".join(c * 2 for c in colour[1:]) if len(colour) == 4 else colour
    channels = [int(full[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
