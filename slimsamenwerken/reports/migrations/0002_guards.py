from django.db import migrations

from slimsamenwerken.core.sql import guard, insert_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("core", "0001_clocks")]
    operations = [
        guard("reports_reportdefinitionversion", "definition_id"),
        guard("reports_publication", "snapshot_id"),
        insert_only("reports_reportsnapshot"),
        insert_only("reports_reportfile"),
    ]
