"""Joins the pieces of a PDF, as typst writes them, into one tagged document.

Typesetting 75,000 cells at once takes 1.7 GiB, in pieces a tenth of that. What is joined: pages,
the structure tree with its two indexes, and the bookmarks. The bytes of a stream are copied as
they are. It reads the plain form that typst writes; any other form is an error, never a guess.
"""

import re
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Final

CATALOG, PAGES, TREE, DOCUMENT, BOOKMARKS, INFO, METADATA = range(1, 8)
TARGET: Final = "onderdeel:"  # address of a link to the section with this place in the report
# A string of PDF, with at most three pairs of brackets inside each other; a reference; a key of
# the parent tree. Only what stands outside a string is a reference.
_TOKEN: Final = re.compile(
    rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*\)"
    rb"|(?<![\d.])(\d+) 0 R|/StructParents? (\d+)",
    re.DOTALL,
)
_HEADER_ID: Final = re.compile(rb"\(U(\d+x\d+y\d+)\)")
_JUMP: Final = re.compile(rb"/A<</Type/Action/S/URI/URI\(" + TARGET.encode() + rb"(\d+)\)>>")
_CALLED: Final = re.compile(rb"/Contents\(" + TARGET.encode() + rb"(\d+)\)")
_BOOKMARK: Final = re.compile(
    rb"<</Parent \d+ 0 R(?:/(?:Next|Prev|First|Last) \d+ 0 R|/Count -?\d+)*"
    rb"(/Title.*)/Dest (\d+) 0 R>>",
    re.DOTALL,
)


class JoinError(ValueError):
    """The piece has another form than typst wrote when this was made."""


def _found(pattern: bytes, text: bytes) -> bytes:
    match = re.search(pattern, text, re.DOTALL)
    if match is None:
        raise JoinError(pattern.decode())
    return match[1]


def _reference(name: bytes, text: bytes) -> int:
    return int(_found(rb"/" + name + rb"[ \[](\d+) 0 R", text))


def _objects(piece: bytes) -> dict[int, bytes]:
    """The objects of a file by number, from its cross-reference table."""
    start = int(_found(rb"startxref\s+(\d+)\s+%%EOF\s*$", piece[-64:]))
    lines = piece[start:].split(b"\n")
    if lines[0].strip() != b"xref" or not lines[1].startswith(b"0 "):
        raise JoinError("xref")
    places = {
        number: int(line[:10])
        for number, line in enumerate(lines[2 : 2 + int(lines[1].split()[1])])
        if line[17:18] == b"n"
    }
    order = sorted(places, key=places.__getitem__)
    ends = [*(places[number] for number in order[1:]), start]
    found = {}
    for number, end in zip(order, ends, strict=True):
        text = piece[places[number] : end].strip()
        head = b"%d 0 obj" % number
        if not text.startswith(head) or not text.endswith(b"endobj"):
            raise JoinError(f"object {number}")
        found[number] = text[len(head) : -len(b"endobj")].strip()
    return found


