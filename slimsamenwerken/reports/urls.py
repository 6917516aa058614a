from django.urls import path

from slimsamenwerken.reports.views import defining, reading, running

app_name = "reports"
urlpatterns = [
    path("rapporten/", reading.report_list, name="list"),
    path("rapporten/<slug:slug>/", reading.report_detail, name="detail"),
    path("rapporten/<slug:slug>/bestand/<str:form>/", reading.report_file, name="file"),
    path("rapporten/<slug:slug>/cijfers/<str:figure>/", reading.figure_detail, name="figure"),
    path("rapporten/<slug:slug>/cijfers/<str:figure>/rijen.csv", reading.figure_rows, name="rows"),
    path("rapporten/<slug:slug>/herbereken/", reading.verify, name="verify"),
    path("beheer/rapporten/", running.run_list, name="runs"),
    path("beheer/rapporten/export.<str:form>", running.run_export, name="runs-export"),
    path("beheer/rapporten/nieuw/", running.run_new, name="run-new"),
    path("beheer/rapporten/modellen/<slug:key>/", defining.definition, name="definition"),
    path(
        "beheer/rapporten/modellen/<slug:key>/planning/", defining.schedule_new, name="schedule-new"
    ),
    path("beheer/rapporten/planningen/<uuid:public_id>/", defining.schedule, name="schedule"),
    path(
        "beheer/rapporten/planningen/<uuid:public_id>/<str:period>/starten/",
        defining.start_skipped,
        name="start-skipped",
    ),
    path("beheer/rapporten/<uuid:public_id>/", running.run_detail, name="run"),
    path("beheer/rapporten/<uuid:public_id>/publiceren/", running.publish, name="publish"),
    path("beheer/rapporten/<uuid:public_id>/opnieuw/", running.retry, name="retry"),
    path("beheer/rapporten/<uuid:public_id>/annuleren/", running.cancel, name="cancel"),
    path("beheer/rapporten/<uuid:public_id>/intrekken/", running.withdraw, name="withdraw"),
    path("beheer/rapporten/<uuid:public_id>/herzien/", running.restate, name="restate"),
    path("beheer/rapporten/<uuid:public_id>/zelfde-klokken/", running.remake, name="remake"),
]
