# shellcheck shell=sh
debian() { # NUMBER
    N=$1
    step "debian/$N: the base container is built" base_container
    step "debian/$N: two versions are built, signed and uploaded" two_versions
    step "debian/$N: the same bytes by another user, elsewhere, on another day" same_bytes
    step "debian/$N: lintian has nothing to say" lintian_is_silent
    step "debian/$N: installed, used, upgraded, removed; nothing is left" whole_life
    step "debian/$N: what is in /etc is kept when edited, scripts act on removal alone" etc_is_kept
    step "debian/$N: what was changed, or is signed by another, is refused" tampered
    step "debian/$N: apt follows the repository" apt_follows
    step "debian/$N: a target is added as dist/README.md says" own_target
}

base_container() {
    base_image "$N"
    git -C "$SOURCE" checkout -q "$NEW"
    "$SOURCE/dist/build-base.sh" debian "$N" --no-push
    "$SOURCE/dist/build-base.sh" own "$N" --no-push
    podman image exists "localhost/orchestrator-system:$N" || printf 'FROM debian:%s\nRUN apt-get update && apt-get install -y --no-install-recommends gpgv\n' "$N" |
        podman build -q --tag "localhost/orchestrator-system:$N" -
}

two_versions() {
    build "$OLD" debian "$N"
    echo "$PACKAGE" >"$BOXES/old-$N"
    build "$NEW" debian "$N"
    echo "$PACKAGE" >"$BOXES/new-$N"
    for file in "$PACKAGE" "$PACKAGE.asc" "$PACKAGE.spdx.json" "$PACKAGE.build.json"; do
        cmp "$file" "$BOXES/s3/bucket/orchestrator/debian/${file##*/}"
    done
    is "$(cat "$BOXES/s3/bucket/orchestrator/debian/debian-$N.x86_64.latest.txt")" "${PACKAGE##*/}" 'what the pointer names'
    sign_is_good "$DIST_KEYRING" "$PACKAGE"
    python3 -m json.tool "$PACKAGE.spdx.json" >/dev/null
    python3 -m json.tool "$PACKAGE.build.json" >/dev/null
    exits 1 "$SOURCE/dist/publish.sh" debian "$(cat "$BOXES/old-$N")" "$(pointer_to "$(cat "$BOXES/old-$N")")"
    says 'the pointer does not go back'
    exits 1 env AWS_SECRET_ACCESS_KEY=wrong "$SOURCE/dist/publish.sh" debian "$PACKAGE" "$(pointer_to "$PACKAGE")"
    says 'SignatureDoesNotMatch'
}
pointer_to() { # PACKAGE: a file, as build.sh leaves it
    mkdir -p pointers
    echo "${1##*/}" >"pointers/debian-$N.x86_64.latest.txt"
    echo "pointers/debian-$N.x86_64.latest.txt"
}

