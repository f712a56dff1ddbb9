"""The password file: hashes only, and no way to tell who is in it."""

import os

import pytest

from assistant.passwords import Passwords, line_for
from ingest.errors import SettingsError


@pytest.fixture(scope="module")
def line():
    return line_for("wang", "correct horse")


def test_a_line_lets_its_user_in_and_nobody_else(tmp_path, line):
    path = tmp_path / "passwords"
    path.write_text(f"# who may ask\n\n{line}\n")
    passwords = Passwords(path)
    assert passwords.check("wang", "correct horse")
    assert not passwords.check("wang", "correct horse ")
    assert not passwords.check("li", "correct horse")
    assert ("wang" in passwords, "li" in passwords) == (True, False)


def test_two_lines_for_one_password_differ(line):
    assert line_for("wang", "correct horse") != line
    assert "horse" not in line


def test_a_change_of_the_file_counts_at_once(tmp_path, line):
    path = tmp_path / "passwords"
    path.write_text(line)
    passwords = Passwords(path)
    path.write_text(line_for("li", "battery staple"))
    os.utime(path, ns=(1, 1))
    assert ("wang" in passwords, "li" in passwords) == (False, True)


@pytest.mark.parametrize("name", ["", "a:b", "#a", "a b", "a\nb"])
def test_a_name_that_would_break_the_file_is_refused(name):
    with pytest.raises(SettingsError, match="user name"):
        line_for(name, "correct horse")


def test_a_short_password_is_refused():
    with pytest.raises(SettingsError, match="at least 8"):
        line_for("wang", "short")


@pytest.mark.parametrize(
    "text", ["wang:secret", "wang:scrypt:3:8:1:AA==:AA==", "wang:md5:1:1:1:AA==:AA==", "x"]
)
def test_a_line_that_is_no_hash_is_named_and_not_repeated(tmp_path, text):
    path = tmp_path / "passwords"
    path.write_text(f"# c\n{text}\n")
    with pytest.raises(SettingsError, match="line 2") as told:
        Passwords(path)
    assert text not in str(told.value)


@pytest.mark.parametrize("text", ["", "# nobody\n"])
def test_an_empty_file_and_a_missing_one_are_no_open_door(tmp_path, text):
    path = tmp_path / "passwords"
    with pytest.raises(SettingsError, match="can't be read"):
        Passwords(path)
    path.write_text(text)
    with pytest.raises(SettingsError, match="lets nobody in"):
        Passwords(path)
