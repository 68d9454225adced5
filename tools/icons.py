"""Draws the PNG icons of the installable page from their SVG, with Chromium. Run it when a drawing changes."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOM = Path(__file__).resolve().parent.parent / "src/fanal_hub/desk/static/fanal"
ICONS = {"icon-192.png": ("icon.svg", 192), "icon-512.png": ("icon.svg", 512), "icon-maskable-512.png": ("icon-maskable.svg", 512)}  # fmt: skip  # noqa: E501


def draw(chromium: str) -> None:
    """Write each icon of the table beside its drawing."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, (drawing, side) in ICONS.items():
            page = browser.new_page(viewport={"width": side, "height": side})
            svg = (ROOM / drawing).read_text(encoding="utf-8")
            page.set_content(f"<style>*{{margin:0}}svg{{display:block;width:{side}px}}</style>{svg}")
            page.screenshot(path=ROOM / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    draw(sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium")
