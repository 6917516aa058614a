"""What a reader, or a screen reader, meets on a page: its texts, links and form fields."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

SPOKEN = frozenset({"alt", "title", "aria-label", "aria-description", "placeholder", "content"})
UNREAD = frozenset({"script", "style", "template"})
# What differs between two answers to the same question.
CHANGING = re.compile(
    r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^}]*|[0-9a-f]{8}-'
    r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?=</)"
)


class _Reader(HTMLParser):
    """Collects (language, text) of text nodes and of spoken attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    @property
    def _language(self) -> str:
        return self._open[-1][1] if self._open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self._language
        for name in SPOKEN & set(given):
            self._keep(language, given[name] or "")
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self._keep(language, given.get("value") or "")
        if tag not in {"br", "hr", "img", "input", "link", "meta", "use", "wbr", "path", "rect"}:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1][0] not in UNREAD:
            self._keep(self._language, data)

    def _keep(self, language: str, text: str) -> None:
        words = " ".join(text.split())
        if words:
            self.found.append((language, words))


def texts(html: str) -> list[tuple[str, str]]:
    """(language, text) of everything that is read on a page, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def links(html: str) -> Iterator[str]:
    yield from re.findall(r'(?:href|action|hx-get)="([^"]*)"', html)


def is_page(response: Any) -> bool:
    return str(response.headers.get("Content-Type", "")).startswith("text/html")


def body(response: Any) -> str:
    content = b"".join(response) if response.streaming else response.content
    return bytes(content).decode("utf-8", errors="replace")


def steady(html: str) -> str:
    """The page without what is new in every answer."""
    return CHANGING.sub("", html)
