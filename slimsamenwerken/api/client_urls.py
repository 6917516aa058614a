from django.urls import path

from slimsamenwerken.api import client_pages

app_name = "api_clients"
_HOME = "beheer/organisaties/<uuid:organisation>/api/"
_CLIENT = f"{_HOME}<uuid:client>/"
urlpatterns = [
    path(_HOME, client_pages.client_list, name="list"),
    path(f"{_HOME}nieuw/", client_pages.client_new, name="new"),
    path(f"{_CLIENT}wijzigen/", client_pages.client_change, name="change"),
    path(f"{_CLIENT}beeindigen/", client_pages.client_end, name="end"),
    path(f"{_CLIENT}sleutels/nieuw/", client_pages.key_new, name="key-new"),
    path(f"{_CLIENT}sleutels/<uuid:key>/intrekken/", client_pages.key_revoke, name="key-revoke"),
]
