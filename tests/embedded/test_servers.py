"""Real servers in an open folder with a space in its path: sharing, killing, taking over."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

from slimsamenwerken.embedded import backing
from slimsamenwerken.embedded.backing import Services, may_use, services_for
from slimsamenwerken.embedded.layout import Layout
from slimsamenwerken.embedded.postgres import PostgresServer

pytestmark = [
    pytest.mark.services,
    pytest.mark.enable_socket,
    # xdist's workers have threads; the launcher itself has none.
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

OWNER = """
import json, sys, time
from pathlib import Path
from slimsamenwerken.embedded import backing, layout
for module in (layout, backing):
    module.ROOT_BASE = Path(sys.argv[2])
kept = backing.services_for(layout.Layout(Path(sys.argv[1])), {})
kept.start()
print(json.dumps([keeper.is_owner for keeper in kept.keepers]), flush=True)
time.sleep(60)
"""


@pytest.fixture
def services(layout: Layout):
    made = services_for(layout, {})
    made.start()
    yield made
    made.stop()


def _owner(layout: Layout) -> subprocess.Popen[str]:
    """Another launcher on the same folder; its first line is the pids of what it started."""
    outside = str(layout.root.parent / "outside")
    return subprocess.Popen(
        [sys.executable, "-c", OWNER, str(layout.root), outside],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def _run(services: Services, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(services.database_url, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def test_servers_listen_on_private_sockets_only(services, layout):
    assert _run(services, "show listen_addresses") == [("",)]
    encoding = "select pg_encoding_to_char(encoding) from pg_database where datname = 'template0'"
    assert _run(services, encoding) == [("UTF8",)]
    for name in ("pg_trgm", "unaccent", "btree_gist"):
        _run(services, f"create extension {name}")
    client = redis.Redis.from_url(services.redis_url)
    assert client.config_get("port") == {"port": "0"}
    assert client.config_get("appendonly") == {"appendonly": "yes"}
    client.close()
    for keeper in services.keepers:
        assert keeper.server.lock.parent.stat().st_mode & 0o077 == 0
    assert " " in str(layout.root)


def test_second_start_shares_and_keeps_the_data(services, layout):
    second = services_for(layout, {})
    second.start()
    assert [keeper.is_owner for keeper in second.keepers] == [False, False]
    _run(second, "create table kept (x int)")
    services.stop()
    assert second.recover() is True
    assert [keeper.is_owner for keeper in second.keepers] == [True, True]
    assert _run(second, "select count(*) from kept") == [(0,)]
    assert second.recover() is False
    second.stop()


def test_kill_of_the_launcher_stops_its_servers_and_the_next_one_starts(layout):
    owner = _owner(layout)
    assert owner.stdout is not None
    first = owner.stdout.readline()
    owner.kill()
    owner.wait()
    owner.stdout.close()
    kept = services_for(layout, {})
    try:
        started = time.monotonic()
        until = started + 20
        while not all(keeper.is_owner for keeper in kept.keepers) and time.monotonic() < until:
            kept.recover()
        assert first.strip() != "[false, false]"
        assert all(keeper.is_owner for keeper in kept.keepers)
        assert _run(kept, "select 1") == [(1,)]
    finally:
        kept.stop()


def test_two_first_starts_at_once_make_one_cluster(layout):
    owners = [_owner(layout), _owner(layout)]
    lines = []
    for owner in owners:
        assert owner.stdout is not None
        lines.append(owner.stdout.readline())
    for owner in owners:
        owner.kill()
        owner.wait()
        assert owner.stdout is not None
        owner.stdout.close()
    started = [is_owner for line in lines for is_owner in json.loads(line)]
    assert sorted(started) == [False, False, True, True]


def test_killed_server_comes_back_with_its_data(services):
    _run(services, "create table kept (x int)")
    postgres = services.keepers[0]
    assert postgres.process is not None
    os.kill(postgres.process.pid, signal.SIGKILL)
    postgres.process.wait()
    assert services.recover() is True
    assert _run(services, "select count(*) from kept") == [(0,)]


def test_role_of_the_portal_in_production_may_not_truncate(services):
    postgres = services.keepers[0].server
    assert isinstance(postgres, PostgresServer)
    psql = postgres.program.folder / "psql"
    if not psql.exists():
        pytest.skip("these PostgreSQL programs have no psql")
    subprocess.run(
        ["sh", Path(__file__).parents[2] / ".docker" / "roles.sh"],
        env={
            "PATH": f"{psql.parent}:/usr/bin:/bin",
            "PGHOST": str(postgres.sockets),
            "POSTGRES_USER": "slimsamenwerken",
            "POSTGRES_DB": "slimsamenwerken",
            "PORTAL_PASSWORD": "it's odd",
        },
        check=True,
    )
    _run(services, "create table thing (id bigint generated always as identity, x int)")
    url = services.database_url.replace("slimsamenwerken@", "portal@")
    with psycopg.connect(url, autocommit=True) as portal:
        portal.execute("insert into thing (x) values (1)")
        portal.execute("update thing set x = 2")
        for refused in ("truncate thing", "drop table thing", "create table other (x int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                portal.execute(refused)


def test_disposable_servers_do_not_sync(layout):
    made = services_for(layout, {}, place="test/x/", durable=False)
    made.start()
    try:
        assert _run(made, "show fsync") == [("off",)]
        assert "/test/x/" in made.redis_url
    finally:
        made.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must start PostgreSQL as another user")
def test_root_moves_out_of_a_closed_folder(layout, monkeypatch):
    layout.root.chmod(0o700)
    made = services_for(layout, {})
    server = made.keepers[0].server
    assert isinstance(server, PostgresServer)
    assert server.home.is_relative_to(backing.ROOT_BASE)
    assert server.identity is not None
    assert may_use(server.identity, server.program.path, server.home)
    made.start()
    try:
        assert _run(made, "select 1") == [(1,)]
        assert not (layout.var / "postgres").exists()
        assert layout.root.stat().st_mode & 0o777 == 0o700
    finally:
        made.stop()
