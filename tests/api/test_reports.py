"""Reports and metrics: what is published, and every figure as the snapshot keeps it."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from slimsamenwerken.programme.metrics import Scope, metrics
from tests.api.conftest import Asker, key_for
from tests.factories.accounts import make_organisation, make_person
from tests.factories.programme import make_action
from tests.standing.world import make_report

pytestmark = pytest.mark.django_db


def test_visitors_list_what_is_public_and_open_each_figure(api: Asker) -> None:
    make_action()
    run = make_report("openbaar", publish=True)
    make_report("intern", publish=True, audience="internal")
    make_report("klaar")
    [report] = api("get", "/reports").json()["items"]
    assert report["sha256"] == run.snapshot.sha256
    assert {one["format"] for one in report["files"]} == {"html", "json", "pdf", "xlsx"}
    figures = api("get", f"/reports/{report['id']}/figures").json()
    assert figures["total"] == len(figures["items"]) > 3
    one = next(figure for figure in figures["items"] if figure["key"] == "summary.actions")
    assert one["page"].endswith(reverse("reports:figure", args=[run.slug, "summary.actions"]))
    assert (one["value"], one["rowsCount"]) == ("1", 1)


def test_office_reads_internal_reports_with_the_scope(api: Asker) -> None:
    make_report("intern", publish=True, audience="internal")
    home = make_organisation(kind="government")
    staff = make_person("staff", home)
    assert api("get", "/reports", key=key_for(staff, home, "reports:read")).json()["total"] == 1


@pytest.mark.usefixtures("start_data")
def test_metric_equals_what_the_portal_computes(api: Asker) -> None:

    found: dict[str, Any] = {
        item["key"]: item for item in api("get", "/metrics?asOf=2015-12-31").json()["items"]
    }
    assert set(found) == {metric.key for metric in metrics}
    for metric in metrics:
        reading = metric.compute(date(2015, 12, 31), None, Scope())
        shown = found[metric.key]
        assert ("value" in shown) == (reading.value is not None)
        assert bool(shown.get("reason")) == (reading.value is None)
    line = api("get", "/metrics/programme.on_track_share?line=1.2&asOf=2015-12-31").json()
    assert line["key"] == "programme.on_track_share"
    assert api("get", "/metrics?line=9.9").status_code == 400
