"""/webhooks: a client keeps its own ones."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action as route
from rest_framework.request import Request
from rest_framework.response import Response

from slimsamenwerken.accounts.models import User
from slimsamenwerken.api import preconditions
from slimsamenwerken.api.documents import select
from slimsamenwerken.api.idempotency import once
from slimsamenwerken.api.models import LONGEST_URL, ApiClient, WebhookSubscription
from slimsamenwerken.api.permissions import can_manage_clients
from slimsamenwerken.api.problems import Problem
from slimsamenwerken.api.routing import UUID_PATTERN, Route
from slimsamenwerken.api.scopes import WEBHOOKS_MANAGE
from slimsamenwerken.api.serializing import Given, Reference
from slimsamenwerken.api.viewsets import ResourceViewSet
from slimsamenwerken.api.webhooks import operations
from slimsamenwerken.api.webhooks.signing import secret_of

ABOUT = """\
Elke wijziging gaat als CloudEvent (zoals in `/changes`) met POST naar het adres, ondertekend volgens
Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`. Weiger wat ouder is dan
5 minuten en ontdubbel op `webhook-id`. Alleen een status van 200 tot 299 binnen 10 seconden telt;
anders volgt een nieuwe poging na 1, 5 en 30 minuten en na 2, 8 en 24 uur. Na 20 mislukkingen na
elkaar gaat de webhook uit en krijgt wie de client maakte een mail.
"""
STATUS = [("active", _("works")), ("disabled", _("switched off"))]


class WebhookShown(Reference):
    version = serializers.IntegerField()
    modified_at = serializers.DateTimeField()
    made_at = serializers.DateTimeField()
    url = serializers.URLField()
    kinds = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Ontbreekt: van alles."
    )
    status = serializers.ChoiceField(STATUS)
    disabled_at = serializers.DateTimeField(required=False)
    previous_secret_until = serializers.DateTimeField(
        required=False, help_text="Tot dan tekent ook het vorige geheim."
    )


class WebhookMade(WebhookShown):
    secret = serializers.CharField(help_text="Alleen in dit antwoord te zien; begint met `whsec_`.")


class WebhookInput(Given):
    url = serializers.CharField(
        max_length=LONGEST_URL, help_text="https, poort 443, de naam van een openbare server."
    )
    kinds = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        max_length=50,
        help_text="Soorten dingen, zoals `action`; weglaten is alles.",
    )


class NoInput(Given):
    """An empty object."""


@extend_schema_view(
    list=extend_schema(
        summary="De webhooks van deze client",
        description="Elke client ziet en beheert alleen zijn eigen webhooks.",
        parameters=[select()],
        responses=WebhookShown(many=True),
    ),
    retrieve=extend_schema(
        summary="Eén webhook", description="Zonder het geheim.", responses=WebhookShown
    ),
    create=extend_schema(
        summary="Een webhook maken; het antwoord toont het geheim één keer",
        description=ABOUT,
        request=WebhookInput,
        responses={201: WebhookMade},
    ),
    destroy=extend_schema(
        summary="Een webhook beëindigen",
        description="Voorgoed; wat nog wacht, wordt niet meer verzonden.",
        responses={204: OpenApiResponse(description="Beëindigd.")},
    ),
    rotate=extend_schema(
        summary="Een nieuw geheim; het vorige tekent nog een dag mee",
        description="Een derde geheim kan pas als het vorige niet meer meetekent.",
        operation_id="rotateWebhookSecret",
        request=NoInput,
        responses={200: WebhookMade},
    ),
)
class WebhookViewSet(ResourceViewSet):
    """Another client's is as one that does not exist, also within one organisation."""

    app: ClassVar[str] = "webhooks"
    path, thing, things = "webhooks", "webhook", "webhooks"
    lookup_url_kwarg, lookup_value_regex = "webhook_id", UUID_PATTERN
    has_moment = False
    serializer_class = WebhookShown
    queryset = identities = WebhookSubscription.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        return WebhookSubscription.objects.standing().filter(client=self._client())

    def _client(self) -> ApiClient:
        """Who asks, with the scope, made by someone who manages its organisation today."""
        viewer = self.require_scope(WEBHOOKS_MANAGE)
        client = self.caller.client
        if client is None or not can_manage_clients(viewer, client.organisation):
            raise Problem("missingPermission")
        return client

    @property
    def _maker(self) -> User:
        user = self.caller.viewer.user
        assert user is not None  # noqa: S101 - a client has a maker
        return user

    def _identity(self, **kwargs: Any) -> tuple[int, int]:
        row = self._row(self.get_queryset(), **kwargs)
        return row.pk, row.version

    def _row(self, rows: QuerySet[Any], **kwargs: Any) -> WebhookSubscription:
        row: WebhookSubscription | None = rows.filter(public_id=kwargs["webhook_id"]).first()
        if row is None:
            raise Http404
        return row

    def _list_tag(self, request: Request) -> str:
        """These rows are not of the programme: their own versions tell."""
        known = list(self.get_queryset().order_by("pk").values_list("pk", "version"))
        return preconditions.etag(request.get_full_path(), self.caller.audience, known)

    def present_with(self, rows: list[Any], embeds: Iterable[str]) -> list[dict[str, Any]]:
        del embeds
        return [self._one(row) for row in rows]

    def _one(self, row: WebhookSubscription) -> dict[str, Any]:
        shown = {
            "id": row.public_id,
            "href": self.href(row.public_id),
            "version": row.version,
            "modified_at": row.modified_at,
            "made_at": row.made_at,
            "url": row.url,
            "kinds": row.kinds,
            "status": "disabled" if row.disabled_at else "active",
            "disabled_at": row.disabled_at,
            "previous_secret_until": row.previous_until,
        }
        return {name: value for name, value in shown.items() if value not in (None, [])}

    def create(self, request: Request, **_kwargs: Any) -> Response:
        return self._with_secret(self._created(request))

    @once
    def _created(self, request: Request) -> Response:
        self.check_query()
        client = self._client()
        given = WebhookInput(data=request.data)
        given.is_valid(raise_exception=True)
        fields = {"kinds": [], **given.validated_data}
        row = operations.make_webhook(client=client, by=self._maker, **fields)
        response = self._answer(row, 201)
        response["Location"] = self.href(row.public_id)
        return response

    @route(detail=True, methods=["post"])
    def rotate(self, request: Request, **kwargs: Any) -> Response:
        return self._with_secret(self._rotated(request, **kwargs))

    @once
    def _rotated(self, request: Request, **kwargs: Any) -> Response:
        self.check_query()
        row = self._row(self.get_queryset(), **kwargs)
        preconditions.check_match(request, self.core_tag(row.pk, row.version))
        NoInput(data=request.data).is_valid(raise_exception=True)
        now = timezone.now()
        try:
            row = operations.rotate_secret(webhook=row, by=self._maker, now=now)
        except ValidationError as error:
            raise Problem("conflict", " ".join(error.messages)) from None
        return self._answer(row, 200)

    def destroy(self, request: Request, **kwargs: Any) -> Response:
        self.check_query()
        with transaction.atomic():
            row = self._row(self.get_queryset().select_for_update(of=["self"]), **kwargs)
            preconditions.require_match(request, self.core_tag(row.pk, row.version))
            operations.end_webhook(webhook=row, by=self._maker, now=timezone.now())
        return Response(status=204)

    def _answer(self, row: WebhookSubscription, status: int) -> Response:
        return self.reply(self._one(row), self.tag_of(row.pk, row.version), status=status)

    def _with_secret(self, response: Response) -> Response:
        """Added last: an answer that is kept for a repeated request holds no secret."""
        if response.status_code < 300:
            row = self.get_queryset().filter(public_id=response.data["id"]).first()
            response.data |= {"secret": secret_of(row.seed)} if row else {}
        return response


ROUTES = [Route("webhooks", WebhookViewSet, "webhooks", order=90)]
