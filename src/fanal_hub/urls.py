"""Every address of the hub."""

from django.urls import include, path

from fanal_hub.api.problem_page import problems

urlpatterns = [
    path("api/v1/", include("fanal_hub.api.urls")),
    path("docs/problems", problems),
    path("desk/", include("fanal_hub.desk.urls")),
    path("", include("fanal_hub.public.urls")),
]
