# shellcheck shell=sh
# A world of its own for one test: home, four origins, four clones, and where
# asked for the stand-in GitHub. Sourced by tests, demo and bench.
#
#   world_make DIR     makes it in DIR and enters it; sets HOME and all that
#                      git reads, so that nothing of the caller's is seen
#   world_plan FILE    takes OWNER and REPOS from an orchestrator.json, instead
#                      of TruthDB's
#   world_many FILE    the same of an orchestrator.json with many, much faster
#   world_origins      origins/OWNER/NAME.git and clones/NAME, in step; the
#                      built-in four are made once, and copied for other tests
#   github_start ARGS  the stand-in GitHub for those origins; sets
#                      GITHUB_API_URL, GITHUB_TOKEN
#   github_faults JSON replaces the faults that it injects
#   github_stop        ends it, by its process id

OWNER=Truthdb
REPOS="installer-kernel installer truthdb installer-iso"
TOKEN=github_pat_11STANDIN0000000000_aToKeNtHatMustNeverLeak
BUILT_IN="$OWNER $REPOS"
here=$(cd "$(dirname "$0")" && pwd)
T=${T_FOLDER:-$here}

# A python3 that is a script looks for the real one each time, which takes long.
if [ "$(head -c 2 "$(command -v python3)")" = '#!' ]; then
    PATH=$(dirname "$(python3 -c 'import sys; print(sys.executable)')"):$PATH
fi

world_make() {
    for name in $(env | sed -n 's/^\(GIT_[A-Z0-9_]*\)=.*/\1/p'); do
        unset "$name"
    done
    unset GITHUB_TOKEN GH_TOKEN GH_HOST GITHUB_API_URL XDG_CONFIG_HOME XDG_STATE_HOME
    unset SSH_ASKPASS DISPLAY http_proxy https_proxy all_proxy MAKEFLAGS
    mkdir -p "$1/home"
    cd "$1" || exit 1
    W=$(pwd)
    export HOME="$W/home" LC_ALL=C TZ=UTC TMPDIR="$W/tmp"
    export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL="$W/home/.gitconfig"
    export GIT_AUTHOR_DATE='2026-01-02T03:04:05Z'
    mkdir -p "$TMPDIR"
    cat >"$GIT_CONFIG_GLOBAL" <<'EOF'
[user]
    name = Release Manager
    email = manager@example.org
[init]
    defaultBranch = main
[gc]
    auto = 0
[receive]
    autoGC = false
EOF
}

# a line "name folder workflow" for each repository goes to ./plan
world_plan() {
    python3 - "$1" >plan <<'EOF'
import json, sys
plan = json.load(open(sys.argv[1]))
print(plan["owner"])
for repo in plan["repos"]:
    print(repo["name"], repo.get("dir", repo["name"]),
          repo.get("workflow", "release.yml") or "none.yml")
EOF
    OWNER=$(sed -n 1p plan)
    REPOS=$(sed 1d plan | cut -d ' ' -f 1 | paste -s -d ' ' -)
}

# folder_of NAME: of its clone, under clones/; workflow_of NAME
folder_of() {
    [ -f plan ] || { echo "$1"; return; }
    sed -n "s/^$1 \([^ ]*\) .*/\1/p" plan
}
workflow_of() {
    [ -f plan ] || { echo release.yml; return; }
    sed -n "s/^$1 [^ ]* //p" plan
}

world_origins() {
    if [ -z "${TAP_DIR:-}" ] || [ -f plan ] || [ "$OWNER $REPOS" != "$BUILT_IN" ]; then
        world_build
    elif [ -s "$TAP_DIR/first/made-in" ]; then
        world_copy "$TAP_DIR/first"
    else
        world_build
        ! mkdir "$TAP_DIR/first" 2>/dev/null || world_keep "$TAP_DIR/first"
    fi
}

