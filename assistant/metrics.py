"""What a server counts of itself, for Prometheus: answers, requests, and its library.

The one file that knows prometheus_client. Labels come from short lists that are known
beforehand; no word of a question, no token and no address is among them. Each server has a
registry of its own, so that several in one process don't add up.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from assistant.answer import Answer
from assistant.filters import Within
from assistant.page_turns import Answers
from ingest.errors import WenzhengError
from ingest.library import Snapshot

Interface = Literal["page", "api", "openai", "slack"]
"""Where a question came in."""

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 60.0, 120.0, 180.0)
"""From what documents' own sentences take (a tenth of a second) to where a model's search by
itself is given up (WENZHENG_CHAT_TOTAL_S times chain.DEEP_FACTOR)."""


class Metrics:
    """The counters of one server; threads may share them."""

    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        """``snapshot``: the newest build, looked at when the metrics are read."""
        self._registry = CollectorRegistry()
        self._answers = Counter(
            "wenzheng_answers",
            "Questions by what became of them: answered, declined for a reason, stopped, failed.",
            ["interface", "outcome", "mode"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "wenzheng_answer_seconds",
            "Seconds from a question to its whole answer.",
            ["mode"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._requests = Counter(
            "wenzheng_requests",
            "Requests of the API by route and status.",
            ["route", "status"],
            registry=self._registry,
        )
        self._registry.register(_OfLibrary(snapshot))
        ProcessCollector(registry=self._registry)

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self._registry)

    def request(self, route: str, status: int) -> None:
        """Count a request; ``route`` as the application declares it, not as it was asked."""
        self._requests.labels(route, str(status)).inc()

    def answer(self, answer: Answer, *, interface: Interface) -> None:
        """Count a whole answer."""
        outcome = answer.reason if answer.declined and answer.reason else "answered"
        self._answers.labels(interface, outcome, answer.mode).inc()
        if "total" in answer.seconds:
            self._seconds.labels(answer.mode).observe(answer.seconds["total"])

    def unfinished(self, outcome: Literal["stopped", "failed"], *, interface: Interface) -> None:
        """Count a question that was given no whole answer."""
        self._answers.labels(interface, outcome, "").inc()


class Counted:
    """An assistant whose answers are counted as those of one interface."""

    def __init__(self, assistant: Answers, metrics: Metrics, interface: Interface) -> None:
        self._assistant = assistant
        self._metrics = metrics
        self._interface: Interface = interface

    async def astream(
        self,
        question: str,
        *,
        turns: Sequence[Answer] = (),
        deep: bool = False,
        within: Within = None,
    ) -> AsyncGenerator[Answer, None]:
        """As the assistant's."""
        last: Answer | None = None
        outcome: Literal["stopped", "failed"] | None = "stopped"
        asking = self._assistant.astream(question, turns=turns, deep=deep, within=within)
        try:
            async with aclosing(asking) as answers:
                async for last in answers:
                    yield last
            outcome = None
        except Exception:
            outcome = "failed"
            raise
        finally:
            # Who leaves cancels this or closes it: neither is an Exception.
            if outcome is not None:
                self._metrics.unfinished(outcome, interface=self._interface)
            elif last is not None:
                self._metrics.answer(last, interface=self._interface)

    def examples(self) -> list[str]:
        """As the assistant's."""
        return self._assistant.examples()

    def answers(self, question: str) -> bool:
        """As the assistant's; not counted, as nobody asked."""
        return self._assistant.answers(question)


class _OfLibrary(Collector):
    """Looks at the library when the metrics are read."""

    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        self._snapshot = snapshot

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """What the library is at this moment."""
        up = "Whether the library can be read."
        try:
            build = self._snapshot().manifest
        except WenzhengError:
            yield GaugeMetricFamily("wenzheng_library_up", up, 0)
            return
        yield GaugeMetricFamily("wenzheng_library_up", up, 1)
        for name, about, value in (
            ("generation", "Counts the builds of the library.", build.generation),
            ("documents", "Documents in the library, mirror copies included.", build.documents),
            ("paragraphs", "Paragraphs in the library.", build.paragraphs),
            ("passages", "Passages that can be found.", build.passages),
        ):
            yield GaugeMetricFamily(f"wenzheng_library_{name}", about, value)

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: registering it must not open a library."""
        return []
