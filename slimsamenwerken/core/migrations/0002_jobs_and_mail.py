from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_clocks"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("job", models.CharField(max_length=100, verbose_name="job")),
                ("slot", models.CharField(max_length=40, verbose_name="slot")),
                ("due_at", models.DateTimeField(verbose_name="due at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("baseline", "counting starts here"),
                            ("due", "to do"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="due",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("not_before", models.DateTimeField(verbose_name="not before")),
                (
                    "lease_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="leased until"),
                ),
                (
                    "started_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="started at"),
                ),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
                ),
                ("error", models.CharField(blank=True, max_length=200, verbose_name="error")),
                ("trace", models.CharField(blank=True, max_length=36, verbose_name="trace")),
            ],
            options={
                "verbose_name": "job run",
                "verbose_name_plural": "job runs",
                "ordering": ["-due_at", "job", "-id"],
                "indexes": [models.Index(fields=["job", "-due_at"], name="core_jobrun_latest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("job", "slot"),
                        name="core_jobrun_once",
                        violation_error_message="This job already has a run for this moment.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")),
                        fields=("job",),
                        name="core_jobrun_one_running",
                        violation_error_message="This job is already running.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "running"), _negated=True),
                            ("lease_until__isnull", False),
                            _connector="OR",
                        ),
                        name="core_jobrun_lease",
                        violation_error_message="A running job needs a lease.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=60, verbose_name="purpose")),
                ("subject_id", models.CharField(blank=True, max_length=64, verbose_name="subject")),
                ("recipient", models.EmailField(max_length=254, verbose_name="recipient")),
                ("key", models.CharField(blank=True, max_length=64, verbose_name="key")),
                ("sender", models.CharField(max_length=320, verbose_name="sender")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("html", models.TextField(blank=True, verbose_name="HTML text")),
                ("headers", models.JSONField(blank=True, default=dict, verbose_name="headers")),
                (
                    "message_id",
                    models.CharField(max_length=200, unique=True, verbose_name="message id"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("not_before", models.DateTimeField(verbose_name="not before")),
                (
                    "lease_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="leased until"),
                ),
                ("queued_at", models.DateTimeField(verbose_name="queued at")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                ("error", models.CharField(blank=True, max_length=200, verbose_name="error")),
                ("trace", models.CharField(blank=True, max_length=36, verbose_name="trace")),
            ],
            options={
                "verbose_name": "outgoing mail",
                "verbose_name_plural": "outgoing mails",
                "ordering": ["-queued_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])),
                        fields=["not_before", "id"],
                        name="core_outgoingmail_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("purpose", "subject_id", "recipient", "key"),
                        name="core_outgoingmail_once",
                        violation_error_message="This mail is already queued for this recipient.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            ("lease_until__isnull", False),
                            _connector="OR",
                        ),
                        name="core_outgoingmail_lease",
                        violation_error_message="A mail that is being sent needs a lease.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True),
                                ("sent_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="core_outgoingmail_sent",
                        violation_error_message="A sent mail has a moment of sending, others have none.",
                    ),
                ],
            },
        ),
    ]