# Those of the first test, for the others: git takes its time to make them.
world_keep() {
    cp -pR origins clones "$1"
    echo "$W" >"$1/new"
    mv "$1/new" "$1/made-in"
}
world_copy() {
    cp -pR "$1/origins" "$1/clones" .
    sed -i "s|$(cat "$1/made-in")|$W|" origins/*/*.git/hooks/post-receive clones/*/.git/config
    for name in $REPOS; do
        git -C "clones/$name" update-index -q --refresh
        : >"events-$name"
    done
}

world_build() {
    mkdir -p "origins/$OWNER" clones
    for name in $REPOS; do
        origin=origins/$OWNER/$name.git
        clone=clones/$(folder_of "$name")
        git init -q --template= --bare "$origin"
        mkdir "$origin/hooks"
        # every ref that ever changes is written down: the push event
        cat >"$origin/hooks/post-receive" <<EOF
#!/bin/sh
while read -r old new ref; do echo "\$old \$new \$ref"; done >>"$W/events-$name"
EOF
        chmod +x "$origin/hooks/post-receive"
        git clone -q --template= "$origin" "$clone" 2>/dev/null
        mkdir "$clone/.git/hooks" "$clone/.git/info"
        world_commit "$name" "First commit of $name"
        git -C "$clone" push -q origin main
        : >"events-$name"
    done
}

# world_many PLAN: those of an orchestrator.json with many repositories, which
# are copies of the first, without the event log
world_many() {
    world_plan "$1"
    all=$REPOS
    first=${REPOS%% *}
    REPOS=$first
    world_origins
    REPOS=$all
    rm -rf "origins/$OWNER/$first.git/hooks" "clones/$first/.git/hooks"
    for name in $REPOS; do
        [ "$name" = "$first" ] && continue
        cp -r "origins/$OWNER/$first.git" "origins/$OWNER/$name.git"
        cp -r "clones/$first" "clones/$name"
        sed -i "s|/$first\.git|/$name.git|" "clones/$name/.git/config"
    done
}

# a hundred of them, in ./plan.json
world_hundred() {
    python3 - >plan.json <<'EOF'
import json
print(json.dumps({"owner": "Many", "repos": [
    {"name": f"r{i:03}", "assets": ["a.tar.gz"]} for i in range(100)]}))
EOF
    world_many plan.json
}

# world_commit NAME SUBJECT: a commit in the clone, not pushed
world_commit() {
    clone=clones/$(folder_of "$1")
    mkdir -p "$clone/.github/workflows"
    echo "on: {push: {tags: ['v*']}}" >"$clone/.github/workflows/$(workflow_of "$1")"
    echo "$2" >>"$clone/README"
    git -C "$clone" add -A
    git -C "$clone" commit -q -m "$2"
}

# world_other_commit NAME: someone else pushes a commit to origin
world_other_commit() {
    rm -rf "other-$1"
    git clone -q "origins/$OWNER/$1.git" "other-$1"
    echo more >>"other-$1/README"
    git -C "other-$1" commit -q -a -m 'By someone else'
    git -C "other-$1" push -q origin main
}

github_start() {
    rm -f port
    python3 -SE "$T/github_start.py" --origins origins --owner "$OWNER" \
        --port-file port --log requests --token "$TOKEN" --parent $$ "$@" \
        </dev/null >standin.out 2>&1 &
    GITHUB_PID=$!
    i=0
    while [ ! -s port ]; do
        i=$((i + 1))
        if [ $i -gt 200 ]; then
            echo "the stand-in GitHub did not start" >&2
            cat standin.out >&2
            return 1
        fi
        sleep 0.05
    done
    GITHUB_API_URL="http://127.0.0.1:$(cat port)"
    GITHUB_TOKEN="$TOKEN"
    export GITHUB_API_URL GITHUB_TOKEN
}

github_control() {
    curl -q -s -S -f --noproxy '*' -X POST --data-binary "$1" \
        "http://127.0.0.1:$(cat port)/_control" >/dev/null
}

github_faults() {
    github_control "{\"faults\": $1}"
}

github_stop() {
    [ -n "${GITHUB_PID:-}" ] || return 0
    kill "$GITHUB_PID" 2>/dev/null || :
    wait "$GITHUB_PID" 2>/dev/null || :
    GITHUB_PID=
}
