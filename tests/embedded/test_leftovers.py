"""What a killed run leaves behind, and who may remove it."""

import os
import subprocess
import sys
import time

import pytest

from slimsamenwerken.embedded.backing import Disposable
from slimsamenwerken.embedded.binaries import Program
from slimsamenwerken.embedded.console import LaunchError
from slimsamenwerken.embedded.postgres import PostgresServer, quoted_folder, remove_leftovers
from slimsamenwerken.embedded.process import is_running, locked, try_lock


@pytest.fixture
def cluster(tmp_path):
    """A data and a socket folder as a server leaves them; returns a writer of the pid file."""
    data, sockets = tmp_path / "data", tmp_path / "s"
    data.mkdir()
    sockets.mkdir()
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (sockets / name).touch()

    def write(pid):
        (data / "postmaster.pid").write_text(f"{pid}\n{data}\n")
        return data, sockets

    return write


def _is_clean(data, sockets):
    return not (data / "postmaster.pid").exists() and not list(sockets.iterdir())


def test_leftovers_of_a_gone_process_are_removed(cluster):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    folders = cluster(gone.pid)
    remove_leftovers(*folders)
    assert _is_clean(*folders)


def test_leftovers_of_a_zombie_are_removed(cluster):
    zombie = subprocess.Popen([sys.executable, "-c", ""])
    until = time.monotonic() + 10
    while is_running(zombie.pid) and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(zombie.pid, 0)  # still there for anyone who only asks for the pid
    folders = cluster(zombie.pid)
    remove_leftovers(*folders)
    assert _is_clean(*folders)
    zombie.wait()


def test_leftovers_whose_pid_is_now_another_program_are_removed(cluster):
    folders = cluster(os.getpid())
    remove_leftovers(*folders)
    assert _is_clean(*folders)


def test_data_of_a_server_started_by_hand_are_left_alone(cluster):
    data, _ = cluster(0)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", str(data)])
    folders = cluster(other.pid)
    try:
        with pytest.raises(LaunchError, match=f"Process {other.pid} already runs"):
            remove_leftovers(*folders)
        assert (data / "postmaster.pid").exists()
    finally:
        other.kill()
        other.wait()


def test_half_a_pid_file_is_removed(cluster):
    folders = cluster("")
    remove_leftovers(*folders)
    assert _is_clean(*folders)


def test_data_of_another_major_version_are_refused(tmp_path):
    server = PostgresServer(
        Program(tmp_path / "postgres", 18, embedded=True), tmp_path, tmp_path / "l"
    )
    server.data.mkdir()
    (server.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(LaunchError, match="made by PostgreSQL 15"):
        server._check_version()


def test_socket_folder_is_quoted_for_postgres(tmp_path):
    assert quoted_folder(tmp_path / 'a, "b"') == f'"{tmp_path}/a, ""b"""'


def test_address_of_a_folder_with_a_space_is_encoded(folder):
    server = PostgresServer(Program(folder, 18, embedded=True), folder, folder)
    assert " " not in server.url
    assert "ssw%20" in server.url


def test_long_path_gets_a_short_socket_folder(tmp_path):
    home = tmp_path / ("long" * 30)
    server = PostgresServer(Program(home, 18, embedded=True), home, home)
    assert len(f"{server.sockets}/.s.PGSQL.5432") <= 103
    assert server.sockets != home / "s"


def test_lock_is_held_by_one_and_waited_for(tmp_path, capsys):
    path = tmp_path / "lock"
    handle = try_lock(path)
    assert handle is not None
    assert try_lock(path) is None
    with (
        pytest.raises(LaunchError, match="too long"),
        locked(path, waiting="Waiting for it.", patience=0.1),
    ):
        pass
    assert capsys.readouterr().out == "Waiting for it.\n"
    os.close(handle)
    with locked(path, waiting="Waiting for it."):
        assert try_lock(path) is None
    assert capsys.readouterr().out == ""


def test_test_folder_of_a_killed_run_is_swept_and_a_live_one_kept(layout):
    live = Disposable(layout)
    killed = layout.var / "test" / "killed"
    (killed / "postgres").mkdir(parents=True)
    second = Disposable(layout)
    assert not killed.exists()
    assert live.folder.exists()
    for one in (live, second):
        one.remove()
    assert list((layout.var / "test").iterdir()) == []