same_bytes() {
    built_elsewhere debian "$N"
    cmp out/*.deb "$(cat "$BOXES/new-$N")"
}

lintian_is_silent() {
    command -v lintian >/dev/null || fail 'lintian is not installed'
    is "$(lintian --allow-root --display-info --pedantic --tag-display-limit 0 "$(cat "$BOXES/new-$N")" 2>&1)" '' 'what lintian says'
}

whole_life() {
    box_begin "localhost/orchestrator-system:$N"
    only_needed
    tree_of_box >before
    point_at debian "$N" "$(cat "$BOXES/old-$N")"
    install_in_box || { cat said; return 1; }
    grep -F 'its signature is by a key of' said
    in_box 'orchestrator --version' >version
    is "$(cat version)" "$(version_said)" 'its version'
    in_box 'dpkg -V orchestrator'
    dry_run
    point_at debian "$N" "$(cat "$BOXES/new-$N")"
    install_in_box || { cat said; return 1; }
    is "$(in_box "dpkg-query -W -f '\${Version}' orchestrator")" "$(dpkg-deb -f "$(cat "$BOXES/new-$N")" Version)" 'the version that is installed'
    point_at debian "$N" "$(cat "$BOXES/old-$N")"
    exits 1 install_in_box
    grep -qF 'which is installed; nothing was installed' said
    podman exec "$BOX" /dist/install.sh --purge
    in_box 'apt-get autoremove --purge -q -y' >/dev/null
    tree_of_box >after
    same_tree before after
}
# With what it depends on alone; and what came with it goes with it, even if
# something else suggests it.
only_needed() {
    {
        echo 'APT::Install-Recommends "false";'
        echo 'APT::AutoRemove::RecommendsImportant "false";'
        echo 'APT::AutoRemove::SuggestsImportant "false";'
    } >only-needed
    podman cp only-needed "$BOX:/etc/apt/apt.conf.d/only-needed"
}

etc_is_kept() {
    kept_when_edited "localhost/orchestrator-system:$N" "$N" upgrade
    podman exec "$BOX" /dist/install.sh --remove >/dev/null 2>&1
    in_box 'test -f /etc/orchestrator/own.conf'
    podman exec "$BOX" /dist/install.sh --remove | grep -qF 'it is not installed'
    again_after 'removed, but for what is in /etc'
    podman cp "$PACKAGE" "$BOX:/var/tmp/half.deb"
    in_box 'dpkg --unpack /var/tmp/half.deb' >/dev/null
    again_after 'unpacked'
    podman exec "$BOX" /dist/install.sh --purge >/dev/null 2>&1
    in_box 'test ! -e /etc/orchestrator'
}
again_after() { # WHAT WAS LEFT
    install_in_box --target "own/$N" || { cat said; return 1; }
    is "$(in_box "dpkg-query -W -f '\${db:Status-Status}' orchestrator")" installed "what was $1"
    in_box 'orchestrator --version && grep -qx edited=3 /etc/orchestrator/own.conf'
}

tampered() {
    box_begin "localhost/orchestrator-system:$N"
    tampered_with debian "$N" "$(cat "$BOXES/old-$N")" "$(cat "$BOXES/new-$N")"
}

# By its own lines; of the image alone another must be taken.
own_target() {
    git clone -q "$SOURCE" source
    cd source || exit
    git config user.name e2e
    git config user.email e2e@example.org
    sed -n '/^### Adding one/,/^A script/s/^    //p' dist/README.md >lines
    is "$(wc -l <lines)" 7 'lines of README'
    sed "s,linuxmintd.*amd64,debian:$N," lines >run
    sh -e run
    ls pkg/orchestrator_*-mint-22-*.deb
}

apt_follows() {
    old=$(cat "$BOXES/old-$N") new=$(cat "$BOXES/new-$N")
    export DIST_URL="$URL"
    "$SOURCE/dist/apt-repo.sh" repo debian "$N" "$old"
    "$SOURCE/dist/publish.sh" --tree repo apt
    box_begin "localhost/orchestrator-system:$N"
    podman cp repo/orchestrator.gpg "$BOX:/usr/share/keyrings/orchestrator.gpg"
    podman cp "repo/orchestrator-debian-$N.sources" "$BOX:/etc/apt/sources.list.d/orchestrator.sources"
    in_box "apt-get update -q && apt-get install -q -y orchestrator" >said 2>&1 || { cat said; return 1; }
    is "$(in_box "dpkg-query -W -f '\${Version}' orchestrator")" "$(dpkg-deb -f "$old" Version)" 'the version that is installed'
    "$SOURCE/dist/apt-repo.sh" repo debian "$N" "$old" "$new"
    "$SOURCE/dist/publish.sh" --tree repo apt
    in_box "apt-get update -q && apt-get upgrade -q -y" >said 2>&1 || { cat said; return 1; }
    is "$(in_box "dpkg-query -W -f '\${Version}' orchestrator")" "$(dpkg-deb -f "$new" Version)" 'the version after apt upgrade'
    sed -i 's/^Suite: .*/Suite: other/' "$BOXES/s3/bucket/orchestrator/apt/dists/debian-$N/InRelease"
    exits 100 in_box "apt-get update -q -o APT::Update::Error-Mode=any"
}
