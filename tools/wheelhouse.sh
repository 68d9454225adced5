#!/usr/bin/env bash
# Builds a folder from which a hub is installed on a machine without a network: wheels, lock, checksums, instructions.
# Run it on a machine that has a network, and the same Python version and processor as the other one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=${1:-dist/wheelhouse}
python=${PYTHON:-python3}
if [ -e "$target" ]; then
    echo "$target is there already: name another folder, or remove it. / $target existe déjà." >&2
    exit 2
fi
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed." >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
pip=("$work/venv/bin/python" -m pip --quiet --disable-pip-version-check)

# What builds our own package comes from the lock too; so do the French texts, which are compiled into it.
"$python" -m tools.lock_part hatchling babel >"$work/build.lock"
"${pip[@]}" install --require-hashes -r "$work/build.lock"
"$work/venv/bin/python" -m tools.messages

mkdir -p "$target"
"$python" -m tools.lock_part '.[hub]' >"$target/requirements.lock"
"${pip[@]}" download --require-hashes --no-deps --only-binary :all: -d "$target" -r "$target/requirements.lock"
"${pip[@]}" wheel --no-deps --no-build-isolation -w "$target" .
cp -r deploy "$target/deploy"

cat >"$target/INSTALL.txt" <<'TEXT'
Check this folder, then install from it alone (Debian: apt-get install python3-venv tzdata, from your own mirror):
Vérifiez ce dossier, puis installez depuis lui seul :

    sha256sum --check SHA256SUMS
    python3 -m venv /opt/fanal
    /opt/fanal/bin/pip install --no-index --find-links . --require-hashes -r requirements.lock
    /opt/fanal/bin/pip install --no-index --no-deps fanal-*.whl
    /opt/fanal/bin/fanal-hub --help
TEXT
(cd "$target" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
echo "$(find "$target" -name '*.whl' | wc -l) wheels, $(du -sh "$target" | cut -f1), in $target. Read INSTALL.txt there."
