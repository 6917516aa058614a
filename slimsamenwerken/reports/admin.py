from django.apps import apps

from slimsamenwerken.core.support import look_at

look_at(*apps.get_app_config("reports").get_models())
