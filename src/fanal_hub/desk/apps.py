"""Django's entry for the desk room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk app."""

    name = "fanal_hub.desk"
    label = "desk"