@dataclass
class Joined:
    """The document so far. Pieces come in reading order, except the cover: it comes last, for it
    names the pages of the sections, and is put in front. `starts`: how many pages of the body stand
    before the page of each section."""

    _file: BytesIO = field(default_factory=BytesIO)
    _places: dict[int, int] = field(default_factory=dict)
    _last: int = METADATA
    _keys: int = 0
    _pieces: int = 0
    _pages: list[int] = field(default_factory=list)
    _elements: list[bytes] = field(default_factory=list)
    _parents: list[bytes] = field(default_factory=list)
    _ids: list[tuple[bytes, bytes]] = field(default_factory=list)
    _bookmarks: list[tuple[bytes, int]] = field(default_factory=list)
    _targets: list[tuple[bytes, int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._file.write(b"%PDF-1.7\n%\xaa\xaa\xaa\xaa\n")

    @property
    def pages_count(self) -> int:
        return len(self._pages)

    def add(self, piece: bytes) -> None:
        """Add a piece of the body. Its headings are those of sections."""
        self._add(piece, is_cover=False)

    def finish(self, cover: bytes) -> bytes:
        """Put the cover in front; the bytes of the document."""
        body = (self._pages, self._elements, self._bookmarks)
        self._pages, self._elements, self._bookmarks = [], [], []
        self._targets = body[2]
        self._add(cover, is_cover=True)
        self._pages += body[0]
        self._elements += body[1]
        self._bookmarks += body[2]
        objects = _objects(cover)
        self._write_roots(objects, _roots(objects, _trailer(cover)))
        return self._file.getvalue()

    # ── one piece ────────────────────────────────────────────────────────────────────────────
    def _add(self, piece: bytes, *, is_cover: bool) -> None:
        objects = _objects(piece)
        roots = _roots(objects, _trailer(piece))
        marks = {n: m for n, text in objects.items() if (m := _BOOKMARK.fullmatch(text))}
        dropped = {*roots.values(), *marks}
        kept = [number for number in sorted(objects) if number not in dropped]
        new = {old: self._last + 1 + place for place, old in enumerate(kept)}
        self._last += len(kept)
        new |= {roots["pages"]: PAGES, roots["tree"]: TREE, roots["document"]: DOCUMENT}
        change = _Change(new, self._keys, b"%d" % self._pieces)
        self._pieces += 1
        targets = [int(mark[2]) for _number, mark in sorted(marks.items())]
        titles = [mark[1] for _number, mark in sorted(marks.items())]
        self._bookmarks += [(t, new[place]) for t, place in zip(titles, targets, strict=True)]
        if not is_cover:
            kids = _kids(objects[roots["pages"]])
            on = [kids.index(_found(rb"^\[(\d+) 0 R", objects[place])) for place in targets]
            self.starts += [len(self._pages) + page for page in on]
        self._pages += [new[int(n)] for n in _kids(objects[roots["pages"]])]
        self._take_tree(objects[roots["tree"]], objects[roots["document"]], change)
        for number in kept:
            text = change(objects[number])
            if is_cover:
                text = _CALLED.sub(self._called, _JUMP.sub(self._jump, text))
            else:
                text = text.replace(b"<</Type/StructElem/S/H1", b"<</Type/StructElem/S/H2", 1)
            self._write(new[number], text)

    def _take_tree(self, tree: bytes, document: bytes, change: "_Change") -> None:
        self._elements += re.findall(rb"\d+ 0 R", change(_found(rb"/K\[([^\]]*)\]", document)))
        numbers = _found(rb"/ParentTree<</Nums\[((?:\d+ \d+ 0 R ?)*)\]>>", tree)
        pairs = re.findall(rb"(\d+) (\d+) 0 R", numbers)
        self._parents += [
            b"%d %d 0 R" % (int(k) + self._keys, change.new[int(n)]) for k, n in pairs
        ]
        self._keys += int(_found(rb"/ParentTreeNextKey (\d+)", tree))
        if b"/IDTree" in tree:
            names = _found(rb"/IDTree<</Names\[((?:\(U\d+x\d+y\d+\)\d+ 0 R ?)*)\]>>", tree)
            found = re.findall(rb"(\([^)]*\))(\d+ 0 R)", names)
            self._ids += [(change(name), change(number)) for name, number in found]

    def _jump(self, found: re.Match[bytes]) -> bytes:
        return b"/Dest %d 0 R" % self._targets[int(found[1])][1]

    def _called(self, found: re.Match[bytes]) -> bytes:
        """What a reader hears of the link: the title of the section, not our address."""
        return b"/Contents" + self._targets[int(found[1])][0].removeprefix(b"/Title")

    # ── the file ─────────────────────────────────────────────────────────────────────────────
    def _write(self, number: int, text: bytes) -> None:
        self._places[number] = self._file.tell()
        self._file.write(b"%d 0 obj\n%s\nendobj\n" % (number, text))

    def _write_roots(self, cover: dict[int, bytes], roots: dict[str, int]) -> None:
        tree, pages = cover[roots["tree"]], b" ".join(b"%d 0 R" % n for n in self._pages)
        roles = _found(rb"(/RoleMap<<.*?>>)", tree)
        ids = b"".join(name + number for name, number in sorted(self._ids))
        self._write(PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self._pages), pages))
        self._write(
            TREE,
            b"<</Type/StructTreeRoot%s/K[%d 0 R]/ParentTree<</Nums[%s]>>%s/ParentTreeNextKey %d>>"
            % (
                roles, DOCUMENT, b" ".join(self._parents),
                b"/IDTree<</Names[%s]>>" % ids if ids else b"", self._keys,
            ),
        )  # fmt: skip
        elements = b" ".join(self._elements)
        self._write(DOCUMENT, b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (TREE, elements))
        self._write_bookmarks()
        self._write(INFO, cover[roots["info"]])
        self._write(METADATA, _with_pages(cover[roots["metadata"]], len(self._pages)))
        catalog = cover[roots["catalog"]]
        for name, old, now in (
            (b"Pages", "pages", PAGES), (b"Metadata", "metadata", METADATA),
            (b"StructTreeRoot", "tree", TREE), (b"Outlines", "bookmarks", BOOKMARKS),
        ):  # fmt: skip
            catalog = catalog.replace(
                b"/%s %d 0 R" % (name, roots[old]), b"/%s %d 0 R" % (name, now), 1
            )
        self._write(CATALOG, catalog)
        self._write_end()

    def _write_bookmarks(self) -> None:
        first, count = self._last + 1, len(self._bookmarks)
        self._last += count
        for place, (title, target) in enumerate(self._bookmarks):
            after = b"/Next %d 0 R" % (first + place + 1) if place + 1 < count else b""
            before = b"/Prev %d 0 R" % (first + place - 1) if place else b""
            self._write(
                first + place,
                b"<</Parent %d 0 R%s%s%s/Dest %d 0 R>>" % (BOOKMARKS, after, before, title, target),
            )
        root = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>"
        self._write(BOOKMARKS, root % (first, self._last, count))

    def _write_end(self) -> None:
        start, size = self._file.tell(), self._last + 1
        # One value for these bytes and no others, the same on every machine.
        name = sha256(self._file.getbuffer()).hexdigest()[:32].encode()
        table = b"".join(b"%010d 00000 n \n" % self._places[n] for n in range(1, size))
        self._file.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table))
        self._file.write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (size, CATALOG, INFO, name, name, start)
        )


