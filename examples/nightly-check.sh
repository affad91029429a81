#!/usr/bin/env bash
# Checks the user pool, its app clients and its users, and writes a SARIF report of each check to a folder.
#
#   nightly-check.sh FOLDER
#
# FOLDER/pool.sarif    the user pool and its app clients, for code scanning
# FOLDER/users.sarif   the users; it names people, so keep it where only administrators can read it
#
# The exit status is 0 if nothing was found, and 9 if a check has findings. If a check cannot be run, the exit status is
# that of its error, its report is removed, and the other check is run all the same. An interruption ends both.
set -euo pipefail

if [ $# -ne 1 ]; then
  echo 'usage: nightly-check.sh FOLDER' >&2
  exit 2
fi
folder=$1
mkdir -p -- "$folder"
result=0

# check REPORT COMMAND...
check() {
  local report=$folder/$1.sarif status=0
  shift
  # Under another name until it is complete, so that no half of a report is uploaded.
  sf-admin "$@" -o sarif >"$report.part" || status=$?
  case $status in
    0 | 9) mv -f -- "$report.part" "$report" ;;
    # Interrupted: the other check is not started, and an earlier report is kept.
    129 | 130 | 143)
      rm -f -- "$report.part"
      exit "$status"
      ;;
    *) rm -f -- "$report.part" "$report" ;;
  esac
  # A check that could not be run counts more than one with findings.
  if [ "$result" -eq 0 ] || { [ "$result" -eq 9 ] && [ "$status" -ne 0 ]; }; then result=$status; fi
}

check pool pool check --baseline stackflow --baseline hardened
check users users check
exit "$result"
