"""The same extract gives the same bytes: vector 10, and the rules of §9.4 one by one."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from procurement.documents import FORMATS, from_json, render, to_json
from tests.procurement.documents.extracts import extract

ROOT = Path(__file__).resolve().parents[3]
ZIPPED = ("docx", "odt", "xlsx")
PROGRAM = """
import hashlib, sys, time
time.tzset()
from procurement.documents import FORMATS, render
from tests.procurement.documents.extracts import extract
for key in FORMATS:
    print(key, hashlib.sha256(render(extract(), key)).hexdigest())
"""


def digests() -> dict[str, str]:
    return {key: hashlib.sha256(render(extract(), key)).hexdigest() for key in FORMATS}


def other_process(seed: str, zone: str, language: str) -> dict[str, str]:
    env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language, "USER": "Piet",
           "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "slimsamenwerken.settings"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=env, cwd=ROOT, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(line.split() for line in done.stdout.splitlines())


def test_vector_10_two_workers_write_equal_files() -> None:
    here = digests()
    assert len(set(here.values())) == len(FORMATS)
    assert other_process("1", "Pacific/Kiritimati", "C") == here
    assert other_process("4711", "America/New_York", "C.UTF-8") == here


@pytest.mark.parametrize("key", FORMATS)
def test_stored_extract_gives_the_bytes_of_the_fresh_one(key: str) -> None:
    assert render(from_json(to_json(extract())), key) == render(extract(), key)


@pytest.mark.parametrize("key", FORMATS)
def test_another_extract_is_another_file(key: str) -> None:
    base = render(extract(), key)
    moved = replace(extract(), created_at=extract().created_at + timedelta(days=1))
    assert render(moved, key) != base
    assert render(replace(extract(), release="2026.12"), key) != base


@pytest.mark.parametrize("key", ZIPPED)
def test_archive_tells_nothing_of_the_machine(key: str) -> None:
    with zipfile.ZipFile(io.BytesIO(render(extract(), key))) as archive:
        entries = archive.infolist()
        assert archive.testzip() is None
    assert entries[0].filename == ("mimetype" if key == "odt" else "[Content_Types].xml")
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.extra, entry.comment, entry.create_system) for entry in entries} == {
        (b"", b"", 3)
    }
    assert {entry.external_attr for entry in entries} == {0o100644 << 16}
    methods = {entry.filename: entry.compress_type for entry in entries}
    if key == "odt":
        assert methods.pop("mimetype") == zipfile.ZIP_STORED
    assert set(methods.values()) == {zipfile.ZIP_DEFLATED}


def test_mimetype_of_odt_is_readable_from_its_first_bytes() -> None:
    content = render(extract(), "odt")
    assert content[30:38] == b"mimetype"
    assert content[38:77] == b"application/vnd.oasis.opendocument.text"
