"""A Valkey or Redis server on a unix socket, with an append-only file."""

import os
import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from slimsamenwerken.embedded.binaries import Program, server_environment
from slimsamenwerken.embedded.layout import own_folder, socket_folder
from slimsamenwerken.embedded.process import Child, spawn


@dataclass
class ValkeyServer:
    """A server in ``home``, run by the launcher's own user."""

    program: Program
    home: Path
    log: Path
    durable: bool = True
    name: str = "Valkey"
    stop_signals: tuple[int, ...] = (signal.SIGTERM,)

    @property
    def lock(self) -> Path:
        return self.home / "server.lock"

    @property
    def data(self) -> Path:
        # Valkey's files are not Redis's: another program starts empty, which a broker may.
        return self.home / f"{self.program.path.name}-{self.program.major}"

    @property
    def socket(self) -> Path:
        return socket_folder(self.home) / "valkey.sock"

    @property
    def url(self) -> str:
        """Address for redis-py: unix:///path."""
        return f"unix://{quote(str(self.socket))}"

    def prepare(self) -> None:
        """Make the folders; the server writes only there."""
        for folder in (self.home, self.data, self.socket.parent):
            own_folder(folder, uid=os.geteuid(), gid=os.getegid())

    def answers(self) -> bool:
        """Whether PING is answered: a server that still loads its file says LOADING."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(5)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def start(self, lock: int) -> subprocess.Popen[bytes]:
        """Start on data that no process holds."""
        self.socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "daemonize": "no",
            "databases": "16",
        }
        flags = [part for name, value in options.items() for part in (f"--{name}", value)]
        return spawn(
            Child(
                argv=[self.program.path, *flags],
                env=server_environment(os.environ),
                cwd=self.home,
                log=self.log,
                keep=(lock,),
            )
        )
