"""Which database and broker are used, and what is said when there is none."""

import socket
from pathlib import Path

import pytest

from slimsamenwerken.embedded import backing, binaries
from slimsamenwerken.embedded.binaries import Program
from slimsamenwerken.embedded.console import LaunchError
from slimsamenwerken.embedded.layout import Layout

EMBEDDED = Program(Path("/wheel/bin/server"), 18, embedded=True)
SYSTEM = Program(Path("/usr/bin/server"), 15, embedded=False)
LAYOUT = Layout(Path("/nowhere"))
KINDS = [
    ("DATABASE_URL", backing.choose_postgres, "embedded_postgres", "system_postgres"),
    ("REDIS_URL", backing.choose_redis, "embedded_valkey", "system_redis"),
]


@pytest.mark.parametrize(("variable", "choose", "embedded", "system"), KINDS)
def test_choice_follows_the_order(variable, choose, embedded, system, monkeypatch):
    monkeypatch.setattr(binaries, embedded, lambda _layout: EMBEDDED)
    monkeypatch.setattr(binaries, system, lambda _environ: SYSTEM)
    assert choose({variable: "given://address"}, LAYOUT) == "given://address"
    assert choose({variable: ""}, LAYOUT) == EMBEDDED
    monkeypatch.setattr(binaries, embedded, lambda _layout: None)
    assert choose({}, LAYOUT) == SYSTEM


@pytest.mark.parametrize(("variable", "choose", "embedded", "system"), KINDS)
def test_choice_says_in_one_sentence_that_nothing_is_there(
    variable, choose, embedded, system, monkeypatch
):
    monkeypatch.setattr(binaries, embedded, lambda _layout: None)
    monkeypatch.setattr(binaries, system, lambda _environ: None)
    with pytest.raises(LaunchError, match=variable) as caught:
        choose({}, LAYOUT)
    assert "\n" not in str(caught.value)
    assert "apt-get install" in str(caught.value)


@pytest.mark.enable_socket
def test_given_address_where_nothing_listens_gets_one_sentence():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"postgres://user:geheim@127.0.0.1:{port}/x"
    with pytest.raises(LaunchError, match=f"127.0.0.1:{port}, the address in DATABASE_URL") as said:
        backing.require_answer("DATABASE_URL", url)
    assert "geheim" not in str(said.value)
    for local in ("postgresql://user@/x?host=/folder", "unix:///folder/socket?db=1"):
        backing.require_answer("DATABASE_URL", local)


def _program(path: Path, answer: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{answer}'\n")
    path.chmod(0o755)
    return path


def test_system_server_that_is_too_old_is_passed_over(tmp_path):
    _program(tmp_path / "redis-server", "Redis server v=6.2.6 sha=0")
    assert binaries.system_redis({"PATH": str(tmp_path)}) is None
    newer = _program(tmp_path / "valkey-server", "Valkey server v=8.0.1 sha=0")
    found = binaries.system_redis({"PATH": str(tmp_path)})
    assert found == Program(newer, 8, embedded=False)


def test_newest_system_postgres_wins(tmp_path, monkeypatch):
    _program(tmp_path / "14/bin/postgres", "postgres (PostgreSQL) 14.9")
    _program(tmp_path / "16/bin/postgres", "postgres (PostgreSQL) 16.4 (Debian)")
    broken = _program(tmp_path / "17/bin/postgres", "x")
    broken.write_text("#!/bin/sh\nexit 1\n")
    monkeypatch.setattr(binaries, "SYSTEM_POSTGRES", (f"{tmp_path}/*/bin",))
    found = binaries.system_postgres({"PATH": "/none"})
    assert found is not None
    assert (found.major, found.folder) == (16, tmp_path / "16/bin")


def test_server_environment_drops_locale_libpq_and_foreign_libraries():
    given = {
        "PATH": "/bin", "LANG": "nl_BE.UTF-8", "LANGUAGE": "nl", "LC_ALL": "x", "LC_CTYPE": "x",
        "PGPORT": "9999", "PGDATA": "/x", "LD_LIBRARY_PATH": "/x", "HOME": "/h",
    }  # fmt: skip
    assert binaries.server_environment(given) == {"PATH": "/bin", "HOME": "/h"}


def test_portal_keeps_libpq_settings_only_for_a_database_of_its_own():
    given = backing.Services("postgres://db/x", "redis://cache")
    env = given.environment({"PGSSLROOTCERT": "/ca", "A": "b"})
    assert env == {
        "PGSSLROOTCERT": "/ca",
        "A": "b",
        "DATABASE_URL": "postgres://db/x",
        "REDIS_URL": "redis://cache",
    }
