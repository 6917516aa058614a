from django.urls import path

from procurement import views

app_name = "procurement"
urlpatterns = [
    path("", views.home, name="home"),
    path("criteria/", views.criterion_list, name="criterion-list"),
    path("criteria/<str:code>/", views.criterion_detail, name="criterion-detail"),
    path("criteria/<str:code>/v/<int:number>/", views.criterion_version, name="criterion-version"),
    path("productgroepen/<slug:slug>/", views.group_detail, name="group-detail"),
]
