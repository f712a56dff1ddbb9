"""The API does what its own document says: asked by schemathesis, in all its phases."""

import subprocess
import sys
from pathlib import Path

EXAMPLES = "8"
"""A route; beside them all values at the limits that the document gives, some 500 requests."""


def test_schemathesis_finds_no_failure(guarded, tmp_path: Path):
    command = [sys.executable, "-m", "schemathesis.cli", "run"]
    command += [f"{guarded.address}/api/openapi.json", "--checks", "all"]
    command += ["--max-examples", EXAMPLES, "--generation-deterministic"]
    command += ["-H", f"Authorization: Bearer {guarded.token}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "8 selected / 8 total" in done.stdout
