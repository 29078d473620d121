#!/usr/bin/env python3
"""A stand-in for GitHub's REST API on loopback, for tests, demo and bench.

    github_standin.py --origins DIR --owner NAME --port-file FILE --log FILE
        [--delay SECONDS] [--faults FILE] [--token TOKEN] [--assets FILE]
        [--config FILE] [--immutable] [--no-actions] [--quota N]
        [--prefix PATH] [--latency SECONDS] [--parent PID]
        [--storage-port-file FILE] [--downloads-here]

DIR/OWNER/NAME.git are bare repositories. A tag that appears in one of them
starts a workflow run and makes a release, `release_delay` seconds (0) after it
was first seen; its assets are uploaded `delay` seconds (--delay, 0.3) after it
was seen, when the run ends. A tag that goes takes its release along. The port
goes to --port-file once requests are taken. It ends by SIGTERM, and once the
process --parent is gone.

An asset asked for as application/octet-stream is at the storage host: another
port, which goes to --storage-port-file, where signed URLs are served, ranges
of them too, and where a request with Authorization is 400. --downloads-here:
the assets' browser_download_url, which leads there without a token, is one of
this server, not of github.com.

--config: an orchestrator.json; assets, checksums, workflows and tag_prefix of
its repositories. --no-actions: all under actions/ is 404, as on another forge.
--quota: requests an hour (5000), told and never enforced.

--assets: JSON, read again whenever it changes; what an entry leaves out is as
in --config, or in TRUTHDB below:
    {"installer-kernel": {
        "assets": ["BOOTX64.EFI", "x-{tag}", "y-{version}"],
        "extra": ["notes.txt"],  more assets, listed last
        "assets_missing": [],    of these, the ones that never come
        "assets_anyway": false,  they come though the run fails
        "delay": 1.5, "release_delay": 0,
        "starter": false,        assets awaiting upload are listed, size 0
        "contents": {"x-{tag}": "text"}, "files": {"notes.txt": "/path"},
                                 what these hold
        "checksums": {"x-{tag}": "SUMS"},  SUMS holds that of x-{tag}, as
                                 sha256sum prints it; where none is named,
                                 N.sha256 holds that of N, or the first N.*
        "sizes": {"x-{tag}": 0}, of any other (4096): random bytes, the same
                                 ones in each run
        "digests": true,         false: none is told, as before June 2025
        "digest_of": {}, "size_of": {},  of a name: told, and wrong
        "direct": false,         the API sends the bytes itself, by 200
        "private": false,        not there without a token; no downloads by
                                 browser_download_url at all
        "draft": false,          a draft, until it is published (below)
        "immutable": false,      published with its assets at once, unless
                                 release_delay says when; --immutable: all
        "archived": false, "permissions": {"push": true},
        "tags_only": [],         more tags that the list of tags has
        "rulesets": [{"name", "enforcement" ("active"), "target" ("tag"),
            "include" (["~ALL"]), "exclude" ([]), "rules" (["creation"]; a
            type, or an object), "bypass" ("never"; null: not told)}],
        "run": {                 null: no run ever appears
            "workflow": "release.yml", "appears": 0, "queued": 0,
            "takes": 1.5,        seconds; as `delay` if not given
            "waiting": false,    for an approval, until it is given (below)
            "conclusion": "success", "rerun_conclusion": "success",
            "jobs": [{"name", "steps": [], "takes"}], one after the other
            "fails_at": [JOB, STEP],  the last step, if it does not succeed
            "status": "pending"}}}    forced, for ever
Beside the run of a tag two that failed are listed, which are not its: one of
the branch, and one of another workflow.

--log: a line of JSON for each request, before its answer is sent:
    n, t (monotonic), listener (api, storage), method, path (with query),
    headers, conn (number of the connection), auth (of its Authorization: none,
    right, wrong, unchecked: no --token), range (its header, or null),
    etag_sent (it had If-None-Match), fault, status (null: none was sent)

--token: any other token is refused; a request without one is served, as for
public repositories. GET /_control tells the state; POST /_control with any of
{"faults": [], "delay": 0.1, "latency": 0, "connect": 0, "quota": {"remaining":
5, "reset_in": 60}} sets it (latency: seconds before each answer; connect:
before the first of a connection); {"approve": NAME}, {"rerun": NAME} and {"publish":
NAME} let the run of a repository's tag go on, go again, and its draft become a
release. {"hold": {"request": N, "when": "before" | "during" | "after", "stop":
FILE, "tell": FIFO}} holds the N-th request from now: the process whose id is in
FILE is stopped (SIGSTOP), nothing, half or all of the answer is sent, a line
goes to FIFO, and then it waits until "hold" is set again, as to null. None of
these is logged.

--faults: a list of rules, {"path": REGEX, "do": NAME, ...}. The first rule
that matches path and query, has let pass `skip` (0) such requests and worked
on fewer than `times` (1; -1: no end), works on the request. One to the storage
host has the path /github-production-release-asset/ID, and filename%3DNAME in
its query. NAME, parameters:
    status         status, headers {}, json or body
    close          close the connection without a byte
    reset          the same, by RST
    truncate       the whole head, half of the body, then close
    cut            the whole head, `after` (0) bytes of the body, then close;
                   "reset": true: by RST
    corrupt        one bit of the byte `at` (the middle one) of the body is
                   another
    truncate_head  half of the head, then close
    hang           nothing for `seconds` (3600), then close
    hang_body      the head and `after` (half) bytes of the body, then as hang
    drip           a byte every `every` (0.5) seconds; "after": N: once the
                   head and N bytes of the body went
    body           body and/or base64 and/or repeat {"text", "times"}, type,
                   status (200)
    endless        chunks of `text` without end, one every `every` (0) seconds
    big            `mib` (16) MiB: spaces, then the real body
    gzip           compressed, asked for or not
    rate_primary   status (403), seconds (60) until the limit is lifted
    rate_secondary status (403), seconds (60) in Retry-After; "date": true: as
                   a date; "bare": true: no Retry-After
    redirect       status (301), location with {self} (scheme, host, port),
                   {port}, {path} (with query) and {storage} (as {self}, of the
                   storage host); without location, to itself
    patch          edits: [{"at": ["assets", 0, "size"], "set": VALUE}], or
                   "append": VALUE, or "delete": true; one that does not fit
                   the real answer is left out
    header         headers {} added to the real answer
    latency        the real answer after `seconds` (1)
    not_found, unauthorized, sso, forbidden (permissions: "contents=read")
    and those of github_wire.py
In `headers` a value replaces that header, null removes it, a list repeats it.
truncate, cut, corrupt, hang_body, big and gzip never make a 304.
"""
import argparse
import base64
import calendar
import email.utils
import functools
import gzip
import hashlib
import http.server
import json
import os
import re
import signal
import socket
import socketserver
import struct
import subprocess
import sys
import threading
import time
import urllib.parse
import zlib

