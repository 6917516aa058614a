"""ETag, If-None-Match and If-Match: nobody's change is lost, and nothing is sent twice."""

from hashlib import sha256
from typing import Any, Final

from django.db import connection
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from rest_framework.request import Request

from slimsamenwerken.api.problems import Problem

# Every committed write leaves a change row until the feed has it, and then raises the position.
# So this names what is committed, whatever was written, and reads two index entries and a few rows.
_STATE: Final = """
SELECT coalesce((SELECT max(position) FROM api_feedentry), 0),
       coalesce((SELECT max(id) FROM core_changerow), 0),
       (SELECT count(*) FROM core_changerow)
"""


def etag(*parts: Any) -> str:
    """A strong tag of what the answer depends on."""
    return quote_etag(tag_part(*parts))


def tag_part(*parts: Any) -> str:
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:24]


def quoted(core: str, *variant: Any) -> str:
    """A strong tag of a thing: its core, which If-Match compares, and the variant of the answer."""
    return quote_etag(f"{core}-{tag_part(*variant)[:12]}")


def state_of_data() -> tuple[int, int, int]:
    """Differs after every write on a thing; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        found: tuple[int, int, int] = cursor.fetchone()
    return found


def is_unchanged(request: Request, tag: str) -> bool:
    """Whether the caller has this answer already (304)."""
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    return bool(known) and (known.strip() == "*" or tag in _strong(parse_etags(known)))


def require_match(request: Request, core: str) -> None:
    """PATCH and DELETE say which version they saw: missing 428, stale 412."""
    if not request.META.get("HTTP_IF_MATCH", ""):
        raise Problem("preconditionRequired")
    check_match(request, core)


def check_match(request: Request, core: str) -> None:
    """Where If-Match is free to send, it still counts when it is sent.

    Any representation of the version that counts will do: at another moment, or with more in it.
    """
    given = request.META.get("HTTP_IF_MATCH", "").strip()
    if not given or given == "*":
        return
    if core in [tag.strip('"').partition("-")[0] for tag in parse_etags(given)]:
        return
    raise Problem(
        "preconditionFailed",
        _("Someone else wrote first. Read it again and repeat your change."),
        extra={"current_etag": quoted(core)},
        headers={"ETag": quoted(core)},
    )


def _strong(tags: list[str]) -> list[str]:
    """A proxy that compresses may have made the tag weak; for reading that is the same."""
    return [tag.removeprefix("W/") for tag in tags]
