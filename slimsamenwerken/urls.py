"""All web addresses. The five domain apps are five explicit lines."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from slimsamenwerken.accounts import limits
from slimsamenwerken.core import error_views, health, views_components
from slimsamenwerken.core.support import support

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("health", health.health, name="health"),
    path("admin/", support.urls),
    path("api/v1/", include("slimsamenwerken.api.urls")),
    path("", include("slimsamenwerken.api.catalogue.urls")),
]

# Dutch without prefix, the translation under /en/: no session, no cookie, so pages stay cacheable.
urlpatterns += i18n_patterns(
    path("", include("slimsamenwerken.dashboard.urls")),
    path("", include("slimsamenwerken.programme.urls")),
    path("", include("slimsamenwerken.reports.urls")),
    path("zoeken/", include("slimsamenwerken.search.urls")),
    path("aankopen/", include("procurement.urls")),
    path("bedrijventerreinen/", include("sites.urls")),
    path("leren/", include("education.urls")),
    path("delen/", include("sharing.urls")),
    path("campagnes/", include("campaigns.urls")),
    path("", include("slimsamenwerken.accounts.urls")),
    path("", include("slimsamenwerken.api.client_urls")),
    path("", include("slimsamenwerken.api.catalogue.page_urls")),
    path("account/", include("allauth.account.urls")),
    prefix_default_language=False,
)

if settings.DEBUG:
    urlpatterns += [path("components/", views_components.components, name="components")]

handler400 = error_views.bad_request
handler403 = error_views.forbidden
handler404 = error_views.not_found
handler429 = limits.too_many_requests  # read by allauth
handler500 = error_views.server_error
