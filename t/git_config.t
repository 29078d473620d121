#!/bin/sh
# Configuration of the user, and of the clone, that would change what is done:
# each ends as if it were not there, or is told before anything changes.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/table.sh"
. "$(dirname "$0")/git_misbehave.sh"

# SETTINGS are lines "key value". @CANARY@ is a program that must not run, @W@
# the folder of the test.
settle() { # FILE
    printf '#!/bin/sh\necho "$0 $*" >>"%s/sang"\ncat >/dev/null 2>&1 </dev/null\nexit 1\n' "$W" >canary
    chmod +x canary
    while read -r key value; do
        git config --file "$1" --add "$key" "$(printf '%s' "$value" | sed "s|@CANARY@|$W/canary|g; s|@W@|$W|g")"
    done <settings
}
for_user() {
    printf '%s\n' "$SETTINGS" >settings
    settle home/.gitconfig
    MEND=no_song
    then_also
}
for_clones() {
    printf '%s\n' "$SETTINGS" >settings
    for name in $REPOS; do
        settle "$W/clones/$name/.git/config"
    done
    MEND=no_song
    then_also
}
then_also() { [ -z "${ALSO:-}" ] || "$ALSO"; }
no_song() { [ ! -e sang ] || fail "it ran: $(cat sang)"; }

# Both of the user and of the clones.
harmless() { # TITLE SETTINGS
    SETTINGS=$2
    misbehaves "$1, of the user" for_user 0
    misbehaves "$1, of the clones" for_clones 0
}
refused() { # TITLE STATUS SETTINGS WORDS...
    title=$1 STATUS_WANTED=$2 SETTINGS=$3
    shift 3
    misbehaves "$title, of the user" for_user "$STATUS_WANTED" "$@"
    misbehaves "$title, of the clones" for_clones "$STATUS_WANTED" "$@"
}

