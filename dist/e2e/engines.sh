# shellcheck shell=sh
# Other engines than podman of root. Sourced by e2e.sh, after registry.sh.
# shellcheck disable=SC2154

SOMEBODY=12345 # a user who has no rights here

rootless() {
    somebody_begin
    step_or_skip 'rootless: somebody without rights builds the same bytes' same_without_rights "$(why_no_rootless)"
}
docker_engine() {
    step_or_skip 'docker: a base container is pushed, and podman builds the same bytes in it' same_by_docker "$(why_no_docker)"
}
step_or_skip() { # TITLE FUNCTION REASON
    if [ -n "$3" ]; then tap_skip "$1" "$3"; else step "$1" "$2"; fi
}

# --- podman without root

why_no_rootless() {
    somebody_begin
    command -v newuidmap >/dev/null || { echo 'newuidmap is not installed'; return; }
    as_somebody podman unshare true >"$PLACE/said" 2>&1 || tail -n 1 "$PLACE/said"
}
somebody_begin() {
    PLACE=$BOXES/somebody
    chmod 711 "$BOXES"
    mkdir -p "$PLACE/home" "$PLACE/run" "$PLACE/tmp"
    { cat /etc/passwd; echo "somebody:x:$SOMEBODY:$SOMEBODY::$PLACE/home:/bin/sh"; } >"$PLACE/passwd"
    { cat /etc/group; echo "somebody:x:$SOMEBODY:"; } >"$PLACE/group"
    echo somebody:100000:65536 >"$PLACE/subuid"
    cp "$PLACE/subuid" "$PLACE/subgid"
    sed "s,^runroot .*,runroot = \"$PLACE/run\",; s,^graphroot .*,graphroot = \"$PLACE/graph\"," \
        "$BOXES/storage.conf" >"$PLACE/storage.conf"
    chmod 700 "$PLACE/run"
    chown -R "$SOMEBODY:$SOMEBODY" "$PLACE"
}
# The system knows them here alone.
as_somebody() { # WORDS
    (
        cd "$PLACE" || exit
        # shellcheck disable=SC2016 # of the shell that is started
        env HOME="$PLACE/home" XDG_RUNTIME_DIR="$PLACE/run" TMPDIR="$PLACE/tmp" GIT_CONFIG_GLOBAL=/dev/null \
            CONTAINERS_STORAGE_CONF="$PLACE/storage.conf" unshare --mount sh -c '
                for file in passwd group subuid subgid; do mount --bind "$file" "/etc/$file" || exit; done
                exec setpriv --reuid "$0" --regid "$0" --clear-groups "$@"' "$SOMEBODY" "$@"
    )
}
same_without_rights() {
    base_image 12
    git clone -q "$SOURCE" "$PLACE/source"
    git -C "$PLACE/source" checkout -q "$NEW"
    podman image exists localhost/orchestrator-build:debian-12 ||
        "$PLACE/source/dist/build-base.sh" debian 12 --no-push
    exits 0 "$PLACE/source/dist/build.sh" debian 12 --no-sign
    mv "$PLACE/source/pkg" pkg
    podman save -q -o "$PLACE/image" localhost/orchestrator-build:debian-12
    chown -R "$SOMEBODY:$SOMEBODY" "$PLACE"
    as_somebody podman load -q -i image
    exits 0 as_somebody source/dist/build.sh debian 12 --no-sign
    is "$(stat -c %u:%g "$PLACE/source/pkg/"*.deb)" "$SOMEBODY:$SOMEBODY" 'whose the package is'
    cmp pkg/*.deb "$PLACE/source/pkg/"*.deb
    as_somebody podman unshare rm -rf graph
}

# --- docker

why_no_docker() {
    for program in docker dockerd; do
        command -v "$program" >/dev/null || { echo "$program is not installed"; return; }
    done
    ! docker info >/dev/null 2>&1 || { echo 'there is a dockerd already'; return; }
    docker_begin
    until_true '' docker info >/dev/null || tail -n 1 "$BOXES/docker/log"
    docker_end
}
# One of our own, which changes nothing of the machine's network.
docker_begin() {
    mkdir -p "$BOXES/docker/bin"
    dockerd --data-root "$BOXES/docker/data" --exec-root "$BOXES/docker/exec" --pidfile "$BOXES/docker/pid" \
        --host "unix://$BOXES/docker/socket" --bridge none --iptables=false --ip-masq=false \
        >"$BOXES/docker/log" 2>&1 </dev/null &
    DOCKER_PID=$!
    export DOCKER_HOST="unix://$BOXES/docker/socket"
}
docker_end() {
    kill "$DOCKER_PID" 2>/dev/null
    wait "$DOCKER_PID" || :
    umount "$BOXES/docker/exec/netns/default" 2>/dev/null
    unset DOCKER_HOST
}
# There is no bridge: what is built has the machine's network.
docker_without_bridge() {
    mkdir shim
    cat >shim/docker <<SHIM
#!/bin/sh
case \$1 in build) shift; set -- build --network host "\$@" ;; esac
exec $(command -v docker) "\$@"
SHIM
    chmod +x shim/docker
    PATH=$W/shim:$PATH
}
same_by_docker() {
    docker_begin
    registry_begin
    trap 'docker_end; kill $REGISTRY_PID 2>/dev/null || :; tap_after' EXIT
    until_true 'no docker' docker info
    docker_without_bridge
    base_image 12
    docker import "$BASES/bookworm.tar" debian:12 >/dev/null
    git clone -q "$SOURCE" source
    exits 0 env CONTAINER_ENGINE=docker source/dist/build-base.sh debian 12
    base_is_named
    docker rmi -f "$(docker image inspect --format '{{.Id}}' "$NAMED")" >/dev/null
    exits 0 env CONTAINER_ENGINE=docker source/dist/build.sh debian 12 --no-sign
    grep -q '"engine": "Docker version ' source/pkg/*.build.json
    mv source/pkg by-docker
    exits 0 source/dist/build.sh debian 12 --no-sign
    grep -q '"engine": "podman version ' source/pkg/*.build.json
    cmp by-docker/*.deb source/pkg/*.deb
}
