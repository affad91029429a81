#!/usr/bin/env bash
# Registers a callback URL on the app client while a command runs, such as the tests of a preview environment.
#
#   with-preview-callback.sh URL COMMAND [ARGUMENT...]
#
# The URL is removed when the command has ended, also if it failed or was interrupted. A URL that was registered before
# is left alone. The exit status is that of the command, or 8 if the URL could not be removed after a command that
# succeeded. After a `kill -9`, remove it with: sf-admin client remove-callback URL --yes
set -euo pipefail

if [ $# -lt 2 ]; then
  echo 'usage: with-preview-callback.sh URL COMMAND [ARGUMENT...]' >&2
  exit 2
fi
url=$1
shift

# Called by the trap.
# shellcheck disable=SC2317
remove() {
  local status=$?
  trap '' INT TERM HUP
  if ! sf-admin client remove-callback "$url" --yes --reason 'Preview environment removed' >&2; then
    printf 'The callback URL may still be registered. Remove it: sf-admin client remove-callback %q --yes\n' "$url" >&2
    [ "$status" -ne 0 ] || status=8
  fi
  exit "$status"
}

plan=$(sf-admin client add-callback "$url" --dry-run -o ndjson)
case $plan in
  # It is registered already.
  *'"fields":[]'*) ;;
  # Before the URL is added: an interruption may come right after.
  *) trap remove EXIT ;;
esac
sf-admin client add-callback "$url" --reason 'Preview environment' >&2

"$@" <&0 &
command=$!
trap 'kill -s TERM "$command" 2>/dev/null || true' INT TERM HUP
status=0
wait "$command" || status=$?
# A signal ends the first wait, but perhaps not yet the command.
while kill -0 "$command" 2>/dev/null; do
  wait "$command" || status=$?
done
exit "$status"
