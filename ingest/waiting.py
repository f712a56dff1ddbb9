"""How long to wait before a server is asked again: what it says, or growing and jittered."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def pause(tried: int, *, first_s: float, longest_s: float) -> float:
    """Seconds before the next try: doubling, and jittered so that many askers spread out."""
    longest: float = min(longest_s, first_s * 2 ** (tried - 1))
    return longest * random.uniform(0.5, 1.0)


def retry_after(header: str | None) -> float:
    """Seconds that a Retry-After header asks for (a number or a date); 0 if there is none.

    >>> retry_after("7"), retry_after("soon"), retry_after(None)
    (7.0, 0.0, 0.0)
    """
    try:
        seconds = float(header or 0)
    except ValueError:
        try:
            at = parsedate_to_datetime(header or "")
        except ValueError:
            return 0.0
        if at.tzinfo is None:
            at = at.replace(tzinfo=UTC)
        seconds = (at - datetime.now(UTC)).total_seconds()
    return seconds if 0 < seconds < math.inf else 0.0
