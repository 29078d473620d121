#!/usr/bin/env python3
"""Asks the stand-in GitHub everything, in every state, and validates each
answer against GitHub's own OpenAPI description. Prints TAP.

    openapi_check.py --description FILE --sha256 HEX --states FILE --owner NAME

--states is what the stand-in has as --assets: each entry is a repository, and
each endpoint is asked about each. GITHUB_API_URL, GITHUB_TOKEN: whom to ask.
jsonschema validates; OpenAPI 3.0 is its Draft 4 but for `nullable`.
"""
import argparse
import copy
import datetime
import hashlib
import http.client
import json
import os
import re
import sys
import urllib.parse

import jsonschema

TAG = "v1.2.3"
REPO = "/repos/{owner}/{repo}"
ASSET = REPO + "/releases/assets/{asset_id}"
# an endpoint by its path in the description: where its answer has an element
ENDPOINTS = {
    REPO: [],
    REPO + "/releases": [0],
    REPO + "/releases/tags/{tag}": [],
    ASSET: [],
    REPO + "/git/ref/{ref}": [],
    REPO + "/git/tags/{tag_sha}": [],
    REPO + "/tags": [0],
    REPO + "/actions/runs": ["workflow_runs", 0],
    REPO + "/actions/runs/{run_id}": [],
    REPO + "/actions/runs/{run_id}/jobs": ["jobs", 0],
    REPO + "/actions/workflows/{workflow_id}/runs": ["workflow_runs", 0],
    REPO + "/rulesets": [0],
    REPO + "/rulesets/{ruleset_id}": [],
    "/rate_limit": [],
}

# What GitHub does and its description does not know: where in an answer,
# the keyword of the schema, the value; why.
EXCEPTIONS = {
    ("assets[].state", "enum", "starter"):
        "an upload that did not end leaves such an asset, says GitHub's"
        " documentation of 'Upload a release asset'",
    ("state", "enum", "starter"):
        "that asset, asked for by itself",
}
# The description names no such response there, and GitHub gives it anyway: as
# a basic-error, as everywhere else.
ANYWHERE = {
    301: "a renamed repository, under each of its paths",
    401: "a wrong token is refused whatever is asked for",
    403: "no permission, single sign-on, a rate limit",
    404: "what is not there, or not for this token",
    429: "a rate limit",
}
# without them the tests prove nothing
STATES = {
    "release: draft", "release: published", "release: immutable",
    "release: not immutable", "release: prerelease", "release: no assets",
    "asset: uploaded", "asset: starter", "asset: starter, no digest",
    "asset: uploaded, no digest", "repository: private",
    "ref: tag", "ref: commit", "tags: none", "tags: some",
    "repository: archived", "repository: permissions",
    "repository: no permissions", "repository: no push", "runs: none",
    "run: queued None 1", "run: in_progress None 1", "run: waiting None 1",
    "run: completed success 1", "run: completed failure 1",
    "run: completed cancelled 1", "run: completed timed_out 1",
    "run: completed startup_failure 1", "run: completed success 2",
    "run: in_progress None 2", "jobs: none", "job: queued None",
    "job: in_progress None", "job: completed success",
    "job: completed failure", "rulesets: none", "ruleset: active",
    "ruleset: evaluate", "ruleset: disabled", "ruleset: branch",
    "bypass: never", "bypass: always", "bypass: None", "rule: creation",
    "rule: deletion", "rule: tag_name_pattern",
}
FAULTS = [
    (301, {"do": "redirect", "location": "{self}/repositories/1"}),
    (403, {"do": "sso"}), (403, {"do": "forbidden"}),
    (403, {"do": "rate_primary"}), (403, {"do": "rate_secondary"}),
    (429, {"do": "rate_primary", "status": 429}),
    (429, {"do": "rate_secondary", "status": 429}),
    (401, {"do": "unauthorized"}), (404, {"do": "not_found"}),
]
# one value that no enumeration has, for each way there
NOT_IN_ENUM = {
    REPO + "/releases": [0, "assets", 0, "state"],
    REPO + "/releases/tags/{tag}": ["assets", 0, "state"],
    ASSET: ["state"],
    REPO + "/actions/runs/{run_id}/jobs": ["jobs", 0, "status"],
    REPO + "/rulesets": [0, "enforcement"],
    REPO + "/rulesets/{ruleset_id}": ["target"],
}

DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?"
                       r"([Zz]|[+-]\d\d:\d\d)")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]"
                 r"|%[0-9A-Fa-f]{2})+")
FORMATS = jsonschema.FormatChecker(())


@FORMATS.checks("date-time")
def is_date_time(value):
    if not isinstance(value, str):
        return True
    if not DATE_TIME.fullmatch(value):
        return False
    try:
        datetime.datetime.strptime(value[:19].upper(), "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return False
    return True


@FORMATS.checks("uri")
def is_uri(value):
    return not isinstance(value, str) or bool(URI.fullmatch(value))


def draft4(schema, closed=True):
    """The schema in Draft 4; closed: its objects have no other fields."""
    if "$ref" in schema:  # its siblings mean nothing in OpenAPI 3.0
        return {"$ref": schema["$ref"]}
    made = {key: schema[key] for key in schema if key in KEPT}
    for key in ("properties", "patternProperties"):
        if key in schema:
            made[key] = {k: draft4(v) for k, v in schema[key].items()}
    for key in ("allOf", "anyOf", "oneOf"):
        if key in schema:
            made[key] = [draft4(s, key != "allOf") for s in schema[key]]
    for key in ("items", "not", "additionalProperties"):
        if key in schema:
            value = schema[key]
            made[key] = draft4(value) if isinstance(value, dict) else value
    if closed and "properties" in made and not {
            "additionalProperties", "allOf", "anyOf", "oneOf"} & set(made):
        made["additionalProperties"] = False
    if schema.get("nullable"):
        made = {"anyOf": [{"type": "null"}, made]}
    return made


KEPT = {"type", "enum", "required", "format", "pattern", "minLength",
        "maxLength", "minimum", "maximum", "exclusiveMinimum",
        "exclusiveMaximum", "minItems", "maxItems", "uniqueItems",
        "multipleOf", "minProperties", "maxProperties"}


class Description:
    """What GitHub says that it answers."""

    def __init__(self, path, sha256):
        with open(path, "rb") as file:
            data = file.read()
        if hashlib.sha256(data).hexdigest() != sha256:
            sys.exit(f"{path} is not what was pinned: remove it")
        self.document = json.loads(data)
        self.validators = {}

    def at(self, reference):
        node = self.document
        for step in reference[2:].split("/"):
            node = node[step.replace("~1", "/").replace("~0", "~")]
        return node

    def resolve(self, node):
        while "$ref" in node:
            node = self.at(node["$ref"])
        return node

    def schema(self, endpoint, status):
        responses = self.document["paths"][endpoint]["get"]["responses"]
        response = responses.get(str(status))
        if response is None and status in ANYWHERE:
            return {"$ref": "#/components/schemas/basic-error"}
        if response is None:
            return None
        return self.resolve(response)["content"]["application/json"]["schema"]

    def validator(self, endpoint, status):
        """For the body of that answer; None: nothing is said of it."""
        key = endpoint, status
        if key not in self.validators:
            schema = self.schema(*key)
            self.validators[key] = schema and self.make(schema, status)
        return self.validators[key]

    def make(self, schema, status):
        schemas, left = {}, [json.dumps(schema)]
        while left:
            for name in re.findall(r'"#/components/schemas/([^"]+)"', left.pop()):
                if name not in schemas:
                    found = self.document["components"]["schemas"][name]
                    schemas[name] = draft4(found)
                    left.append(json.dumps(found))
        whole = [draft4(schema)]
        if status >= 300:  # basic-error requires nothing, GitHub sends these
            whole.append({"type": "object",
                          "required": ["message", "documentation_url"]})
        root = {"allOf": whole, "components": {"schemas": schemas}}
        jsonschema.Draft4Validator.check_schema(root)
        return jsonschema.Draft4Validator(root, format_checker=FORMATS)


def where(path):
    """assets[].state: the place, in whatever element of a list."""
    text = "".join("[]" if isinstance(p, int) else "." + p for p in path)
    return text.lstrip(".")


def leaves(error):
    """The errors that say what is wrong: those of the branch that comes
    nearest, where a schema has several."""
    if not error.context:
        return [error]
    branches = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    nearest = min(branches.values(), key=lambda b: (
        any(e.validator == "type" and len(e.path) == 0 for e in b),
        any(e.validator == "enum" for e in b), len(b)))
    return [leaf for inner in nearest for leaf in leaves(inner)]


def errors(validator, document):
    """(place, keyword, value, sentence) of what is wrong, no exceptions."""
    found = []
    for top in validator.iter_errors(document):
        for error in leaves(top):
            place = where(error.absolute_path)
            text = error.message
            if len(text) > 160:
                text = text[:160] + "..."
            value = error.instance if error.validator == "enum" else None
            found.append((place, error.validator, value, text))
    return found


class Client:
    """Asks the stand-in."""

    def __init__(self):
        self.base = urllib.parse.urlsplit(os.environ["GITHUB_API_URL"])
        self.connection = http.client.HTTPConnection(self.base.netloc,
                                                     timeout=20)

    def send(self, method, path, body=None, token=None):
        headers = {"User-Agent": "openapi_check",
                   "Accept": "application/vnd.github+json",
                   "X-GitHub-Api-Version": "2022-11-28"}
        if token:
            headers["Authorization"] = "Bearer " + token
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, ValueError, http.client.HTTPException) as error:
            self.connection.close()
            return 0, f"{type(error).__name__}: {error}"

    def control(self, wanted):
        status, said = self.send("POST", "/_control", json.dumps(wanted))
        if status != 200:
            sys.exit(f"_control: {wanted}: {said}")


