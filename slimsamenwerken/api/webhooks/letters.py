"""The mail to who made a client when one of its webhooks is switched off."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from slimsamenwerken.api.models import WebhookSubscription
from slimsamenwerken.api.wire import page_url
from slimsamenwerken.core.mail import Letter, queue_mail


def tell_disabled(webhook: WebhookSubscription, now: datetime) -> None:
    """Once for each time that it is switched off; in Dutch."""
    client = webhook.client
    args = [client.organisation.public_id, client.public_id, webhook.public_id]
    with translation.override(settings.LANGUAGE_CODE):
        about = {
            "client": client,
            "url": webhook.url,
            "link": page_url(reverse("api_clients:webhook", args=args)),
        }
        title = render_to_string("api/email/webhook_disabled_subject.txt", about)
        body = render_to_string("api/email/webhook_disabled_message.txt", about)
    queue_mail(
        Letter(title, body.strip()),
        purpose="api.webhook_disabled",
        recipient=client.made_by.email,
        subject_id=webhook.pk,
        key=now.isoformat(timespec="seconds"),
        now=now,
    )
