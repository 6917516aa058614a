from django.urls import path

from slimsamenwerken.programme.views import (
    action_pages,
    actor_pages,
    changes,
    facts,
    history_pages,
    indicator_pages,
    link_changes,
    metric_pages,
    milestone_pages,
    rules,
    thing_changes,
)

app_name = "programme"
urlpatterns = [
    path("acties/", action_pages.action_list, name="action-list"),
    path("acties/export.<str:form>", action_pages.action_export, name="action-export"),
    path("acties/nieuw/", thing_changes.action_new, name="action-new"),
    path("acties/<str:code>/", action_pages.action_detail, name="action-detail"),
    path("acties/<str:code>/wijzigen/", thing_changes.action_change, name="action-change"),
    path("acties/<str:code>/rollen/nieuw/", link_changes.role_new, name="role-new"),
    path(
        "acties/<str:code>/rollen/<uuid:public_id>/beeindigen/",
        link_changes.role_end,
        name="role-end",
    ),
    path(
        "acties/<str:code>/indicatoren/koppelen/",
        link_changes.indicator_attach,
        name="indicator-attach",
    ),
    path(
        "acties/<str:code>/indicatoren/<str:indicator>/loskoppelen/",
        link_changes.indicator_detach,
        name="indicator-detach",
    ),
    path("acties/<str:code>/verbanden/nieuw/", link_changes.relation_new, name="relation-new"),
    path(
        "acties/<str:code>/doorstart/",
        link_changes.action_succession_new,
        name="action-succession-new",
    ),
    path("acties/<str:code>/mijlpalen/nieuw/", thing_changes.milestone_new, name="milestone-new"),
    path(
        "acties/<str:code>/mijlpalen/<str:milestone>/wijzigen/",
        thing_changes.milestone_change,
        name="milestone-change",
    ),
    path("acties/<str:code>/mijlpalen.csv", action_pages.milestone_export, name="milestone-export"),
    path("acties/<str:code>/geschiedenis/", history_pages.action_history, name="action-history"),
    path("acties/<str:code>/stand-van-zaken/", changes.update_new, name="update-new"),
    path("acties/<str:code>/afsluiten/", changes.closure_new, name="closure-new"),
    path(
        "acties/<str:code>/mijlpalen/<str:milestone>/resultaat/",
        changes.outcome_new,
        name="outcome-new",
    ),
    path(
        "acties/<str:code>/mijlpalen/<str:milestone>/verplaatsen/",
        changes.plan_new,
        name="plan-new",
    ),
    path(
        "actielijnen/<str:code>/rollen/nieuw/",
        link_changes.role_new,
        {"place": "line"},
        name="line-role-new",
    ),
    path(
        "actielijnen/<str:code>/doorstart/",
        link_changes.line_succession_new,
        name="line-succession-new",
    ),
    path(
        "actiedomeinen/<str:code>/rollen/nieuw/",
        link_changes.role_new,
        {"place": "domain"},
        name="domain-role-new",
    ),
    path("rijen/<str:kind>/<uuid:public_id>/", facts.fact_detail, name="fact-detail"),
    path("rijen/<str:kind>/<uuid:public_id>/intrekken/", facts.fact_withdraw, name="fact-withdraw"),
    path("rijen/<str:kind>/<uuid:public_id>/verbeteren/", facts.fact_correct, name="fact-correct"),
    path("actoren/", actor_pages.actor_list, name="actor-list"),
    path("actoren/export.<str:form>", actor_pages.actor_export, name="actor-export"),
    path("actoren/nieuw/", thing_changes.actor_new, name="actor-new"),
    path("actoren/<str:slug>/", actor_pages.actor_detail, name="actor-detail"),
    path("actoren/<slug:slug>/geschiedenis/", history_pages.actor_history, name="actor-history"),
    path("actoren/<slug:slug>/naam/", changes.actor_rename, name="actor-rename"),
    path(
        "actoren/<slug:slug>/opvolging/",
        link_changes.actor_succession_new,
        name="actor-succession-new",
    ),
    path("indicatoren/", indicator_pages.indicator_list, name="indicator-list"),
    path(
        "indicatoren/export.<str:form>", indicator_pages.indicator_export, name="indicator-export"
    ),
    path("indicatoren/nieuw/", thing_changes.indicator_new, name="indicator-new"),
    path("indicatoren/<str:code>/", indicator_pages.indicator_detail, name="indicator-detail"),
    path(
        "indicatoren/<str:code>/metingen.csv",
        indicator_pages.measurement_export,
        name="measurement-export",
    ),
    path(
        "indicatoren/<str:code>/wijzigen/", thing_changes.indicator_change, name="indicator-change"
    ),
    path("indicatoren/<str:code>/meting/", changes.measurement_new, name="measurement-new"),
    path("indicatoren/<str:code>/streefwaarde/", changes.target_new, name="target-new"),
    path("mijlpalen/", milestone_pages.milestone_list, name="milestone-list"),
    path(
        "mijlpalen/export.<str:form>",
        milestone_pages.milestone_list_export,
        name="milestone-list-export",
    ),
    path("rekenbronnen/", metric_pages.metric_list, name="metric-list"),
    path("rekenbronnen/<str:key>/", metric_pages.metric_detail, name="metric-detail"),
    path(
        "rekenbronnen/<str:key>/rijen.<str:form>", metric_pages.metric_export, name="metric-export"
    ),
    path("beheer/drempels/", rules.rules, name="rules"),
]
