#!/bin/sh
# Repositories by dist/publish.sh --tree, against a service that checks signatures.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/bucket.sh"

# What leads to all else, as dist/apt-repo.sh and dist/yum-repo.sh sign it.
sign_apt() { # FOLDER [KEY]
    gpg --batch --yes --local-user "${2:-ours}" --clearsign --output "$1/InRelease" "$1/Release"
    gpg --batch --yes --local-user "${2:-ours}" --armor --detach-sign --output "$1/Release.gpg" "$1/Release"
}
sign_yum() { # FOLDER
    gpg --batch --yes --local-user ours --armor --detach-sign --output "$1/repodata/repomd.xml.asc" "$1/repodata/repomd.xml"
}
# apt FOLDER DATE; yum FOLDER REVISION
apt() {
    mkdir -p "$1/dists/debian-12/main/binary-amd64"
    echo "Date: $2" >"$1/dists/debian-12/Release"
    echo "$2" >"$1/dists/debian-12/main/binary-amd64/Packages"
    sign_apt "$1/dists/debian-12"
}
yum() {
    mkdir -p "$1/rocky-9/repodata"
    echo "<repomd><revision>$2</revision></repomd>" >"$1/rocky-9/repodata/repomd.xml"
    sign_yum "$1/rocky-9"
}
begin() { # FAULTS
    bucket "$@"
    key_begin
}

tree() {
    begin
    apt repo 'Fri, 27 Nov 2026 10:00:00 UTC'
    mkdir -p repo/dists/debian-12/main/binary-amd64/by-hash/SHA256 repo/pool
    echo 1 >repo/dists/debian-12/main/binary-amd64/by-hash/SHA256/00
    echo 1 >repo/pool/a.deb
    exits 0 "$PUBLISH" --tree repo apt
    is "$(asked PUT | tr '\n' ' ')" '200 a.deb 200 00 200 InRelease 200 Release 200 Release.gpg 200 Packages ' 'the order'
    : >requests
    exits 0 "$PUBLISH" --tree repo apt
    is "$(asked PUT | tr '\n' ' ')" '200 InRelease ' 'what was uploaded again'
    exits 1 "$PUBLISH" --tree nowhere apt
    says 'there is no folder nowhere'
    echo 2 >repo/pool/a.deb
    exits 1 "$PUBLISH" --tree repo apt
    says 'apt/pool/a.deb: is there with other bytes'
}
tree_of_yum() {
    begin
    yum repo 1000
    echo 1 >repo/rocky-9/repodata/zz-primary.xml.gz
    echo 1 >repo/rocky-9/z.rpm
    exits 0 "$PUBLISH" --tree repo yum
    is "$(asked PUT | tr '\n' ' ')" '200 z.rpm 200 zz-primary.xml.gz 200 repomd.xml 200 repomd.xml.asc ' 'the order'
}
# A half-made repository, or one that another key signed.
refused() { # WHAT
    exits 1 "$PUBLISH" --tree repo any
    says "$1"
    is "$(wc -l <requests)" 0 'requests'
}
unsigned() {
    begin
    apt repo 'Fri, 27 Nov 2026 10:00:00 UTC'
    suite=repo/dists/debian-12
    sign_apt $suite other
    refused "$suite/InRelease: its signature is not good by $DIST_KEYRING; nothing was uploaded"
    sign_apt $suite
    echo more >>$suite/Release
    refused "$suite/InRelease: its signature is not good"
    sign_apt $suite
    rm $suite/Release.gpg
    refused "$suite/InRelease: its signature is not good"
    rm $suite/InRelease
    refused "$suite/Release: there is no InRelease beside it"
    rm -r repo/dists
    yum repo 1000
    echo more >>repo/rocky-9/repodata/repomd.xml
    refused 'repo/rocky-9/repodata/repomd.xml: its signature is not good'
    rm repo/rocky-9/repodata/repomd.xml.asc
    refused 'repo/rocky-9/repodata/repomd.xml: its signature is not good'
    rm repo/rocky-9/repodata/repomd.xml
    echo 1 >repo/rocky-9/z.rpm
    refused 'there is no repository in repo'
}
odd_name() {
    begin
    mkdir repo
    echo 1 >repo/a.deb
    echo 1 >'repo/a+b.deb'
    exits 1 "$PUBLISH" --tree repo apt
    says 'orchestrator/apt/a+b.deb: a name with other signs'
    is "$(wc -l <requests)" 0 'requests'
}
older_tree() {
    begin
    apt new 'Fri, 27 Nov 2026 10:00:00 UTC'
    apt old 'Fri, 27 Nov 2026 09:59:00 UTC'
    yum newer 1000
    yum older 999
    exits 0 "$PUBLISH" --tree new apt
    exits 0 "$PUBLISH" --tree newer yum
    : >requests
    exits 1 "$PUBLISH" --tree old apt
    says 'dists/debian-12/InRelease: what is there was made later; nothing was uploaded'
    exits 1 "$PUBLISH" --tree older yum
    says 'rocky-9/repodata/repomd.xml: what is there was made later'
    is "$(asked PUT)" '' 'what was uploaded'
}
tree_meanwhile() {
    begin '[{"method": "PUT", "path": "InRelease", "times": 1, "do": "meanwhile",
        "file": "bucket/orchestrator/apt/dists/debian-12/InRelease", "text": "theirs"}]'
    apt new 'Fri, 27 Nov 2026 10:00:00 UTC'
    mkdir -p s3/bucket/orchestrator/apt/dists/debian-12
    exits 1 "$PUBLISH" --tree new apt
    says 'dists/debian-12/InRelease: somebody else published meanwhile'
    is "$(cat s3/bucket/orchestrator/apt/dists/debian-12/InRelease)" theirs
    is "$(ls s3/bucket/orchestrator/apt/dists/debian-12)" InRelease 'what is beside it'
}

tap 'A repository is uploaded so that it is whole at any moment' tree
tap 'So it is for dnf' tree_of_yum
tap 'What those who install would not believe is not uploaded' unsigned
tap 'A name that services read otherwise is refused' odd_name
tap 'A repository does not go back' older_tree
tap 'Nor is it mixed of two that publish at once' tree_meanwhile
tap_end
