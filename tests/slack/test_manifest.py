"""The app's manifest asks for what the code uses: no scope or event is missing, none too many."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MANIFEST = yaml.safe_load((ROOT / "docs" / "slack-manifest.yaml").read_text(encoding="utf-8"))
GUIDE = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")

SCOPES = {
    "chat.postMessage": {"chat:write", "chat:write.public"},
    "chat.postEphemeral": {"chat:write"},
    "chat.startStream": {"chat:write"},
    "chat.appendStream": {"chat:write"},
    "chat.stopStream": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations.replies": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "assistant.threads.setStatus": {"assistant:write"},
    "assistant.threads.setSuggestedPrompts": {"assistant:write"},
    "auth.test": set(),
}
"""What Slack's reference asks for each method that slack_calls.py calls."""
EVENTS = {
    "app_mention": {"app_mentions:read"},
    "message.im": {"im:history"},
    "assistant_thread_started": {"assistant:write"},
}


def test_the_scopes_are_those_of_the_methods_and_events_that_are_used():
    calls = (ROOT / "assistant" / "slack_calls.py").read_text(encoding="utf-8")
    used = set(re.findall(r'"((?:auth|chat|conversations|assistant\.threads)\.\w+)"', calls))
    assert used == set(SCOPES)
    asked = MANIFEST["oauth_config"]["scopes"]["bot"]
    assert sorted(asked) == asked
    assert set(asked) == {"commands"}.union(*SCOPES.values(), *EVENTS.values())


def test_the_events_are_those_that_the_bot_reads():
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)
    read = (ROOT / "assistant" / "slack_events.py").read_text(encoding="utf-8")
    for event in EVENTS:
        assert f'"{event.removesuffix(".im")}"' in read


def test_the_command_the_buttons_and_the_pane_are_switched_on():
    (command,) = MANIFEST["features"]["slash_commands"]
    app = (ROOT / "assistant" / "slack_app.py").read_text(encoding="utf-8")
    assert f'COMMAND = "{command["command"]}"' in app
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]
    assert MANIFEST["features"]["assistant_view"]["assistant_description"]
    assert MANIFEST["features"]["app_home"]["messages_tab_enabled"]


def test_slacks_limits_on_a_manifest_are_kept():
    assert len(MANIFEST["display_information"]["name"]) <= 35
    assert len(MANIFEST["display_information"]["description"]) <= 140
    assert len(MANIFEST["features"]["slash_commands"][0]["usage_hint"]) <= 1000


@pytest.mark.parametrize("scope", MANIFEST["oauth_config"]["scopes"]["bot"])
def test_the_guide_says_what_a_scope_is_for(scope):
    assert f"`{scope}`" in GUIDE


def test_http_mode_is_the_manifest_with_three_addresses():
    text = (ROOT / "docs" / "slack-manifest.yaml").read_text(encoding="utf-8")
    assert text.count("https://YOUR-ADDRESS/slack/events") == 3
    filled = yaml.safe_load(re.sub(r"# (?=(?:request_)?url: )", "", text))
    address = "https://YOUR-ADDRESS/slack/events"
    assert filled["features"]["slash_commands"][0]["url"] == address
    assert filled["settings"]["event_subscriptions"]["request_url"] == address
    assert filled["settings"]["interactivity"]["request_url"] == address


def test_the_readme_leads_to_the_guide():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(docs/slack.md)" in readme
