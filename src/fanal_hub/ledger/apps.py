"""Django's entry for the ledger: readers' connections are made read-only as they open."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from fanal_hub.ledger.engine import guard


class LedgerConfig(AppConfig):
    """The ledger app."""

    name = "fanal_hub.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Guard every new connection."""

        connection_created.connect(guard, dispatch_uid="fanal.ledger.guard")
