"""Reads back what the pages and exports of the programme say."""

import csv
import io
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import openpyxl
from django.test import Client
from django.urls import reverse

from slimsamenwerken.programme import columns

Rows = list[dict[str, Any]]


def text_of(response: Any) -> str:
    """The words of a page: no tags, no entities, one space between words."""
    html = response.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def part_of(response: Any, heading: str) -> str:
    """The words of one section, by the id of its heading."""
    html = response.content.decode()
    found = re.search(
        rf'<section[^>]*aria-labelledby="{re.escape(heading)}".*?</section>', html, re.DOTALL
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split()) if found else ""


def body_of(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


def csv_of(response: Any) -> Rows:
    text = body_of(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def book_of(response: Any) -> tuple[dict[str, str], Rows]:
    """The cover sheet and the rows of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(body_of(response)))
    about, sheet = book.worksheets
    cover = {row[0].value: row[1].value for row in about.iter_rows()}
    head, *lines = sheet.iter_rows(values_only=True)
    return cover, [dict(zip(head, line, strict=True)) for line in lines]


def by_key(rows: Rows) -> Rows:
    """Rows of the list of actions under the keys of the columns, whatever their Dutch names."""
    keys = {str(column.label): column.key for column in columns.ACTIONS}
    return [{keys[label]: value for label, value in row.items()} for row in rows]


def listed(response: Any) -> list[str]:
    """The codes in the table of a list, in order."""
    html = response.content.decode()
    return re.findall(r'<th scope="row"><span class="code">([^<]+)</span>', html)


def address(name: str, *args: Any, **query: Any) -> str:
    from django.utils.http import urlencode

    path = reverse(f"programme:{name}", args=args)
    given = {key: value for key, value in query.items() if value is not None}
    return f"{path}?{urlencode(given, doseq=True)}" if given else path


@dataclass(frozen=True)
class Shown:
    """What a reader sees of one action at a moment: on the list, on its page, in the exports."""

    list: str
    page: Any
    csv: Rows
    xlsx: Rows
    cover: dict[str, str]
    milestones: Rows

    @property
    def text(self) -> str:
        return text_of(self.page)

    @property
    def exists(self) -> tuple[bool, ...]:
        """Whether list, page, CSV and XLSX know the action; equal everywhere, or there is a bug."""
        return bool(self.list), self.page.status_code == 200, bool(self.csv), bool(self.xlsx)

    def cell(self, key: str) -> Any:
        """One value, which CSV and XLSX must tell alike."""
        (plain,), (rich,) = self.csv, self.xlsx
        said = rich[key].date().isoformat() if hasattr(rich[key], "date") else rich[key]
        assert str(plain[key]) == ("" if said is None else str(said))
        return plain[key]


def look(client: Client, code: str, **moment: Any) -> Shown:
    """Look at an action everywhere, at a moment given as `as_of`, `known_at`."""
    listing = client.get(address("action-list", q=code, **moment))
    page = client.get(address("action-detail", code, **moment))
    plain = client.get(address("action-export", "csv", q=code, **moment))
    cover, rich = book_of(client.get(address("action-export", "xlsx", q=code, **moment)))
    plans: Rows = []
    if page.status_code == 200:
        plans = csv_of(client.get(address("milestone-export", code, **moment)))
    return Shown(
        list=" ".join(re.findall(r"<tr>.*?</tr>", listing.content.decode(), re.DOTALL)[1:]),
        page=page,
        csv=by_key(csv_of(plain)),
        xlsx=by_key(rich),
        cover=cover,
        milestones=plans,
    )
