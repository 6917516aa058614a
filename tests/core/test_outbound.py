"""What others choose as an address never leads into our own network."""

import ssl
import time
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError

from slimsamenwerken.core.outbound import (
    DOOR,
    Door,
    OutboundError,
    is_public,
    post,
    resolve,
    target_of,
)
from tests.core.receiver import HOST, PUBLIC, Receiver, receiving

URL = f"https://{HOST}/haak?a=1"
# fmt: off
SHUT = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",  # noqa: S104
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.0.192", "192.0.2.1",
    "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::a00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2001:10::1",
    "2002:a00:1::1", "2002:808:808::1", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1",
    "fe80::1%eth0", "fec0::1", "ff02::1", "geen-adres", "",
]
# fmt: on
OPEN = ["8.8.8.8", "93.184.215.14", "193.191.0.1", "2a00:1450:400e::5e", "2606:4700::1111"]

# Everything that names no server by its name, and more.
REFUSED = [
    "http://voorbeeld.be/",
    "ftp://voorbeeld.be/",
    "//voorbeeld.be/",
    "https:///pad",
    "https://voorbeeld.be:8443/",
    "https://voorbeeld.be:80/",
    "https://voorbeeld.be:99999/",
    "https://gebruiker@voorbeeld.be/",
    "https://gebruiker:geheim@voorbeeld.be/",
    "https://voorbeeld.be@127.0.0.1/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://8.8.8.8/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[2606:4700::1111]/",
    "https://[fe80::1%25eth0]/",
    "https://\uff11\uff12\uff17.\uff10.\uff10.\uff11/",
    "https://127\u30020\u30020\u30021/",
    "https://localhost/",
    "https://redis/",
    "https://voorbeeld.be./",
    "https://voorbeeld..be/",
    "https://voorbeeld.be\\@10.0.0.1/",
    "https://voorbeeld.be/\r\nHost: x",
    "https://voor\tbeeld.be/",
    "https://voorbeeld.be/ x",
    "https://voorbeeld.be/é",
    "https://voorbeeld.be/#deel",
    f"https://voorbeeld.be/{'x' * 500}",
    f"https://{'x' * 64}.be/",
    "",
]


@pytest.fixture(scope="module")
def started() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def receiver(started: Receiver) -> Receiver:
    """As new: nothing came in, 204 for everybody."""
    for kept in (started.got, started.dialled, started.looked_up, started.headers):
        kept.clear()  # type: ignore[attr-defined]
    started.answers, started.drip = [204], 0
    return started


@pytest.mark.parametrize("address", SHUT)
def test_addresses_that_are_not_of_the_whole_internet_are_shut(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OPEN)
def test_public_addresses_are_open(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", REFUSED)
def test_addresses_that_are_refused_before_any_lookup(url: str) -> None:
    with pytest.raises(ValidationError) as caught:
        target_of(url)
    assert caught.value.messages[0][-1] == "."

    def never(_host: str) -> list[str]:
        raise AssertionError("looked up")

    with pytest.raises(OutboundError, match="refused"):
        post(url, b"{}", {}, door=Door(resolve=never))


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://voorbeeld.be", "voorbeeld.be", "/"),
        ("https://Voorbeeld.BE:443/a/b?c=%20d", "voorbeeld.be", "/a/b?c=%20d"),
        ("https://vóórbeeld.be/", "xn--vrbeeld-l0aa.be", "/"),
        ("https://a_b.x-y.voorbeeld.be/~z", "a_b.x-y.voorbeeld.be", "/~z"),
    ],
)
def test_address_of_a_server_is_taken_apart(url: str, host: str, path: str) -> None:
    assert (target_of(url).host, target_of(url).path) == (host, path)


def test_sends_to_the_pinned_address_with_the_name_of_the_host(receiver: Receiver) -> None:
    assert post(URL, b'{"a":1}', {"X-Proef": "ja"}, door=receiver.door()) == 204
    (got,) = receiver.got
    assert receiver.dialled == [PUBLIC]
    assert (got.path, got.body) == ("/haak?a=1", b'{"a":1}')
    assert got.headers["Host"] == HOST
    assert got.headers["X-Proef"] == "ja"
    assert got.headers["Content-Length"] == "7"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"])
def test_a_name_of_a_private_address_is_refused(receiver: Receiver, address: str) -> None:
    with pytest.raises(OutboundError, match="refused"):
        post(URL, b"", {}, door=receiver.door(address))
    assert receiver.dialled == []


