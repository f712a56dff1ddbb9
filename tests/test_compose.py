"""Dockerfile and compose.yaml: well formed, and their commands do here what they do in there.

No image is built: the commands are read from the files and run without containers, the paths and
ports of the containers put in their places on this machine.
"""

import json
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from compose_spec import ComposeSpecification
from dockerfile_parse import DockerfileParser

from tests.chroma_server import free_port

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
STARTS_WITHIN_S = 60.0


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory):
    """The Dockerfile's instructions; the parser wants a file that it may write."""
    copy = tmp_path_factory.mktemp("docker") / "Dockerfile"
    copy.write_bytes((ROOT / "Dockerfile").read_bytes())
    parsed = DockerfileParser(str(copy))
    return [(one["instruction"], one["value"]) for one in parsed.structure]


def values(dockerfile, instruction):
    return [value for name, value in dockerfile if name == instruction]


def test_compose_keeps_to_its_specification():
    parsed = ComposeSpecification.model_validate(COMPOSE)
    assert set(parsed.services) == {"page", "slack", "chroma"}


def test_only_this_machine_reaches_what_is_served():
    for name, service in SERVICES.items():
        for port in service.get("ports", ()):
            assert re.fullmatch(r"127\.0\.0\.1:(\d+):\1", port), name
    assert "ports" not in SERVICES["chroma"]  # it has no login of its own


def test_nobody_is_root_and_nothing_may_become_it(dockerfile):
    order = [name for name, _ in dockerfile]
    (user,) = values(dockerfile, "USER")
    assert user not in ("root", "0") and order.index("USER") < order.index("CMD")
    assert not [v for n, v in dockerfile[order.index("USER") :] if n == "RUN"]
    for service in SERVICES.values():
        assert "no-new-privileges:true" in service["security_opt"]
        assert not service.get("privileged")
    for name in ("page", "slack"):
        assert SERVICES[name]["read_only"] and SERVICES[name]["cap_drop"] == ["ALL"]


def test_images_have_a_version_and_chroma_s_is_the_one_we_pin(dockerfile):
    (base,) = values(dockerfile, "FROM")
    assert re.fullmatch(r"python:3\.1[123]-slim", base)
    pinned = re.search(r"(?m)^chromadb==(\S+)", (ROOT / "requirements.txt").read_text())
    assert pinned and SERVICES["chroma"]["image"] == f"chromadb/chroma:{pinned[1]}"


def test_the_image_holds_what_is_needed_and_no_secret(dockerfile):
    copied = {name for value in values(dockerfile, "COPY") for name in value.split()[:-1]}
    assert all((ROOT / name).exists() for name in copied)
    assert copied >= {"app.py", "assistant", "ingest", "prompts", "requirements.txt"}
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines and {line[1:] for line in lines if line.startswith("!")} == copied
    named = " ".join(value for _, value in dockerfile)
    assert not re.search(r"KEY|SECRET|TOKEN|PASSWORD", named)


def test_installing_checks_hashes_before_any_code_is_copied(dockerfile):
    runs = [value for name, value in dockerfile if name == "RUN" and "pip" in value]
    assert runs[0] == "python -m pip install --require-hashes -r requirements.txt"
    order = [value for name, value in dockerfile if name in ("COPY", "RUN")]
    assert order.index("requirements.txt ./") < order.index(runs[0])
    code = next(k for k, value in enumerate(order) if value.startswith("assistant"))
    assert order.index(runs[0]) < code


def test_no_setting_of_the_containers_is_unknown():
    known = (ROOT / ".env.example").read_text(encoding="utf-8")
    slack = {"WENZHENG_SLACK_PORT"}  # the bot's own
    for name in ("page", "slack"):
        for setting in set(SERVICES[name]["environment"]) - slack:
            assert f"#{setting}=" in known, setting


def here(service, *, library, access, chroma):
    """The environment of a service, its paths and addresses those of this machine."""
    given = {
        **SERVICES[service]["environment"],
        "WENZHENG_LIBRARY": str(library),
        "WENZHENG_CHROMA": chroma,
        "WENZHENG_PASSWORDS": str(access / "passwords.txt"),
        "WENZHENG_URL": "http://127.0.0.1:7860",
        "WENZHENG_HOST": "127.0.0.1",  # what a container takes all its addresses for
    }
    assert set(given) == set(SERVICES[service]["environment"])
    return {**os.environ, **given, "WENZHENG_ENV_FILE": ""}


def command(parts, **replaced):
    """A command of the files, run by this Python, with other ports and paths."""
    found = [replaced.get(part, part) for part in parts]
    return [sys.executable if part == "python" else part for part in found]


