"""Addresses for machines: one form, no language, no slash at the end."""

from django.urls import path

from slimsamenwerken.api.catalogue import ids, views

app_name = "open_data"
urlpatterns = [
    path("id/<str:name>/<uuid:public_id>", ids.lasting, name="id"),
    path("catalogus.ttl", views.turtle, name="turtle"),
    path("catalogus.jsonld", views.json_ld, name="json-ld"),
    path("catalogus/context/<str:name>.jsonld", views.context, name="context"),
    path("catalogus/<str:name>.csv", views.csv, name="csv"),
    path("catalogus/<str:name>.csv-metadata.json", views.csvw, name="csvw"),
    path("catalogus/<str:name>.jsonld", views.jsonld, name="jsonld"),
    path("catalogus/<str:name>/<uuid:public_id>.jsonld", views.one, name="one"),
]