import github_documents as documents
import github_storage as storage
import github_wire as wire
from github_actions import Actions
from github_documents import WEB, rfc3339, stable_id

DOCS = "https://docs.github.com/rest"
LIMITS = DOCS + "/using-the-rest-api/rate-limits-for-the-rest-api"
API_VERSION = "2022-11-28"
TRUTHDB = {
    "installer-kernel": {"assets": ["BOOTX64.EFI", "BOOTX64.EFI.sha256"]},
    "installer": {"assets": [
        "truthdb-installer-v{version}-x86_64-linux-musl.tar.gz",
        "truthdb-installer-v{version}-x86_64-linux-musl.sha256"]},
    "truthdb": {"assets": ["truthdb-v{version}-x86_64-linux-gnu.tar.gz",
                           "truthdb-v{version}-x86_64-linux-gnu.sha256"]},
    "installer-iso": {"assets": ["truthdb-installer-v{version}.iso",
                                 "truthdb-installer-v{version}.iso.sha256"]},
}


@functools.lru_cache(maxsize=None)
def read_object(folder, sha):
    """Its type and contents; git is asked for packed ones only."""
    try:
        with open(f"{folder}/objects/{sha[:2]}/{sha[2:]}", "rb") as file:
            head, _, body = zlib.decompress(file.read()).partition(b"\0")
    except OSError:
        head = ask_git(folder, "-t", sha)
        body = ask_git(folder, "-p", sha)
    return head.split()[0].decode() if head.split() else "commit", body


def ask_git(folder, what, sha):
    return subprocess.run(["git", "-C", folder, "cat-file", what, sha],
                          stdout=subprocess.PIPE, check=False).stdout


class Origins:
    """The bare repositories of one owner, and when their tags were seen."""

    def __init__(self, folder):
        self.folder = folder
        self.seen = {}  # name: {tag: (monotonic, wall)}
        self.lock = threading.Lock()

    def path(self, name):
        return f"{self.folder}/{name}.git"

    def names(self):
        found = os.listdir(self.folder) if os.path.isdir(self.folder) else []
        return sorted(n[:-4] for n in found if n.endswith(".git"))

    def find(self, name):
        """The name as it is spelled on disk, or None."""
        if os.path.isdir(self.path(name)):
            return name
        same = [n for n in self.names() if n.lower() == name.lower()]
        return same[0] if same else None

    def packed_tags(self, name):
        try:
            with open(self.path(name) + "/packed-refs", encoding="utf-8",
                      errors="replace") as file:
                refs = [line.split() for line in file if line[0] not in "#^"]
        except OSError:  # none was ever packed
            return {}
        return {ref[10:]: sha for sha, ref in refs
                if ref.startswith("refs/tags/")}

    def tags(self, name):
        """All of them. The folders are read each time: their times say too
        little where a file system's clock is coarse."""
        found = set(self.packed_tags(name))
        top = self.path(name) + "/refs/tags"
        for folder, _, files in os.walk(top):
            found |= {os.path.relpath(os.path.join(folder, file), top)
                      for file in files if not file.endswith(".lock")}
        return found

    def look(self, name):
        """Takes note of tags that came or went; those that are there now,
        each with when it was first seen."""
        with self.lock:
            now = time.monotonic(), time.time()
            before = self.seen.get(name, {})
            self.seen[name] = {tag: before.get(tag, now)
                               for tag in self.tags(name)}
            return self.seen[name]

    def look_at_all(self):
        for name in self.names():
            self.look(name)
        return self.seen

    def watch(self):
        """Looks every 30 ms, or less often where there is much to look at."""
        while True:
            began = time.monotonic()
            try:
                self.look_at_all()
            except OSError:  # a repository comes or goes just now
                pass
            time.sleep(max(0.03, 3 * (time.monotonic() - began)))

    def commit_of(self, name, tag):
        """The commit that a tag leads to."""
        sha = self.tag_sha(name, tag)
        kind, body = read_object(self.path(name), sha)
        while kind == "tag":
            sha = body.split()[1].decode()
            kind, body = read_object(self.path(name), sha)
        return sha

    def tag_sha(self, name, tag):
        try:
            with open(f"{self.path(name)}/refs/tags/{tag}", "rb") as file:
                return file.read().decode().strip()
        except OSError:
            return self.packed_tags(name).get(tag)

    def default_branch(self, name):
        with open(self.path(name) + "/HEAD", encoding="utf-8") as file:
            return file.read().strip().replace("ref: refs/heads/", "")


