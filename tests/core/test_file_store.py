"""Files in a folder, or in a store that speaks S3 by setting.

`Store` stands in for such a store, because none runs here: it keeps what is sent to it. The
requests are boto3's own, signed as for a real one; the signature itself is not checked.
"""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, StorageHandler

from slimsamenwerken.core.file_store import file_store


class Store(BaseHTTPRequestHandler):
    kept: ClassVar[dict[str, bytes]] = {}
    signed: ClassVar[set[bool]] = set()

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.signed.add("AWS4-HMAC-SHA256" in self.headers.get("Authorization", ""))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"voorbeeld"')
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self) -> None:
        self.kept[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200)

    def do_GET(self) -> None:
        found = self.kept.get(self.path)
        self._answer(404) if found is None else self._answer(200, found)

    def do_HEAD(self) -> None:
        self.send_response(200 if self.path in self.kept else 404)
        self.send_header("Content-Length", str(len(self.kept.get(self.path, b""))))
        self.send_header("Last-Modified", "Thu, 26 Nov 2026 12:00:00 GMT")
        self.end_headers()

    def do_DELETE(self) -> None:
        self.kept.pop(self.path, None)
        self._answer(204)

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[str]:
    Store.kept.clear()
    Store.signed.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Store)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def made() -> Any:
    return StorageHandler({"default": file_store()})["default"]


def test_without_a_setting_files_are_in_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FILES_S3_BUCKET", raising=False)
    assert isinstance(made(), FileSystemStorage)


def test_bucket_without_a_key_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FILES_S3_BUCKET", "voorbeeld")
    with pytest.raises(ImproperlyConfigured, match="FILES_S3_ACCESS_KEY"):
        file_store()


# botocore itself still asks the clock the old way
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_file_goes_to_the_store_and_comes_back(
    monkeypatch: pytest.MonkeyPatch, endpoint: str
) -> None:
    settings = {"BUCKET": "emmer", "ENDPOINT": endpoint, "REGION": "eu-voorbeeld-1"}
    for name, value in (settings | {"ACCESS_KEY": "sleutel", "SECRET_KEY": "geheim"}).items():
        monkeypatch.setenv(f"FILES_S3_{name}", value)
    store = made()
    name = store.save("exports/lijst.csv", ContentFile(b"a;b\r\n"))
    with store.open(name, "rb") as file:
        assert file.read() == b"a;b\r\n"
    assert list(Store.kept) == ["/emmer/exports/lijst.csv"]
    assert store.save("exports/lijst.csv", ContentFile(b"anders")) != name
    store.delete(name)
    assert not store.exists(name)
    with pytest.raises(FileNotFoundError):
        store.open(name, "rb")
    assert True in Store.signed