class Check:
    def __init__(self, args):
        self.description = Description(args.description, args.sha256)
        with open(args.states, encoding="utf-8") as file:
            states = json.load(file)
        self.repositories = list(states)
        self.private = {r for r in states if states[r].get("private")}
        self.owner, self.client = args.owner, Client()
        self.token = os.environ["GITHUB_TOKEN"]
        self.validated = 0
        self.wrong = {}    # (endpoint, failed): {sentence: [repository]}
        self.answers = {}  # endpoint: [document], those with status 200
        self.seen, self.excepted = set(), set()

    def note(self, endpoint, failed, repo, sentence):
        told = self.wrong.setdefault((endpoint, failed), {})
        told.setdefault(sentence, []).append(repo)

    def get(self, endpoint, wanted, token, repo=None, **values):
        """One answer, validated; its document if it is 200."""
        path = endpoint.format(owner=self.owner, repo=repo, **values)
        status, document = self.client.send("GET", path, token=token)
        failed = wanted[0] >= 300
        if status not in wanted:
            told = f": {document}" if status == 0 else ""
            self.note(endpoint, failed, repo, f"answers {status}, not "
                      f"{' or '.join(map(str, wanted))}{told}")
            return None
        validator = self.description.validator(endpoint, status)
        self.validated += 1
        missing = {}
        for place, keyword, value, text in errors(validator, document):
            if any(place.endswith(p) and keyword == k and value == v
                   and not self.excepted.add((p, k, v))
                   for p, k, v in EXCEPTIONS):
                continue
            if keyword == "required":
                missing.setdefault(place, set()).add(text.split("'")[1])
            else:
                self.note(endpoint, failed, repo,
                          f"{status}: {place or 'the answer'}: {text}")
        for place, names in missing.items():
            self.note(endpoint, failed, repo,
                      f"{status}: {place or 'the answer'} lacks: "
                      + ", ".join(sorted(names)))
        if status != 200:
            return None
        self.answers.setdefault(endpoint, []).append(document)
        return document

    def all_of(self, repo, token):
        """Every endpoint of one repository, and what its lists list."""
        found = [200]
        there = [200, 404]  # by the state; STATES has those that must be
        self.see_repository(self.get(REPO, found, token, repo))
        for release in self.get(REPO + "/releases", found, token, repo) or []:
            self.see_release(release)
            for asset in release["assets"]:
                self.see_asset(asset, token, repo)
        for tag in (TAG, TAG + "-rc.1"):
            release = self.get(REPO + "/releases/tags/{tag}", there, token,
                               repo, tag=tag)
            if release:
                self.see_release(release)
            ref = self.get(REPO + "/git/ref/{ref}", there, token, repo,
                           ref="tags/" + tag)
            if ref:
                self.seen.add(f"ref: {ref['object']['type']}")
            if ref and ref["object"]["type"] == "tag":
                self.get(REPO + "/git/tags/{tag_sha}", found, token, repo,
                         tag_sha=ref["object"]["sha"])
        tags = self.get(REPO + "/tags", found, token, repo)
        self.seen.add("tags: some" if tags else "tags: none")
        self.runs_of(repo, token)
        sets = self.get(REPO + "/rulesets", found, token, repo)
        if not sets:
            self.seen.add("rulesets: none")
        for ruleset in sets or []:
            self.seen |= {f"ruleset: {ruleset.get('enforcement')}",
                          f"ruleset: {ruleset.get('target')}"}
            whole = self.get(REPO + "/rulesets/{ruleset_id}", found, token,
                             repo, ruleset_id=ruleset["id"])
            self.seen.add(f"bypass: {(whole or {}).get('current_user_can_bypass')}")
            for rule in (whole or {}).get("rules", []):
                self.seen.add(f"rule: {rule.get('type')}")

    def runs_of(self, repo, token):
        found = [200]
        runs = self.get(REPO + "/actions/runs", found, token, repo)
        self.get(REPO + "/actions/workflows/{workflow_id}/runs", found, token,
                 repo, workflow_id="release.yml")
        if not (runs or {}).get("workflow_runs"):
            self.seen.add("runs: none")
        for run in (runs or {}).get("workflow_runs", []):
            self.seen.add(f"run: {run.get('status')} {run.get('conclusion')}"
                          f" {run.get('run_attempt')}")
            self.get(REPO + "/actions/runs/{run_id}", found, token, repo,
                     run_id=run["id"])
            jobs = self.get(REPO + "/actions/runs/{run_id}/jobs", found,
                            token, repo, run_id=run["id"])
            if jobs and not jobs["jobs"]:
                self.seen.add("jobs: none")
            for job in (jobs or {}).get("jobs", []):
                self.seen.add(f"job: {job.get('status')} {job.get('conclusion')}")

    def see_repository(self, repository):
        allowed = (repository or {}).get("permissions")
        self.seen.add("repository: permissions" if allowed
                      else "repository: no permissions")
        if allowed and not allowed["push"]:
            self.seen.add("repository: no push")
        if (repository or {}).get("archived"):
            self.seen.add("repository: archived")
        if (repository or {}).get("private"):
            self.seen.add("repository: private")

    def see_release(self, release):
        self.seen.add("release: draft" if release["draft"]
                      else "release: published")
        self.seen.add("release: immutable" if release.get("immutable")
                      else "release: not immutable")
        if release["prerelease"]:
            self.seen.add("release: prerelease")
        if not release["assets"]:
            self.seen.add("release: no assets")
        for asset in release["assets"]:
            self.seen.add(f"asset: {asset['state']}")
            if not asset.get("digest"):
                self.seen.add(f"asset: {asset['state']}, no digest")

    def see_asset(self, asset, token, repo):
        """By itself an asset is what it is in its release."""
        alone = self.get(ASSET, [200], token, repo, asset_id=asset["id"])
        if alone is not None and alone != asset:
            self.note(ASSET, False, repo, f"is not {asset['name']} as its"
                      " release has it")

    def failures(self, endpoint):
        """What is refused, is not there, or has a fault."""
        repo = self.repositories[0]
        values = {"tag": TAG, "ref": "tags/" + TAG, "tag_sha": "0" * 40,
                  "run_id": 1, "ruleset_id": 1, "asset_id": 1,
                  "workflow_id": "release.yml"}
        self.get(endpoint, [401], self.token + "x", repo, **values)
        for status, fault in FAULTS:
            self.client.control({"faults": [{"path": ".", **fault}]})
            self.get(endpoint, [status], self.token, repo, **values)
        self.client.control({"faults": []})
        if endpoint == "/rate_limit":
            return
        self.get(endpoint, [404], self.token, "there-is-no-such", **values)
        absent = {"tag": "v9.9.9", "ref": "tags/v9.9.9", "run_id": 9,
                  "ruleset_id": 999999, "tag_sha": "1" * 40, "asset_id": 9,
                  "workflow_id": "none.yml"}
        if "{" in endpoint.replace(REPO, ""):
            self.get(endpoint, [404], self.token, repo, **absent)

    def ask(self):
        self.client.control({"publish": "published"})
        self.client.control({"approve": "run-approved"})
        for repo in self.repositories:
            if "rerun" in repo:
                self.client.control({"rerun": repo})
        for token in (self.token, None):
            for repo in self.repositories:
                if token or repo not in self.private:
                    self.all_of(repo, token)
                else:
                    self.get(REPO, [404], token, repo)
            self.get("/rate_limit", [200], token)
        for endpoint in ENDPOINTS:
            self.failures(endpoint)

    def unnoticed(self, endpoint):
        """What may be broken in a real answer without an error: nothing."""
        element = ENDPOINTS[endpoint]
        validator = self.description.validator(endpoint, 200)
        schema = self.description.schema(endpoint, 200)
        for step in element:
            schema = self.description.resolve(schema)
            schema = (schema["items"] if isinstance(step, int)
                      else schema["properties"][step])
        schema = self.description.resolve(schema)
        real = self.richest(endpoint, element)
        if real is None:
            return ["there is no answer to break"]
        there = [n for n in schema["required"] if n in reach(real, element)]
        missed = [] if there else ["none of the required fields is there"]
        known = errors(validator, real)
        changes = [(element + [n], None, "required") for n in there]
        for name in there:  # of a list, an object; of all else, a list
            is_list = isinstance(reach(real, element)[name], list)
            changes.append((element + [name], {} if is_list else [[]], "type"))
        if endpoint in NOT_IN_ENUM:
            changes.append((NOT_IN_ENUM[endpoint], "no such value", "enum"))
        for name in there:
            form = self.description.resolve(schema["properties"][name])
            if form.get("format") in ("uri", "date-time"):
                changes.append((element + [name], "2026-02-31 ", "format"))
        for way, value, keyword in changes:
            broken = copy.deepcopy(real)
            if value is None:
                del reach(broken, way[:-1])[way[-1]]
            else:
                reach(broken, way[:-1])[way[-1]] = value
            new = [e for e in errors(validator, broken) if e not in known]
            place = where(way[:-1] if value is None else way)
            if not any(e[0] == place and e[1] == keyword for e in new):
                missed.append(f"{where(way)}: {keyword}: {new}")
        return missed

    def richest(self, endpoint, element):
        """The answer that has most in that place."""
        best = None
        for document in self.answers.get(endpoint, []):
            try:
                reach(document, NOT_IN_ENUM.get(endpoint, element))
            except (IndexError, KeyError):
                continue
            if best is None or len(str(document)) > len(str(best)):
                best = document
        return best