@dataclass
class _Change:
    """References, keys of the parent tree and names of head cells, made those of the whole."""

    new: dict[int, int]
    keys: int
    piece: bytes

    def __call__(self, text: bytes) -> bytes:
        head, mark, stream = text.partition(b"\nstream")
        return _TOKEN.sub(self._token, head) + mark + stream

    def _token(self, found: re.Match[bytes]) -> bytes:
        number, key = found.groups()
        if number:
            return b"%d 0 R" % self.new[int(number)]
        if key:
            return found[0][: -len(key)] + b"%d" % (int(key) + self.keys)
        return _HEADER_ID.sub(rb"(P%sU\1)" % self.piece, found[0])


def pages_in(piece: bytes) -> int:
    """How many pages a piece has."""
    objects = _objects(piece)
    return len(_kids(objects[_roots(objects, _trailer(piece))["pages"]]))


def _trailer(piece: bytes) -> bytes:
    return piece[piece.rindex(b"trailer") :]


def _roots(objects: dict[int, bytes], trailer: bytes) -> dict[str, int]:
    """The numbers of the objects that a document has one of."""
    found = {"catalog": _reference(b"Root", trailer), "info": _reference(b"Info", trailer)}
    catalog = objects[found["catalog"]]
    found["pages"] = _reference(b"Pages", catalog)
    found["metadata"] = _reference(b"Metadata", catalog)
    found["tree"] = _reference(b"StructTreeRoot", catalog)
    found["document"] = _reference(b"K", objects[found["tree"]])
    if b"/Outlines" in catalog:
        found["bookmarks"] = _reference(b"Outlines", catalog)
    return found


def _kids(pages: bytes) -> list[bytes]:
    """The pages, when the tree of pages has no branches."""
    kids = re.findall(rb"(\d+) 0 R", _found(rb"/Kids\[([^\]]*)\]", pages))
    if len(kids) != int(_found(rb"/Count (\d+)", pages)):
        raise JoinError("Kids")
    return kids


def _with_pages(metadata: bytes, count: int) -> bytes:
    """The metadata (not compressed) with the pages of the whole."""
    head, text = metadata.split(b"\nstream\n", 1)
    text = re.sub(rb"(<xmpTPg:NPages>)\d+", rb"\g<1>%d" % count, text.removesuffix(b"\nendstream"))
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(text), head)
    return b"%s\nstream\n%s\nendstream" % (head, text)
