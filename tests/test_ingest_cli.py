"""`python -m ingest` as its users meet it: output, exit status, messages, contracts."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import lock
from tests.ingest_cli import MEETING, REPORT, ROOT, counts, ingest, rows, terminal

KEYS = [
    "id",
    "source",
    "title",
    "publisher",
    "date",
    "kind",
    "place",
    "speaker",
    "script",
    "damaged",
    "paragraphs",
]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder with pages/ and a library/ of them; commands that change take a copy."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "pages").mkdir()
    (folder / "pages" / "report.txt").write_text(REPORT, encoding="utf-8")
    (folder / "pages" / "meeting.md").write_text(MEETING, encoding="gb18030")
    added = ingest("add", "pages", cwd=folder)
    assert (added.returncode, added.stderr) == (0, "")
    assert counts(added.stdout) | {"paragraphs": 0} == {
        "documents": 2,
        "paragraphs": 0,
        "added": 2,
        "unchanged": 0,
        "replaced": 0,
        "refused": 0,
    }
    return folder


@pytest.fixture
def folder(made, tmp_path) -> Path:
    """A library of its own, of the pages where they are."""
    shutil.copytree(made / "library", tmp_path / "library")
    return tmp_path


def test_help_teaches_by_example(tmp_path):
    shown = ingest("--help", cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    for command in ("add", "list", "show", "remove", "check", "rebuild", "restore"):
        assert f"\n    {command}" in shown.stdout
        assert ingest(command, "--help", cwd=tmp_path).returncode == 0
    assert "python -m ingest add reports/" in shown.stdout
    assert "WENZHENG_LIBRARY" in shown.stdout


@pytest.mark.parametrize("arguments", [[], ["add"], ["shwo"], ["restore"], ["list", "--jsn"]])
def test_wrong_arguments_end_with_2(tmp_path, arguments):
    ended = ingest(*arguments, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "usage:" in ended.stderr


def test_list_json_has_the_keys_that_scripts_depend_on(made):
    listed = ingest("list", "--json", cwd=made)
    assert (listed.returncode, listed.stderr) == (0, "")
    meeting, report = rows(listed.stdout)
    assert list(meeting) == list(report) == KEYS
    assert report["source"] == str(made / "pages" / "report.txt")
    assert (report["place"], report["kind"]) == ("河南省济源市", "work report")
    assert (report["date"], report["damaged"], report["script"]) == ("2019-02-16", False, "hans")
    assert (meeting["place"], meeting["speaker"]) == ("山西省晋城市", None)
    assert re.fullmatch("[0-9a-f]{16}", report["id"])
    shown = ingest("show", report["id"], cwd=made).stdout
    assert report["paragraphs"] == len(re.findall(rf"(?m)^{report['id']}#p", shown)) > 4


def test_list_for_reading_is_a_line_a_page_however_long_the_paths(made):
    lines = ingest("list", cwd=made).stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].split() == ["id", "date", "kind", "place", "title", "paragraphs", "source"]
    assert str(made / "pages" / "report.txt") in lines[2]


@pytest.mark.parametrize("name", ["pages/report.txt", "{id}", "{prefix}"])
def test_show_takes_a_path_an_id_or_its_beginning(made, name):
    id = rows(ingest("list", "--json", cwd=made).stdout)[1]["id"]
    shown = ingest("show", name.format(id=id, prefix=id[:6]), cwd=made)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert f"{id}#p" in shown.stdout
    assert "新增公交车180辆" in shown.stdout
    assert "一、2018年工作回顾" in shown.stdout
    assert re.search(r"#p\d+ body 2019 plan", shown.stdout)


def test_show_raw_is_the_page_as_published(made):
    assert ingest("show", "pages/report.txt", "--raw", cwd=made).stdout == REPORT
    assert ingest("show", "pages/meeting.md", "--raw", cwd=made).stdout == MEETING


def test_what_is_not_there_ends_with_one_line(made):
    ended = ingest("show", "nothing.txt", cwd=made)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("error: no document 'nothing.txt' in the library: see")
    assert ended.stderr.count("\n") == 1


def test_a_second_add_finds_nothing_to_do(folder, made):
    added = ingest("add", made / "pages", cwd=folder)
    assert added.returncode == 0
    assert counts(added.stdout)["unchanged"] == 2
    assert (folder / "library" / "CURRENT").read_text() == "1\n"


def test_bad_files_are_refused_by_name_and_all_else_is_in(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "good.txt").write_text(REPORT, encoding="utf-8")
    (pages / "empty.txt").write_bytes(b"")
    (pages / "blank.txt").write_bytes(b"\xef\xbb\xbf \n\t ")
    (pages / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (pages / "nul.txt").write_bytes("一段\0正文。".encode())
    (pages / "broken.txt").write_bytes(REPORT.encode()[:400] + b"\xff\xfe\xff" + REPORT.encode())
    os.mkfifo(pages / "pipe.txt")
    added = ingest("add", "pages", "missing.txt", pages / "sheet.xlsx", cwd=tmp_path)
    refused = dict(re.findall(r"(?m)^refused \S+/([\w.]+): (.+)$", added.stderr))
    assert added.returncode == 1
    assert sorted(refused) == [
        "binary.txt",
        "blank.txt",
        "broken.txt",
        "empty.txt",
        "missing.txt",
        "nul.txt",
        "pipe.txt",
        "sheet.xlsx",
    ]
    assert "pipe" in refused["pipe.txt"] and "empty" in refused["empty.txt"]
    assert counts(added.stdout) | {"paragraphs": 0} == {
        "documents": 1,
        "paragraphs": 0,
        "added": 1,
        "unchanged": 0,
        "replaced": 0,
        "refused": 8,
    }


def test_nothing_but_bad_files_leaves_no_library_to_read(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    assert ingest("add", "empty.txt", cwd=tmp_path).returncode == 1
    listed = ingest("list", cwd=tmp_path)
    assert listed.returncode == 1
    assert "has nothing to read yet: add documents with `python -m ingest add" in listed.stderr


def test_remove_takes_out_what_it_can_and_names_the_rest(folder, made):
    removed = ingest("remove", made / "pages" / "meeting.md", "nonsense", cwd=folder)
    assert removed.returncode == 1
    assert removed.stderr.startswith("refused nonsense: no document 'nonsense'")
    assert counts(removed.stdout)["removed"] == 1
    (left,) = rows(ingest("list", "--json", cwd=folder).stdout)
    assert left["source"].endswith("report.txt")
    assert ingest("remove", left["id"][:8], cwd=folder).returncode == 0
    assert ingest("list", "--json", cwd=folder).stdout == ""
    assert "all well: 0 documents" in ingest("check", cwd=folder).stdout


def test_check_counts_when_all_is_well(made):
    checked = ingest("check", cwd=made)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("all well: 2 documents (0 mirror copies), ")
    assert "local/hashing-" in checked.stdout


def test_check_names_a_fault_and_rebuild_mends_it(folder):
    (graph,) = (folder / "library").rglob("data_level0.bin")
    graph.write_bytes(bytes(byte ^ 1 for byte in graph.read_bytes()))
    checked = ingest("check", cwd=folder)
    assert checked.returncode == 1
    assert "data_level0.bin has other content than when it was made" in checked.stderr
    listed = ingest("list", cwd=folder)
    assert listed.returncode == 1
    assert re.search(r"python -m ingest rebuild --library library`\n", listed.stderr)
    rebuilt = ingest("rebuild", cwd=folder)
    assert (rebuilt.returncode, rebuilt.stderr) == (0, "")
    assert rebuilt.stdout.startswith("0 passages were embedded")
    assert ingest("check", cwd=folder).returncode == 0


def test_a_writer_at_work_is_shown_by_check_and_named_to_a_second_one(folder, made):
    with lock.writing(folder / "library"):
        checked = ingest("check", cwd=folder)
        added = ingest("add", made / "pages", cwd=folder)
    assert checked.returncode == 0
    assert checked.stdout.startswith(f"being written by process {os.getpid()}, since 20")
    assert (added.returncode, added.stdout) == (1, "")
    assert re.match(r"error: the library 'library' is being written by process \d+", added.stderr)


def test_another_model_is_refused_with_the_way_out_and_rebuild_says_what_it_does(folder, made):
    other = {"WENZHENG_EMBEDDING_DIMENSIONS": "64"}
    refused = ingest("add", made / "pages", cwd=folder, **other)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert re.search(r"/512'.*/64'.*python -m ingest rebuild", refused.stderr)
    rebuilt = ingest("rebuild", cwd=folder, **other)
    assert rebuilt.returncode == 0
    said = r"Embedding everything again: \S+/512 was set, now it is \S+/64\.\n[1-9]\d* passages"
    assert re.match(said, rebuilt.stdout)
    assert ingest("add", made / "pages", cwd=folder, **other).returncode == 0


def test_the_library_is_the_option_else_the_setting(made, tmp_path):
    setting = {"WENZHENG_LIBRARY": str(made / "library")}
    assert len(rows(ingest("list", "--json", cwd=tmp_path, **setting).stdout)) == 2
    missing = ingest("list", "--library", "elsewhere", cwd=tmp_path, **setting)
    assert missing.returncode == 1
    assert "there is no library at 'elsewhere'" in missing.stderr


@pytest.mark.parametrize("command", ["list", "check", "rebuild", "show x", "remove x"])
def test_no_library_is_said_in_one_line_and_none_is_made(tmp_path, command):
    ended = ingest(*command.split(), cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("error: there is no library at 'library': make one with")
    assert ended.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_library_that_is_a_file_is_said_to_be(tmp_path):
    (tmp_path / "library").write_text("a letter")
    (tmp_path / "page.txt").write_text(REPORT, encoding="utf-8")
    for command in (["list"], ["add", "page.txt"]):
        ended = ingest(*command, cwd=tmp_path)
        assert ended.returncode == 1
        assert re.match(
            r"error: (the library )?'library' (is a file|can't be written)", ended.stderr
        )


def test_a_wrong_setting_is_named(tmp_path):
    ended = ingest("list", cwd=tmp_path, WENZHENG_EMBEDDINGS="magic")
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: WENZHENG_EMBEDDINGS is 'magic'")


def test_output_is_utf_8_whatever_the_locale(made):
    listed = ingest("list", "--json", cwd=made, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "河南省济源市" in listed.stdout


def test_a_reader_that_stops_reading_is_no_error(made):
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", "show", "pages/report.txt"],
        cwd=made,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait()


def test_progress_is_shown_on_a_terminal(tmp_path):
    (tmp_path / "page.txt").write_text(REPORT, encoding="utf-8")
    with terminal() as (theirs, shown):
        process = subprocess.Popen(
            [sys.executable, "-m", "ingest", "add", "page.txt"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
            stdout=subprocess.DEVNULL,
            stderr=theirs,
        )
    assert process.wait() == 0
    for step in (b"reading", b"embedding", b"indexing vectors", b"checking the new indexes"):
        assert step in b"".join(shown)
