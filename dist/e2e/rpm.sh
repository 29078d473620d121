# shellcheck shell=sh
# The whole life of an rpm. Sourced by e2e.sh. No image of Rocky Linux is to be
# had without a registry, so its package is built by Debian's rpmbuild, and
# installed twice: in a root of its own by rpm, and by dnf in a system that is
# Debian but for its name.
# shellcheck disable=SC2154

rpms() {
    step 'rpm: the base container is built' rpm_base
    step 'rpm: two versions are built, signed and uploaded' rpm_versions
    step 'rpm: the same bytes by another user, elsewhere, on another day' rpm_same_bytes
    step 'rpm: rpmlint has nothing to say' rpmlint_is_silent
    step 'rpm: installed, verified, upgraded, removed; nothing is left' rpm_life
    step 'rpm: dnf by install.sh: installed, used, upgraded, removed; nothing is left' dnf_life
    step 'rpm: what is in /etc is kept when edited, scripts act on removal alone' rpm_etc_is_kept
    step 'rpm: what was changed, or is signed by another, is refused' dnf_tampered
    step 'rpm: dnf follows the repository' dnf_follows
}

rpm_base() {
    base_image 12
    mkdir base
    {
        echo 'FROM debian:12'
        echo 'RUN apt-get update && apt-get install -y --no-install-recommends' \
            'binutils gcc libc6-dev libjansson-dev make pkg-config rpm'
    } | podman build --tag localhost/orchestrator-build:rocky-9 -
}

rpm_versions() {
    build "$OLD" rocky 9
    echo "$PACKAGE" >"$BOXES/old-rpm"
    build "$NEW" rocky 9
    echo "$PACKAGE" >"$BOXES/new-rpm"
    sign_is_good "$DIST_KEYRING" "$PACKAGE"
    gpg --batch --armor --export "$KEY" >key.asc
    rpm --dbpath "$W/keys" --import key.asc
    rpm --dbpath "$W/keys" -K "$PACKAGE" | grep -qF 'digests signatures OK'
    is "$(cat "$BOXES/s3/bucket/orchestrator/rocky/rocky-9.x86_64.latest.txt")" "${PACKAGE##*/}" 'what the pointer names'
}

