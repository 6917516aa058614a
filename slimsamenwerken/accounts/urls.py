"""Pages of accounts: `/beheer/…` for who keeps them, `/account/…` for who has one."""

from django.urls import path

from slimsamenwerken.accounts.views import organisations, own, people, roles

app_name = "accounts"
_PERSON = "beheer/accounts/<uuid:public_id>/"
urlpatterns = [
    path("beheer/accounts/", people.user_list, name="user-list"),
    path("beheer/accounts/export.<str:form>", people.user_export, name="user-export"),
    path("beheer/accounts/nieuw/", people.user_new, name="user-new"),
    path(_PERSON, people.user_detail, name="user-detail"),
    path(f"{_PERSON}wijzigen/", people.user_change, name="user-change"),
    path(f"{_PERSON}uitnodigen/", people.user_invite, name="user-invite"),
    path(f"{_PERSON}aanmelden/", people.user_door, name="user-door"),
    path(f"{_PERSON}rollen/nieuw/", roles.role_new, name="role-new"),
    path(f"{_PERSON}rollen/<uuid:role_id>/beeindigen/", roles.role_end, name="role-end"),
    path("beheer/organisaties/", organisations.organisation_list, name="organisation-list"),
    path(
        "beheer/organisaties/export.<str:form>",
        organisations.organisation_export,
        name="organisation-export",
    ),
    path("beheer/organisaties/nieuw/", organisations.organisation_new, name="organisation-new"),
    path(
        "beheer/organisaties/<uuid:public_id>/",
        organisations.organisation_change,
        name="organisation-change",
    ),
    # Before allauth's own page at the same address (see the view).
    path("account/email/", own.own_account, name="own-account"),
    path("account/aanmeldingen/beeindigen/", own.end_other_sessions, name="sessions-end"),
    path("account/aanmeldingen/<uuid:public_id>/beeindigen/", own.end_session, name="session-end"),
    path("account/organisatie/", own.switch_organisation, name="switch-organisation"),
]