class Plan:
    """What is released where: --assets over TRUTHDB."""

    def __init__(self, path, config):
        self.path = path
        self.text = None
        self.entries = {}
        self.configured, self.prefix = {}, "v"
        if config:
            self.take_config(config)
        if path:
            self.load()

    def take_config(self, path):
        """Assets, checksums and workflows from an orchestrator.json."""
        with open(path, encoding="utf-8") as file:
            config = json.load(file)
        self.prefix = config.get("tag_prefix", "v")
        self.configured = {
            repo["name"]: {
                "assets": repo["assets"],
                "checksums": repo.get("checksums") or {},
                "run": {"workflow": repo.get("workflow", "release.yml")}}
            for repo in config["repos"]}

    def load(self):
        with open(self.path, encoding="utf-8") as file:
            text = file.read()
        if text != self.text:
            self.entries = json.loads(text)
            self.text = text

    def entry(self, name):
        if self.path:
            try:
                self.load()
            except (OSError, ValueError):  # half written: the old one holds
                pass
        return {**TRUTHDB.get(name, {}), **self.configured.get(name, {}),
                **self.entries.get(name, {})}


class Answer:
    """Its body is a document, or bytes, or a piece of an asset."""

    def __init__(self, status=200, document=None, headers=None, body=b""):
        self.status = status
        self.document = document
        self.headers = headers or {}
        self.raw = body

    def body(self):
        if self.document is None:
            return self.raw
        return json.dumps(self.document, separators=(",", ":")).encode()


def message(status, text, docs=DOCS, headers=None):
    return Answer(status, {"message": text, "documentation_url": docs,
                           "status": str(status)}, headers)


DOWNLOAD = re.compile(r"/([^/?]+)/([^/?]+)/releases/download/"
                      r"([^?]+)/([^/?]+)(?:\?|$)")