harmless 'Aliases of all that is run' 'alias.push !@CANARY@
alias.tag !@CANARY@
alias.status !@CANARY@
alias.for-each-ref !@CANARY@
alias.rev-parse !@CANARY@
alias.remote !@CANARY@
alias.ls-remote !@CANARY@'
harmless 'Pagers' 'core.pager @CANARY@
pager.tag @CANARY@
pager.status true
pager.for-each-ref true
pager.remote @CANARY@
pager.config @CANARY@
pager.push true'
harmless 'Editors' 'core.editor @CANARY@
sequence.editor @CANARY@'
harmless 'Colours, always' 'color.ui always
color.status always
color.push always
color.remote always
color.branch always
color.transport always
color.advice always
color.status.header red
column.ui always
column.tag always
column.status always'
harmless 'A file system monitor that is a program' 'core.fsmonitor @CANARY@
core.fsmonitorHookVersion 2'
harmless 'A file system monitor of its own' 'core.fsmonitor true'
harmless 'A program for ssh, which no origin wants' 'core.sshCommand @CANARY@
ssh.variant simple
core.gitProxy @CANARY@'
harmless 'Helpers for credentials, which no origin wants' 'credential.helper @CANARY@
core.askPass @CANARY@'
tags_more() { for name in $REPOS; do git -C "clones/$name" tag -a -m more more; git -C "clones/$name" branch more; done; }
ALSO=tags_more
harmless 'push.followTags' 'push.followTags true'
harmless 'push.default matching' 'push.default matching'
harmless 'push.default nothing' 'push.default nothing'
harmless 'All refs to be pushed' 'remote.origin.push +refs/heads/*:refs/heads/*
remote.origin.push +refs/tags/*:refs/tags/*'
harmless 'A mirror' 'remote.origin.mirror true'
harmless 'Tags to be fetched, and all pruned' 'remote.origin.tagOpt --tags
fetch.prune true
fetch.pruneTags true
remote.origin.prune true
remote.origin.pruneTags true
fetch.all true
fetch.parallel 9'
ALSO=
harmless 'Another remote to push to' 'remote.other.url @W@/nowhere
remote.pushDefault other
branch.main.pushRemote other
branch.main.remote other
branch.main.merge refs/heads/other'
harmless 'Options for the server' 'push.pushOption ci.skip'
harmless 'Pushing with care' 'push.useForceIfIncludes true
push.negotiate true
push.autoSetupRemote true
push.recurseSubmodules check'
harmless 'Submodules to be pushed' 'push.recurseSubmodules on-demand
submodule.recurse true'
harmless 'Tags in another order' 'tag.sort -version:refname
versionsort.suffix -rc
branch.sort -committerdate'
harmless 'Signatures to be shown' 'log.showSignature true
gpg.program @CANARY@
log.mailmap true
format.pretty raw'
harmless 'Commits to be signed' 'commit.gpgSign true
gpg.program @CANARY@
user.signingKey 0xDEADBEEF'
harmless 'Status in another form' 'status.short true
status.branch false
status.relativePaths true
status.showStash true
status.submoduleSummary true
status.aheadBehind false
status.renames copies
status.displayCommentPrefix true'
harmless 'Object ids cut short' 'core.abbrev 4
log.abbrevCommit true'
harmless 'Other line ends' 'core.autocrlf input
core.safecrlf warn
core.eol lf'
harmless 'Hints and comments in other form' 'core.commentChar v
advice.statusHints false
advice.pushUpdateRejected true
core.quotePath false'
harmless 'Other encodings' 'i18n.commitEncoding ISO-8859-1
i18n.logOutputEncoding UTF-16
gui.encoding latin1'
harmless 'Other versions of the protocol' 'protocol.version 0'
harmless 'The first version of the protocol' 'protocol.version 1'
harmless 'An index of another kind' 'index.version 4
index.threads 1
core.untrackedCache true
core.splitIndex true
core.preloadIndex false
feature.manyFiles true'
harmless 'Housekeeping at each turn' 'gc.auto 1
gc.autoDetach false
gc.autoPackLimit 1
maintenance.auto true
fetch.writeCommitGraph true
core.commitGraph true
receive.autogc true'
harmless 'Objects to be checked' 'transfer.fsckObjects true
fetch.fsckObjects true
receive.fsckObjects true'
harmless 'Packs of another kind' 'core.compression 9
pack.threads 1
pack.depth 1
pack.writeReverseIndex true
transfer.unpackLimit 1
core.bigFileThreshold 1'
harmless 'Filters and differs' 'diff.external @CANARY@
diff.renames copies
diff.noprefix true
interactive.diffFilter @CANARY@
core.attributesFile @W@/attributes'
harmless 'Proxies and headers, which no origin wants' 'http.proxy http://127.0.0.1:1/
http.extraHeader X-Evil: yes
http.sslVerify false
http.userAgent @CANARY@
remote.origin.proxy http://127.0.0.1:1/'
harmless 'A name with odd characters' 'user.name O'"'"'Brien "the\n<Manager>" \e[2J'
harmless 'An identity for tags' 'committer.name Someone Else
committer.email else@example.org
author.name Third
author.email third@example.org'
harmless 'Commands to be guessed' 'help.autoCorrect immediate'
harmless 'Reflogs of all, shared folders' 'core.logAllRefUpdates always
core.sharedRepository group
core.preferSymlinkRefs false'
harmless 'A file that is not there is included' 'include.path @W@/no-such-file
includeIf.gitdir:@W@/.path @W@/no-such-file'
includes() { git config --file "$W/included" push.followTags true; git config --file "$W/included" remote.origin.mirror true; tags_more; }
ALSO=includes
harmless 'What would change it is included, on a condition' 'includeIf.gitdir:@W@/**.path @W@/included
includeIf.onbranch:main.path @W@/included'
ALSO=
UNHEARD=1
harmless 'Hooks elsewhere, where there are none' 'core.hooksPath @W@/no-hooks'
UNHEARD=
harmless 'Keys that git does not know' 'orchestrator.evil true
remote.origin.evil @CANARY@
tag.evil true'
harmless 'Lower limits' 'core.packedGitLimit 1m
core.packedGitWindowSize 1m
core.deltaBaseCacheLimit 1k
pack.windowMemory 1m'
traces() { git config --file home/.gitconfig trace2.normalTarget 2; git config --file home/.gitconfig trace2.perfTarget 1; git config --file home/.gitconfig trace2.eventTarget "$W/trace"; }
misbehaves 'Traces in the midst of the output' traces 0

# --- What cannot be overruled is told
refused 'Origin is rewritten' 3 'url.@W@/elsewhere/.insteadOf @W@/origins/' 'origin is not there, or these credentials may not see it'
refused 'Origin is rewritten for pushes' 3 'url.@W@/elsewhere/.pushInsteadOf @W@/origins/' 'is fetched from ' ': two places'
refused 'Another place to push to' 3 'remote.origin.pushurl @W@/elsewhere/Truthdb/installer-kernel.git' 'two places' "origin's push URL is "
refused 'A second URL' 3 'remote.origin.url @W@/elsewhere' 'origin has 2 push URLs, and a release goes to one'
refused 'No protocol is allowed' 3 'protocol.allow never' "transport 'file' not allowed"
refused 'The protocol of origin is not allowed' 3 'protocol.file.allow never' "transport 'file' not allowed"
refused 'Signed pushes, which the server does not know' 3 'push.gpgSign true' 'origin can be read, but a push to it fails: fatal: the receiving end does not support --signed push'
harmless 'Signed pushes, where the server knows them' 'push.gpgSign if-asked'
refused 'A line that is no number' 3 'core.compression x' 'bad numeric config value'
refused 'An identity that is empty' 3 'user.name
user.email' 'git knows no name and e-mail of yours'
refused 'No identity is to be guessed' 3 'user.useConfigOnly true
user.name
user.email' 'git knows no name and e-mail of yours'
loop() { git config --file "$W/loop" include.path "$W/loop"; }
included_for_ever() { SETTINGS='include.path @W@/loop'; for_user; loop; }
misbehaves 'An include of the user that never ends' included_for_ever 7 'git --version fails: fatal: exceeded maximum include depth'
included_in_clones() { SETTINGS='include.path @W@/loop'; for_clones; loop; }
misbehaves 'An include of a clone that never ends' included_in_clones 3 'git cannot read the clone ' ': fatal: exceeded maximum include depth'
broken_user() { echo '[core' >>home/.gitconfig; }
misbehaves 'A configuration of the user that cannot be read' broken_user 7 'git --version fails: fatal: bad config line'
broken_clone() { echo '[core' >>clones/installer-kernel/.git/config; }
misbehaves 'A configuration of a clone that cannot be read' broken_clone 3 'git cannot read the clone ' ': fatal: bad config line'
untracked_hidden() { echo x >clones/installer/new; SETTINGS='status.showUntrackedFiles no'; for_clones; MEND=untracked_gone; }
untracked_gone() { rm clones/installer/new; }
misbehaves 'Untracked files are seen though they are hidden' untracked_hidden 3 'not clean: 1 untracked: new'
mode_hidden() { SETTINGS='core.fileMode false'; for_clones; chmod +x clones/installer/README; MEND=mode_back; }
mode_back() { chmod -x clones/installer/README; }
misbehaves 'A mode that git is told not to see does not matter' mode_hidden 0
elsewhere() { git init -q elsewhere; SETTINGS='core.worktree @W@/elsewhere'; for_clones; }
misbehaves 'A work tree elsewhere' elsewhere 3 'as its core.worktree says'
bare() { SETTINGS='core.bare true'; for_clones; }
misbehaves 'A clone that says it is bare' bare 3 'for a bare repository, for its core.bare is true'
unknown_extension() { SETTINGS='core.repositoryFormatVersion 1
extensions.unknown true'; for_clones; }
misbehaves 'An extension that git does not know' unknown_extension 3 'unknown repository extension'
future() { SETTINGS='core.repositoryFormatVersion 99'; for_clones; }
misbehaves 'A format of the future' future 3 'Expected git repo version'
all_signed() { SETTINGS='tag.gpgSign true
gpg.program @W@/no-such-gpg'; for_user; }
misbehaves 'Tags to be signed by a program that is not there' all_signed 1 'git could not make v1.2.3: ' 'no-such-gpg'
by_ssh() { SETTINGS='tag.gpgSign true
gpg.format ssh
user.signingKey @W@/no-such-key'; for_user; }
misbehaves 'Tags to be signed with a key of ssh that is not there' by_ssh 6 'v1.2.3 was to be signed, and has no signature' 'removed again in installer-kernel'
forced() { SETTINGS='tag.forceSignAnnotated true
gpg.program @W@/no-such-gpg'; for_clones; }
misbehaves 'git signs no tag that it is told to annotate for tag.forceSignAnnotated' forced 0
table_end 'git configurations'