@pytest.mark.parametrize("addresses", [(PUBLIC, "10.0.0.1"), ("10.0.0.1", PUBLIC)])
def test_one_private_address_among_public_ones_refuses_all(
    receiver: Receiver, addresses: tuple[str, ...]
) -> None:
    with pytest.raises(OutboundError, match="refused"):
        post(URL, b"", {}, door=receiver.door(*addresses))
    assert receiver.dialled == []


def test_a_name_that_answers_otherwise_the_second_time_changes_nothing(receiver: Receiver) -> None:
    answers = [[PUBLIC], ["127.0.0.1"]]
    assert post(URL, b"", {}, door=receiver.door(resolve=lambda _host: answers.pop(0))) == 204
    assert receiver.dialled == [PUBLIC]
    assert answers == [["127.0.0.1"]]  # there was no second lookup
    with pytest.raises(OutboundError, match="refused"):
        post(URL, b"", {}, door=receiver.door(resolve=lambda _host: answers.pop(0)))


def test_the_lookup_of_the_system_is_the_one_that_is_judged() -> None:
    """Notations that only the system's lookup understands end at the loopback, and so refused."""
    assert resolve("2130706433") == ["127.0.0.1"]
    assert resolve("0x7f000001") == ["127.0.0.1"]
    assert DOOR.resolve is resolve
    with pytest.raises(OutboundError, match="refused"):
        post(URL, b"", {}, door=Door(resolve=lambda _host: resolve("localhost")))


def test_a_redirect_is_an_answer_and_is_not_followed(receiver: Receiver) -> None:
    receiver.answers = [302]
    receiver.headers["Location"] = "https://127.0.0.1/"
    assert post(URL, b"", {}, door=receiver.door()) == 302
    assert len(receiver.got) == len(receiver.dialled) == 1


def test_proxies_of_the_environment_are_not_used(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert post(URL, b"", {}, door=receiver.door()) == 204
    assert receiver.dialled == [PUBLIC]


def test_a_certificate_for_another_name_is_refused(receiver: Receiver) -> None:
    with pytest.raises(OutboundError, match="certificate"):
        post("https://ander.example.be/", b"", {}, door=receiver.door())
    assert receiver.got == []


def test_a_certificate_that_nobody_vouches_for_is_refused(receiver: Receiver) -> None:
    receiver_door = receiver.door()
    strict = Door(receiver_door.resolve, receiver_door.dial, ssl.create_default_context, 5)
    with pytest.raises(OutboundError, match="certificate"):
        post(URL, b"", {}, door=strict)
    assert receiver.got == []


def test_an_answer_that_drips_ends_at_the_total_timeout(receiver: Receiver) -> None:
    receiver.drip = 0.3
    started = time.monotonic()
    with pytest.raises(OutboundError, match="timeout"):
        post(URL, b"", {}, door=receiver.door(timeout=0.8))
    assert time.monotonic() - started < 1.5


def test_a_lookup_that_hangs_ends_at_the_total_timeout(receiver: Receiver) -> None:
    def slow(_host: str) -> list[str]:
        time.sleep(1)
        return [PUBLIC]

    started = time.monotonic()
    with pytest.raises(OutboundError, match="timeout"):
        post(URL, b"", {}, door=receiver.door(resolve=slow, timeout=0.2))
    assert time.monotonic() - started < 0.8
    assert receiver.dialled == []


def test_a_name_that_nobody_knows(receiver: Receiver) -> None:
    def unknown(_host: str) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(OutboundError, match="unknown_host"):
        post(URL, b"", {}, door=receiver.door(resolve=unknown))


def test_the_next_address_is_tried_when_the_first_does_not_answer(receiver: Receiver) -> None:
    good = receiver.door()

    def dial(address: str, timeout: float) -> object:
        if address == "2606:4700::1111":
            raise OSError("no route")
        return good.dial(address, timeout)

    door = Door(lambda _host: ["2606:4700::1111", PUBLIC], dial, good.context, 5)  # type: ignore[arg-type]
    assert post(URL, b"", {}, door=door) == 204
    none = Door(lambda _host: ["2606:4700::1111"], dial, good.context, 5)  # type: ignore[arg-type]
    with pytest.raises(OutboundError, match="unreachable"):
        post(URL, b"", {}, door=none)
