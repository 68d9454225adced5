"""Every address of the hub."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("fanal_hub.api.urls")),
    path("desk/", include("fanal_hub.desk.urls")),
    path("", include("fanal_hub.public.urls")),
]
