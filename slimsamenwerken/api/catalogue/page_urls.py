"""The page, in both languages."""

from django.urls import path

from slimsamenwerken.api.catalogue import views

app_name = "catalogue"
urlpatterns = [path("catalogus/", views.catalogue, name="page")]
