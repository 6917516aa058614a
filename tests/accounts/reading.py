"""What a page says, on one line."""

import re
from typing import Any


def text_of(answer: Any) -> str:
    body = answer.content if not answer.streaming else b"".join(answer.streaming_content)
    return re.sub(r"\s+", " ", body.decode())


def main_of(answer: Any) -> str:
    return text_of(answer).split("<main")[1].split("</main>")[0]
