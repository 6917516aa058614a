"""The one way out: requests to addresses that somebody else chose reach public machines only.

A name is looked up once. Every address it has must be public; the connection goes to one of those
very addresses, while certificate, SNI and Host are those of the name, so that a second lookup that
answers otherwise changes nothing. No redirect is followed, no proxy of the environment is used, and
what the other side answers is not read beyond its status.
"""

import http.client
import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from threading import Thread, Timer
from time import monotonic
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PORT: Final = 443
TIMEOUT: Final = 10.0  # seconds for all of it: lookup, connection, and the status of the answer
DIALLED: Final = 3  # of a name with many addresses
LONGEST_URL: Final = 500
Resolve = Callable[[str], Sequence[str]]
Dial = Callable[[str, float], socket.socket]

# Labels of a host name; the last one begins with a letter, so that no number in whatever notation
# passes for a name.
_LABEL: Final = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")
_PATH: Final = re.compile(r"[\x21-\x7e]*")
# Beyond what `is_global` refuses: ranges that hide another address or lead to a service of a cloud.
_SHUT: Final = [
    ipaddress.ip_network(one)
    for one in (
        "192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "2001::/23", "2002::/16", "3fff::/20",
    )
]  # fmt: skip
_ROUTED_6: Final = ipaddress.ip_network("2000::/3")


class OutboundError(Exception):
    """Nothing was sent, or no answer came; `reason` is a code that may be shown and logged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Target:
    """An address that is right as far as can be seen without a lookup."""

    host: str
    path: str


def target_of(url: str) -> Target:
    """Raises ValidationError for anything but https, port 443, a host name, and nobody's password."""
    if len(url) > LONGEST_URL:
        raise ValidationError(_("This address is too long."), code="outbound")
    parts, port = _split(url)
    host = _ascii(parts.hostname or "")
    sentence = None
    if parts.scheme != "https":
        sentence = _("Give an address that begins with https://.")
    elif "@" in parts.netloc:
        sentence = _("Leave the user name and password out of the address.")
    elif port not in (None, PORT):
        sentence = _("Only the usual port of https (443) is allowed.")
    elif not _HOST.fullmatch(host) or len(host) > 253:
        sentence = _("Give the full name of a server, such as api.example.be.")
    elif parts.fragment or not _PATH.fullmatch(parts.path + parts.query):
        sentence = _("This address has characters that it cannot have.")
    if sentence:
        raise ValidationError(sentence, code="outbound")
    return Target(host, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _split(url: str) -> tuple[SplitResult, int | None]:
    # urlsplit drops tabs and line ends silently, and some programs read \ as /.
    if re.search(r"[\s\\\x00-\x1f\x7f]", url):
        raise ValidationError(
            _("This address has characters that it cannot have."), code="outbound"
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValidationError(_("This is not the address of a page."), code="outbound") from None
    return parts, port


def _ascii(host: str) -> str:
    """Lower case, as the lookup wants it; empty when no name can be made of it."""
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError:
        return ""


def is_public(address: str) -> bool:
    """Whether an address is one that the whole internet can reach, and says so plainly."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found not in _ROUTED_6:
        return False  # mapped, translated, local, multicast
    if not found.is_global or found.is_multicast or found.is_reserved:
        return False
    return not any(found.version == net.version and found in net for net in _SHUT)


def resolve(host: str) -> list[str]:
    """All addresses of a name, as the system knows them."""
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def dial(address: str, timeout: float) -> socket.socket:
    return socket.create_connection((address, PORT), timeout)


@cache
def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@dataclass(frozen=True)
class Door:
    """What a test replaces: the lookup, the call to an address, the certificates that are trusted.

    The guard itself stands outside of it.
    """

    resolve: Resolve = resolve
    dial: Dial = dial
    context: Callable[[], ssl.SSLContext] = _trusting
    timeout: float = TIMEOUT


DOOR: Final = Door()


def post(url: str, body: bytes, headers: Mapping[str, str], *, door: Door = DOOR) -> int:
    """Send a body and return the status of the answer; raises OutboundError when there is none."""
    try:
        target = target_of(url)
    except ValidationError:
        raise OutboundError("refused") from None
    deadline = monotonic() + door.timeout
    addresses = _looked_up(target.host, door, deadline)
    if not all(is_public(one) for one in addresses):
        raise OutboundError("refused")
    with closing(_connected(addresses, door, deadline)) as plain:
        return _exchanged(plain, target, body, headers, _Limit(door, deadline))


@dataclass(frozen=True)
class _Limit:
    door: Door
    deadline: float

    @property
    def left(self) -> float:
        left = self.deadline - monotonic()
        if left <= 0:
            raise OutboundError("timeout")
        return left


def _looked_up(host: str, door: Door, deadline: float) -> list[str]:
    """In a thread: a name server that does not answer holds up a lookup beyond any timeout."""
    found: list[str] = []

    def look() -> None:
        with suppress(OSError, UnicodeError):
            found.extend(door.resolve(host))

    thread = Thread(target=look, daemon=True)
    thread.start()
    thread.join(deadline - monotonic())
    if thread.is_alive():
        raise OutboundError("timeout")
    if not found:
        raise OutboundError("unknown_host")
    return found


def _connected(addresses: Sequence[str], door: Door, deadline: float) -> socket.socket:
    limit = _Limit(door, deadline)
    for address in addresses[:DIALLED]:
        try:
            return door.dial(address, max(limit.left / 2, 1.0))
        except OSError:
            continue
    raise OutboundError("unreachable")


def _exchanged(
    plain: socket.socket, target: Target, body: bytes, headers: Mapping[str, str], limit: _Limit
) -> int:
    plain.settimeout(limit.left)
    try:
        secure = limit.door.context().wrap_socket(plain, server_hostname=target.host)
    except ssl.SSLCertVerificationError:
        raise OutboundError("certificate") from None
    except OSError as error:
        raise OutboundError(_reason(error)) from None
    # The timeout of a socket counts anew for each byte that comes; this one does not.
    watch = Timer(limit.left, _cut, [secure])
    watch.daemon = True
    with closing(secure):
        watch.start()
        try:
            return _status(secure, target, body, headers)
        except (OSError, http.client.HTTPException) as error:
            late = monotonic() >= limit.deadline
            raise OutboundError("timeout" if late else _reason(error)) from None
        finally:
            watch.cancel()


def _cut(secure: ssl.SSLSocket) -> None:
    with suppress(OSError):
        secure.shutdown(socket.SHUT_RDWR)


def _status(secure: ssl.SSLSocket, target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    connection = http.client.HTTPConnection(target.host, PORT)
    connection.sock = secure
    sent = {"Host": target.host, "Connection": "close", "User-Agent": "Slim-samenwerken/1"}
    connection.request("POST", target.path, body, {**sent, **headers})
    # Only the head of the answer: what follows it is nobody's business.
    with closing(connection.getresponse()) as response:
        return response.status


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    return "no_answer" if isinstance(error, http.client.HTTPException) else "broken"
