"""A filled form outlives its session: sealed in the login form, shown again after signing in.

Nothing lies on the server while nobody is signed in. The seal is signed and holds no more than
what this browser sent itself: no passwords, no files. In between signing in and the next page the
fields lie in the new session; showing them takes them out.
"""

import json
from collections.abc import Iterator, MutableMapping
from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

SALT: Final = "slimsamenwerken.core.kept"
KEPT: Final = "kept_form"
LIMIT: Final = 50_000  # characters: a long report text fits, a burden on every answer does not
TERM: Final = timedelta(hours=1)
SECRETS: Final = ("password", "secret", "token")


class Kept(NamedTuple):
    """`user` is the id of whose session ended, when that is known: nobody else gets it back."""

    path: str
    fields: list[tuple[str, str]]
    user: int | None


class TooLongError(Exception):
    """What was filled in does not fit in a login form."""


def seal(request: HttpRequest, *, user: int | None) -> str:
    """The fields of this POST in one signed word; empty when there is nothing to keep."""
    fields = list(_fields(request.POST))
    if not fields:
        return ""
    if len(json.dumps(fields)) > LIMIT:
        raise TooLongError
    return signing.dumps(Kept(request.path, fields, user), salt=SALT, compress=True)


def _fields(sent: QueryDict) -> Iterator[tuple[str, str]]:
    for name, values in sent.lists():
        if not any(word in name.lower() for word in SECRETS):
            yield from ((name, str(value)) for value in values)


def unseal(sealed: str) -> Kept | None:
    """Nothing for what is forged, damaged or older than an hour."""
    try:
        path, fields, user = signing.loads(sealed, salt=SALT, max_age=TERM)
    except signing.BadSignature:
        return None
    return Kept(path, [(name, value) for name, value in fields], user)


def give_back(session: MutableMapping[str, Any], sealed: str, *, user: int) -> None:
    """To who signed in, unless the form was somebody else's."""
    kept = unseal(sealed) if sealed else None
    if kept is not None and kept.user in (None, user):
        session[KEPT] = {"path": kept.path, "fields": kept.fields}


def sent_or_kept(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent now, or what was kept of before signing in.

    A kept form is only shown: a view saves on POST alone.
    """
    if request.method == "POST":
        return request.POST
    # Without a look at the cookie this would open a session for every visitor.
    if (
        not request.user.is_authenticated
        or request.session.get(KEPT, {}).get("path") != request.path
    ):
        return None
    again = QueryDict(mutable=True)
    for name, value in request.session.pop(KEPT)["fields"]:
        again.appendlist(name, value)
    messages.info(request, _("What you filled in was kept. Check it, and send it again."))
    return again
