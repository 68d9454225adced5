"""Django's database sessions, written by the one writer."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DbStore

from fanal_hub.ledger import write


class SessionStore(DbStore):
    """Sessions in the database; save and delete pass the writer."""

    def save(self, must_create: bool = False) -> None:
        """Save through the writer."""
        if self.session_key is None:
            self.create()
            return
        self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        write.run(lambda: super(SessionStore, self).save(must_create))

    def delete(self, session_key: str | None = None) -> None:
        """Delete through the writer."""
        write.run(lambda: super(SessionStore, self).delete(session_key))

    @classmethod
    def get_model_class(cls) -> Any:
        """Django's own session table."""
        return DbStore.get_model_class()
