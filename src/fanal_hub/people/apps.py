"""Django's entry for the people room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people app."""

    name = "fanal_hub.people"
    label = "people"
