from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """One turn of a job. The row is the truth; a message in the queue is only a hint."""

    class State(models.TextChoices):
        # The moment from which a new job counts: what fell due before it is not caught up.
        BASELINE = "baseline", _("counting starts here")
        DUE = "due", _("to do")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    job = models.CharField(_("job"), max_length=100)
    slot = models.CharField(_("slot"), max_length=40)
    due_at = models.DateTimeField(_("due at"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    lease_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=200, blank=True)
    trace = models.CharField(_("trace"), max_length=36, blank=True)

    class Meta:
        verbose_name = _("job run")
        verbose_name_plural = _("job runs")
        ordering = ["-due_at", "job", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "slot"],
                name="core_jobrun_once",
                violation_error_message=_("This job already has a run for this moment."),
            ),
            models.UniqueConstraint(
                fields=["job"],
                condition=models.Q(state="running"),
                name="core_jobrun_one_running",
                violation_error_message=_("This job is already running."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(lease_until__isnull=False),
                name="core_jobrun_lease",
                violation_error_message=_("A running job needs a lease."),
            ),
        ]
        indexes = [models.Index(fields=["job", "-due_at"], name="core_jobrun_latest")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"
