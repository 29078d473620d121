#!/bin/sh
# kill -9 at every child that a release starts; then --resume finishes it.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"

# git and curl are counted; at number KILL_AT the release is killed: `before`
# the child does anything, and the child does not run; or `after` the child
# has done its work, which the release then never hears of. KILL_EVERY=N takes
# every Nth child only.
make_shims() {
    mkdir shim
    for program in git curl; do
        cat >"shim/$program" <<EOF
#!/bin/sh
until mkdir "$W/counting" 2>/dev/null; do :; done
n=\$((\$(cat "$W/count") + 1))
echo \$n >"$W/count"
rmdir "$W/counting"
real=$(command -v $program)
[ "\$n" -eq "\$KILL_AT" ] || exec "\$real" "\$@"
[ "\$KILL_WHEN" = after ] && "\$real" "\$@"
kill -9 \$PPID
EOF
        chmod +x "shim/$program"
    done
}

keep_world() {
    tar -cf world.tar origins clones events-*
}
new_world() {
    rm -rf origins clones counting events-*
    tar -xf world.tar
    echo 0 >count
}

# children that the kill left alone come to their end
let_end() {
    tries=0
    while pgrep -f "$W/clones" >/dev/null; do
        tries=$((tries + 1)); [ $tries -lt 400 ] || fail 'a child does not end'; sleep 0.02
    done
}

all_is_well() {
    for name in $REPOS; do
        released "$name" v1.2.3 "$(head_of "$name")"
        is "$(git -C "clones/$name" status --porcelain)" '' "dirt in $name"
        is "$(find "clones/$name/.git" -name '*.lock')" '' "locks in $name"
    done
    is "$(ls tmp)" '' 'what is left in TMPDIR'
}

killed_at_each() { # WHEN
    world_origins
    github_start --delay 0 --immutable
    make_shims
    keep_world
    new_world
    export KILL_AT=0 KILL_WHEN="$1"
    PATH="$W/shim:$PATH" exits 0 release --version 1.2.3
    all_is_well
    children=$(cat count)
    [ "$children" -gt 40 ] || fail "only $children children were counted"
    at=$((1 - ${KILL_EVERY:-1}))
    while [ $((at + ${KILL_EVERY:-1})) -le "$children" ]; do
        at=$((at + ${KILL_EVERY:-1}))
        new_world
        export KILL_AT=$at
        code=0
        PATH="$W/shim:$PATH" release --version 1.2.3 >out 2>err </dev/null || code=$?
        is $code 137 "exit status at child $at"
        let_end
        exits 0 release --version 1.2.3 --resume
        all_is_well || fail "killed $1 child $at of $children"
    done
    echo "$children children"
}
before() { killed_at_each before; }
after() { killed_at_each after; }

tap 'Killed before any child: --resume makes one tag on the surveyed commit' before
tap 'Killed after any child: --resume makes one tag on the surveyed commit' after
tap_end
