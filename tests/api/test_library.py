"""What is in the library, by HTTP: its documents and its paragraphs."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.api.server import FACT

ROOT = Path(__file__).parents[2]


def listed(api, **filters):
    response = api.get("/api/documents", params=filters)
    assert response.status_code == 200, response.text
    return response.json()


def test_documents_are_listed_as_the_command_lists_them(api, sample_library):
    command = [sys.executable, "-m", "ingest", "list", "--json", "--library", str(sample_library)]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    rows = [json.loads(line) for line in printed.stdout.splitlines()]
    assert listed(api) == {"total": len(rows), "limit": 100, "offset": 0, "documents": rows}


def test_filters_narrow_the_list(api):
    assert {row["place"] for row in listed(api, place="济源")["documents"]} == {"河南省济源市"}
    (report,) = listed(api, place="河南", year=2019, kind="work report")["documents"]
    assert "2019" in report["title"]
    assert listed(api, place="拉萨") == {"total": 0, "limit": 100, "offset": 0, "documents": []}


def test_a_long_list_is_turned_over_page_by_page(api):
    everything = listed(api)["documents"]
    pages = [listed(api, limit=2, offset=n)["documents"] for n in range(0, len(everything), 2)]
    assert [row for page in pages for row in page] == everything
    beyond = listed(api, offset=1000)
    assert (beyond["total"], beyond["documents"]) == (len(everything), [])


@pytest.mark.parametrize(
    "filters", [{"limit": 0}, {"limit": 1001}, {"offset": -1}, {"year": "x"}, {"kind": "poem"}]
)
def test_a_filter_that_cannot_be_used_is_named(api, filters):
    response = api.get("/api/documents", params=filters)
    assert response.status_code == 422
    assert response.json()["error"]["param"] in filters


def test_a_cited_paragraph_is_given_in_both_texts_with_its_neighbours(api, address):
    cited = api.post("/api/ask", json={"question": FACT}).json()["citations"][0]
    found = api.get(f"/api/paragraphs/{quote(cited['paragraph'], safe='')}").json()
    assert found["text"] == cited["text"]
    assert found["raw"] == cited["raw"]
    assert (found["raw_start"], found["raw_end"]) == (cited["raw_start"], cited["raw_end"])
    assert found["end"] - found["start"] == len(found["text"])
    assert found["link"] == cited["link"] == f"{address}/?p={quote(found['id'], safe='')}"
    assert found["document"]["id"] == cited["document"]
    following = api.get(f"/api/paragraphs/{quote(found['next'], safe='')}").json()
    assert following["previous"] == found["id"]
    assert following["n"] == found["n"] + 1


def test_a_document_begins_and_ends(api):
    def follow(one, way):
        passed = []
        while one[way]:
            one = api.get(f"/api/paragraphs/{quote(one[way], safe='')}").json()
            passed.append(one["id"])
        return one, passed

    cited = api.post("/api/ask", json={"question": FACT}).json()["citations"][0]["paragraph"]
    start = api.get(f"/api/paragraphs/{quote(cited, safe='')}").json()
    first, _ = follow(start, "previous")
    last, passed = follow(first, "next")
    assert cited in passed
    assert len(passed) + 1 == start["document"]["paragraphs"]
    assert follow(last, "previous")[0]["id"] == first["id"]


@pytest.mark.parametrize(
    "id",
    ["ab12%23p3", "ab12", "%23p1", "x%23p" + "9" * 5000, "..%2F..%2Fetc%2Fpasswd", "%00", "%ED"],
)
def test_a_paragraph_that_is_not_there_is_not_found(api, id):
    response = api.get(f"/api/paragraphs/{id}")
    assert response.status_code == 404
    assert response.json()["error"]["message"]
