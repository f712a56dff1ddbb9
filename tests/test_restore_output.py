"""What `python -m ingest restore` prints: the text alone, or JSON that scripts depend on."""

import json
import re

from tests.damage import damage
from tests.ingest_cli import REPORT, ingest, rows

DAMAGED = damage(REPORT)


def test_restore_prints_the_text_alone(tmp_path):
    (tmp_path / "page.txt").write_text(DAMAGED, encoding="utf-8")
    (tmp_path / "clean.txt").write_text(REPORT, encoding="gb18030")
    restored = ingest("restore", "page.txt", cwd=tmp_path)
    assert (restored.returncode, restored.stderr) == (0, "")
    assert "(" in DAMAGED and "(" not in restored.stdout
    assert "新增公交车180辆" in restored.stdout
    assert ingest("restore", "clean.txt", cwd=tmp_path).stdout == REPORT
    piped = ingest("restore", "-", cwd=tmp_path, stdin=(DAMAGED).encode())
    assert piped.stdout == restored.stdout


def test_restore_json_has_the_keys_that_scripts_depend_on(tmp_path):
    (tmp_path / "page.txt").write_text(DAMAGED, encoding="utf-8")
    (line,) = rows(ingest("restore", "page.txt", "--json", cwd=tmp_path).stdout)
    assert list(line) == ["text", "damaged", "script", "reports", "offsets"]
    assert (line["damaged"], line["script"]) == (True, "hant")
    assert all(
        list(report) == ["kind", "raw_start", "raw_end", "chosen", "alternatives", "margin"]
        for report in line["reports"]
    )
    start, raw_start, raw_end = line["offsets"][0]
    assert (start, raw_start) == (0, 0)
    assert raw_end > 0


def test_restore_takes_a_batch_and_names_the_lines_it_cant_take(tmp_path):
    lines = [
        json.dumps({"id": "a", "text": DAMAGED}),
        "",
        json.dumps({"id": 7, "text": "干净的一句话。"}, ensure_ascii=False),
        "no json",
        json.dumps({"id": "c"}),
        json.dumps({"id": "d", "text": 12}),
        json.dumps({"id": "e", "text": "半个\ud800字"}),
        json.dumps(["a", "b"]),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ended = ingest("restore", "--batch", "in.jsonl", cwd=tmp_path)
    answers = rows(ended.stdout)
    assert [answer["id"] for answer in answers] == ["a", 7, "e"]
    assert list(answers[0]) == ["id", "text", "damaged", "script", "reports", "offsets"]
    assert answers[1]["text"] == "干净的一句话。"
    assert ended.returncode == 1
    assert re.findall(r"(?m)^refused in\.jsonl, line (\d)", ended.stderr) == list("4568")


def test_restore_says_what_it_cant_read(tmp_path):
    (tmp_path / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    for arguments in (["binary.txt"], ["missing.txt"], ["--batch", "missing.jsonl"]):
        ended = ingest("restore", *arguments, cwd=tmp_path)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr.startswith(f"error: {arguments[-1]}: ")
