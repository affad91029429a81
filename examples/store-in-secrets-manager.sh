#!/usr/bin/env bash
# The command for rotate-password.sh that keeps the password in AWS Secrets Manager.
#
#   rotate-password.sh USER ./store-in-secrets-manager.sh SECRET_ID
#
# A pending password has the stage AWSPENDING. The stage AWSCURRENT is what applications get.
set -euo pipefail

if [ $# -ne 2 ]; then
  echo 'usage: store-in-secrets-manager.sh SECRET_ID pending|current < PASSWORD' >&2
  exit 2
fi
secret=$1

case $2 in
  pending) stage=AWSPENDING ;;
  current) stage=AWSCURRENT ;;
  *)
    echo "unknown stage: $2" >&2
    exit 2
    ;;
esac
# The AWS CLI reads the value from stdin, so that it is in no list of processes.
aws secretsmanager put-secret-value --secret-id "$secret" --version-stages "$stage" \
  --secret-string file:///dev/stdin >/dev/null
