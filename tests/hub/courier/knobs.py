"""The hub's settings as a test turns them: each is put back when the test ends."""

from typing import Any

import pytest
from django.conf import settings as real


class Settings:
    """Set a setting by assigning to its name."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        object.__setattr__(self, "patch", patch)

    def __setattr__(self, name: str, value: Any) -> None:
        self.patch.setattr(real, name, value)

    def __getattr__(self, name: str) -> Any:
        return getattr(real, name)
