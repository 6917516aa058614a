"""The pages of accounts: who may open them, what they show, and what they do."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from slimsamenwerken.accounts.models import Membership, Organisation, User
from slimsamenwerken.core.models import OutgoingMail
from tests.factories.accounts import make_membership, make_organisation, make_person, make_user

pytestmark = pytest.mark.django_db
LIST, ORGANISATIONS = "/beheer/accounts/", "/beheer/organisaties/"
READS = [LIST, f"{LIST}export.csv", f"{LIST}export.xlsx", "person", ORGANISATIONS,
         f"{ORGANISATIONS}export.csv", f"{ORGANISATIONS}export.xlsx"]  # fmt: skip
WRITES = [f"{LIST}nieuw/", "person/wijzigen/", "person/aanmelden/", "person/rollen/nieuw/",
          "role", f"{ORGANISATIONS}nieuw/", "organisation"]  # fmt: skip


@pytest.fixture
def dora(db):
    """Whose account the pages are about."""
    return make_person("member", make_organisation(name="Voorbeeld vzw"), name="Dora Voorbeeld",
                       email="dora@example.be")  # fmt: skip


@pytest.fixture
def url(dora):
    """`url("person/wijzigen/")`: the address of a page about Dora."""
    person, held = f"{LIST}{dora.public_id}/", dora.memberships.get()
    role = f"{person}rollen/{held.public_id}/beeindigen/"
    own = {"role": role, "organisation": f"{ORGANISATIONS}{held.organisation.public_id}/"}
    return lambda page: own.get(page) or page.replace("person/", person).replace("person", person)


@pytest.fixture
def admin(person, sign_in) -> Client:
    return sign_in(person("admin"))


def text_of(answer) -> str:
    body = answer.content if not answer.streaming else b"".join(answer.streaming_content)
    return re.sub(r"\s+", " ", body.decode())


def main_of(answer) -> str:
    return text_of(answer).split("<main")[1].split("</main>")[0]


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


NEW = {"name": "Nieuw Voorbeeld", "email": "nieuw@example.be", "organisation": "plek",
       "role": "member", "since": "23/11/2026", "until": "", "is_staff": ""}  # fmt: skip


@pytest.fixture
def _place(db):
    make_organisation(slug="plek", name="Plek (voorbeeld)")


@pytest.mark.usefixtures("_place")
def test_new_account(admin):
    answer = admin.post(f"{LIST}nieuw/", NEW, follow=True)
    user = User.objects.get(email="nieuw@example.be")
    assert answer.redirect_chain == [(f"{LIST}{user.public_id}/", 302)]
    assert "Het account is gemaakt." in text_of(answer)
    assert not user.has_usable_password()
    assert user.memberships.get().organisation.slug == "plek"
    assert OutgoingMail.objects.get(purpose="accounts.invitation").recipient == user.email


@pytest.mark.usefixtures("_place")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": ""}, "Vul ‘E-mailadres’ in."),
        ({"email": "nieuw"}, "Vul een e-mailadres in zoals naam@voorbeeld.be."),
        ({"email": "ADMIN@example.be"}, "Er is al een gebruiker met dit e-mailadres."),
        ({"name": ""}, "Vul ‘Naam’ in."),
        ({"organisation": ""}, "Maak een keuze bij ‘Organisatie’."),
        ({"role": ""}, "Maak een keuze bij ‘Rol’."),
        ({"since": "32/13/2026"}, "Dit is geen geldige datum."),
        ({"since": "morgen"}, "Vul een datum in zoals 23/11/2026."),
        ({"until": "22/11/2026"}, "De einddatum ligt voor de begindatum."),
        ({"email": "x" * 250 + "@example.be"}, "Er is een probleem"),
    ],
)
def test_new_account_with_an_error_keeps_the_input(admin, wrong, sentence):
    answer = admin.post(f"{LIST}nieuw/", NEW | wrong)
    html = text_of(answer)
    assert answer.status_code == 200
    assert sentence in html
    assert "<title>Fout: Nieuw account" in html
    if "name" not in wrong:
        assert 'value="Nieuw Voorbeeld"' in html
    assert not User.objects.filter(name="Nieuw Voorbeeld").exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.usefixtures("_place")
@pytest.mark.parametrize("extra", ["is_superuser", "is_active", "password", "sessions_ended_count"])
def test_new_account_takes_no_more_than_the_form_asks(admin, extra):
    admin.post(f"{LIST}nieuw/", NEW | {extra: "1"})
    user = User.objects.get(email="nieuw@example.be")
    assert (user.is_superuser, user.is_active, user.has_usable_password()) == (False, True, False)
    assert user.sessions_ended_count == 0


def test_change_account(admin, url, dora):
    sent = {"name": "Dora Nieuw", "email": "Dora.Nieuw@example.be", "is_staff": "on"}
    answer = admin.post(url("person/wijzigen/"), sent, follow=True)
    assert "De gegevens van dit account zijn bewaard." in text_of(answer)
    dora.refresh_from_db()
    assert (dora.name, dora.email, dora.is_staff) == ("Dora Nieuw", "dora.nieuw@example.be", True)


def test_change_account_to_an_address_that_exists(admin, url, bob):
    html = text_of(admin.post(url("person/wijzigen/"), {"name": "Dora", "email": "BOB@example.be"}))
    assert "Er is al een gebruiker met dit e-mailadres." in html
    assert 'value="BOB@example.be"' in html


def test_invite_from_the_page(admin, url, dora):
    answer = admin.post(url("person/uitnodigen/"), follow=True)
    assert "Een mail met een link om een wachtwoord te kiezen is onderweg." in text_of(answer)
    assert OutgoingMail.objects.get().recipient == dora.email


def test_invite_someone_who_is_switched_off(admin, url, dora):
    User.objects.filter(pk=dora.pk).update(is_active=False)
    answer = admin.post(url("person/uitnodigen/"), follow=True)
    assert "Laat deze persoon eerst weer aanmelden" in text_of(answer)
    assert not OutgoingMail.objects.exists()


def test_door_asks_first_and_then_acts(admin, url, dora, sign_in):
    session = sign_in(dora)
    html = main_of(admin.get(url("person/aanmelden/")))
    assert "Aanmelden uitschakelen?" in html
    assert "overal afgemeld" in html
    dora.refresh_from_db()
    assert dora.is_active
    assert "kan zich niet meer aanmelden" in text_of(
        admin.post(url("person/aanmelden/"), follow=True)
    )
    assert session.get("/account/email/").status_code == 302
    assert "kan zich weer aanmelden" in text_of(admin.post(url("person/aanmelden/"), follow=True))
    dora.refresh_from_db()
    assert dora.is_active


def test_door_of_the_last_admin(admin):
    me = User.objects.get(email="admin@example.be")
    answer = admin.post(f"{LIST}{me.public_id}/aanmelden/")
    assert "Dit is de laatste programmabeheerder zonder einddatum." in text_of(answer)
    me.refresh_from_db()
    assert me.is_active


# ── roles ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.usefixtures("_place")
def test_give_role(admin, url, dora):
    sent = {"organisation": "plek", "role": "auditor", "since": "2026-11-23", "until": "31/12/2026"}
    answer = admin.post(url("person/rollen/nieuw/"), sent, follow=True)
    assert "De rol is gegeven." in text_of(answer)
    given = dora.memberships.get(role="auditor")
    assert (given.since.isoformat(), given.until.isoformat()) == ("2026-11-23", "2026-12-31")


def test_give_role_twice(admin, url, dora):
    held = dora.memberships.get()
    sent = {"organisation": held.organisation.slug, "role": "member", "since": "23/11/2026"}
    answer = admin.post(url("person/rollen/nieuw/"), sent)
    assert "Deze persoon heeft daar die rol al." in text_of(answer)
    assert 'value="23/11/2026"' in text_of(answer)


@pytest.mark.usefixtures("_place")
@pytest.mark.parametrize("role", ["visitor", "moderator", "koning"])
def test_give_role_that_nobody_can_have(admin, url, dora, role):
    sent = {"organisation": "plek", "role": role, "since": "23/11/2026"}
    assert admin.post(url("person/rollen/nieuw/"), sent).status_code == 200
    assert dora.memberships.count() == 1


def test_end_role_at_once(admin, url, dora):
    answer = admin.post(url("role"), {"when": "at_once", "until": ""}, follow=True)
    assert "Het einde van de rol is bewaard." in text_of(answer)
    assert dora.memberships.get().until == timezone.localdate() - timedelta(days=1)
    assert admin.get(url("role")).status_code == 404  # it has ended


def test_end_role_after_a_day(admin, url, dora):
    last = timezone.localdate() + timedelta(days=10)
    admin.post(url("role"), {"when": "later", "until": f"{last:%d/%m/%Y}"})
    assert dora.memberships.get().until == last


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Maak een keuze bij ‘Wanneer eindigt de rol?’."),
        ({"when": "later"}, "Vul de laatste dag in, of kies ‘Onmiddellijk’."),
        ({"when": "later", "until": "1/1/2020"}, "Kies een datum vanaf vandaag."),
        ({"when": "later", "until": "gisteren"}, "Vul een datum in zoals 23/11/2026."),
    ],
)
def test_end_role_with_an_error(admin, url, dora, sent, sentence):
    assert sentence in text_of(admin.post(url("role"), sent))
    assert dora.memberships.get().until is None


def test_end_role_of_the_last_admin(admin):
    held = Membership.objects.get(role="admin")
    page = f"{LIST}{held.user.public_id}/rollen/{held.public_id}/beeindigen/"
    html = text_of(admin.post(page, {"when": "at_once"}))
    assert "Maak eerst iemand anders programmabeheerder." in html
    held.refresh_from_db()
    assert held.until is None


# ── organisations ────────────────────────────────────────────────────────────────────────────
def test_organisations_count_people_once(admin, dora):
    make_membership(dora, dora.memberships.get().organisation, "auditor")
    found = {o.name: o.people_count for o in admin.get(ORGANISATIONS).context["page_obj"]}
    assert found["Voorbeeld vzw"] == 1


def test_organisations_search(admin, dora):
    page = admin.get(f"{ORGANISATIONS}?q=voorbeeld+vzw").context["page_obj"]
    assert [o.name for o in page] == ["Voorbeeld vzw"]
    assert "Geen organisatie past bij deze filter." in text_of(admin.get(f"{ORGANISATIONS}?q=zzz"))


def test_new_organisation(admin):
    answer = admin.post(
        f"{ORGANISATIONS}nieuw/", {"name": "Nieuw & co", "kind": "company"}, follow=True
    )
    assert "De organisatie is bewaard." in text_of(answer)
    assert Organisation.objects.get(slug="nieuw-en-co").kind == "company"


def test_new_organisation_that_exists(admin, dora):
    slug = dora.memberships.get().organisation.slug
    html = text_of(admin.post(f"{ORGANISATIONS}nieuw/", {"name": slug, "kind": "company"}))
    assert "Er is al een organisatie met deze naam." in html
    assert f'value="{slug}"' in html


def test_change_organisation(admin, url, dora):
    admin.post(url("organisation"), {"name": "Andere naam", "kind": "company"})
    assert dora.memberships.get().organisation.name == "Andere naam"


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
