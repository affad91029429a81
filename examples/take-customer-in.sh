#!/usr/bin/env bash
# Takes a customer in: creates the users of a file in the customer's tenant, then checks the tenant.
#
#   take-customer-in.sh TENANT JOINERS.csv                     shows the plan, changes nothing
#   take-customer-in.sh TENANT JOINERS.csv --yes               carries it out
#   take-customer-in.sh TENANT JOINERS.csv --yes --confirm 40  in a protected user pool, for privileged roles
#
# JOINERS.csv has the columns `email` and `roles`, and any of givenName, familyName and department. Cognito mails each
# user an invitation; --no-invite sends none. The file is checked as a whole before anybody is created.
#
# After an interruption, even a power cut, run it again with the same arguments: users who exist in the tenant already are
# left as they are, and nobody is created or invited twice.
set -euo pipefail

if [ $# -lt 2 ]; then
  echo 'usage: take-customer-in.sh TENANT JOINERS.csv [--yes] [FLAG...]' >&2
  exit 2
fi
tenant=$1
joiners=$2
shift 2

create() {
  sf-admin users create --from "$joiners" --input-format csv --tenant "$tenant" --if-not-exists \
    --reason "New customer $tenant" "$@"
}

if [ $# -eq 0 ]; then
  create --dry-run
  exit
fi
create "$@"

# The check acts where the users were created.
where=()
previous=
for argument in "$@"; do
  case $previous in
    -c | --context | --pool-id | --client-id | --region | --profile | --endpoint-url | --timeout | --config)
      where+=("$previous" "$argument")
      ;;
  esac
  case $argument in
    -c?* | --context=* | --pool-id=* | --client-id=* | --region=* | --profile=* | --endpoint-url=* | --timeout=* | --config=*)
      where+=("$argument")
      ;;
  esac
  previous=$argument
done

# Nobody has signed in yet, so nobody has a second factor.
sf-admin users check --tenant "$tenant" --severity high --skip MFA_MISSING ${where[@]+"${where[@]}"}
