"""`python -m ingest` run as its users run it, over two small pages."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]


REPORT = """\
济源市2019年政府工作报告
发布时间:2019-02-16
各位代表:现在,我代表济源市人民政府向大会报告工作,请予审议。
一、2018年工作回顾
2018年,济源全市建成公园三处,新增公交车60辆,群众出行更加方便。
二、2019年工作安排
2019年,我们要新增公交车180辆,改造老旧小区二十个,让群众住得更加安心。
"""


MEETING = """\
晋城市召开全体会议
2020-05-07
会议听取了晋城全市上半年经济运行情况的汇报,研究了下一步的工作安排。
会议要求,各级各部门要抓好重点项目建设,保持经济平稳运行。
"""


def ingest(*arguments, cwd: Path, stdin: bytes = b"", **settings: str):
    """Run a command in a folder without a .env, with only these settings."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("WENZHENG", "OPENAI"))}
    ended = subprocess.run(
        [sys.executable, "-m", "ingest", *map(str, arguments)],
        cwd=cwd,
        env={**environment, "PYTHONPATH": str(ROOT), **settings},
        input=stdin,
        capture_output=True,
        check=False,
    )
    ended.stdout, ended.stderr = ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8")
    assert "Traceback" not in ended.stderr
    return ended


def rows(output: str) -> list[dict]:
    return [json.loads(line) for line in output.splitlines()]


def counts(output: str) -> dict[str, int]:
    """The summary table as a mapping."""
    cells = [re.findall(r"[\w ,]*\w", line) for line in output.splitlines()]
    names, numbers = [row for row in cells if len(row) > 3]
    return {n.strip(): int(v.replace(",", "")) for n, v in zip(names, numbers, strict=True)}


@contextmanager
def terminal() -> Iterator[tuple[int, list[bytes]]]:
    """A terminal for a process that is started inside; what it showed is there at the end.

    Leaving waits until the process has let go of it.
    """
    ours, theirs = os.openpty()
    shown: list[bytes] = []
    yield theirs, shown
    os.close(theirs)
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        shown.append(piece)
    os.close(ours)
