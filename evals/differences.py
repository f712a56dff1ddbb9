"""Where two texts differ, for long texts that mostly agree.

Goes on from each difference at the nearest place from which both texts agree again, so it
costs little where they are alike. Not a shortest edit script, but never far from it.
"""

from __future__ import annotations


def differences(left: str, right: str) -> list[tuple[int, int, int, int]]:
    """Where two texts differ: (start, end) in the left, (start, end) in the right.

    Costs of a Levenshtein alignment, found outwards from equal stretches of 6 characters.
    """
    found: list[tuple[int, int, int, int]] = []
    a = c = 0
    while a < len(left) or c < len(right):
        if left[a : a + 1] == right[c : c + 1]:
            a, c = a + 1, c + 1
            continue
        b, d = _meet(left, right, a, c)
        found.append((a, b, c, d))
        a, c = b, d
    return found


def _meet(left: str, right: str, a: int, c: int) -> tuple[int, int]:
    """The nearest place from which both go on alike for 4 characters (or to their ends)."""
    for reach in range(1, len(left) - a + len(right) - c + 1):
        best = None
        for skip in range(reach + 1):
            i, j = a + skip, c + reach - skip
            if i > len(left) or j > len(right):
                continue
            ahead = left[i : i + 4]
            alike = ahead == right[j : j + 4] and (len(ahead) == 4 or left[i:] == right[j:])
            if alike and (best is None or max(i - a, j - c) < max(best[0] - a, best[1] - c)):
                best = (i, j)
        if best:
            return best
    return len(left), len(right)
