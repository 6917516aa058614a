"""What the tests of the other lists read: rows by column, ways out, numbers of queries."""

import re
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def cells_of(response: Any) -> list[list[str]]:
    """The words of the cells in the body of the first table, row by row."""
    table = response.content.decode().partition("</thead>")[2].partition("</table>")[0]
    return [
        [_words(cell) for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[ >].*?</tr>", table, re.DOTALL)
    ]


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def firsts(response: Any) -> list[str]:
    """The first cell of each row, in order."""
    return [row[0] for row in cells_of(response)]


def ways_out(response: Any) -> dict[str, str]:
    """Words and address of each filter that an empty list proposes to change."""
    box = response.content.decode().partition('<div class="empty">')[2].partition("</div>")[0]
    links = re.findall(r'<a href="([^"]*)">(.*?)</a>', box, re.DOTALL)
    return {_words(words): unescape(url) for url, words in links}


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)
