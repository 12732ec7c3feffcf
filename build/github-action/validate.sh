#!/usr/bin/env bash
# Validates the manifests that a change touches. Settings come from the environment, as action.yml names them: what stands
# in a variable is never a part of the script.
set -euo pipefail

command_line=${COMMAND_LINE:-}
if [ -z "$command_line" ]; then
  if [ -z "${ENDPOINT:-}" ]; then
    echo '::error title=waybill::Name the address of a Waybill with "endpoint", or a command line with "command-line".'
    exit 2
  fi
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  (
    cd "$folder"
    curl -fsSO --retry 3 "$ENDPOINT/cli/waybill.mjs"
    curl -fsS --retry 3 "$ENDPOINT/cli/waybill.mjs.sha256" | sha256sum --check --quiet
  )
  command_line=$folder/waybill.mjs
fi

read -ra patterns <<<"${FILES:-*.manifest}"
if [ -n "${BASE:-}" ]; then
  list() { git diff --name-only -z --diff-filter=ACMR --end-of-options "$BASE...HEAD" -- "${patterns[@]}"; }
else
  list() { git ls-files -z -- "${patterns[@]}"; }
fi
mapfile -d '' -t files < <(list)

if [ ${#files[@]} -eq 0 ]; then
  echo 'No manifest was changed.'
  exit 0
fi
printf 'Validating %d manifest(s)\n' "${#files[@]}"
exec node "$command_line" validate --format github -- "${files[@]}"
