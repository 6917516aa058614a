"""Pages where an admin keeps accounts."""

app_name = "accounts"
urlpatterns: list[object] = []
