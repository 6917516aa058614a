"""What the pages of the dashboard show: numbers with where they lead to."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from tests.programme.listing import firsts

LINK = re.compile(r'<a class="fig-link" href="([^"]*)">(.*?)</a>', re.DOTALL)
HIDDEN = re.compile(r'<span class="visually-hidden">(.*?)</span>', re.DOTALL)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def section(response: Any, heading: str) -> str:
    """The markup of one section, by the id of its heading."""
    html = response.content.decode()
    found = re.search(
        rf'<section[^>]*aria-labelledby="{re.escape(heading)}".*?</section>', html, re.DOTALL
    )
    return found[0] if found else ""


def numbers(html: str) -> list[tuple[int, str]]:
    """Each linked number in the markup, with its address."""
    found = []
    for url, inner in LINK.findall(html):
        number = re.search(r"\d+", words(HIDDEN.sub("", inner)))
        if number:
            found.append((int(number[0]), unescape(url)))
    return found


def query(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def codes_behind(client: Client, url: str) -> list[str]:
    """The actions that a link to the list shows, over all pages."""
    found: list[str] = []
    page = 1
    while True:
        response = client.get(f"{url}&page={page}")
        assert response.status_code == 200, url
        found += [code for code in firsts(response) if re.fullmatch(r"[\dP]\S*", code)]
        if not response.context["page_obj"].has_next():
            return found
        page += 1