def reach(document, way):
    for step in way:
        document = document[step]
    return document


class Tap:
    def __init__(self):
        self.count = self.bad = 0

    def test(self, sentence, wrong):
        self.count += 1
        self.bad += bool(wrong)
        print(f"{'not ' if wrong else ''}ok {self.count} - {sentence}")
        for line in wrong:
            print(f"# {line}", file=sys.stderr)

    def end(self):
        print(f"1..{self.count}")
        return 1 if self.bad else 0


def main():
    parser = argparse.ArgumentParser()
    for name in ("description", "sha256", "states", "owner"):
        parser.add_argument("--" + name, required=True)
    check, tap = Check(parser.parse_args()), Tap()
    check.ask()
    sys.stdout.reconfigure(line_buffering=True)
    for failed, kind in ((False, "the answers"), (True, "refusals and errors")):
        for endpoint in ENDPOINTS:
            told = check.wrong.get((endpoint, failed), {})
            tap.test(f"{kind} of {endpoint} are as GitHub describes them",
                     [f"{endpoint}: {text} ({len(repos)} times, "
                      f"first: {repos[0]})" for text, repos in told.items()])
    tap.test("every endpoint has answered",
             [e for e in ENDPOINTS if e not in check.answers])
    tap.test("every state was there", sorted(STATES - check.seen))
    tap.test("every exception is needed",
             [str(e) for e in EXCEPTIONS if e not in check.excepted])
    for endpoint in ENDPOINTS:
        tap.test(f"a broken answer of {endpoint} is noticed",
                 check.unnoticed(endpoint))
    print(f"# {check.validated} answers were validated")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
