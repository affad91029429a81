#!/usr/bin/env bash
# Backs the user pool up to a folder of its own for each day, and removes the oldest backups.
#
#   nightly-backup.sh FOLDER [KEEP]    keeps the newest KEEP backups (default: 14)
#
# FOLDER/2026-11-29    the backup of that day (UTC): personal data, which only its owner can read
#
# Prints the SHA-256 of the backup's manifest. Keep it elsewhere, such as in the log of the job: it proves later that nobody
# has changed the backup. Nothing is removed unless today's backup is complete.
#
# After an interruption, run it again on the same day: the backup is continued. One that was never completed stays, and does
# not count.
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo 'usage: nightly-backup.sh FOLDER [KEEP]' >&2
  exit 2
fi
folder=$1
keep=${2:-14}
if [[ ! $keep =~ ^[1-9][0-9]{0,3}$ ]]; then
  echo "nightly-backup.sh: invalid number of backups: $keep" >&2
  exit 2
fi
(umask 077 && mkdir -p -- "$folder")
today=$folder/$(date -u +%Y-%m-%d)

if [ -e "$today/manifest.json" ] && [ ! -e "$today/archive.json" ]; then
  echo "nightly-backup.sh: the backup of today is complete: $today" >&2
else
  sf-admin pool backup "$today" -q
fi

# The names sort by date. Anything else in the folder is left alone.
complete=()
for backup in "$folder"/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]; do
  if [ -f "$backup/manifest.json" ]; then complete+=("$backup"); fi
done
for ((index = 0; index < ${#complete[@]} - keep; index++)); do
  rm -rf -- "${complete[index]}"
done
