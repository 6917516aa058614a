"""Speed guide: each page costs at most 15 queries, the same whatever the number of rows."""

from datetime import date

import pytest
from django.test import Client

from tests.factories.accounts import make_organisation, make_person
from tests.factories.programme import (
    make_action,
    make_actor,
    make_domain,
    make_indicator,
    make_line,
    make_measurement,
    make_milestone,
    make_role,
    make_update,
)
from tests.programme.listing import queries

pytestmark = pytest.mark.django_db

MOST = 15
# Who signed in: the session, the user, the memberships and the actions of the organisation.
SIGNING_IN = 4
MOMENTS = ["", "?as_of=2015-12-31", "?as_of=2015-12-31&known_at=2015-12-31"]
PAGES = ["/", "/actielijnen/", "/actielijnen/8.5/", "/rekenbronnen/"]


@pytest.fixture(autouse=True)
def _long_ago(clock: object) -> None:
    clock("2014-01-01T10:00:00+01:00")  # type: ignore[operator]


def fill(line: object, first: int, last: int) -> None:
    for number in range(first, last):
        action = make_action(code=f"8.5.{number:02}", line=line, starts_on=date(2015, 1, 1))
        make_role(make_actor(), action)
        make_milestone(action, due_on=date(2016, 1, 1))
        make_update(action, date(2015, 6, 1), declared_status="started")
        make_measurement(make_indicator(action), 5, date(2015, 6, 1))


def test_pages_cost_the_same_few_queries_whatever_their_rows_and_moment(client: Client) -> None:
    domain = make_domain(code="8")
    line = make_line(code="8.5", domain=domain)
    counts = []
    for first, last in ((0, 1), (1, 5), (5, 12)):
        fill(line, first, last)
        counts.append([[queries(client, page + moment) for moment in MOMENTS] for page in PAGES])
    assert counts[0] == counts[1] == counts[2]
    for page, found in zip(PAGES, counts[0], strict=True):
        assert len(set(found)) == 1, page
        assert found[0] <= MOST, page


def test_tasks_cost_the_same_few_queries_whatever_the_actions(client: Client) -> None:
    organisation = make_organisation()
    actor = make_actor(organisation=organisation)
    client.force_login(make_person("member", organisation))
    client.get("/mijn-taken/")  # the first page of a session notes when it began
    line, counts = make_line(code="8.5"), []
    for first, last in ((0, 1), (1, 8)):
        for number in range(first, last):
            action = make_action(code=f"8.5.{number:02}", line=line, ends_on=date(2015, 1, 1))
            make_role(actor, action)
            make_milestone(action, due_on=date(2016, 1, 1))
        counts.append(queries(client, "/mijn-taken/"))
    assert counts[0] == counts[1]
    assert counts[0] <= MOST + SIGNING_IN
