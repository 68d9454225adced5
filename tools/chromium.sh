#!/usr/bin/env bash
# Makes sure that a Chromium from the system is there for the tests that look at the screens.
set -euo pipefail

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing chromium from Debian..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null
    exit 0
fi
echo "Chromium is missing: the tests of the screens need it. Run: sudo apt-get install chromium" >&2
if [ "${CI:-}" = true ]; then exit 1; fi
