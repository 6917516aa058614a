from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """A mail to one address, kept until a mail server has taken it; then its text is emptied."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    purpose = models.CharField(_("purpose"), max_length=60)
    subject_id = models.CharField(_("subject"), max_length=64, blank=True)
    recipient = models.EmailField(_("recipient"))
    key = models.CharField(_("key"), max_length=64, blank=True)
    sender = models.CharField(_("sender"), max_length=320)
    title = models.CharField(_("title"), max_length=300)
    body = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML text"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    # Fixed when queued: a mail that a crash repeats is recognised as the same one.
    message_id = models.CharField(_("message id"), max_length=200, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    lease_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    queued_at = models.DateTimeField(_("queued at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=200, blank=True)
    trace = models.CharField(_("trace"), max_length=36, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ["-queued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "subject_id", "recipient", "key"],
                name="core_outgoingmail_once",
                violation_error_message=_("This mail is already queued for this recipient."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sending") | models.Q(lease_until__isnull=False),
                name="core_outgoingmail_lease",
                violation_error_message=_("A mail that is being sent needs a lease."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="core_outgoingmail_sent",
                violation_error_message=_("A sent mail has a moment of sending, others have none."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=models.Q(state__in=["waiting", "sending"]),
                name="core_outgoingmail_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"