def healthy(test, environment, *, port, there):
    """Whether a service's own check finds it well."""
    kind, *check = test
    assert kind == "CMD"
    check = command([part.replace(f":{there}/", f":{port}/") for part in check])
    return subprocess.run(check, env=environment, capture_output=True).returncode == 0


@contextmanager
def running(arguments, environment, log):
    with log.open("wb") as file:
        process = subprocess.Popen(
            arguments, cwd=ROOT, env=environment, stdin=-3, stdout=file, stderr=file
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def wait_until(well, process, log):
    end = time.monotonic() + STARTS_WITHIN_S
    while not well():
        assert process.poll() is None and time.monotonic() < end, log.read_text(errors="replace")
        time.sleep(0.2)


def test_the_commands_serve_a_library_whose_vectors_are_on_the_chroma_server(tmp_path, dockerfile):
    access = tmp_path / "access"
    access.mkdir()
    port, chroma_port = free_port(), free_port()
    environment = here(
        "page",
        library=tmp_path / "library",
        access=access,
        chroma=f"http://127.0.0.1:{chroma_port}",
    )
    environment["GRADIO_SERVER_PORT"] = str(port)
    assert SERVICES["page"]["command"] == json.loads(values(dockerfile, "CMD")[0])
    page = command(SERVICES["page"]["command"])
    chroma = [str(Path(sys.executable).with_name("chroma"))]  # the image's entry point
    chroma += command(
        SERVICES["chroma"]["command"],
        **{"0.0.0.0": "127.0.0.1", "8000": str(chroma_port), "/data": str(tmp_path / "data")},
    )
    documented = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    add = "python -m ingest add /documents"
    password = "python -m assistant password wang"
    assert f"docker compose run --rm page {add}" in documented
    assert f"docker run --rm -i wenzheng {password} >> access/passwords.txt" in documented

    refused = subprocess.run(
        page, cwd=ROOT, env={**environment, "WENZHENG_HOST": "0.0.0.0"}, capture_output=True
    )
    assert refused.returncode == 1 and b"WENZHENG_PASSWORDS" in refused.stderr

    line = subprocess.run(
        command(password.split()),
        cwd=ROOT,
        env=environment,
        input=b"a long password\n",
        stdout=subprocess.PIPE,
        check=True,
    )
    (access / "passwords.txt").write_bytes(line.stdout)
    log, page_log = tmp_path / "chroma.log", tmp_path / "page.log"
    with running(chroma, environment, log) as server:
        beat = f"http://127.0.0.1:{chroma_port}/api/v2/heartbeat"
        ask = ["CMD", "python", "-c", f"import urllib.request as r; r.urlopen({beat!r})"]
        wait_until(lambda: healthy(ask, environment, port=0, there=0), server, log)
        adding = command(add.split(), **{"/documents": "sample"})
        subprocess.run(adding, cwd=ROOT, env=environment, check=True, capture_output=True)
        with running(page, environment, page_log) as served:
            checks = {"service": SERVICES["page"]["healthcheck"]["test"]}
            checks["image"] = health_of(dockerfile)
            for test in checks.values():
                wait_until(
                    lambda test=test: healthy(test, environment, port=port, there=7860),
                    served,
                    page_log,
                )
            asked = command(["python", "-m", "assistant", "ask", "2019年济源新增公交车多少辆?"])
            answer = subprocess.run(
                asked, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
            )
            assert "180辆" in answer.stdout
        assert not healthy(checks["service"], environment, port=port, there=7860)


def health_of(dockerfile):
    (value,) = values(dockerfile, "HEALTHCHECK")
    return ["CMD", *json.loads(value.partition("CMD ")[2])]


def test_the_slack_bot_is_started_by_its_module_and_only_when_asked_for():
    slack = SERVICES["slack"]
    assert slack["command"] == ["python", "-m", "assistant.slack"]
    assert slack["profiles"] == ["slack"]
    assert {**slack["environment"], "WENZHENG_SLACK_PORT": "3000"} == slack["environment"]
    page = SERVICES["page"]["environment"]
    assert set(page) - {"SLACK_BOT_TOKEN"} < set(slack["environment"])
    # One library has one bot: the page's container starts none beside it.
    assert page["SLACK_BOT_TOKEN"] == "" and "SLACK_BOT_TOKEN" not in slack["environment"]


def test_without_a_port_the_bot_s_health_is_that_it_runs():
    environment = {**os.environ, "SLACK_APP_TOKEN": "xapp-none"}
    test = SERVICES["slack"]["healthcheck"]["test"]
    assert healthy(test, environment, port=free_port(), there=3000)
    assert not healthy(test, dict(os.environ), port=free_port(), there=3000)
