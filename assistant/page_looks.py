"""What goes into the page's head: its icon, its styles, its scripts. The files are in looks/."""

from __future__ import annotations

from pathlib import Path

LOOKS = Path(__file__).parent / "looks"
STYLES = (
    "paper", "conversation", "sources", "phone", "head", "history", "library", "answer", "reader",
    "over",
)  # fmt: skip
"""In the order of the cascade: a later one has the last word."""
SCRIPTS = ("page", "library", "reader")
ICON = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
    "<rect width='32' height='32' rx='6' fill='%23a8322a'/><text x='16' y='23' font-size='20' "
    "text-anchor='middle' fill='%23fff'>问</text></svg>"
)


def looks_html() -> str:
    """Styles and scripts as they are: what is given as css, Gradio splits at every comma."""
    styles = "".join(_text(f"{name}.css") for name in STYLES)
    scripts = "".join(_text(f"{name}.js") for name in SCRIPTS)
    return f'<link rel="icon" href="{ICON}"><style>{styles}</style><script>{scripts}</script>'


def _text(name: str) -> str:
    return (LOOKS / name).read_text(encoding="utf-8")
