"""Opens what strangers upload: nothing is unpacked to disk, and no part is trusted (§10)."""

import zipfile
import zlib
from io import BytesIO
from typing import Final, NoReturn, Protocol

# Safe as it is used here: without a DTD there are no entities, and the first DTD stops the parser.
# defusedxml does the same through the slow parser of the library.
from xml.parsers import expat

from procurement.documents.reading.refusals import (
    DamagedFileError,
    DtdError,
    EncryptedFileError,
    OldWordFileError,
    PdfFileError,
    TooLongDocumentError,
    TooManyBytesError,
    TooManyEntriesError,
    TooMuchUnpackedError,
    UnknownFormatError,
)

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_ENTRIES: Final = 2_000
MOST_UNPACKED: Final = 100 * 1024 * 1024
MOST_ELEMENTS: Final = 1_000_000  # of a part: more than a thousand pages
# Large pieces: expat reads a token that spans many pieces anew for each of them.
PIECE: Final = 8 * 1024 * 1024

_ENTRY: Final = b"PK\x01\x02"  # opens each line of the list of entries
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office, and new Office with a password
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_HIDDEN: Final = 0x1  # flag of an entry with a password


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The archive, once its size, list and methods are safe. Raises a RefusedFileError."""
    _refuse_by_first_bytes(content)
    # Counted before the list is read: half a million entries would fill the memory.
    if content.count(_ENTRY) > MOST_ENTRIES:
        raise TooManyEntriesError
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DamagedFileError(str(error)) from error
    _refuse_by_list(archive.infolist())
    return archive


def _refuse_by_first_bytes(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise TooManyBytesError
    if content.startswith(_COMPOUND):
        raise EncryptedFileError if _ENCRYPTED in content else OldWordFileError
    if content.lstrip()[:5] == b"%PDF-":
        raise PdfFileError
    if not content.startswith(b"PK"):
        raise UnknownFormatError


def _refuse_by_list(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise TooManyEntriesError
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise TooMuchUnpackedError
    if any(entry.flag_bits & _HIDDEN for entry in entries):
        raise EncryptedFileError
    names = [entry.filename for entry in entries]
    if len(names) != len(set(names)) or any(e.compress_type not in _METHODS for e in entries):
        raise DamagedFileError("doubled name or unusual compression")


def read_small(archive: zipfile.ZipFile, name: str, most: int = 1024) -> bytes:
    """The first bytes of a part, or nothing when it is absent."""
    if name not in archive.NameToInfo:
        return b""
    try:
        with archive.open(name) as part:
            return part.read(most)
    except _BROKEN as error:
        raise DamagedFileError(str(error)) from error


class Target(Protocol):
    """What a part is read by. Names read `namespace}name`."""

    def start(self, tag: str, attributes: dict[str, str], /) -> None: ...
    def data(self, text: str, /) -> None: ...
    def end(self, tag: str, /) -> None: ...


def parse(archive: zipfile.ZipFile, name: str, target: Target) -> None:
    """Feed a part to a target; a DTD stops it before it can do harm."""
    if name not in archive.NameToInfo:
        raise DamagedFileError(f"no {name}")
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = _Counted(target).start
    parser.CharacterDataHandler = target.data
    parser.EndElementHandler = target.end
    try:
        with archive.open(name) as part:
            while piece := part.read(PIECE):
                parser.Parse(piece)
            parser.Parse(b"", True)  # noqa: FBT003 - expat takes no name
    except _BROKEN as error:
        raise DamagedFileError(f"{name}: {error}") from error


def _refuse_dtd(*_declaration: object) -> NoReturn:
    raise DtdError


class _Counted:
    """Passes elements on until there are more than any specification holds."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS:
            raise TooLongDocumentError
        self.target.start(tag, attributes)


# An unknown encoding is a LookupError or ValueError; zipfile wraps neither zlib nor a password.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, LookupError, ValueError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