class GitHub:
    """What GitHub knows, and says under which path."""

    def __init__(self, args):
        self.owner, self.prefix = args.owner, args.prefix.rstrip("/")
        self.delay, self.immutable = args.delay, args.immutable
        self.downloads_here = args.downloads_here
        self.origins = Origins(os.path.join(args.origins, args.owner))
        self.plan = Plan(args.assets, args.config)
        self.actions = None if args.no_actions else Actions(self)
        self.published = set()
        self.self_url = None  # known once the port is
        self.quota = Quota(args.quota)
        self.storage = storage.Storage(self.stored)
        self.signed = {}  # id of an asset: its repository

    def answer(self, target, authorized, accept=""):
        path, _, query = target.partition("?")
        asked = dict(urllib.parse.parse_qsl(query))
        if not path.startswith(self.prefix + "/"):
            return message(404, "Not Found")
        parts = path[len(self.prefix) + 1:].split("/")
        document, headers = None, {}
        if parts == ["rate_limit"]:
            core = self.quota.state()
            search = {**core, "limit": 30, "remaining": 30, "used": 0}
            document = {"resources": {"core": core, "search": search},
                        "rate": core}
        elif len(parts) > 2 and parts[0] == "repos" and "" not in parts:
            owner, name, *rest = map(urllib.parse.unquote, parts[1:])
            name = self.find(owner, name)
            if name and (authorized or not self.is_private(name)):
                document = self.about(name, rest, asked, authorized)
            if (document and rest[:2] == ["releases", "assets"]
                    and storage.TYPE in media_types(accept)):
                return self.download(name, document)
        if isinstance(document, list):
            document, headers = self.page(document, path, asked)
        elif isinstance(document, tuple):  # a list with its total
            key, found = document
            part, headers = self.page(found, path, asked)
            document = {"total_count": len(found), key: part}
        if document is None:
            return message(404, "Not Found")
        return Answer(200, document, headers)

    def find(self, owner, name):
        """A repository as it is spelled on disk, or None."""
        if owner.lower() != self.owner.lower():
            return None
        return self.origins.find(name)

    def is_private(self, name):
        return bool(self.plan.entry(name).get("private"))

    def about(self, name, rest, asked, authorized):
        """The document under /repos/OWNER/NAME, a list, a list with its key,
        or None."""
        if not rest:
            return self.repository(name, authorized)
        if rest == ["releases"]:
            found = [self.release(name, tag, authorized)
                     for tag in self.origins.look(name)]
            return sorted(filter(None, found), reverse=True,
                          key=lambda r: (r["created_at"], r["tag_name"]))
        if rest == ["tags"]:
            return self.tags(name)
        if rest[0] == "rulesets":
            return self.rulesets(name, rest[1:], asked)
        if rest[0] == "actions" and self.actions:
            return self.actions.answer(name, rest[1:], asked)
        if rest[:2] == ["releases", "tags"] and len(rest) == 3:
            return self.release(name, rest[2])
        if rest[:2] == ["releases", "assets"] and len(rest) == 3:
            return self.find_asset(name, rest[2], authorized)[1]
        if rest[:3] == ["git", "ref", "tags"]:
            return self.reference(name, "/".join(rest[3:]))
        if rest[:2] == ["git", "tags"] and len(rest) == 3:
            return self.tag_object(name, rest[2])
        return None

    def tags(self, name):
        there = {tag: self.origins.commit_of(name, tag)
                 for tag in self.origins.look(name)}
        more = dict.fromkeys(self.plan.entry(name).get("tags_only", []),
                             "0" * 40)
        return [documents.tag(self.api(name), tag, sha) for tag, sha
                in sorted({**more, **there}.items(), reverse=True)]

    def rulesets(self, name, rest, asked):
        source = f"{self.owner}/{name}"
        found = [documents.ruleset(wish, number, source, bool(rest))
                 for number, wish in enumerate(
                     self.plan.entry(name).get("rulesets", []), 1)]
        if rest:
            same = [r for r in found if [str(r["id"])] == rest]
            return same[0] if same else None
        wanted = asked.get("targets", "").split(",")
        return [r for r in found if wanted == [""] or r["target"] in wanted]

    def page(self, found, path, asked):
        per, page = asked.get("per_page", ""), asked.get("page", "")
        per = min(max(int(per), 1), 100) if per.isdigit() else 30
        page = max(int(page), 1) if page.isdigit() else 1
        last = max(-(-len(found) // per), 1)
        links = [("prev", page - 1), ("first", 1)] if page > 1 else []
        links += [("next", page + 1), ("last", last)] if page < last else []
        url = f"{self.self_url}{path}?per_page={per}&page="
        link = ", ".join(f'<{url}{to}>; rel="{rel}"' for rel, to in links)
        part = found[(page - 1) * per:page * per]
        return part, {"Link": link} if link else {}

    def api(self, name, *rest):
        base = f"{self.self_url}{self.prefix}/repos/{self.owner}/{name}"
        return "/".join([base, *map(urllib.parse.quote, rest)])

    def user(self, login, kind):
        return documents.user(self.self_url, login, kind)

    def repository(self, name, authorized):
        entry = self.plan.entry(name)
        document = documents.repository(
            self.api(name), self.user(self.owner, "Organization"), name,
            self.origins.default_branch(name), 0)
        document["archived"] = entry.get("archived", False)
        if self.is_private(name):
            document.update(private=True, visibility="private")
        if authorized:
            document["permissions"] = {
                "admin": False, "maintain": False, "push": True,
                "triage": True, "pull": True, **entry.get("permissions", {})}
        return document

    def reference(self, name, tag):
        if tag not in self.origins.look(name):
            return None
        sha = self.origins.tag_sha(name, tag)
        kind = read_object(self.origins.path(name), sha)[0]
        return {"ref": f"refs/tags/{tag}", "node_id": f"REF_{sha[:12]}",
                "url": self.api(name, "git", "refs", "tags", tag),
                "object": {"sha": sha, "type": kind,
                           "url": self.api(name, "git", kind + "s", sha)}}

    def tag_object(self, name, sha):
        """An annotated tag that a ref of it leads to, by its id."""
        if sha not in [self.origins.tag_sha(name, tag)
                       for tag in self.origins.look(name)]:
            return None
        kind, body = read_object(self.origins.path(name), sha)
        return documents.tag_object(self.api(name), sha, body) \
            if kind == "tag" else None

    def is_uploaded(self, name, tag, entry, age):
        """Are the assets there? Not if the run failed, or before it went on
        after an approval or once more."""
        run = self.actions and self.actions.find(name, tag)
        if not run or entry.get("assets_anyway"):
            return age >= entry.get("delay", self.delay)
        if run.held or run.conclusion != "success":
            return False
        if name in self.actions.approved or run.attempt > 1:
            return run.has_succeeded(time.monotonic())
        return age >= entry.get("delay", self.delay)

    def release(self, name, tag, drafts=False):
        """The release of a tag, or None while there is none."""
        entry = self.plan.entry(name)
        seen = self.origins.look(name).get(tag)
        if not seen:
            return None
        age = time.monotonic() - seen[0]
        immutable = entry.get("immutable", self.immutable)
        upload = entry.get("delay", self.delay)
        publish = entry.get("release_delay", upload if immutable else 0)
        ready = self.is_uploaded(name, tag, entry, age)
        draft = bool(entry.get("draft")) and name not in self.published
        if (draft and not drafts or age < publish or
                immutable and not ready and "release_delay" not in entry):
            return None
        published = rfc3339(seen[1] + publish)
        updated = rfc3339(seen[1] + max(upload if ready else 0, publish))
        number = stable_id(self.owner, name, tag)
        url = self.api(name, "releases", str(number))
        return {
            "url": url, "assets_url": url + "/assets",
            "upload_url": url + "/assets{?name,label}",
            "html_url": f"{WEB}/{self.owner}/{name}/releases/tag/"
                        + (f"untagged-{number:x}" if draft else tag),
            "id": number, "node_id": f"RE_{number:x}", "tag_name": tag,
            "author": self.user("github-actions[bot]", "Bot"),
            "target_commitish": self.origins.default_branch(name),
            "name": tag, "draft": draft, "prerelease": "-" in tag,
            "immutable": immutable, "created_at": rfc3339(seen[1]),
            "updated_at": updated,
            "published_at": None if draft else published,
            "assets": self.assets(name, tag, entry, ready, updated),
            "tarball_url": self.api(name, "tarball", tag),
            "zipball_url": self.api(name, "zipball", tag), "body": ""}

    def assets(self, name, tag, entry, ready, updated):
        if not ready and not entry.get("starter"):
            return []
        shelf = self.shelf(name, tag, entry)
        return [self.asset(name, tag, asset, ready, updated, shelf)
                for asset in shelf.there()]

    def shelf(self, name, tag, entry):
        return storage.Shelf((self.owner, name, tag), entry,
                             tag.removeprefix(self.plan.prefix), tag)

    def asset(self, name, tag, asset, ready, updated, shelf):
        number = stable_id(self.owner, name, tag, asset)
        web = self.self_url if self.downloads_here else WEB
        where = f"{web}/{self.owner}/{name}/releases/download/{tag}/{asset}"
        return {
            "url": self.api(name, "releases", "assets", str(number)),
            "browser_download_url": where, "id": number,
            "node_id": f"RA_{number:x}", "name": asset, "label": "",
            "state": "uploaded" if ready else "starter",
            "content_type": storage.TYPE,
            "size": shelf.size(asset) if ready else 0,
            "digest": shelf.digest(asset) if ready else None,
            "download_count": 0,
            "created_at": updated, "updated_at": updated,
            "uploader": self.user("github-actions[bot]", "Bot")}

    def find_asset(self, name, number, drafts):
        """The tag and the document of the asset with that id."""
        for tag in self.origins.look(name):
            release = self.release(name, tag, drafts) or {"assets": []}
            for asset in release["assets"]:
                if str(asset["id"]) == number:
                    return tag, asset
        return None, None

    def source(self, name, number):
        """What the asset with that id holds, with its document, or None."""
        tag, asset = self.find_asset(name, number, True)
        if not asset or asset["state"] != "uploaded":
            return None
        shelf = self.shelf(name, tag, self.plan.entry(name))
        return shelf.source(asset["name"]), asset

    def stored(self, number):
        """For the storage host, which knows what an URL was signed for."""
        found = number in self.signed and self.source(self.signed[number],
                                                      number)
        if not found:
            return None
        source, asset = found
        uploaded = calendar.timegm(time.strptime(asset["updated_at"],
                                                 "%Y-%m-%dT%H:%M:%SZ"))
        return asset["name"], source, uploaded

    def download(self, name, asset):
        """The bytes of an asset, or where they are."""
        found = self.source(name, str(asset["id"]))
        if not found:
            return message(404, "Not Found")
        if self.plan.entry(name).get("direct"):
            return Answer(200, body=storage.Piece(found[0]), headers={
                "Content-Type": storage.TYPE,
                "Content-Disposition": storage.disposition(asset["name"])})
        return self.redirect(name, asset)

    def redirect(self, name, asset):
        self.signed[str(asset["id"])] = name
        return Answer(302, headers={
            "Content-Type": "text/html;charset=utf-8",
            "Location": self.storage.signed(asset)})

    def is_web(self, target):
        """Is that path one of github.com, not of its API?"""
        return self.downloads_here and DOWNLOAD.match(target)

    def web_download(self, target):
        """What github.com answers where browser_download_url leads: it takes
        no token, so of a private repository there is nothing. None: that is
        elsewhere, or the path is another."""
        found = self.is_web(target)
        if not found:
            return None
        owner, name, tag, wanted = map(urllib.parse.unquote, found.groups())
        name = self.find(owner, name)
        release = None
        if name and not self.is_private(name):
            release = self.release(name, tag)
        for asset in (release or {"assets": []})["assets"]:
            if asset["name"] == wanted and asset["state"] == "uploaded":
                return self.redirect(name, asset)
        return Answer(404, body=b"Not Found", headers={
            "Content-Type": "text/plain; charset=utf-8"})


def media_types(accept):
    """Those that the header Accept lists, without their parameters."""
    return [one.split(";")[0].strip().lower() for one in accept.split(",")]


class Quota:
    """The primary rate limit: told, never enforced."""

    def __init__(self, limit):
        self.lock = threading.Lock()
        self.limit = limit
        self.used, self.reset = 0, int(time.time()) + 3600

    def set(self, remaining, reset_in):
        with self.lock:
            self.limit = max(self.limit, remaining)
            self.used = self.limit - remaining
            self.reset = int(time.time() + reset_in)

    def state(self, cost=0):
        with self.lock:
            if time.time() >= self.reset:
                self.used, self.reset = 0, int(time.time()) + 3600
            self.used = min(self.used + cost, self.limit)
            return {"limit": self.limit, "used": self.used,
                    "remaining": self.limit - self.used, "reset": self.reset}


class Faults:
    """The rules in force, and how often each has worked."""

    def __init__(self, rules):
        self.lock = threading.Lock()
        self.rules = []
        self.set(rules)

    def set(self, rules):
        """ValueError, and no change, if a rule makes no sense."""
        for rule in rules:
            if rule.get("do") not in FAULTS:
                raise ValueError(f"there is no fault {rule.get('do')!r}")
            try:
                re.compile(rule["path"])
            except (KeyError, TypeError, re.error) as error:
                raise ValueError(f"path of {rule}: {error!r}") from error
        with self.lock:
            self.rules = [dict(rule, matched=0, worked=0) for rule in rules]

    def take(self, path):
        """The rule that works on this request, or None."""
        with self.lock:
            for rule in self.rules:
                times = rule.get("times", 1)
                if 0 <= times <= rule["worked"]:
                    continue
                if not re.search(rule["path"], path):
                    continue
                rule["matched"] += 1
                if rule["matched"] > rule.get("skip", 0):
                    rule["worked"] += 1
                    return rule
        return None


def fault_status(x, rule):
    x.send(Answer(rule.get("status", 500), rule.get("json"),
                  rule.get("headers"), rule.get("body", "").encode()))


def fault_close(x, _):
    x.log(None)
    x.close_connection = True


def fault_reset(x, _):
    x.log(None)
    x.reset()


def fault_truncate(x, _):
    x.send_part(x.real(whole=True), lambda head, body: (head, half(body)))


def fault_truncate_head(x, _):
    x.send_part(x.real(), lambda head, body: (half(head),))


def fault_cut(x, rule):
    x.send_part(x.real(whole=True),
                lambda head, body: (head, body[:rule.get("after", 0)]))
    if rule.get("reset"):
        time.sleep(0.1)  # what is under way would go with the connection
        x.reset()


def fault_corrupt(x, rule):
    head, body = x.start(x.real(whole=True))
    at = min(rule.get("at", len(body) // 2), len(body) - 1)
    if at < 0:  # there is none
        return x.put(head)
    byte = bytes(body[at:at + 1])[0] ^ 1
    return x.put(head, body[:at], bytes([byte]), body[at + 1:])


def fault_hang(x, rule):
    x.log(None)
    x.close_connection = True
    time.sleep(rule.get("seconds", 3600))


def fault_hang_body(x, rule):
    x.send_part(x.real(whole=True), lambda head, body: (
        head, body[:rule["after"]] if "after" in rule else half(body)))
    time.sleep(rule.get("seconds", 3600))


def fault_drip(x, rule):
    head, body = map(bytes, x.start(x.real()))
    at_once = len(head) + rule["after"] if "after" in rule else 0
    data = head + body
    x.connection.sendall(data[:at_once])
    for byte in data[at_once:]:
        x.connection.sendall(bytes([byte]))
        time.sleep(rule.get("every", 0.5))


def fault_body(x, rule):
    repeat = rule.get("repeat", {"text": "", "times": 0})
    text = rule.get("body", "") + repeat["text"] * repeat["times"]
    body = (text.encode("utf-8", "surrogatepass")
            + base64.b64decode(rule.get("base64", "")))
    x.send(Answer(rule.get("status", 200), body=body, headers={
        "Content-Type": rule.get("type", "application/json")}))


def fault_endless(x, rule):
    head, _ = x.start(Answer(headers={"Content-Length": None,
                                      "Transfer-Encoding": "chunked"}))
    text = (rule.get("text") or " ").encode()
    if not rule.get("every"):
        text *= 16384 // len(text) + 1
    chunk = b"%x\r\n%s\r\n" % (len(text), text)
    x.close_connection = True
    x.connection.sendall(head)
    while True:  # until the client goes
        x.connection.sendall(chunk)
        time.sleep(rule.get("every", 0))


def fault_big(x, rule):
    answer = x.real(whole=True)
    size = max(int(rule.get("mib", 16) * 1048576), len(answer.body()))
    answer.headers["Content-Length"] = str(size)
    head, body = x.start(answer)
    x.connection.sendall(head)
    left = size - len(body)
    while left > 0:
        x.connection.sendall(b" " * min(left, 65536))
        left -= 65536
    x.put(body)


def fault_gzip(x, _):
    answer = x.real(whole=True)
    answer.headers["Content-Encoding"] = "gzip"
    x.send(Answer(answer.status, None, answer.headers,
                  gzip.compress(bytes(answer.body()))))


def fault_rate_primary(x, rule):
    reset = int(time.time() + rule.get("seconds", 60))
    x.send(message(rule.get("status", 403),
                   "API rate limit exceeded for user ID 1.", LIMITS, {
                       "x-ratelimit-remaining": "0",
                       "x-ratelimit-used": str(x.server.github.quota.limit),
                       "x-ratelimit-reset": str(reset)}))


def fault_rate_secondary(x, rule):
    seconds = rule.get("seconds", 60)
    if rule.get("date"):
        after = email.utils.formatdate(time.time() + seconds, usegmt=True)
    else:
        after = str(seconds)
    x.send(message(rule.get("status", 403), "You have exceeded a secondary "
                   "rate limit. Please wait a few minutes before you try "
                   "again.", LIMITS + "#about-secondary-rate-limits",
                   {} if rule.get("bare") else {"Retry-After": after}))


def fault_redirect(x, rule):
    github = x.server.github
    location = rule.get("location", "{self}{path}")
    for name, value in (("self", github.self_url), ("path", x.path),
                        ("port", github.self_url.rpartition(":")[2]),
                        ("storage", github.storage.url)):
        location = location.replace("{" + name + "}", value)
    x.send(message(rule.get("status", 301), "Moved", headers={
        "Location": location}))


def fault_patch(x, rule):
    def edit_all(document):
        for edit in rule.get("edits", []):
            try:
                patch(document, edit)
            except (KeyError, IndexError, TypeError, AttributeError):
                pass  # this answer has no such place

    x.send(x.real(edit=edit_all))


def fault_header(x, rule):
    answer = x.real()
    answer.headers.update(rule.get("headers", {}))
    x.send(answer)


def fault_latency(x, rule):
    time.sleep(rule.get("seconds", 1))
    x.send(x.real())


def fault_not_found(x, _):
    x.send(message(404, "Not Found"))


def fault_unauthorized(x, _):
    x.send(message(401, "Bad credentials"))


def fault_sso(x, _):
    url = f"{WEB}/orgs/{x.server.github.owner}/sso?authorization_request=A1"
    x.send(message(403, "Resource protected by organization SAML enforcement."
                   " You must grant your Personal Access token access to this"
                   " organization.",
                   headers={"X-GitHub-SSO": f"required; url={url}"}))


def fault_forbidden(x, rule):
    wanted = rule.get("permissions", "contents=read")
    x.send(message(403, "Resource not accessible by personal access token",
                   headers={"X-Accepted-GitHub-Permissions": wanted}))


FAULTS = {**wire.FAULTS, **{name[len("fault_"):]: function
                            for name, function in list(globals().items())
                            if name.startswith("fault_")}}


def half(data):
    return data[:len(data) // 2]


def patch(document, edit):
    *way, last = edit["at"]
    for step in way:
        document = document[step]
    if edit.get("delete"):
        del document[last]
    elif "append" in edit:
        document[last].append(edit["append"])
    else:
        document[last] = edit["set"]


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection."""
    listener = "api"
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.conn = self.server.count_connection()
        time.sleep(self.server.connect)

    def log_message(self, *_):
        pass  # --log has it

    def serve(self):
        self.came, self.fault = time.monotonic(), None
        body = self.read_body()
        if self.path == "/_control" and self.listener == "api":
            return self.control(body)
        self.auth = self.check_auth()
        hold = self.server.hold.take()
        if hold:
            return send_held(self, hold)
        rule = self.server.faults.take(self.path)
        time.sleep(self.server.latency)
        if not rule:
            return self.send(self.real())
        self.fault = rule["do"]
        return FAULTS[rule["do"]](self, rule)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = serve
    do_OPTIONS = serve

    def read_body(self):
        if "Transfer-Encoding" in self.headers:
            self.close_connection = True  # we do not read chunks
        length = self.headers.get("Content-Length", "0")
        return self.rfile.read(int(length) if length.isdigit() else 0)

    def check_auth(self):
        given, token = self.headers.get("Authorization"), self.server.token
        if given is None:
            return "none"
        if token is None:
            return "unchecked"
        scheme, _, secret = given.partition(" ")
        right = scheme.lower() in ("bearer", "token") and secret == token
        return "right" if right else "wrong"

    def refusal(self):
        """What GitHub refuses whatever is asked for, or None."""
        if not self.headers.get("User-Agent"):
            text = ("Request forbidden by administrative rules. Please make "
                    "sure your request has a User-Agent header.\r\n")
            return Answer(403, body=text.encode(),
                          headers={"Content-Type": "text/html"})
        version = self.headers.get("X-GitHub-Api-Version", API_VERSION)
        if version != API_VERSION:
            return message(400, f"API version {version} is not supported")
        if self.auth == "wrong":
            return message(401, "Bad credentials")
        if self.command != "GET":
            return message(405, "Method Not Allowed", headers={"Allow": "GET"})
        return None

    def real(self, edit=None, whole=False):
        """The answer without faults; whole: even if the client has it."""
        github = self.server.github
        answer = github.web_download(self.path) or self.refusal() or (
            github.answer(self.path, self.auth in ("right", "unchecked"),
                          self.headers.get("Accept", "")))
        if edit:
            edit(answer.document)
        if answer.status == 200 and answer.document is not None:
            tag = '"' + hashlib.sha256(answer.body()).hexdigest() + '"'
            held = self.headers.get("If-None-Match", "").strip()
            if not whole and (held == "*" or tag in held):
                answer = Answer(304, headers={"Content-Type": None})
            answer.headers["ETag"] = "W/" + tag
        return answer

    def start(self, answer):
        """Logs the request; the head and the body to send."""
        body = answer.body()
        headers = {
            "Date": email.utils.formatdate(usegmt=True),
            "Content-Type": "application/json; charset=utf-8",
            "Content-Length": str(len(body)), **self.own_headers(answer)}
        if answer.status in (204, 304):
            del headers["Content-Length"]
        if self.close_connection:
            headers["Connection"] = "close"
        self.log(answer.status)
        head = head_of(answer.status, headers, answer.headers)
        return head, b"" if self.command == "HEAD" else body

    def own_headers(self, answer):
        """What this host says in each answer; it costs of the quota."""
        own = {"Server": "github.com", "X-GitHub-Request-Id":
               f"{self.conn:04X}:{time.time_ns():X}"}
        if self.server.github.is_web(self.path):
            return own
        free = (answer.status == 304 and self.auth != "none"
                or self.path.endswith("/rate_limit"))
        quota = self.server.github.quota.state(0 if free else 1)
        return {**own, "x-ratelimit-resource": "core",
                **{f"x-ratelimit-{key}": str(quota[key])
                   for key in ("limit", "remaining", "used", "reset")}}

    def put(self, *parts):
        """Sends bytes, in one go those that follow each other, and pieces of
        assets."""
        held = b""
        for part in parts:
            if isinstance(part, storage.Piece):
                self.connection.sendall(held)
                part.send_to(self.connection)
                held = b""
            else:
                held += part
        self.connection.sendall(held)

    def send(self, answer):
        self.put(*self.start(answer))

    def send_part(self, answer, choose):
        """Sends the parts that choose(head, body) gives, and no more."""
        head, body = self.start(answer)
        self.close_connection = True
        self.put(*choose(head, body))

    def reset(self):
        """Ends the connection by RST."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                   struct.pack("ii", 1, 0))
        self.close_connection = True
        self.rfile.close()  # it holds the socket open
        self.connection.close()

    def log(self, status):
        headers = {key.lower(): ", ".join(self.headers.get_all(key))
                   for key in self.headers.keys()}
        if "authorization" in headers:
            headers["authorization"] = "<redacted>"
        self.server.log({
            "t": self.came, "listener": self.listener,
            "method": self.command, "path": self.path, "status": status,
            "conn": self.conn, "auth": self.auth,
            "range": self.headers.get("Range"),
            "etag_sent": "if-none-match" in headers, "fault": self.fault,
            "headers": headers})

    def control(self, body):
        status, document = 200, None
        if self.command == "POST":
            try:
                self.server.control(json.loads(body))
            except (ValueError, TypeError, AttributeError) as error:
                status, document = 400, {"message": str(error)}
        data = json.dumps(document or self.server.state()).encode()
        headers = {"Content-Type": "application/json",
                   "Content-Length": str(len(data))}
        self.connection.sendall(head_of(status, headers, {}) + data)


class StorageHandler(Handler):
    """One connection to the storage host."""
    listener = "storage"

    def real(self, edit=None, whole=False):
        status, headers, body = self.server.github.storage.answer(
            self.command, self.path, self.headers)
        return Answer(status, headers=headers, body=body)

    def own_headers(self, answer):
        return {"Server": "AmazonS3",
                "x-amz-request-id": f"{self.conn:04X}{time.time_ns():X}"}


def head_of(status, headers, changes):
    """The bytes of a head; in `changes` null removes, a list repeats."""
    names = {name.lower() for name in changes}
    fields = [f for f in headers.items() if f[0].lower() not in names]
    for name, value in changes.items():
        values = value if isinstance(value, list) else [value]
        fields += [(name, v) for v in values if v is not None]
    reason = http.server.BaseHTTPRequestHandler.responses.get(status, ("",))[0]
    lines = [f"HTTP/1.1 {status} {reason}"]
    lines += [f"{name}: {value}" for name, value in fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


class Listener(http.server.ThreadingHTTPServer):
    """A port of 127.0.0.1."""
    request_queue_size = 128

    def __init__(self, handler):
        super().__init__(("127.0.0.1", 0), handler)

    def server_bind(self):
        socketserver.TCPServer.server_bind(self)  # asks no name server
        self.server_name, self.server_port = self.server_address[:2]

    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):  # the client went
            super().handle_error(request, client_address)


class StorageListener(Listener):
    """The storage host's port. Log, faults and counts are the server's."""

    def __init__(self, server):
        self.server = server
        super().__init__(StorageHandler)

    def finish_request(self, request, client_address):
        StorageHandler(request, client_address, self.server)


class Server(Listener):
    def __init__(self, args, rules):
        self.github = GitHub(args)
        self.faults, self.hold = Faults(rules), Hold()
        self.token, self.latency = args.token, args.latency
        self.lock = threading.Lock()
        self.requests = self.connections = 0
        self.connect = 0.0
        self.log_fd = os.open(args.log,
                              os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        super().__init__(Handler)
        self.storage = StorageListener(self)
        self.github.self_url = self.url()
        self.github.storage.url = self.storage.url()

    def count_connection(self):
        with self.lock:
            self.connections += 1
            return self.connections

    def log(self, record):
        with self.lock:
            self.requests += 1
            line = json.dumps({"n": self.requests, **record}) + "\n"
            os.write(self.log_fd, line.encode())

    def control(self, wanted):
        github, now = self.github, time.monotonic()
        unknown = set(wanted) - {"faults", "delay", "latency", "approve",
                                 "rerun", "publish", "quota", "connect",
                                 "hold"}
        if unknown:
            raise ValueError(f"unknown: {sorted(unknown)}")
        if "faults" in wanted:
            self.faults.set(wanted["faults"])
        if "hold" in wanted:
            self.hold.set(wanted["hold"])
        if "approve" in wanted:
            github.actions.approved[wanted["approve"]] = now
        if "rerun" in wanted:
            github.actions.begun_again[wanted["rerun"]] = now
        if "publish" in wanted:
            github.published.add(wanted["publish"])
        if "quota" in wanted:
            github.quota.set(**wanted["quota"])
        github.delay = float(wanted.get("delay", github.delay))
        self.latency = float(wanted.get("latency", self.latency))
        self.connect = float(wanted.get("connect", self.connect))

    def state(self):
        seen = self.github.origins.look_at_all()
        return {"faults": self.faults.rules, "delay": self.github.delay,
                "latency": self.latency, "requests": self.requests,
                "connections": self.connections,
                "storage": self.github.storage.url,
                "quota": self.github.quota.state(),
                "tags": [{"repository": name, "tag": tag, "seen": at[0]}
                         for name in sorted(seen)
                         for tag, at in sorted(seen[name].items())]}


class Hold:
    """One request, held so that who asks can be killed just then."""

    def __init__(self):
        self.lock = threading.Lock()
        self.rule, self.left = None, 0

    def set(self, rule):
        """Lets go of the one that was held before."""
        if rule and (rule["request"] < 1 or
                     rule["when"] not in ("before", "during", "after")):
            raise ValueError(f"no such hold: {rule}")
        with self.lock:
            if self.rule:
                self.rule["gone"].set()
            self.rule = rule and dict(rule, gone=threading.Event())
            self.left = rule["request"] if rule else 0

    def take(self):
        """The rule, if it is for this request, or None."""
        with self.lock:
            self.left -= 1
            return self.rule if self.left == 0 else None


def send_held(x, rule):
    data = b"".join(map(bytes, x.start(x.real())))
    part = {"before": b"", "during": half(data), "after": data}[rule["when"]]
    with open(rule["stop"], encoding="ascii") as file:
        os.kill(int(file.read()), signal.SIGSTOP)
    x.connection.sendall(part)
    with open(rule["tell"], "w", encoding="ascii") as file:
        file.write("held\n")
    rule["gone"].wait()
    x.connection.sendall(data[len(part):])


def read_args():
    ap = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    for name in ("origins", "owner", "port-file", "log"):
        ap.add_argument("--" + name, required=True)
    for name in ("faults", "token", "assets", "config", "storage-port-file"):
        ap.add_argument("--" + name)
    ap.add_argument("--delay", type=float, default=0.3)
    ap.add_argument("--latency", type=float, default=0)
    ap.add_argument("--prefix", default="")
    ap.add_argument("--immutable", action="store_true")
    ap.add_argument("--no-actions", action="store_true")
    ap.add_argument("--downloads-here", action="store_true")
    ap.add_argument("--quota", type=int, default=5000)
    ap.add_argument("--parent", type=int)
    return ap.parse_args()


def read_faults(path):
    if not path:
        return []
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def write_port(path, port):
    with open(path + ".new", "w", encoding="ascii") as file:
        file.write(f"{port}\n")
    os.replace(path + ".new", path)


def is_there(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def serve():
    args = read_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = Server(args, read_faults(args.faults))
    server.github.origins.look_at_all()
    for work in (server.github.origins.watch, server.serve_forever,
                 server.storage.serve_forever):
        threading.Thread(target=work, daemon=True).start()
    if args.storage_port_file:
        write_port(args.storage_port_file, server.storage.server_port)
    write_port(args.port_file, server.server_port)
    while args.parent is None or is_there(args.parent):
        time.sleep(0.5)


def main():
    try:
        serve()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
