from django.db import migrations

from slimsamenwerken.core.sql import guard, no_circle

# Table → the columns that a correction keeps. Every fact has its guard (standing test).
SUBJECTS = {
    "actiondomainversion": ("domain_id",),
    "actionlineversion": ("line_id",),
    "actorversion": ("actor_id",),
    "actionversion": ("action_id",),
    "milestoneversion": ("milestone_id",),
    "indicatorversion": ("indicator_id",),
    "ruleset": ("scope",),
    "sourcefact": ("code",),
    "sourcefactplace": ("fact_id",),
    "actorsuccession": ("from_actor_id",),
    "participation": ("actor_id",),
    "actionclosure": ("action_id",),
    "actionsuccession": ("from_action_id", "from_line_id"),
    "actionrelation": ("from_action_id",),
    "actionindicator": ("action_id",),
    "milestoneplan": ("milestone_id",),
    "milestoneoutcome": ("milestone_id",),
    "statusupdate": ("action_id",),
    "target": ("indicator_id", "series"),
    "measurement": ("indicator_id",),
}
SEARCHED = {"actorversion", "actionversion", "indicatorversion", "sourcefact", "statusupdate"}


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]
    operations = [
        *(
            guard(
                f"programme_{table}",
                *subject,
                # A generated column is empty in a BEFORE trigger; it cannot change by itself.
                computed=("search",) if table in SEARCHED else (),
            )
            for table, subject in SUBJECTS.items()
        ),
        no_circle("programme_actorsuccession", "from_actor_id", "to_actor_id"),
        no_circle("programme_actionsuccession", "from_action_id", "to_action_id"),
    ]
