"""What is counted, and what must not be in it."""

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests import page_standin as standin
from tests.api.server import FACT, served, settings_for

QUESTION = "2019年济源市的独一无二的问题是什么？"


def counted(address: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Name and labels of each sample -> its value, as Prometheus reads them."""
    response = httpx.get(f"{address}/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(response.text)
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_answers_are_counted_by_outcome_and_requests_by_route(sample_library, assistant):
    with served(settings_for(sample_library), assistant) as address:
        for question in (FACT, FACT, "2031年济源的财政收入是多少？", QUESTION):
            httpx.post(f"{address}/api/ask", json={"question": question})
        message = {"role": "user", "content": FACT}
        chat = {"model": "wenzheng", "messages": [message]}
        httpx.post(f"{address}/v1/chat/completions", json=chat)
        httpx.post(f"{address}/v1/chat/completions", json={**chat, "model": "other"})
        for n in range(5):
            httpx.get(f"{address}/api/{n}")
            httpx.get(f"{address}/api/paragraphs/x%23p{n}")
        found = counted(address)
        text = httpx.get(f"{address}/metrics").text

    def answers(interface: str, outcome: str) -> float | None:
        labels = {"interface": interface, "outcome": outcome, "mode": "extractive"}
        return found.get(("wenzheng_answers_total", tuple(sorted(labels.items()))))

    assert answers("api", "answered") == 2
    assert answers("api", "year_not_in_library") == 1
    assert answers("openai", "answered") == 1
    seconds = [v for (name, _), v in found.items() if name == "wenzheng_answer_seconds_count"]
    assert seconds == [5]
    routes = {
        (dict(labels)["route"], dict(labels)["status"]): value
        for (name, labels), value in found.items()
        if name == "wenzheng_requests_total"
    }
    assert routes == {
        ("/api/ask", "200"): 4,
        ("/v1/chat/completions", "200"): 1,
        ("/v1/chat/completions", "404"): 1,
        ("other", "404"): 5,
        ("/api/paragraphs/{id}", "404"): 5,
    }
    snapshot = assistant.snapshot()
    assert found["wenzheng_library_up", ()] == 1
    assert found["wenzheng_library_generation", ()] == snapshot.generation
    assert found["wenzheng_library_documents", ()] == len(snapshot.documents())
    assert "独一无二" not in text
    assert "财政收入" not in text


def test_what_fails_is_counted_as_that(sample_library):
    with served(settings_for(sample_library), standin.Standin(pause_s=0)) as address:
        httpx.post(f"{address}/api/ask", json={"question": standin.BROKEN})
        found = counted(address)
    labels = (("interface", "api"), ("mode", ""), ("outcome", "failed"))
    assert found["wenzheng_answers_total", labels] == 1


def test_two_servers_count_apart(sample_library, assistant):
    with served(settings_for(sample_library), assistant) as one:
        httpx.get(f"{one}/v1/models")
        with served(settings_for(sample_library), assistant) as other:
            names = {name for name, _ in counted(other)}
    assert "wenzheng_requests_total" not in names
    assert "process_resident_memory_bytes" in names


@pytest.mark.parametrize("accept", ["application/openmetrics-text", "*/*", "text/html"])
def test_prometheus_gets_its_text_format_whatever_it_would_like(address, accept):
    response = httpx.get(f"{address}/metrics", headers={"Accept": accept})
    assert list(text_string_to_metric_families(response.text))
