#!/bin/sh
# usage: dist/notes.sh PACKAGE TOOLS IMAGE IMAGE_ID ENGINE COMMIT EPOCH
#
# Writes what goes beside a package:
#
#     PACKAGE.spdx.json     what it is made of, as SPDX 2.3
#     PACKAGE.build.json    how it was made
#
# TOOLS has lines NAME=VALUE, which dist/do-build.sh wrote.
set -eu
# shellcheck source=dist/lib/script.sh
. "$(dirname "$0")/lib/script.sh"
script_help "$@"
[ $# -eq 7 ] || usage 'it takes seven words'
package=$1 tools=$2 image=$3 image_id=$4 engine=$5 commit=$6 epoch=$7
name=${package##*/}

quoted() { # TEXT: as a string of JSON
    printf '"'
    printf '%s' "$1" | LC_ALL=C tr -d '\000-\037' | sed 's/[\\"]/\\&/g'
    printf '"'
}
tool() { # NAME
    sed -n "s/^$1=//p" "$tools"
}
at=$(date -u -d "@$epoch" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -r "$epoch" +%Y-%m-%dT%H:%M:%SZ)
sum=$(sha256sum "$package")
sum=${sum%% *}

spdx_package() { # ID NAME VERSION LICENCE DOWNLOAD
    printf '    {"SPDXID": "SPDXRef-%s", "name": "%s", "versionInfo": %s,\n' "$1" "$2" "$(quoted "$3")"
    printf '     "licenseConcluded": "%s", "licenseDeclared": "%s",\n' "$4" "$4"
    printf '     "copyrightText": "NOASSERTION", "filesAnalyzed": false,\n'
    printf '     "downloadLocation": "%s"' "$5"
}

{
    printf '{\n  "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0",\n'
    printf '  "SPDXID": "SPDXRef-DOCUMENT", "name": %s,\n' "$(quoted "$name")"
    printf '  "documentNamespace": "https://github.com/Truthdb/orchestrator/spdx/%s",\n' "$sum"
    printf '  "creationInfo": {"created": "%s", "creators": ["Tool: dist/notes.sh"]},\n' "$at"
    printf '  "packages": [\n'
    spdx_package orchestrator orchestrator "$(tool version)" MIT \
        "git+https://github.com/Truthdb/orchestrator@$commit"
    printf ',\n     "packageFileName": %s,\n' "$(quoted "$name")"
    printf '     "checksums": [{"algorithm": "SHA256", "checksumValue": "%s"}]},\n' "$sum"
    spdx_package jansson jansson "$(tool jansson)" MIT NOASSERTION
    printf '},\n'
    spdx_package libc libc "$(tool libc)" LGPL-2.1-or-later NOASSERTION
    printf '}\n  ],\n  "relationships": [\n'
    relation='    {"spdxElementId": "SPDXRef-%s", "relationshipType": "%s", "relatedSpdxElement": "SPDXRef-%s"}'
    # shellcheck disable=SC2059 # a format
    {
        printf "$relation,\n" DOCUMENT DESCRIBES orchestrator
        printf "$relation,\n" orchestrator DYNAMIC_LINK jansson
        printf "$relation\n" orchestrator DYNAMIC_LINK libc
    }
    printf '  ]\n}\n'
} >"$package.spdx.json"

{
    printf '{\n  "package": %s,\n  "sha256": "%s",\n' "$(quoted "$name")" "$sum"
    printf '  "machine": %s,\n' "$(quoted "$(tool machine)")"
    printf '  "commit": "%s",\n  "source_date_epoch": %s,\n' "$commit" "$epoch"
    printf '  "image": %s,\n  "image_id": %s,\n' "$(quoted "$image")" "$(quoted "$image_id")"
    printf '  "engine": %s,\n  "tools": {\n' "$(quoted "$("$engine" --version)")"
    sed '/^machine=/d; /^version=/d' "$tools" | {
        separator=
        while IFS='=' read -r key value; do
            printf '%s    "%s": %s' "$separator" "$key" "$(quoted "$value")"
            separator=',
'
        done
    }
    printf '\n  }\n}\n'
} >"$package.build.json"
