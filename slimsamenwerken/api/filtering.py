"""Filters of a collection by django-filter, told of every parameter that is not right."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

from slimsamenwerken.api.handling import kind_of_code
from slimsamenwerken.api.paging import AFTER, PAGE, SIZE
from slimsamenwerken.api.parameters import CLOCKS, SORT, refuse_unknown
from slimsamenwerken.api.problems import SCHEMA_VIOLATION, Issue, bad_request
from slimsamenwerken.api.wire import snake


class _AnyOf(forms.MultipleChoiceField):
    """Values that come more than once and are not of a list; too long ones are refused."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value: Any) -> bool:
        return len(str(value)) <= 100


class CodesFilter(django_filters.MultipleChoiceFilter):
    """A property with one of the given values; the name may be repeated (or)."""

    field_class = _AnyOf


class _OneOf(forms.MultipleChoiceField):
    """Codes in camelCase at the wire, in snake case within."""

    def clean(self, value: Any) -> list[str]:
        return [snake(code) for code in super().clean(value)]


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    """As CodesFilter, for codes of a list."""

    field_class = _OneOf


class DayFilter(django_filters.Filter):
    """`2015-12-31`."""

    field_class = forms.DateField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, input_formats=["%Y-%m-%d"], **kwargs)


class FlagField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("choices", None)
        choices = [("true", "true"), ("false", "false")]
        super().__init__(choices=choices, coerce=lambda v: v == "true", empty_value=None, **kwargs)


class FlagFilter(django_filters.BooleanFilter):
    """`true` or `false`."""

    field_class = FlagField  # type: ignore[assignment]


class PortalFilterSet(django_filters.FilterSet):
    """`many` names the filters that may be repeated."""

    @classmethod
    def names(cls) -> Iterable[str]:
        return list(cls.base_filters)

    @classmethod
    def many(cls) -> Iterable[str]:
        several = django_filters.MultipleChoiceFilter
        return [n for n, f in cls.base_filters.items() if isinstance(f, several)]


class PortalFilterBackend(DjangoFilterBackend):
    """Filters, sorts, and refuses what nobody knows."""

    def filter_queryset(self, request: Any, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        filterset_class: Any = self.get_filterset_class(view, queryset)
        names = list(filterset_class.names()) if filterset_class else []
        many = list(filterset_class.many()) if filterset_class else []
        refuse_unknown(
            request.query_params,
            [*names, *view.known_parameters(), PAGE, SIZE, AFTER, SORT, *CLOCKS],
            [*many, *view.repeated_parameters, SORT],
        )
        if filterset_class:
            filterset = filterset_class(request.query_params, queryset, request=request)
            filterset.view = view
            if not filterset.is_valid():
                raise bad_request(*_issues(filterset.form, request))
            queryset = filterset.qs
        return _sorted(queryset, request, view)


def _issues(form: forms.Form, request: Request) -> list[Issue]:
    return [
        Issue(
            kind_of_code(error.code),
            "query",
            name,
            str(message),
            request.query_params.get(name),
        )
        for name, errors in form.errors.as_data().items()
        for error in errors
        for message in error.messages
    ]


def _sorted(queryset: QuerySet[Any], request: Request, view: Any) -> QuerySet[Any]:
    """`sort=name&sort=-modifiedAt`, always ended by the id so that the order is whole."""
    if AFTER in request.query_params:
        return queryset
    order: list[str] = []
    for raw in request.query_params.getlist(SORT):
        field = view.sorts.get(raw.removeprefix("-"))
        if field is None:
            allowed = ", ".join(view.sorts)
            sentence = _("Choose from: %(choices)s.") % {"choices": allowed}
            raise bad_request(Issue(SCHEMA_VIOLATION, "query", SORT, sentence, raw))
        order.append(f"-{field}" if raw.startswith("-") else field)
    if not order:
        return queryset if queryset.query.order_by else queryset.order_by(view.cursor_field)
    return queryset.order_by(*order, view.cursor_field)
