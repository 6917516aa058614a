"""The parts of a DOCX that surround the text: properties, settings, list, footer, relations."""

from datetime import UTC, datetime
from typing import Final

from procurement.documents import layout, words
from procurement.documents.anchors import PROPERTY_PREFIX
from procurement.documents.content import Extract
from procurement.documents.writing.xml import Element, child, document

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
W: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": f"{OFFICE}/relationships",
}
_PACKAGE_TYPE: Final = "application/vnd.openxmlformats-package"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES: Final = {
    "/word/document.xml": f"{_WORD}.document.main+xml",
    "/word/styles.xml": f"{_WORD}.styles+xml",
    "/word/settings.xml": f"{_WORD}.settings+xml",
    "/word/numbering.xml": f"{_WORD}.numbering+xml",
    "/word/footer1.xml": f"{_WORD}.footer+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
PARTS: Final = (
    ("rId1", "styles", "styles.xml"),
    ("rId2", "settings", "settings.xml"),
    ("rId3", "numbering", "numbering.xml"),
    ("rId4", "footer", "footer1.xml"),
)


def content_types() -> bytes:
    root = Element("Types")
    child(root, "Default", Extension="rels", ContentType=f"{_PACKAGE_TYPE}.relationships+xml")
    child(root, "Default", Extension="xml", ContentType="application/xml")
    for name, kind in _TYPES.items():
        child(root, "Override", PartName=name, ContentType=kind)
    root.set("xmlns", f"{PACKAGE}/content-types")
    return document(root, {})


def package_relations() -> bytes:
    return _relations(
        [
            ("rId1", f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
            ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", f"{OFFICE}/relationships/extended-properties", "docProps/app.xml"),
        ]
    )


def document_relations() -> bytes:
    return _relations([(key, f"{OFFICE}/relationships/{kind}", to) for key, kind, to in PARTS])


def _relations(rows: list[tuple[str, str, str]]) -> bytes:
    root = Element("Relationships")
    for key, kind, target in rows:
        child(root, "Relationship", Id=key, Type=kind, Target=target)
    root.set("xmlns", f"{PACKAGE}/relationships")
    return document(root, {})


def core_properties(extract: Extract) -> bytes:
    root = Element("cp:coreProperties")
    child(root, "dc:title", layout.title(extract))
    child(root, "dc:subject", words.SUBJECT)
    child(root, "dc:creator", words.SITE)
    child(root, "dc:identifier", f"{PROPERTY_PREFIX}{extract.id}")
    child(root, "dc:language", "nl-BE")
    for name in ("dcterms:created", "dcterms:modified"):
        child(root, name, moment(extract.created_at), xsi_type="dcterms:W3CDTF")
    child(root, "cp:version", extract.release)
    return document(
        root,
        {
            "cp": f"{PACKAGE}/metadata/core-properties",
            "dc": "http://purl.org/dc/elements/1.1/",
            "dcterms": "http://purl.org/dc/terms/",
            "xsi": "http://www.w3.org/2001/XMLSchema-instance",
        },
    )


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def app_properties() -> bytes:
    root = Element("Properties")
    child(root, "Application", words.SITE)
    root.set("xmlns", f"{OFFICE}/extended-properties")
    return document(root, {})


def settings() -> bytes:
    root = Element("w:settings")
    child(root, "w:zoom", w_percent="100")
    child(root, "w:defaultTabStop", w_val="708")
    child(root, "w:characterSpacingControl", w_val="doNotCompress")
    compat = child(root, "w:compat")
    # Without it Word opens the file in the mode of 2007.
    address = "http://schemas.microsoft.com/office/word"
    child(compat, "w:compatSetting", w_name="compatibilityMode", w_uri=address, w_val="15")
    child(root, "w:themeFontLang", w_val="nl-BE")
    child(root, "w:decimalSymbol", w_val=",")
    child(root, "w:listSeparator", w_val=";")
    return document(root, W)


def numbering() -> bytes:
    """One list of bullets."""
    root = Element("w:numbering")
    kind = child(root, "w:abstractNum", w_abstractNumId="0")
    child(kind, "w:multiLevelType", w_val="hybridMultilevel")
    level = child(kind, "w:lvl", w_ilvl="0")
    child(level, "w:start", w_val="1")
    child(level, "w:numFmt", w_val="bullet")
    child(level, "w:lvlText", w_val="•")
    child(level, "w:lvlJc", w_val="left")
    child(child(level, "w:pPr"), "w:ind", w_left="454", w_hanging="227")
    child(child(root, "w:num", w_numId="1"), "w:abstractNumId", w_val="0")
    return document(root, W)


def footer(extract: Extract) -> bytes:
    """Which extract this is, and the page."""
    root = Element("w:ftr")
    paragraph = child(root, "w:p")
    child(child(paragraph, "w:pPr"), "w:pStyle", w_val="Footer")
    _run(paragraph, f"{words.SITE} · uittreksel {extract.id}")
    child(child(paragraph, "w:r"), "w:tab")
    _run(paragraph, "Pagina ")
    _field(paragraph, "PAGE")
    _run(paragraph, " van ")
    _field(paragraph, "NUMPAGES")
    return document(root, W)


def _run(paragraph: Element, text: str) -> None:
    child(child(paragraph, "w:r"), "w:t", text, xml_space="preserve")


def _field(paragraph: Element, name: str) -> None:
    _run(child(paragraph, "w:fldSimple", w_instr=f" {name} "), "1")
