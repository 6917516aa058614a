"""The sentences and files that a person or a script reads."""

import ast
import json
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from slimsamenwerken import embedded
from slimsamenwerken.embedded.__main__ import main
from slimsamenwerken.embedded.address import Address
from slimsamenwerken.embedded.console import LaunchError
from slimsamenwerken.embedded.demo import DemoFile, parse_logins
from slimsamenwerken.embedded.layout import Layout
from slimsamenwerken.embedded.run import greeting, last_line, portal_environment

LOGINS = [{"role": "lead", "email": "lead@example.org", "password": "tien bomen"}]


def test_old_python_gets_one_sentence(monkeypatch, capsys):
    source = Path(embedded.__file__).read_text()
    ast.parse(source, feature_version=(3, 4))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as caught:
        exec(compile(source, "embedded", "exec"), {})  # noqa: S102
    assert caught.value.code == 1
    said = capsys.readouterr().err
    assert "Python 3.11 or newer" in said
    assert "3.9.2" in said
    assert said.count("\n") == 1


@pytest.mark.enable_socket
def test_taken_port_gets_one_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(LaunchError, match=f"Port {port} on 127.0.0.1 is taken") as caught:
            Address("127.0.0.1", port).require_free(patience=0)
    assert "\n" not in str(caught.value)
    Address("127.0.0.1", port).require_free(patience=2)


@pytest.mark.parametrize("text", ["http", "0", "70000", "-1", "8000x"])
def test_port_that_is_none_gets_one_sentence(text):
    with pytest.raises(LaunchError, match="PORT must be a number"):
        Address.chosen({"PORT": text})


def test_address_defaults_and_wildcards():
    assert Address.chosen({}).url == "http://127.0.0.1:8000"
    everywhere = Address.chosen({"HOST": "0.0.0.0", "PORT": "81"})  # noqa: S104
    assert (everywhere.url, everywhere.bind) == ("http://127.0.0.1:81", "0.0.0.0:81")
    assert everywhere.allowed_hosts == "*"
    assert Address("::1", 80).bind == "[::1]:80"


def test_unknown_command_says_what_there_is(layout, capsys):
    before = {number: signal.getsignal(number) for number in (2, 15, 1)}
    try:
        assert main(["serve"], layout.root) == 2
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert "setup" in capsys.readouterr().err


def test_demo_file_has_exactly_what_the_screen_shows(tmp_path):
    demo = DemoFile(tmp_path / "demo.json", "http://127.0.0.1:8000")
    demo.write(LOGINS, "/rapporten/1/")
    assert json.loads(demo.path.read_text()) == {
        "address": "http://127.0.0.1:8000",
        "logins": LOGINS,
        "report": "/rapporten/1/",
    }
    assert demo.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["demo.json"]


def test_demo_file_is_removed_only_by_its_own_portal(tmp_path):
    ours = DemoFile(tmp_path / "demo.json", "http://127.0.0.1:8000")
    other = DemoFile(tmp_path / "demo.json", "http://127.0.0.1:8001")
    other.write(LOGINS, "/r/")
    ours.remove_own()
    assert ours.path.exists()
    other.remove_own()
    assert not ours.path.exists()
    other.remove_own()


@pytest.mark.parametrize("printed", ["", "no json", "{}", "[]", '[{"role": "lead"}]', "[1]", "3"])
def test_logins_that_cannot_be_read_are_an_error(printed):
    with pytest.raises(LaunchError, match="demo_logins"):
        parse_logins(printed)


def test_greeting_names_address_logins_and_report():
    text = greeting(Address("127.0.0.1", 8000), parse_logins(json.dumps(LOGINS)), "/rapporten/1/")
    for part in ("http://127.0.0.1:8000/rapporten/1/", "lead@example.org", "tien bomen", "lead"):
        assert part in text


def test_report_is_the_last_line_and_must_be_there():
    assert last_line("step 1\nstep 2\n/rapporten/1/\n\n") == "/rapporten/1/"
    with pytest.raises(LaunchError):
        last_line(" \n")


def test_secret_is_made_once_and_private(layout):
    first = layout.once("secret", 48)
    assert len(first) >= 50
    assert layout.once("secret", 48) == first
    assert (layout.var / "secret").stat().st_mode & 0o777 == 0o600


def test_given_settings_stand_and_the_rest_is_demo(layout):
    env = portal_environment(
        layout, Address("127.0.0.1", 8000), {"DEBUG": "1", "SECRET_KEY": "mine", "DEMO": "0"}
    )
    assert (env["DEBUG"], env["SECRET_KEY"], env["DEMO"]) == ("1", "mine", "1")
    assert env["MAIL_DIR"] == str(layout.root / ".var" / "mail")
    assert env["ALLOWED_HOSTS"] == "127.0.0.1,localhost"
    given = portal_environment(layout, Address("127.0.0.1", 8000), {"ALLOWED_HOSTS": "demo.test"})
    assert given["ALLOWED_HOSTS"] == "demo.test,127.0.0.1,localhost"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_of_another_user_gets_one_sentence(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(LaunchError, match="Cannot write in"):
        Layout(tmp_path).prepare()
    tmp_path.chmod(0o700)
