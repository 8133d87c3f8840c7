# What the scripts beside this one share: shops made of a chart by helm and kubectl, in namespaces of their own. PREFIX and the helm
# arguments are the caller's.
chart=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bundled="$chart/../../tools/obj/helm/helm"
HELM=${HELM:-$([ -x "$bundled" ] && echo "$bundled" || echo helm)}
KUBECTL=${KUBECTL:-kubectl}
TIMEOUT=${TIMEOUT:-600}
arguments=("$@")
work=$(mktemp -d); chmod 700 "$work"

k() { "$KUBECTL" "$@"; }
until_true() {
  local seconds=$1 end; shift; end=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do [ $SECONDS -lt $end ] || { "$@"; return 1; }; sleep 1; done
}
release() {
  local ns=$1; shift
  "$HELM" upgrade --install "$ns" "$chart" --namespace "$ns" --set "store.name=$ns" ${arguments[@]+"${arguments[@]}"} "$@"
}
prepare() { # namespace, keys of its Secret beside the passwords
  local ns=$1 key files=(); shift
  k create namespace "$ns" >/dev/null && k label namespace "$ns" pod-security.kubernetes.io/enforce=restricted >/dev/null || return 1
  for key in database-root-password database-password admin-password; do
    head -c 48 /dev/urandom | base64 | tr -dc A-Za-z0-9 | head -c 32 > "$work/$key"
  done
  printf 'owner-%s' "$(head -c 96 /dev/urandom | base64 | tr -dc a-z0-9 | head -c 8)" > "$work/admin-user"
  for key in database-root-password database-password admin-password "$@"; do files+=("--from-file=$work/$key"); done
  k create secret generic store-credentials -n "$ns" "${files[@]}" >/dev/null
}
job_is() { [ "$(k get job "$2" -n "$1" -o "jsonpath={.status.conditions[?(@.type==\"$3\")].status}")" = True ]; }
job_ended() { job_is "$1" "$2" Complete || job_is "$1" "$2" Failed; }
last_line() { k logs -n "$1" "job/$2" --all-containers | tail -n 1; }
# Waits for a job's end and prints its last line; succeeds when it did.
job() { until_true "$3" job_ended "$1" "$2"; last_line "$1" "$2"; job_is "$1" "$2" Complete; }
ready() {
  local what
  for what in deployment/web statefulset/database; do k rollout status $what -n "$1" --timeout="${TIMEOUT}s" || return 1; done
}
