"""An API over the sample library that is open to this machine, and one that wants a token."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from assistant.api_tokens import make_token
from assistant.chain import Assistant
from tests.api.server import served, settings_for


@pytest.fixture(scope="session")
def assistant(sample_library: Path) -> Assistant:
    return Assistant.open(settings_for(sample_library))


@pytest.fixture(scope="package")
def address(sample_library: Path, assistant: Assistant) -> Iterator[str]:
    """An API that is open to this machine."""
    with served(settings_for(sample_library), assistant) as address:
        yield address


@pytest.fixture
def api(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


class Guarded(NamedTuple):
    """An API that wants a token."""

    address: str
    token: str
    file: Path


@pytest.fixture(scope="package")
def guarded(
    sample_library: Path, assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Guarded]:
    file = tmp_path_factory.mktemp("tokens") / "tokens"
    made = make_token("reports")
    file.write_text(f"# programs\n{made.line}\n", encoding="utf-8")
    settings = settings_for(sample_library, api_tokens=file, api_rate="100000/minute")
    with served(settings, assistant) as address:
        yield Guarded(address, made.token, file)
