#!/usr/bin/env bash
# Runs every check that needs no test run, to the end, and names those that failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PYTHONPATH=src

failed=()
# One line a check; what it says only when something is wrong.
step() {
    local name=$1 start=$EPOCHREALTIME shown
    shift
    if shown=$("$@" 2>&1); then
        printf 'ok    %-8s %4.1f s\n' "$name" "$(since "$start")"
    else
        printf 'WRONG %-8s %4.1f s\n%s\n' "$name" "$(since "$start")" "$shown"
        failed+=("$name")
    fi
}
since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'; }

bin=.venv/bin
step format "$bin/ruff" format --check .
step lint "$bin/ruff" check --output-format concise .
step walls "$bin/lint-imports"
step words "$bin/python" -m tools.words
step limits "$bin/python" -m tools.limits
step pages "$bin/python" -m tools.pages --check
step types "$bin/mypy" src tools bench

if [ "${#failed[@]}" -gt 0 ]; then
    echo "make check: mend ${failed[*]}" >&2
    exit 1
fi
echo "make check: all is well"
