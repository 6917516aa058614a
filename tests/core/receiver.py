"""A real HTTPS server on this machine, with a certificate that we sign ourselves.

The guard of `core.outbound` stays as it is: only the call to the pinned address lands here, and
the door notes which address that was.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme

from slimsamenwerken.core.outbound import Door

PUBLIC = "93.184.215.14"
HOST = "ontvanger.example.be"


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`answers` are the statuses to come; the last one stays. `dialled` are the pinned addresses."""

    port: int = 0
    answers: list[int] = field(default_factory=lambda: [204])
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0  # seconds between the bytes of the answer
    got: list[Received] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    context: ssl.SSLContext | None = None

    def door(self, *addresses: str, timeout: float = 5, **options: Any) -> Door:
        resolve = options.pop("resolve", None) or self._resolver(addresses or (PUBLIC,))
        trusted = self.context
        assert trusted is not None
        return Door(resolve, self._dial, lambda: trusted, timeout, **options)

    def _resolver(self, addresses: Sequence[str]) -> Callable[[str], Sequence[str]]:
        def resolve(host: str) -> Sequence[str]:
            self.looked_up.append(host)
            return addresses

        return resolve

    def _dial(self, address: str, timeout: float) -> socket.socket:
        self.dialled.append(address)
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def next_answer(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is what some tests are about."""


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that the base class calls
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append(Received(self.path, dict(self.headers), body))
            for sign in b"HTTP/1.1 " if receiver.drip else b"":
                self.wfile.write(bytes([sign]))
                time.sleep(receiver.drip)
            self.send_response(receiver.next_answer())
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Nothing on the screen."""

    return Handler


@contextmanager
def receiving(*names: str) -> Iterator[Receiver]:
    """A server whose certificate is for these names."""
    authority = trustme.CA()
    receiver = Receiver(context=ssl.create_default_context())
    assert receiver.context is not None
    authority.configure_trust(receiver.context)
    inside = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(names or (HOST,))).configure_cert(inside)
    server = _Server(("127.0.0.1", 0), _handler(receiver))
    server.socket = inside.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
