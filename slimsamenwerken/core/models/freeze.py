from django.db import models


class FreezeMark(models.Model):
    """The last moment at which a report froze what was known; one row at most.

    A model, and not a sequence or a setting, so that the flush between tests empties it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="core_freezemark_one_row")
        ]

    def __str__(self) -> str:
        return self.frozen_at.isoformat()
