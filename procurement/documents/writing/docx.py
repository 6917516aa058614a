"""DOCX (Office Open XML, transitional): real headings, lists and tables, Dutch, no user names."""

from pathlib import Path
from typing import Final

from procurement.documents import layout
from procurement.documents.content import Extract
from procurement.documents.layout import Bullets, Cell, ClauseText, Heading, Table, Text
from procurement.documents.writing import docx_parts
from procurement.documents.writing.archive import archive
from procurement.documents.writing.xml import Element, child, document

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STYLES: Final = Path(__file__).with_name("docx_styles.xml")
_LOOKS: Final = {"body": "", "about": "Gegeven", "note": "Opmerking"}
# Twentieths of a point: A4 with margins of 22 mm leaves this much for a line.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 11906, 16838, 1247
LINE: Final = PAGE_WIDTH - 2 * MARGIN


def render(extract: Extract) -> bytes:
    return archive(
        [
            ("[Content_Types].xml", docx_parts.content_types()),
            ("_rels/.rels", docx_parts.package_relations()),
            ("docProps/app.xml", docx_parts.app_properties()),
            ("docProps/core.xml", docx_parts.core_properties(extract)),
            ("word/document.xml", _Body(extract).content()),
            ("word/_rels/document.xml.rels", docx_parts.document_relations()),
            ("word/footer1.xml", docx_parts.footer(extract)),
            ("word/numbering.xml", docx_parts.numbering()),
            ("word/settings.xml", docx_parts.settings()),
            ("word/styles.xml", _STYLES.read_bytes()),
        ]
    )


class _Body:
    """The text of one document; bookmarks are numbered as they come."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        self.root = Element("w:document")
        self.body = child(self.root, "w:body")
        self.bookmarks = 0

    def content(self) -> bytes:
        self.run(self.paragraph("Title"), layout.title(self.extract))
        for block in layout.blocks(self.extract):
            match block:
                case Heading():
                    self.heading(block)
                case Text():
                    self.text(block)
                case ClauseText():
                    self.clause(block)
                case Bullets():
                    for item in block.items:
                        self.run(self.paragraph("ListBullet"), item)
                case Table():
                    self.table(block)
        self.page()
        return document(self.root, docx_parts.W)

    def paragraph(self, style: str = "", parent: Element | None = None) -> Element:
        made = child(self.body if parent is None else parent, "w:p")
        if style:
            child(child(made, "w:pPr"), "w:pStyle", w_val=style)
        return made

    def run(self, parent: Element, text: str, style: str = "") -> None:
        """Text in a style of characters; a newline is a line break."""
        made = child(parent, "w:r")
        if style:
            child(child(made, "w:rPr"), "w:rStyle", w_val=style)
        for place, line in enumerate(text.split("\n")):
            if place:
                child(made, "w:br")
            child(made, "w:t", line, xml_space="preserve")

    def heading(self, block: Heading) -> None:
        paragraph = self.paragraph(f"Heading{block.level}")
        if block.fresh:
            child(paragraph[0], "w:pageBreakBefore")
        self.run(paragraph, block.text)

    def text(self, block: Text) -> None:
        paragraph = self.paragraph(_LOOKS[block.look])
        if block.leads:
            child(child(paragraph, "w:pPr"), "w:keepNext")
        if block.label:
            self.run(paragraph, f"{block.label}:", "Strong")
            if block.look == "about":
                child(child(paragraph, "w:r"), "w:tab")
            elif block.text:
                self.run(paragraph, " ")
        if block.text:
            self.run(paragraph, block.text)

    def clause(self, block: ClauseText) -> None:
        """The bookmark holds text and code, so that words typed between them stay inside."""
        self.bookmarks += 1
        paragraph = self.paragraph("Clausule")
        child(paragraph, "w:bookmarkStart", w_id=self.bookmarks, w_name=block.bookmark)
        self.run(paragraph, f"{block.text} ")
        self.run(paragraph, block.code, "Clausulecode")
        child(paragraph, "w:bookmarkEnd", w_id=self.bookmarks)

    def table(self, block: Table) -> None:
        self.run(self.paragraph("Caption"), block.caption)
        table = child(self.body, "w:tbl")
        about = child(table, "w:tblPr")
        child(about, "w:tblStyle", w_val="Overzichtstabel")
        child(about, "w:tblW", w_w=LINE, w_type="dxa")
        child(about, "w:tblLayout", w_type="fixed")
        child(about, "w:tblLook", w_val="0020", w_firstRow=1, w_lastRow=0, w_firstColumn=0,
              w_lastColumn=0, w_noHBand=1, w_noVBand=1)  # fmt: skip
        child(about, "w:tblCaption", w_val=block.caption)
        widths = [LINE * width // sum(block.widths) for width in block.widths]
        grid = child(table, "w:tblGrid")
        for width in widths:
            child(grid, "w:gridCol", w_w=width)
        self.row(table, block, tuple(Cell(label) for label in block.head), head=True)
        for row in block.rows:
            self.row(table, block, row)
        self.paragraph()  # Word needs a paragraph after a table, and the eye some air

    def row(
        self, table: Element, block: Table, cells: tuple[Cell, ...], *, head: bool = False
    ) -> None:
        made = child(table, "w:tr")
        about = child(made, "w:trPr")
        child(about, "w:cantSplit")
        if head:
            child(about, "w:tblHeader")
        for place, cell in enumerate(cells):
            box = child(made, "w:tc")
            width = LINE * block.widths[place] // sum(block.widths)
            child(child(box, "w:tcPr"), "w:tcW", w_w=width, w_type="dxa")
            paragraph = self.paragraph("Tabeltekst", box)
            if place in block.numeric:
                child(paragraph[0], "w:jc", w_val="right")
            self.cell(paragraph, cell)

    def cell(self, paragraph: Element, cell: Cell) -> None:
        if not cell.to:
            self.run(paragraph, cell.text)
            return
        link = child(paragraph, "w:hyperlink", w_anchor=cell.to, w_history=1)
        self.run(link, cell.text, "Hyperlink")

    def page(self) -> None:
        section = child(self.body, "w:sectPr")
        child(section, "w:footerReference", w_type="default", r_id="rId4")
        child(section, "w:pgSz", w_w=PAGE_WIDTH, w_h=PAGE_HEIGHT)
        child(section, "w:pgMar", w_top=MARGIN, w_right=MARGIN, w_bottom=MARGIN, w_left=MARGIN,
              w_header=624, w_footer=624, w_gutter=0)  # fmt: skip
