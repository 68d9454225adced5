"""The page of states, as `make pages` writes it; the drawing is in state_diagram."""

from collections.abc import Mapping

from tools.state_diagram import PAGE, page


def pages() -> Mapping[str, str]:
    """The generated page."""
    return {PAGE: page()}
