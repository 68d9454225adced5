"""Django's entry for the public room."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The public app."""

    name = "fanal_hub.public"
    label = "public"
