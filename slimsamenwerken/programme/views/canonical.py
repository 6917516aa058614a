"""One address per thing: who typed its code in another way is sent on."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse


def moved(
    request: HttpRequest, typed: str, code: str, url_name: str
) -> HttpResponsePermanentRedirect | None:
    """A redirect to the page of `code`, with the query kept; nothing when it was typed so."""
    if typed == code:
        return None
    query = request.META.get("QUERY_STRING", "")
    target = reverse(url_name, args=[code])
    return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
