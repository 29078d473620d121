# shellcheck shell=sh
# Base containers by way of a registry on loopback. Sourced by e2e.sh.
# shellcheck disable=SC2154

registry() {
    step 'registry: a base container is pushed, and all build in that one' base_is_shared
}

registry_begin() {
    cat >registry.yml <<CONF
version: 0.1
storage:
  filesystem:
    rootdirectory: $W/registry
http:
  addr: 127.0.0.1:0
CONF
    docker-registry serve registry.yml >registry-said 2>&1 &
    REGISTRY_PID=$!
    trap 'kill $REGISTRY_PID 2>/dev/null || :; tap_after' EXIT
    until_true 'no registry' grep -q 'listening on' registry-said
    REGISTRY=localhost:$(sed -n 's/.*listening on 127\.0\.0\.1:\([0-9]*\).*/\1/p' registry-said)
    printf '[[registry]]\nlocation = "%s"\ninsecure = true\n' "$REGISTRY" >registries.conf
    export CONTAINERS_REGISTRIES_CONF="$W/registries.conf" DIST_REGISTRY="$REGISTRY/truthdb"
}

# The base container of ./source was pushed; from here on its commit names it, as
# NAMED.
base_is_named() {
    NAMED=$(cat source/dist/debian/12/base)
    echo "$NAMED" | grep -Eqx "$REGISTRY/truthdb/orchestrator-build@sha256:[0-9a-f]{64}" || fail "base names $NAMED"
    unset DIST_REGISTRY
    git -C source add dist/debian/12/base
    git -C source -c user.name=e2e -c user.email=e2e@example.org commit -q -m 'The base container of debian 12'
}

base_is_shared() {
    registry_begin
    base_image 12
    git clone -q "$SOURCE" source
    exits 0 source/dist/build-base.sh debian 12
    base_is_named
    id=$(podman image inspect --format '{{.Id}}' "$REGISTRY/truthdb/orchestrator-build:debian-12")
    podman rmi -f "$id" >/dev/null
    exits 0 source/dist/build.sh debian 12 --no-sign
    is "$(podman image inspect --format '{{.Id}}' "$NAMED")" "$id" 'the image that was pulled'
    grep -qF "\"image\": \"$NAMED\"" source/pkg/*.build.json
    exits 0 source/dist/build-base.sh debian 12 --no-push
    says 'dist/build.sh takes'
    podman rmi -f "$id" >/dev/null
    kill "$REGISTRY_PID"
    rm -r registry
    exits 1 source/dist/build.sh debian 12 --no-sign
    says "$NAMED, which the commit names, cannot be pulled"
}