# A signature has its time in it, so those without one are compared.
rpm_same_bytes() {
    built_elsewhere rocky 9
    git clone -q "$SOURCE" here
    git -C here checkout -q "$NEW"
    here/dist/build.sh rocky 9 --no-sign
    cmp out/*.rpm here/pkg/*.rpm
    rpm -qp --qf '%{SHA256HEADER} %{PAYLOADDIGEST}\n' out/*.rpm >unsigned 2>/dev/null
    rpm -qp --qf '%{SHA256HEADER} %{PAYLOADDIGEST}\n' "$(cat "$BOXES/new-rpm")" >signed 2>/dev/null
    diff unsigned signed
}

rpmlint_is_silent() {
    command -v rpmlint >/dev/null || fail 'rpmlint is not installed'
    gpg --batch --armor --export "$KEY" >key.asc
    echo "%_dbpath $W/keys" >"$HOME/.rpmmacros"
    rpm --import key.asc
    rpmlint -c "$dist/rpmlint.toml" "$(cat "$BOXES/new-rpm")" >lint 2>&1 || { cat lint; return 1; }
    grep -q ' 0 errors, 0 warnings' lint || { cat lint; return 1; }
}

rpm_life() {
    in_root() { rpm --root "$W/root" "$@"; }
    # The folders that packages of the system own.
    mkdir -p root/usr/bin root/usr/share/doc root/usr/share/man/man1 root/usr/share/man/man5 \
        root/usr/share/bash-completion/completions root/usr/share/fish/vendor_completions.d \
        root/usr/share/zsh/site-functions
    in_root --initdb
    (cd root && find . -path ./var -prune -o -print | LC_ALL=C sort) >before
    in_root -i --nodeps "$(cat "$BOXES/old-rpm")"
    in_root -V --nodeps orchestrator
    is "$(root/usr/bin/orchestrator --version)" "$(version_said)" 'its version'
    in_root -U --nodeps "$(cat "$BOXES/new-rpm")"
    is "$(in_root -q orchestrator)" "$(rpm -qp "$(cat "$BOXES/new-rpm")" 2>/dev/null)" 'what is installed'
    exits 2 in_root -U --nodeps "$(cat "$BOXES/old-rpm")"
    says 'which is newer than'
    in_root -e --nodeps orchestrator
    (cd root && find . -path ./var -prune -o -print | LC_ALL=C sort) >after
    same_tree before after
}

# --- dnf

# What Debian has installed, its rpm is told by a package that is empty.
dnf_system() {
    ! podman image exists localhost/orchestrator-system:rpm || return 0
    mkdir system
    {
        printf 'Name: system\nVersion: 9\nRelease: 1\nSummary: What is there\nLicense: MIT\nBuildArch: noarch\n'
        printf 'Provides: system-release = 9\nProvides: /bin/sh\n'
        rpm -qp --requires "$(cat "$BOXES/new-rpm")" 2>/dev/null | grep -v '^rpmlib(' | sed 's/^/Provides: /'
        printf '%%description\nWhat is there\n%%files\n'
    } >system.spec
    rpmbuild -bb --quiet --define "_topdir $W/rpm" --define "_rpmdir $W/system" system.spec
    cp system/noarch/system-9-1.noarch.rpm system/system.rpm
    printf 'NAME="Rocky Linux"\nID="rocky"\nVERSION_ID="9.4"\nPRETTY_NAME="Rocky Linux 9.4"\n' >system/os-release
    podman build --tag localhost/orchestrator-system:rpm -f - system <<'IMAGE'
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends \
        curl dnf git gpg gpgv libjansson4 rpm
COPY system.rpm os-release /
RUN rpm -i --force-debian --nodeps /system.rpm \
 && rm /system.rpm /usr/bin/apt-get && mv -f /os-release /etc/os-release \
 && mkdir -p /usr/share/fish/vendor_completions.d /usr/share/zsh/site-functions
IMAGE
}

dnf_life() {
    dnf_system
    box_begin localhost/orchestrator-system:rpm
    tree_of_box >before
    point_at rocky 9 "$(cat "$BOXES/old-rpm")"
    install_in_box || { cat said; return 1; }
    grep -F 'its signature is by a key of' said
    is "$(in_box 'orchestrator --version')" "$(version_said)" 'its version'
    in_box 'rpm -V orchestrator'
    dry_run
    point_at rocky 9 "$(cat "$BOXES/new-rpm")"
    install_in_box || { cat said; return 1; }
    is "$(in_box 'rpm -q orchestrator')" "$(rpm -qp "$(cat "$BOXES/new-rpm")" 2>/dev/null)" 'what is installed'
    point_at rocky 9 "$(cat "$BOXES/old-rpm")"
    exits 1 install_in_box
    grep -qF 'which is installed; nothing was installed' said
    podman exec "$BOX" /dist/install.sh --remove
    tree_of_box >after
    same_tree before after
}

rpm_etc_is_kept() {
    podman tag localhost/orchestrator-build:rocky-9 localhost/orchestrator-build:own-9
    kept_when_edited localhost/orchestrator-system:rpm 9 1
    in_box 'grep -qx second=2 /etc/orchestrator/own.conf.rpmnew'
    podman exec "$BOX" /dist/install.sh --remove >/dev/null 2>&1
    is "$(in_box 'tail -n 1 /var/tmp/own-removed')" 0 'how the script was called'
    in_box 'grep -qx edited=3 /etc/orchestrator/own.conf.rpmsave'
}

dnf_tampered() {
    box_begin localhost/orchestrator-system:rpm
    tampered_with rocky 9 "$(cat "$BOXES/old-rpm")" "$(cat "$BOXES/new-rpm")"
}

dnf_follows() {
    old=$(cat "$BOXES/old-rpm") new=$(cat "$BOXES/new-rpm")
    export DIST_URL="$URL"
    "$SOURCE/dist/yum-repo.sh" repo rocky 9 "$old"
    "$SOURCE/dist/publish.sh" --tree repo yum
    box_begin localhost/orchestrator-system:rpm
    in_box 'mkdir -p /etc/yum.repos.d'
    podman cp repo/orchestrator-rocky-9.repo "$BOX:/etc/yum.repos.d/orchestrator.repo"
    in_box 'dnf install -y orchestrator' >said 2>&1 || { cat said; return 1; }
    is "$(in_box 'rpm -q orchestrator')" "$(rpm -qp "$old" 2>/dev/null)" 'what is installed'
    "$SOURCE/dist/yum-repo.sh" repo rocky 9 "$old" "$new"
    "$SOURCE/dist/publish.sh" --tree repo yum
    in_box 'dnf upgrade -y --refresh' >said 2>&1 || { cat said; return 1; }
    is "$(in_box 'rpm -q orchestrator')" "$(rpm -qp "$new" 2>/dev/null)" 'what is there after dnf upgrade'
    sed -i 's/<revision>/<revision>1/' "$BOXES/s3/bucket/orchestrator/yum/rocky-9/repodata/repomd.xml"
    exits 1 in_box 'dnf clean all; dnf upgrade -y --refresh --setopt=skip_if_unavailable=0'
    says 'Bad GPG signature'
}
