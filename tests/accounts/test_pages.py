"""The pages of accounts: who may open them, what they show, and what they do."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.utils import timezone

from slimsamenwerken.accounts.models import Membership, User
from tests.accounts.reading import main_of, text_of
from tests.factories.accounts import make_membership, make_organisation, make_person, make_user

pytestmark = pytest.mark.django_db
LIST, ORGANISATIONS = "/beheer/accounts/", "/beheer/organisaties/"
READS = [LIST, f"{LIST}export.csv", f"{LIST}export.xlsx", "person", ORGANISATIONS,
         f"{ORGANISATIONS}export.csv", f"{ORGANISATIONS}export.xlsx"]  # fmt: skip
WRITES = [f"{LIST}nieuw/", "person/wijzigen/", "person/aanmelden/", "person/rollen/nieuw/",
          "role", f"{ORGANISATIONS}nieuw/", "organisation"]  # fmt: skip


# ── who may ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("page", READS)
@pytest.mark.parametrize(
    ("role", "status"),
    [("member", 403), ("staff", 200), ("publisher", 200), ("admin", 200), ("auditor", 200)],
)
def test_reading_pages_by_role(person, sign_in, url, page, role, status):
    assert sign_in(person(role)).get(url(page)).status_code == status


@pytest.mark.parametrize("page", [*WRITES, "person/uitnodigen/"])
@pytest.mark.parametrize("role", ["member", "staff", "publisher", "auditor"])
def test_changing_pages_are_for_the_admin(person, sign_in, url, page, role):
    client = sign_in(person(role))
    before = list(User.objects.values()), list(Membership.objects.values())
    assert client.post(url(page)).status_code == 403
    if page in WRITES:
        assert client.get(url(page)).status_code == 403
    assert (list(User.objects.values()), list(Membership.objects.values())) == before


@pytest.mark.parametrize("page", WRITES)
def test_changing_pages_open_for_the_admin(admin, url, page):
    assert admin.get(url(page)).status_code == 200


@pytest.mark.parametrize("page", [*READS, *WRITES])
def test_visitor_is_led_to_the_door(client, url, page):
    answer = client.get(url(page))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=/beheer/")


def test_visitor_with_htmx_is_led_to_the_door_as_a_whole_page(client):
    answer = client.get(LIST, headers={"hx-request": "true"})
    assert answer["HX-Redirect"].startswith("/account/login/")


def test_invitation_is_no_link(admin, url):
    assert admin.get(url("person/uitnodigen/")).status_code == 405


@pytest.mark.parametrize("page", ["", "wijzigen/", "aanmelden/", "rollen/nieuw/"])
def test_unknown_person(admin, page):
    assert admin.get(f"{LIST}{uuid4()}/{page}").status_code == 404


def test_role_of_another_person(admin, url, bob):
    foreign = bob.memberships.get().public_id
    assert admin.get(url(f"person/rollen/{foreign}/beeindigen/")).status_code == 404


def test_pages_are_kept_by_nobody(admin, url):
    for page in (*READS, *WRITES):
        assert "no-store" in admin.get(url(page))["Cache-Control"]


def test_addresses_hold_no_names(admin, dora):
    links = re.findall(r'href="(/beheer/[^"]*)"', text_of(admin.get(LIST)))
    assert any(str(dora.public_id) in link for link in links)
    assert not [link for link in links if "dora" in link.lower()]


# ── the list ─────────────────────────────────────────────────────────────────────────────────
def test_list_shows_roles_of_today(admin, dora):
    make_membership(dora, make_organisation(name="Oud"), "auditor",
                    until=timezone.localdate() - timedelta(days=1))  # fmt: skip
    row = main_of(admin.get(f"{LIST}?q=dora"))
    assert "medewerker, Voorbeeld vzw" in row
    assert "Oud" not in row.split("<tbody>")[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=dora", {"dora"}),
        ("q=VOORBEELD+dora", {"dora"}),
        ("q=dora@example", {"dora"}),
        ("organisation=voorbeeld-vzw", {"dora", "gone"}),
        ("organisation=voorbeeld-vzw&state=off", {"gone"}),
        ("role=auditor", {"eve"}),
        ("role=none", {"nobody"}),
        ("state=off", {"gone"}),
        ("organisation=voorbeeld-vzw&role=auditor", set()),
        ("q=%25", set()),
    ],
)
def test_list_filters(person, sign_in, query, found):
    place = make_organisation(slug="voorbeeld-vzw", name="Voorbeeld vzw")
    make_person("member", place, email="dora@example.be", name="Dora Voorbeeld")
    make_person("member", place, email="gone@example.be", is_active=False)
    make_person("auditor", email="eve@example.be")
    ended = make_user(email="nobody@example.be")
    make_membership(ended, place, "auditor", until=timezone.localdate() - timedelta(days=1))
    client = sign_in(person("admin"))
    page = client.get(f"{LIST}?{query}").context["page_obj"]
    assert {user.email.split("@")[0] for user in page} - {"admin"} == found


def test_list_impossible_filter(admin):
    answer = admin.get(f"{LIST}?role=koning")
    assert answer.status_code == 400
    assert "Kies een waarde uit de lijst." in text_of(answer)
    assert admin.get(f"{LIST}export.csv?role=koning").status_code == 400


def test_list_without_result_says_what_to_do(admin):
    html = main_of(admin.get(f"{LIST}?q=zzzz"))
    assert "Geen account past bij deze filters." in html
    assert "Alle filters wissen" in html


def test_list_sorts(admin, dora, bob):
    def order(sort: str) -> list[str]:
        return [u.email for u in admin.get(f"{LIST}?sort={sort}").context["page_obj"]]

    assert order("email") == sorted(order("email"))
    assert order("-email") == sorted(order("email"), reverse=True)
    assert order("seen")[-1] == "admin@example.be"
    assert order("nonsense") == order("name")


def test_list_pages_of_fifty(admin):
    for _number in range(51):
        make_user()
    assert len(admin.get(LIST).context["page_obj"]) == 50
    assert "Pagina 2 van 2" in text_of(admin.get(f"{LIST}?page=2"))
    assert admin.get(f"{LIST}?page=99").status_code == 200


@pytest.mark.parametrize("page", [LIST, ORGANISATIONS, f"{LIST}export.csv"])
def test_list_asks_as_much_for_many_as_for_one(admin, dora, page, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    text_of(admin.get(page))
    with CaptureQueriesContext(
        connection,
    ) as few:
        text_of(admin.get(page))
    for _number in range(5):
        make_person("member")
    with django_assert_num_queries(len(few)):
        text_of(admin.get(page))


def test_list_as_csv_is_what_is_filtered(admin, dora, bob):
    text = b"".join(admin.get(f"{LIST}export.csv?q=dora").streaming_content).decode("utf-8-sig")
    head, row = text.strip().split("\r\n")
    assert head.split(";")[:3] == ["Naam", "E-mailadres", "Rollen vandaag"]
    assert row.split(";")[:4] == [
        "Dora Voorbeeld", "dora@example.be", "medewerker (Voorbeeld vzw)", "ja",
    ]  # fmt: skip


def test_list_as_xlsx_has_a_cover(admin, dora):
    book = openpyxl.load_workbook(io.BytesIO(admin.get(f"{LIST}export.xlsx?state=on").content))
    cover = {row[0].value: row[1].value for row in book["Toelichting"].iter_rows()}
    assert cover["Titel"] == "Accounts"
    assert cover["Filter"] == "Aanmelden: ingeschakeld"
    assert "dora@example.be" in [row[1].value for row in book.worksheets[1].iter_rows()]


def test_list_in_another_format(admin):
    assert admin.get(f"{LIST}export.pdf").status_code == 404


def test_list_as_csv_runs_no_formula(admin):
    make_user(name="=cmd|' /C calc'!A0", email="formule@example.be")
    text = b"".join(admin.get(f"{LIST}export.csv").streaming_content).decode()
    assert "'=cmd" in text


# ── one account ──────────────────────────────────────────────────────────────────────────────
def test_account_shows_every_role_with_its_dates(admin, url, dora):
    today = timezone.localdate()
    make_membership(dora, role="staff", since=today + timedelta(days=30))
    make_membership(dora, role="auditor", until=today - timedelta(days=1))
    html = main_of(admin.get(url("person")))
    assert [word for word in ("geldt", "nog niet", "voorbij") if word in html] == [
        "geldt", "nog niet", "voorbij",
    ]  # fmt: skip
    assert html.count("/beeindigen/") == 2  # what has ended cannot be ended


def test_account_page_of_a_reader_has_no_buttons(person, sign_in, url):
    html = main_of(sign_in(person("auditor")).get(url("person")))
    assert "<form" not in html
    assert "/nieuw/" not in html


def test_account_says_why_someone_sees_nothing(admin, charlie):
    assert "heeft vandaag geen rol" in text_of(admin.get(f"{LIST}{charlie.public_id}/"))
    off = make_person("member", is_active=False)
    assert "het aanmelden is uitgeschakeld" in text_of(admin.get(f"{LIST}{off.public_id}/"))


# ── organisations ────────────────────────────────────────────────────────────────────────────
def test_organisations_count_people_once(admin, dora):
    make_membership(dora, dora.memberships.get().organisation, "auditor")
    found = {o.name: o.people_count for o in admin.get(ORGANISATIONS).context["page_obj"]}
    assert found["Voorbeeld vzw"] == 1


def test_organisations_search(admin, dora):
    page = admin.get(f"{ORGANISATIONS}?q=voorbeeld+vzw").context["page_obj"]
    assert [o.name for o in page] == ["Voorbeeld vzw"]
    assert "Geen organisatie past bij deze filter." in text_of(admin.get(f"{ORGANISATIONS}?q=zzz"))


# ── the menu ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("role", "shown"), [("member", False), ("staff", True), ("admin", True), ("auditor", True)]
)
def test_menu_shows_accounts_to_who_may_read_them(person, sign_in, role, shown):
    html = text_of(sign_in(person(role)).get("/contact/"))
    assert (f'href="{LIST}"' in html) is shown


def test_english_pages_stay_english(admin):
    html = text_of(admin.get(f"/en{LIST}"))
    assert "<h1>Accounts</h1>" in html
    assert "Who can sign in" in html
