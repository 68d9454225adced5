"""Every address of the hub."""

from django.urls import include, path

from fanal_hub.api.problem_page import problems
from fanal_hub.desk.session import language

urlpatterns = [
    path("api/v1/", include("fanal_hub.api.urls")),
    path("docs/problems", problems),
    path("lang", language, name="set_language"),
    path("desk/", include("fanal_hub.desk.urls")),
    path("", include("fanal_hub.public.urls")),
]

handler500 = "fanal_hub.middleware.broken"
