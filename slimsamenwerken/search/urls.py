from django.urls import path

from slimsamenwerken.search import views

app_name = "search"
urlpatterns = [path("", views.results, name="results")]
