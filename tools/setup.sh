#!/usr/bin/env bash
# Makes .venv hold exactly the locked dependencies and the project itself; does nothing when it already does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

stamp=.venv/.set-up
wanted=$({ pwd; cat requirements.lock pyproject.toml; } | sha256sum)
is_done() { [ -x .venv/bin/python ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; }
if is_done; then exit 0; fi

# Two commands started together must not both write: the second waits, then finds the work done.
mkdir -p .venv
if command -v flock >/dev/null; then
    exec 9<.venv
    flock 9
    if is_done; then exit 0; fi
fi

find_python() {
    local name
    for name in python3.11 python3.12 python3.13 python3.14 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    echo "Python 3.11 or newer is missing. Install it (Debian: apt-get install python3), then run the command again." >&2
    return 1
}

# Debian ships python3 without the part that makes virtual environments.
need_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python3-venv from Debian..."
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv; } >/dev/null
    else
        echo "python3-venv is missing. Run: sudo apt-get install python3-venv" >&2
        return 1
    fi
}

python=$(find_python)
echo "Setting up .venv from requirements.lock..."
if command -v uv >/dev/null && uv --version >/dev/null 2>&1; then
    [ -x .venv/bin/python ] || uv venv --quiet --allow-existing --python "$python" .venv
    install=(uv pip install --quiet --python .venv/bin/python)
else
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        need_venv "$python"
        "$python" -m venv .venv
    fi
    install=(.venv/bin/python -m pip install --quiet --disable-pip-version-check)
fi
"${install[@]}" --require-hashes -r requirements.lock
# The lock holds the build tool too, so that nothing unlocked is fetched to install the project itself.
"${install[@]}" --no-deps --no-build-isolation -e .
echo "$wanted" >"$stamp"
