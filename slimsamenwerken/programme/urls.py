from django.urls import path

from slimsamenwerken.programme.views import action_pages, changes, things

app_name = "programme"
urlpatterns = [
    path("acties/", action_pages.action_list, name="action-list"),
    path("acties/export.<str:form>", action_pages.action_export, name="action-export"),
    path("acties/<str:code>/", action_pages.action_detail, name="action-detail"),
    path("acties/<str:code>/mijlpalen.csv", action_pages.milestone_export, name="milestone-export"),
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
    path("rijen/<str:kind>/<uuid:public_id>/", changes.fact_detail, name="fact-detail"),
    path(
        "rijen/<str:kind>/<uuid:public_id>/intrekken/", changes.fact_withdraw, name="fact-withdraw"
    ),
    path(
        "rijen/<str:kind>/<uuid:public_id>/verbeteren/", changes.fact_correct, name="fact-correct"
    ),
    path("actoren/", things.actor_list, name="actor-list"),
    path("actoren/export.<str:form>", things.actor_export, name="actor-export"),
    path("actoren/<slug:slug>/", things.actor_detail, name="actor-detail"),
    path("actoren/<slug:slug>/naam/", changes.actor_rename, name="actor-rename"),
    path("indicatoren/", things.indicator_list, name="indicator-list"),
    path("indicatoren/export.<str:form>", things.indicator_export, name="indicator-export"),
    path("indicatoren/<str:code>/", things.indicator_detail, name="indicator-detail"),
    path(
        "indicatoren/<str:code>/metingen.csv", things.measurement_export, name="measurement-export"
    ),
    path("indicatoren/<str:code>/meting/", changes.measurement_new, name="measurement-new"),
    path("indicatoren/<str:code>/streefwaarde/", changes.target_new, name="target-new"),
    path("mijlpalen/", things.milestone_list, name="milestone-list"),
    path("beheer/drempels/", changes.rules, name="rules"),
]
