"""Files that are not read, each with its own reason and a Dutch way out (§10)."""

import io
import struct
import time
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from procurement.documents import read_file, read_pasted, render
from procurement.documents.reading import MOST_BYTES, opening, refusals
from procurement.documents.reading.refusals import REFUSALS, RefusedFileError
from tests.procurement.documents.edits import DOCX_TYPES, W, docx_of, odt_of, zipped
from tests.procurement.documents.extracts import extract

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]>'
    f"<w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
EXTERNAL = LAUGHS.replace('"haha"', 'SYSTEM "file:///etc/passwd"')
MAIN = "word/document.xml"
TYPES = "[Content_Types].xml"


def refused(content: bytes) -> RefusedFileError:
    with pytest.raises(RefusedFileError) as caught:
        read_file(content)
    return caught.value


def docx_with(**parts: str | bytes) -> bytes:
    return docx_of("<w:p/>", **parts)


def patched(content: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    """The file with bytes of its first header changed."""
    at = content.index(signature) + offset
    return content[:at] + value + content[at + len(value) :]


ENCRYPTED_ODT = odt_of("<text:p/>", **{"META-INF/manifest.xml": (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
    "<m:encryption-data/></m:file-entry></m:manifest>")})  # fmt: skip
MACRO_TYPES = DOCX_TYPES.replace(
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
    "vnd.ms-word.document.macroEnabled.main",
)
SHEET_TYPES = DOCX_TYPES.replace("wordprocessingml.document", "spreadsheetml.sheet")
HUGE = {f"deel{n}": b"\0" * (35 * 1024 * 1024) for n in range(3)}

CASES: list[tuple[str, bytes, type[RefusedFileError]]] = [
    ("empty", b"", refusals.UnknownFormatError),
    ("text", b"De opdrachtnemer houdt", refusals.UnknownFormatError),
    ("html", b"<html></html>", refusals.UnknownFormatError),
    ("zip of something else", zipped({"a.txt": "a"}), refusals.UnknownFormatError),
    ("workbook", zipped({TYPES: SHEET_TYPES}), refusals.UnknownFormatError),
    ("own workbook", render(extract(), "xlsx"), refusals.UnknownFormatError),
    ("spreadsheet of LibreOffice",
     zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
     refusals.UnknownFormatError),
    ("pdf", b"%PDF-1.7\n", refusals.PdfFileError),
    ("own pdf", render(extract(), "pdf"), refusals.PdfFileError),
    ("old word", COMPOUND + b"\0" * 600, refusals.OldWordFileError),
    ("word with a password", COMPOUND + "EncryptedPackage".encode("utf-16-le"),
     refusals.EncryptedFileError),
    ("odt with a password", ENCRYPTED_ODT, refusals.EncryptedFileError),
    ("zip with a password",
     patched(patched(docx_with(), b"PK\x03\x04", 6, b"\x01"), b"PK\x01\x02", 8, b"\x01"),
     refusals.EncryptedFileError),
    ("macros by type", docx_with(**{TYPES: MACRO_TYPES}), refusals.MacroFileError),
    ("macros by part", docx_with(**{"word/vbaProject.bin": b"x"}), refusals.MacroFileError),
    ("macros of LibreOffice", odt_of("<text:p/>", **{"Basic/Standard/Module1.xml": "<x/>"}),
     refusals.MacroFileError),
    ("scripts of LibreOffice", odt_of("<text:p/>", **{"Scripts/python/x.py": ""}),
     refusals.MacroFileError),
    ("entities", docx_with(**{MAIN: LAUGHS}), refusals.DtdError),
    ("entities in UTF-16", docx_with(**{MAIN: LAUGHS.encode("utf-16")}), refusals.DtdError),
    ("foreign entity", docx_with(**{MAIN: EXTERNAL}), refusals.DtdError),
    ("entities in the types", docx_with(**{TYPES: f"<!DOCTYPE x>{DOCX_TYPES}"}), refusals.DtdError),
    ("entities in the properties", docx_with(**{"docProps/core.xml": "<!DOCTYPE x><x/>"}),
     refusals.DtdError),
    ("entities in odt", odt_of("", **{"meta.xml": "<!DOCTYPE x><x/>"}), refusals.DtdError),
    ("cut zip", docx_with()[:-30], refusals.DamagedFileError),
    ("no text part", zipped({TYPES: DOCX_TYPES}), refusals.DamagedFileError),
    ("broken xml", docx_with(**{MAIN: f"<w:document {W}><w:body>"}), refusals.DamagedFileError),
    ("unknown encoding",
     docx_with(**{MAIN: b'<?xml version="1.0" encoding="klingon"?><a/>'}),
     refusals.DamagedFileError),
    ("unusual compression", zipped({TYPES: DOCX_TYPES, MAIN: "<a/>"}, zipfile.ZIP_LZMA),
     refusals.DamagedFileError),
    ("too many bytes", b"PK" + b"\0" * MOST_BYTES, refusals.TooManyBytesError),
    ("too many parts", zipped({f"{n}": "" for n in range(2_001)}), refusals.TooManyEntriesError),
    ("too much unpacked", docx_with(**HUGE), refusals.TooMuchUnpackedError),
    ("too many elements",
     docx_of("<w:r/>" * 1_000_001), refusals.TooLongDocumentError),
    ("too many paragraphs", docx_of("<w:p/>" * 100_001), refusals.TooLongDocumentError),
    ("too many characters",
     odt_of(f"<text:p>{'a ' * 5_000_001}</text:p>"), refusals.TooLongDocumentError),
    ("too many bookmarks",
     odt_of("".join(f'<text:bookmark-start text:name="vmp_MB_003_v{n}"/>' for n in range(2_001))),
     refusals.TooManyClausesError),
    ("too many codes",
     odt_of("<text:p>VMP-MB-003 · v1 · 2026-01-15</text:p>" * 2_001),
     refusals.TooManyClausesError),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "kind"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_file_is_refused_for_its_own_reason(content: bytes, kind: type[RefusedFileError]) -> None:
    assert type(refused(content)) is kind


def test_endless_list_of_parts_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Half a million lines in a list of 20 MB would take the memory of a worker."""
    content = b"PK\x03\x04" + b"PK\x01\x02" * 2_001

    def read(*_given: object) -> None:
        raise AssertionError("the list was read")

    monkeypatch.setattr(zipfile, "ZipFile", read)
    assert type(refused(content)) is refusals.TooManyEntriesError


def test_doubled_part_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(TYPES, DOCX_TYPES)
        archive.writestr(MAIN, "<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(MAIN, "<b/>")
    assert type(refused(target.getvalue())) is refusals.DamagedFileError


def test_part_that_lies_about_its_size_is_refused() -> None:
    content = docx_of("<w:p/>" * 50_000)
    lying = patched(content, b"PK\x01\x02", 24, struct.pack("<I", 10))
    assert type(refused(lying)) is refusals.DamagedFileError


def test_limits_themselves_are_allowed() -> None:
    parts = {f"{n}": b"" for n in range(1_998)}
    assert read_file(docx_with(**parts)).clauses == ()
    big = b"\0" * (99 * 1024 * 1024)
    assert read_file(docx_with(**{"word/media/image1.bmp": big})).clauses == ()


def test_pasted_text_has_an_end() -> None:
    assert read_pasted("a" * 1_000_000).clauses == ()
    with pytest.raises(refusals.TooMuchTextError):
        read_pasted("a" * 1_000_001)


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.code)
def test_reason_tells_in_dutch_what_to_do(kind: type[RefusedFileError]) -> None:
    with override("nl-be"):
        dutch = str(kind.message)
    with override("en"):
        assert str(kind.message) != dutch
    assert dutch.endswith(".")
    assert kind.status in (400, 413)
    assert str(kind("detail")) == "detail"


def test_reasons_are_told_apart() -> None:
    assert len({kind.code for kind in REFUSALS}) == len(REFUSALS)
    assert len({str(kind.message) for kind in REFUSALS}) == len(REFUSALS)


@given(st.binary(max_size=2_000))
def test_any_bytes_are_refused_or_read(content: bytes) -> None:
    for prefix in (b"", b"PK\x03\x04"):
        assert refused(prefix + content)


@given(st.data())
def test_any_change_of_a_byte_is_refused_or_read(data: Any) -> None:
    content = render_once()
    at = data.draw(st.integers(0, len(content) - 1))
    spoiled = content[:at] + bytes([data.draw(st.integers(0, 255))]) + content[at + 1 :]
    with suppress(RefusedFileError):
        read_file(spoiled)


def render_once(kept: list[bytes] = []) -> bytes:  # noqa: B006 - made once for all examples
    if not kept:
        kept.append(render(extract(), "docx"))
    return kept[0]


def test_worst_file_that_is_read_costs_seconds() -> None:
    """A million elements, or ten million characters: an upload may not keep a worker for a minute."""
    one_text = f"<w:p><w:r><w:t>{'a ' * 4_999_999}</w:t></w:r></w:p>"
    for body in ("<w:r/>" * (opening.MOST_ELEMENTS - 10), one_text, "<w:p/>" * 99_999):
        content = docx_of(body)
        start = time.process_time()
        assert read_file(content).clauses == ()
        assert time.process_time() - start < 15
