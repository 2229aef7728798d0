#!/usr/bin/env bash
# The contracts and scenarios of the store over the PostgreSQL of the distribution, and then behind its PgBouncer.
# tools/over_distribution_postgres.sh [arguments of pytest]; where the two are not installed it says so, and that is all.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
for program in "$bin/initdb" pgbouncer; do
  command -v "$program" >/dev/null || { echo "Skipped: $program is not installed (apt-get install postgresql pgbouncer)."; exit 0; }
done

work=$(mktemp -d) # never under a home folder: the server runs as another user
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  chown postgres "$work"
  as() { runuser -u postgres -- "$@"; }
fi
stop() {
  [ ! -f "$work/pid" ] || kill "$(cat "$work/pid")" || true
  as "$bin/pg_ctl" stop -m immediate -D "$work/data" >/dev/null || true
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 1' INT TERM # else the servers would outlive it

free_port() { python3 -c 'import socket; one = socket.socket(); one.bind(("127.0.0.1", 0)); print(one.getsockname()[1])'; }
port=$(free_port)
pooler=$(free_port)
as "$bin/initdb" -D "$work/data" -U postgres --auth=trust --encoding=utf8 --no-sync >/dev/null
printf '%s\n' "fsync = off" "max_connections = 200" "listen_addresses = '127.0.0.1'" "port = $port" \
  "unix_socket_directories = '$work'" | as tee -a "$work/data/postgresql.conf" >/dev/null
as "$bin/pg_ctl" start -w -D "$work/data" -l "$work/log" >/dev/null
echo '"postgres" ""' | as tee "$work/users" >/dev/null
printf '%s\n' "[databases]" "* = host=127.0.0.1 port=$port" "[pgbouncer]" "pool_mode = transaction" "auth_type = trust" \
  "auth_file = $work/users" "listen_addr = 127.0.0.1" "listen_port = $pooler" "unix_socket_dir =" "max_client_conn = 500" \
  "logfile = $work/pooler" "pidfile = $work/pid" | as tee "$work/pgbouncer.ini" >/dev/null
as pgbouncer -q -d "$work/pgbouncer.ini"

export PAPERBOY_TEST_POSTGRES="postgresql://postgres@127.0.0.1:$port/postgres"
tests=(-q -k "postgres or pooler" tests/contracts tests/bot/store tests/scenarios/test_on_postgres.py "$@")
echo "== $("$bin/postgres" --version)"
.venv/bin/python -m pytest "${tests[@]}"
echo "== behind $(pgbouncer --version | head -n 1)"
PAPERBOY_TEST_POOLER="postgresql://postgres@127.0.0.1:$pooler/postgres" .venv/bin/python -m pytest "${tests[@]}"
