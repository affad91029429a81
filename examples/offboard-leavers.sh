#!/usr/bin/env bash
# Offboards the users of a file: disables each of them and revokes their refresh tokens.
#
#   offboard-leavers.sh LEAVERS.csv REASON                         shows the plan, changes nothing
#   offboard-leavers.sh LEAVERS.csv REASON --yes                   carries it out
#   offboard-leavers.sh LEAVERS.csv REASON --yes --confirm 12      in a protected user pool
#
# LEAVERS.csv has a column `email` or `username`; others are ignored. REASON, such as a ticket, is kept in the history.
# If one of the users is unknown, nothing is changed. --skip-invalid changes the others, and then exits with 8.
#
# It can be run again at any time: after an interruption it does the rest. Users who cannot be changed are in
# LEAVERS.csv.failed.csv, which is an input itself; without any, it has only a header.
set -euo pipefail

if [ $# -lt 2 ]; then
  echo 'usage: offboard-leavers.sh LEAVERS.csv REASON [--yes] [FLAG...]' >&2
  exit 2
fi
leavers=$1
reason=$2
shift 2
disable() {
  sf-admin users disable --from "$leavers" --input-format csv --sign-out --reason "$reason" "$@"
}

[ $# -gt 0 ] || set -- --dry-run
for argument in "$@"; do
  # The file of an earlier run is kept.
  if [ "$argument" = --dry-run ]; then
    disable "$@"
    exit
  fi
done

# Written anew by each run.
failed=$leavers.failed.csv
rm -f -- "$failed"
disable --failures "$failed" "$@"
