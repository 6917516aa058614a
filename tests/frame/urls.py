"""A small site of its own: the frame and its components, without the pages of the apps."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from slimsamenwerken.core import error_views, views_components
from slimsamenwerken.dashboard import legal_views
from tests.frame import pages


def nowhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


dashboard = (
    [
        path("", pages.plain, name="home"),
        path("toegankelijkheid/", legal_views.accessibility, name="accessibility"),
        path("privacy/", legal_views.privacy, name="privacy"),
        path("cookies/", legal_views.cookies, name="cookies"),
        path("hergebruik/", legal_views.reuse, name="reuse"),
        path("api-uitleg/", legal_views.api_docs, name="api-docs"),
        path("contact/", legal_views.contact, name="contact"),
        path("hulp/", legal_views.help_page, name="help"),
    ],
    "dashboard",
)
search = ([path("zoeken/", nowhere, name="results")], "search")
accounts = (
    [
        path("account/email/", nowhere, name="own-account"),
        path("account/organisatie/", nowhere, name="switch-organisation"),
    ],
    "accounts",
)

catalogue = ([path("catalogus/", nowhere, name="page")], "catalogue")

urlpatterns = [
    path("", include(dashboard)),
    path("", include(catalogue)),
    path("", include(search)),
    path("", include(accounts)),
    path("acties/", pages.listing, name="test-actions"),
    path("formulier/", pages.form_page, name="test-form"),
    path("opbouw/", pages.construction, name="test-construction"),
    path("fout/<str:kind>/", pages.fail),
    path("components/", views_components.components, name="components"),
    path("account/", include("allauth.account.urls")),
]

handler400 = error_views.bad_request
handler403 = error_views.forbidden
handler404 = error_views.not_found
handler500 = error_views.server_error
