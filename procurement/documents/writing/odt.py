"""ODT (OpenDocument 1.3): the same document as the DOCX, in the format of LibreOffice."""

import re
from pathlib import Path
from typing import Final

from procurement.documents import layout, words
from procurement.documents.anchors import ODF_PROPERTY, PROPERTY_PREFIX
from procurement.documents.content import Extract
from procurement.documents.layout import Bullets, Cell, ClauseText, Heading, Table, Text
from procurement.documents.writing.archive import archive
from procurement.documents.writing.docx_parts import moment
from procurement.documents.writing.xml import Element, child, document

CONTENT_TYPE: Final = "application/vnd.oasis.opendocument.text"
VERSION: Final = "1.3"
_STYLES: Final = Path(__file__).with_name("odt_styles.xml")
_FOOTER: Final = b"FOOTER"
_LOOKS: Final = {"body": "Standard", "about": "Gegeven", "note": "Opmerking"}
_SPACES: Final = re.compile(r"(?<= ) +|^ +| +$|[\n\t]")  # XML of ODF would lose all but the first
LINE: Final = 16.6  # centimetres between the margins
_NAMES: Final = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
_META: Final = {
    "office": _NAMES["office"],
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def render(extract: Extract) -> bytes:
    footer = f"{words.SITE} · uittreksel {extract.id}".encode()
    return archive(
        [
            ("mimetype", CONTENT_TYPE.encode()),
            ("META-INF/manifest.xml", _manifest()),
            ("content.xml", _Content(extract).content()),
            ("meta.xml", _meta(extract)),
            ("styles.xml", _STYLES.read_bytes().replace(_FOOTER, footer)),
        ],
        stored=frozenset({"mimetype"}),
    )


def _manifest() -> bytes:
    root = Element("manifest:manifest", {"manifest:version": VERSION})
    held = {
        "/": CONTENT_TYPE,
        **dict.fromkeys(("content.xml", "meta.xml", "styles.xml"), "text/xml"),
    }
    for path, kind in held.items():
        child(root, "manifest:file-entry", manifest_full_path=path, manifest_media_type=kind)
    return document(root, {"manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"})


def _meta(extract: Extract) -> bytes:
    root = Element("office:document-meta", {"office:version": VERSION})
    meta = child(root, "office:meta")
    # Named by hand: LibreOffice reads the release from what precedes the first slash or space.
    child(meta, "meta:generator", f"SlimSamenwerken/{extract.release}")
    child(meta, "dc:title", layout.title(extract))
    child(meta, "dc:subject", words.SUBJECT)
    child(meta, "meta:initial-creator", words.SITE)
    child(meta, "dc:creator", words.SITE)
    child(meta, "meta:creation-date", moment(extract.created_at))
    child(meta, "dc:date", moment(extract.created_at))
    child(meta, "dc:language", "nl-BE")
    child(meta, "meta:user-defined", f"{PROPERTY_PREFIX}{extract.id}", meta_name=ODF_PROPERTY)
    return document(root, _META)


class _Content:
    """The text of one document; each table has styles of its own."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        self.root = Element("office:document-content", {"office:version": VERSION})
        self.styles = child(self.root, "office:automatic-styles")
        self.body = child(child(self.root, "office:body"), "office:text")
        self.tables = 0

    def content(self) -> bytes:
        self.fresh_heading()
        self.cell_styles()
        self.write(self.paragraph("Title"), layout.title(self.extract))
        for block in layout.blocks(self.extract):
            match block:
                case Heading():
                    self.heading(block)
                case Text():
                    self.text(block)
                case ClauseText():
                    self.clause(block)
                case Bullets():
                    self.bullets(block)
                case Table():
                    self.table(block)
        return document(self.root, _NAMES)

    def paragraph(self, style: str, parent: Element | None = None) -> Element:
        return child(self.body if parent is None else parent, "text:p", text_style_name=style)

    def write(self, parent: Element, text: str, style: str = "") -> None:
        """Text after what the parent holds, in a style of characters where one is given."""
        into = child(parent, "text:span", text_style_name=style) if style else parent
        start = 0
        for found in _SPACES.finditer(text):
            _append(into, text[start : found.start()])
            self.space(into, found[0])
            start = found.end()
        _append(into, text[start:])

    def space(self, into: Element, found: str) -> None:
        if found in "\n\t":
            child(into, "text:line-break" if found == "\n" else "text:tab")
        else:
            child(into, "text:s", text_c=len(found))

    def fresh_heading(self) -> None:
        made = child(self.styles, "style:style", style_name="Vers", style_family="paragraph",
                     style_parent_style_name="Heading_20_1")  # fmt: skip
        child(made, "style:paragraph-properties", fo_break_before="page")

    def heading(self, block: Heading) -> None:
        style = "Vers" if block.fresh else f"Heading_20_{block.level}"
        made = child(self.body, "text:h", text_style_name=style, text_outline_level=block.level)
        self.write(made, block.text)

    def text(self, block: Text) -> None:
        paragraph = self.paragraph("Inleiding_20_opsomming" if block.leads else _LOOKS[block.look])
        if block.label:
            self.write(paragraph, f"{block.label}:", "Strong_20_Emphasis")
            if block.text:
                _append(paragraph, " ") if block.look != "about" else child(paragraph, "text:tab")
        self.write(paragraph, block.text)

    def clause(self, block: ClauseText) -> None:
        """The bookmark holds text and code, so that words typed between them stay inside."""
        paragraph = self.paragraph("Clausule")
        child(paragraph, "text:bookmark-start", text_name=block.bookmark)
        self.write(paragraph, block.text)
        _append(paragraph, " ")
        self.write(paragraph, block.code, "Clausulecode")
        child(paragraph, "text:bookmark-end", text_name=block.bookmark)

    def bullets(self, block: Bullets) -> None:
        made = child(self.body, "text:list", text_style_name="Opsommingstekens")
        for item in block.items:
            self.write(self.paragraph("Opsomming", child(made, "text:list-item")), item)

    def cell_styles(self) -> None:
        for name, fill, under in (
            ("Kop", "#eef2f8", "1pt solid #1f1f1e"), ("Cel", "transparent", "0.5pt solid #b6bec9"),
        ):  # fmt: skip
            made = child(self.styles, "style:style", style_name=name, style_family="table-cell")
            above = "1pt solid #1f1f1e" if name == "Kop" else "none"
            child(made, "style:table-cell-properties", fo_background_color=fill, fo_border_top=above,
                  fo_border_bottom=under, fo_border_left="none", fo_border_right="none",
                  fo_padding="0.05cm")  # fmt: skip
        row = child(self.styles, "style:style", style_name="Rij", style_family="table-row")
        child(row, "style:table-row-properties", fo_keep_together="always")

    def table(self, block: Table) -> None:
        self.tables += 1
        name = f"Tabel{self.tables}"
        about = child(self.styles, "style:style", style_name=name, style_family="table")
        child(about, "style:table-properties", style_width=f"{LINE}cm", table_align="margins")
        self.write(self.paragraph("Caption"), block.caption)
        table = child(self.body, "table:table", table_name=name, table_style_name=name)
        for place, width in enumerate(block.widths):
            column = f"{name}.{chr(ord('A') + place)}"
            style = child(
                self.styles, "style:style", style_name=column, style_family="table-column"
            )
            wide = f"{LINE * width / sum(block.widths):.3f}cm"
            child(style, "style:table-column-properties", style_column_width=wide)
            child(table, "table:table-column", table_style_name=column)
        head = child(table, "table:table-header-rows")
        self.row(head, block, tuple(Cell(label) for label in block.head), head=True)
        for row in block.rows:
            self.row(table, block, row)
        self.paragraph("Standard")

    def row(
        self, into: Element, block: Table, cells: tuple[Cell, ...], *, head: bool = False
    ) -> None:
        made = child(into, "table:table-row", table_style_name="Rij")
        for place, cell in enumerate(cells):
            box = child(made, "table:table-cell", table_style_name="Kop" if head else "Cel",
                        office_value_type="string")  # fmt: skip
            plain, number = (
                ("Tabelkop", "Tabelkop_20_getal") if head else ("Tabeltekst", "Tabelgetal")
            )
            paragraph = self.paragraph(number if place in block.numeric else plain, box)
            if cell.to:
                link = child(paragraph, "text:a", xlink_type="simple", xlink_href=f"#{cell.to}",
                             text_style_name="Internet_20_link")  # fmt: skip
                self.write(link, cell.text)
            else:
                self.write(paragraph, cell.text)


def _append(parent: Element, text: str) -> None:
    """Text after the last child of the parent, or as its first content."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
