#!/usr/bin/env bash
# Mutation testing: puts small faults into the code, one at a time, and lists those that no test notices. --help says more.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
[ -x "$python" ] || { echo "No .venv here: make one with README's second command." >&2; exit 1; }
"$python" -c 'import cosmic_ray, coverage' 2>/dev/null || {
  echo "Mutation testing has an extra of its own: .venv/bin/pip install -c constraints.txt -e '.[dev,mutation]'" >&2
  exit 1
}
export OPENBLAS_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1
exec "$python" -m tools.mutation "$@"
