#!/bin/sh
# What a package of orchestrator is called, and how names sort.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
DIST=$T/../dist
# shellcheck source=dist/lib/script.sh
. "$DIST/lib/script.sh"
# shellcheck source=dist/lib/version.sh
. "$DIST/lib/version.sh"
# shellcheck source=dist/lib/target.sh
. "$DIST/lib/target.sh"

of() { # VERSION TIME COMMIT
    version_of_package "$1" debian 12 "$(date -u -d "$2" +%s)" "$3"
}
NEW=2026-11-21T01:30:59Z
ABOVE='1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.2.1 1.0.0-alpha.10 1.0.0-beta 1.0.0-beta.2
    1.0.0-rc 1.0.0-rc.1 1.0.0-rc.2 1.0.0-rc.10 1.0.0 1.0.1 1.2.0 1.10.0'

elements() {
    is "$(of 0.1.0 $NEW 611a16f00112233)" 0.1.0-debian-12-2611210130-611a16f
    is "$(of 1.0.0-rc.1 $NEW 611a16f00112233)" 1.0.0~rc.1-debian-12-2611210130-611a16f
    for version in 1.0.0+b 1.0.0-rc.1+b-2; do
        exits 1 of $version $NEW 611a16f00112233
        says "no package can be made of $version: its build metadata"
        is "$(cat out)" ''
    done
    for version in 1.0.0-1 1.0.0-rc-1 1.0.0-alpha.beta 1.0.0-rc. 1.0.0-rc1 1.0.0-rc.1b; do
        exits 1 of $version $NEW 611a16f00112233
        says "no package can be made of $version: dpkg and rpm would sort it otherwise than SemVer"
        is "$(cat out)" ''
    done
}
# By its name it is known for a package of its target.
of_target() {
    target_has debian 12 orchestrator_0.1.0-debian-12-2611210130-611a16f_amd64.deb
    target_has rocky 9 orchestrator-0.1.0_rocky_9_2611210130_611a16f-1.x86_64.rpm
    target_has opensuse-leap 15-sp6 orchestrator-0.1.0_opensuse_leap_15_sp6_2611210130_611a16f-1.x86_64.rpm
    for ver in 1 13; do
        exits 1 target_has debian $ver orchestrator_0.1.0-debian-12-2611210130-611a16f_amd64.deb
    done
}
one_place() {
    is "orchestrator $(version_of_source "$T/..")" "$("$ORCHESTRATOR" --version)"
}

# Each comes before the next: versions, then builds of one, whatever the commit.
in_order() {
    for version in $ABOVE; do of "$version" $NEW fffffff; done
    of 1.10.0 2026-11-21T01:31:00Z 0000000
    of 1.10.0 2026-12-01T00:00:00Z aaaaaaa
    of 1.10.0 2027-01-01T00:00:00Z 0123456
}
pairs() { # COMMAND: is called with each pair of neighbours
    before=
    count=0
    for name in $(in_order); do
        [ -z "$before" ] || "$1" "$before" "$name" || fail "$before does not come before $name"
        before=$name
        count=$((count + 1))
    done
    is "$count" 17 'names that were compared'
}
by_dpkg() { dpkg --compare-versions "$1" lt "$2"; }
by_rpm() {
    a=$(printf '%s' "$1" | tr - _) b=$(printf '%s' "$2" | tr - _)
    is "$(rpm --eval "%{lua:print(rpm.vercmp('$a', '$b'))}")" -1
}
by_ours() {
    is_before "orchestrator_$1_amd64.deb" "orchestrator_$2_amd64.deb" &&
        is_before "orchestrator-$(printf '%s' "$1" | tr - _)-1.x86_64.rpm" "orchestrator-$(printf '%s' "$2" | tr - _)-1.x86_64.rpm"
}
is_before() {
    version_is_older "$1" "$2" && ! version_is_older "$2" "$1" && ! version_is_older "$1" "$1"
}
dpkg_order() { pairs by_dpkg; }
rpm_order() { pairs by_rpm; }
our_order() { pairs by_ours; }

tap 'A version has four elements' elements
tap 'The version is said in one place' one_place
tap 'A package is of the target that its name says' of_target
if command -v dpkg >/dev/null; then
    tap 'dpkg sorts versions, and builds of one by their time' dpkg_order
else
    tap_skip 'dpkg sorts versions, and builds of one by their time' 'there is no dpkg'
fi
if command -v rpm >/dev/null; then
    tap 'rpm sorts them the same way' rpm_order
else
    tap_skip 'rpm sorts them the same way' 'there is no rpm'
fi
tap 'So does what moves the pointer' our_order
tap_end
