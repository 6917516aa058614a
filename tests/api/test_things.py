import pytest

from tests.api.conftest import Asker

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("start_data")
@pytest.mark.parametrize(
    "path",
    [
        "/actions?embed=status&embed=milestones",
        "/milestones?isFinal=true",
        "/indicators?embed=measurements&embed=targets&embed=actions",
        "/actors?kind=localAuthority",
        "/actionLines",
        "/actions?q=fiets&computedStatus=onTrack&late=true",
        "/actions?sort=-title&sort=code&asOf=2015-12-31&select=title",
        "/actions?missing=lead",
        "/actors?q=vito",
    ],
)
def test_list(api: Asker, path: str) -> None:
    answer = api("get", path)
    assert answer.status_code == 200, answer.content
    body = answer.json()
    for item in body["items"][:2]:
        one = api("get", item["href"].partition("/v1")[2])
        assert one.status_code == 200
        assert one.json()["id"] == item["id"]
