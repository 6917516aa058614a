"""Changes to a file as a word processor makes them: parts of an archive written anew."""

import io
import zipfile
from collections.abc import Callable, Mapping

DOCX_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODT_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "text", "table")
)


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx_of(body: str, **parts: str | bytes) -> bytes:
    """A DOCX around the inside of `w:body`."""
    main = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": DOCX_TYPES, "word/document.xml": main, **parts})


def odt_of(body: str, **parts: str | bytes) -> bytes:
    main = (
        f"<office:document-content {ODT_NAMES}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": main, **parts})


def changed(content: bytes, change: Callable[[str], str]) -> bytes:
    """The same file with its text part changed; the change must change something."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = "content.xml" if "content.xml" in parts else "word/document.xml"
    before = bytes(parts[name]).decode()  # type: ignore[arg-type]
    after = change(before)
    assert after != before
    return zipped({**parts, name: after})


def replaced(content: bytes, old: str, new: str) -> bytes:
    return changed(content, lambda text: text.replace(old, new))
