"""Security headers (trust guide §3) on every answer: pages, files, errors, probes, redirects."""

import json
from datetime import date

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from slimsamenwerken.accounts.roles import Role
from tests.core.test_settings import UNCOLLECTED, production, start
from tests.factories.accounts import make_person
from tests.factories.programme import make_action, make_actor, make_indicator, make_update

CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
# One of each converter; most lead to a thing that is not there, which is an answer too.
SAMPLES = {
    "code": "9.1.04",
    "slug": "voorbeeld",
    "kind": "update",
    "public_id": "00000000-0000-0000-0000-000000000000",
    "form": "csv",
    "year": "2015",
}


def addresses(patterns=None, prefix=""):
    """Every address of the portal, with samples for its parts."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if getattr(pattern, "app_name", "") == "admin":
                continue
            yield from addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern) and hasattr(pattern.pattern, "_route"):
            yield "/" + prefix + _filled(pattern)


def _filled(pattern):
    text = str(pattern.pattern._route)
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__
        default = {"IntConverter": "1", "UUIDConverter": SAMPLES["public_id"]}.get(kind, "x")
        part = text[text.index("<") : text.index(">") + 1]
        text = text.replace(part, SAMPLES.get(name, default), 1)
    return text


ADDRESSES = sorted(set(addresses()))


def check(response):
    found = response.headers
    policy = {part.strip() for part in found["Content-Security-Policy"].split(";")}
    nonce = {part for part in policy if part.startswith("script-src") and "nonce-" in part}
    assert policy - nonce | ({"script-src 'self'"} if nonce else set()) == CSP
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Referrer-Policy"] == "same-origin"
    assert found["Cross-Origin-Opener-Policy"] == "same-origin"
    assert found["Cross-Origin-Resource-Policy"] == "same-origin"
    assert found["X-Frame-Options"] == "DENY"
    assert len(found["BelGov-Trace-Id"]) == 36
    features = found["Permissions-Policy"].split(", ")
    assert len(features) > 20
    assert all(feature.endswith("=()") for feature in features)
    assert "Server" not in found
    assert "X-Powered-By" not in found


@pytest.fixture
def things(db):
    action = make_action(code=SAMPLES["code"])
    make_update(action, date(2015, 1, 1))
    make_actor(slug=SAMPLES["slug"])
    make_indicator(action, code="V1")


def test_the_crawl_knows_the_portal():
    assert len(ADDRESSES) > 40
    assert {"/acties/", "/acties/9.1.04/", "/account/login/", "/livez"} <= set(ADDRESSES)


@pytest.mark.parametrize("who", ["visitor", "admin"])
def test_every_address_has_the_headers(things, who):
    client = Client(raise_request_exception=False)
    if who == "admin":
        client.force_login(make_person(Role.ADMIN.value))
    statuses = set()
    for address in ADDRESSES:
        response = client.get(address)
        statuses.add(response.status_code)
        try:
            check(response)
            kept = "no-store" not in response.get("Cache-Control", "")
            # The API knows no sessions: its answers name nobody.
            named = who == "admin" and not address.startswith("/api/")
            assert not (named and kept), "signed in, every page carries a name"
            assert kept or not _is_public(address, response), "a public page may be kept"
        except (AssertionError, KeyError) as error:
            pytest.fail(f"{address} ({response.status_code}): {error!r}")
    assert {200, 404} <= statuses
    assert 500 not in statuses


def _is_public(address, response):
    private = (
        "/account/",
        "/en/account/",
        "/beheer/",
        "/en/beheer/",
        "/livez",
        "/readyz",
        "/health",
        "/api/v1/health",
    )
    nameless = not response.wsgi_request.COOKIES and not response.cookies
    return response.status_code == 200 and nameless and not address.startswith(private)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/acties/export.csv", "/acties/export.xlsx"])
def test_files_have_the_headers(address, things):
    response = Client().get(address)
    assert "attachment" in response["Content-Disposition"]
    check(response)


def _broken(error):
    def view(request: HttpRequest) -> None:
        raise error

    return view


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status"),
    [(BadRequest("Dit kan niet."), 400), (PermissionDenied(), 403), (ValueError("stuk"), 500)],
)
def test_errors_have_the_headers(error, status, monkeypatch):
    from slimsamenwerken.dashboard import urls

    [home] = [pattern for pattern in urls.urlpatterns if pattern.name == "home"]
    monkeypatch.setattr(home, "callback", _broken(error))
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == status
    check(response)


@pytest.mark.django_db
def test_missing_form_token_and_unknown_host_have_the_headers(settings):
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x"})
    assert response.status_code == 403
    check(response)
    settings.ALLOWED_HOSTS = ["elsewhere.example"]
    response = Client().get("/")
    assert response.status_code == 400
    check(response)


@pytest.mark.django_db
def test_public_pages_may_be_kept_and_carry_no_cookie(things):
    response = Client().get("/acties/9.1.04/")
    assert "no-store" not in response.get("Cache-Control", "")
    assert not response.cookies


# ── production: what `.env.example` gives, in a process of its own ───────────────────────────
@pytest.fixture(scope="module")
def served(tmp_path_factory):
    program = UNCOLLECTED + (
        "import json\n"
        "from django.test import Client\n"
        "name = settings.ALLOWED_HOSTS[0]\n"
        "def get(path, secure=True):\n"
        "    answer = Client().get(path, secure=secure, headers={'host': name})\n"
        "    cookies = [cookie.OutputString() for cookie in answer.cookies.values()]\n"
        "    return [answer.status_code, dict(answer.headers), cookies]\n"
        "paths = ['/livez', '/account/login/', '/nergens/']\n"
        "found = {path: get(path) for path in paths}\n"
        "found['plain'] = get('/account/login/', secure=False)\n"
        "found['plain health'] = get('/livez', secure=False)\n"
        "print(json.dumps(found))"
    )
    run = start(production(tmp_path_factory.mktemp("production")), program)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.parametrize("path", ["/livez", "/account/login/", "/nergens/"])
def test_production_asks_for_https_for_a_year(served, path):
    _status, headers, _cookies = served[path]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_production_cookies_are_bound_to_the_host(served):
    _status, headers, cookies = served["/account/login/"]
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        parts = {part.strip() for part in cookie.split(";")[1:]}
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= parts
        assert not any(part.startswith("Domain") for part in parts)
    assert "no-store" in headers["Cache-Control"]


def test_production_sends_plain_requests_to_https_but_never_a_probe(served):
    status, headers, _cookies = served["plain"]
    assert status == 301
    assert headers["Location"].startswith("https://")
    assert served["plain health"][0] == 200
