from django.urls import path

from slimsamenwerken.api import client_pages
from slimsamenwerken.api.webhooks import pages

app_name = "api_clients"
_HOME = "beheer/organisaties/<uuid:organisation>/api/"
_CLIENT = f"{_HOME}<uuid:client>/"
_WEBHOOK = f"{_CLIENT}webhooks/<uuid:webhook>/"
urlpatterns = [
    path(_HOME, client_pages.client_list, name="list"),
    path(f"{_HOME}nieuw/", client_pages.client_new, name="new"),
    path(f"{_CLIENT}wijzigen/", client_pages.client_change, name="change"),
    path(f"{_CLIENT}beeindigen/", client_pages.client_end, name="end"),
    path(f"{_CLIENT}sleutels/nieuw/", client_pages.key_new, name="key-new"),
    path(f"{_CLIENT}sleutels/<uuid:key>/intrekken/", client_pages.key_revoke, name="key-revoke"),
    path(f"{_CLIENT}webhooks/nieuw/", pages.webhook_new, name="webhook-new"),
    path(_WEBHOOK, pages.webhook_detail, name="webhook"),
    path(f"{_WEBHOOK}geheim/", pages.webhook_secret, name="webhook-secret"),
    path(f"{_WEBHOOK}aanzetten/", pages.webhook_enable, name="webhook-enable"),
    path(f"{_WEBHOOK}beeindigen/", pages.webhook_end, name="webhook-end"),
    path(f"{_WEBHOOK}opnieuw/", pages.webhook_replay, name="webhook-replay-all"),
    path(f"{_WEBHOOK}opnieuw/<uuid:delivery>/", pages.webhook_replay, name="webhook-replay"),
]
