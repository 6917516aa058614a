from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "slimsamenwerken.history"
    verbose_name = _("History")
