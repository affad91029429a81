#!/usr/bin/env bash
# Gives a service account a new password, and hands it to a secret store.
#
#   rotate-password.sh USER COMMAND [ARGUMENT...]
#
# COMMAND stores the password that it reads from stdin. It is run twice, with one more argument:
#
#   COMMAND [ARGUMENT...] pending    before the change: keep it beside the current password
#   COMMAND [ARGUMENT...] current    after the change: it is the current password now
#
# So whatever fails, the store has the password that works, as the current or as the pending one. If the change fails,
# the current one has not changed. After any failure, run this again: it sets another password. This cannot change an account
# for which the approval of a second person is demanded, as for one with a privileged role: that needs a saved plan, with
# sf-admin users reset-password --password-stdin --plan-out FILE.
#
# The password is in no argument, no variable of the environment and no file. store-in-secrets-manager.sh is a COMMAND.
set -euo pipefail

if [ $# -lt 2 ]; then
  echo 'usage: rotate-password.sh USER COMMAND [ARGUMENT...]' >&2
  exit 2
fi
user=$1
shift

# 44 random characters, and one of each kind that a password policy may require. printf is part of the shell.
password=$(head -c 33 /dev/urandom | base64 -w 0)-Aa1

printf '%s' "$password" | "$@" pending
# In a protected user pool, a new password needs the name of its user.
printf '%s' "$password" |
  sf-admin users reset-password --permanent --password-stdin --yes --confirm="$user" \
    --reason 'Scheduled rotation' -- "$user"
if ! printf '%s' "$password" | "$@" current; then
  echo "The password of $user was changed. In the store it is only pending: run this again." >&2
  exit 8
fi
