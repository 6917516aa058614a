from django.urls import path

from slimsamenwerken.dashboard import legal_views, views

app_name = "dashboard"
urlpatterns = [
    path("", views.home, name="home"),
    path("actielijnen/", views.lines, name="lines"),
    path("actielijnen/<str:code>/", views.line, name="line"),
    path("mijn-taken/", views.tasks, name="tasks"),
    path("toegankelijkheid/", legal_views.accessibility, name="accessibility"),
    path("privacy/", legal_views.privacy, name="privacy"),
    path("cookies/", legal_views.cookies, name="cookies"),
    path("hergebruik/", legal_views.reuse, name="reuse"),
    path("api-uitleg/", legal_views.api_docs, name="api-docs"),
    path("contact/", legal_views.contact, name="contact"),
    path("hulp/", legal_views.help_page, name="help"),
]
