"""Django admin as support tooling: rows to look at, nothing to do.

What people do is done on the portal's own pages, where operations keep the rules. Whoever may
see this sees everything, so it is for the few with `is_staff`.
"""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import (
    BinaryField,
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    ForeignKey,
    GeneratedField,
    IntegerField,
    Model,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.support_words import has_own_name, word_for

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class SupportSite(AdminSite):
    """Own site object: what other packages register with Django's stays out."""

    site_header = site_title = _("Slim samenwerken: support tooling")
    index_title = _("Rows of the database, only to look at")

    def _build_app_dict(self, request: HttpRequest, label: Any = None) -> Any:
        """Models by their singular name: Django would make Dutch plurals by adding an s."""
        found = super()._build_app_dict(request, label)
        for app in [found] if label and found else found.values():
            for entry in app["models"]:
                entry["name"] = name_of(entry["model"])
        return found

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        """There is one door: our login page, with its limits and its log."""
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get("next") or resolve_url("admin:index")
        return redirect_to_login(wanted, resolve_url("account_login"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:  # noqa: ARG002
        return redirect("account_logout")

    def password_change(
        self,
        request: HttpRequest,  # noqa: ARG002
        extra_context: Any = None,  # noqa: ARG002
    ) -> Any:
        return redirect("account_change_password")


def _call(model: type[Model], name: "str | _StrPromise") -> None:
    """Names for headings and trails; Django would make a Dutch plural by adding an s."""
    meta = model._meta
    if name:
        meta.verbose_name = name
    if hasattr(model, "pgh_tracked_model"):
        meta.verbose_name = lazy(partial(name_of, model), str)()
    meta.verbose_name_plural = meta.verbose_name
    for field in meta.concrete_fields:
        if not has_own_name(field):
            field.verbose_name = lazy(partial(word_for, field), str)()


def name_of(model: type[Model]) -> str:
    """Of a table of events: whose history it is."""
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is None:
        return capfirst(str(model._meta.verbose_name))
    return gettext("History of: %(model)s") % {"model": tracked._meta.verbose_name}


support = SupportSite(name="admin")
COLUMNS: Final = 8
SHORT: Final = (CharField, DateField, BooleanField, DecimalField, IntegerField, ForeignKey)
# Megabytes, or nothing that a person can read.
UNREADABLE: Final = (BinaryField, GeneratedField)


class LookOnly(ModelAdmin):  # type: ignore[type-arg]  # no parameter at run time
    """Every column to read, and no way to add, change or delete: also not for a superuser."""

    list_per_page = 50
    show_full_result_count = False
    hidden: tuple[str, ...] = ()

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:  # noqa: ARG002
        fields = [f for f in self.model._meta.concrete_fields if not isinstance(f, UNREADABLE)]
        return [f.name for f in fields if f.name not in self.hidden]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return bool(request.user.is_active and request.user.is_staff)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False


def look_at(*models: type[Model], called: "str | _StrPromise" = "", **options: Any) -> None:
    """Register models; a list shows the short columns, of a relation its id only.

    `called` names a model that has no name of its own.
    """
    for model in models:
        _call(model, called)
        shown = [f.attname for f in model._meta.concrete_fields if isinstance(f, SHORT)]
        support.register(model, LookOnly, **{"list_display": shown[:COLUMNS]} | options)
