"""HOST and PORT: reading them, finding the port free, and waiting until it is served."""

import errno
import http.client
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slimsamenwerken.embedded.console import LaunchError

WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not chosen here
START_PATIENCE = 120.0
FREE_PATIENCE = 6.0  # the server of a killed run needs a moment to leave


@dataclass(frozen=True)
class Address:
    """Where the portal listens."""

    host: str
    port: int

    @classmethod
    def chosen(cls, environ: Mapping[str, str]) -> "Address":
        """HOST (127.0.0.1) and PORT (8000) of the environment."""
        text = environ.get("PORT") or "8000"
        if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
            raise LaunchError(f"PORT must be a number from 1 to 65535, not {text!r}.")
        return cls(environ.get("HOST") or "127.0.0.1", int(text))

    @property
    def reachable(self) -> str:
        """The host to connect to."""
        return WILDCARDS.get(self.host, self.host)

    @property
    def url(self) -> str:
        return f"http://{_bracketed(self.reachable)}:{self.port}"

    @property
    def bind(self) -> str:
        return f"{_bracketed(self.host)}:{self.port}"

    @property
    def allowed_hosts(self) -> str:
        """Names under which the portal answers; all of them when it listens everywhere."""
        if self.host in WILDCARDS:
            return "*"
        return ",".join(dict.fromkeys(["127.0.0.1", "localhost", _bracketed(self.host)]))

    def require_free(self, patience: float = FREE_PATIENCE) -> None:
        """Raise LaunchError when something else keeps listening on the port."""
        until = time.monotonic() + patience
        while (problem := self._bind_problem()) == errno.EADDRINUSE and time.monotonic() < until:
            time.sleep(0.2)
        if problem == errno.EADDRINUSE:
            raise LaunchError(
                f"Port {self.port} on {self.host} is taken: stop the program that uses it, "
                f"or choose another with PORT={self.port + 1 if self.port < 65535 else 8000} make run."
            )
        if problem:
            raise LaunchError(
                f"Cannot listen on {self.bind} ({errno.errorcode.get(problem, problem)}): "
                "choose another HOST or PORT."
            )

    def _bind_problem(self) -> int:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
                probe.listen(1)
            except socket.gaierror:
                return errno.EADDRNOTAVAIL
            except OSError as error:
                return error.errno or errno.EIO
        return 0

    def wait_until_served(self, check: Callable[[], object]) -> None:
        """Wait for an answer of the portal itself; ``check`` may raise in between."""
        until = time.monotonic() + START_PATIENCE
        while not self._answers():
            check()
            if time.monotonic() > until:
                raise LaunchError(f"The web server does not answer at {self.url}/livez.")
            time.sleep(0.1)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(self.reachable, self.port, timeout=5)
        try:
            connection.request("GET", "/livez")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
