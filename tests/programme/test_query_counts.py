"""Speed guide: the list and the page of an action cost few queries, the same for 1 and 50 rows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import make_organisation, make_person
from tests.factories.programme import (
    make_action,
    make_actor,
    make_indicator,
    make_line,
    make_measurement,
    make_milestone,
    make_role,
    make_update,
)
from tests.programme.reading import address

pytestmark = pytest.mark.django_db
MOST_ON_LIST, MOST_ON_PAGE = 12, 18
# Who signed in: the session, the user, the memberships and the actions of the organisation.
SIGNING_IN = 4
MOMENTS = [{}, {"as_of": "2019-12-31"}, {"as_of": "2019-12-31", "known_at": "2019-12-31"}]


@pytest.fixture(autouse=True)
def _long_ago(clock):
    clock("2014-01-01T10:00:00+01:00")


def fill(line, first, last):
    """Actions with all that hangs on them."""
    for number in range(first, last):
        action = make_action(code=f"8.5.{number:02}", line=line, starts_on=date(2015, 1, 1))
        make_role(make_actor(), action)
        make_milestone(action, due_on=date(2016, 1, 1))
        make_update(action, date(2015, 6, 1), declared_status="started")
        make_measurement(make_indicator(action), 5, date(2015, 6, 1))


def queries(client, url):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_list_costs_the_same_few_queries_whatever_its_length_and_moment(client):
    line = make_line(code="8.5")
    filters = [{}, {"q": "voorbeeldactie"}, {"missing": "baseline"}]
    counts = []
    for first, last in ((0, 1), (1, 5), (5, 50)):
        fill(line, first, last)
        counts.append(
            [queries(client, address("action-list", **f, **m)) for f in filters for m in MOMENTS]
        )
    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0]) <= MOST_ON_LIST
    assert max(counts[0]) == min(counts[0])


def test_status_filter_costs_one_query_more_until_the_statuses_are_remembered(client):
    line = make_line(code="8.5")
    url = address("action-list", computed="attention")
    counts = []
    for first, last in ((0, 1), (1, 20)):
        fill(line, first, last)
        counts.append(queries(client, url))
    assert counts == [MOST_ON_LIST + 1] * 2


def test_page_costs_the_same_few_queries_whatever_hangs_on_it_and_its_moment(client):
    fill(make_line(code="8.5"), 0, 2)
    action = make_action(code="8.5.99", line=make_line(code="8.6"), starts_on=date(2015, 1, 1))
    urls = [address("action-detail", "8.5.99", **moment) for moment in MOMENTS]
    counts = []
    for more in (1, 4, 45):
        for _ in range(more):
            make_role(make_actor(), action, "partner")
            make_milestone(action, due_on=date(2016, 1, 1))
            make_update(action, date(2015, 6, 1))
            make_measurement(make_indicator(action), 5, date(2015, 6, 1))
        counts.append([queries(client, url) for url in urls])
    assert counts[0] == counts[1] == counts[2]
    assert len(set(counts[0])) == 1
    assert counts[0][0] <= MOST_ON_PAGE


def test_signing_in_adds_no_more_than_knowing_who_it_is(client):
    fill(make_line(code="8.5"), 0, 2)
    urls = {address("action-list"): MOST_ON_LIST, address("action-detail", "8.5.01"): MOST_ON_PAGE}
    client.force_login(make_person("member", make_organisation()))
    client.get(address("action-list"))  # the first page of a session notes when it began
    for url, most in urls.items():
        assert queries(client, url) <= most + SIGNING_IN
