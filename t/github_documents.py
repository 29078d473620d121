"""Documents as GitHub's REST API gives them, for github_standin.py.

Each function makes one, with all the fields that GitHub's OpenAPI description
requires. `api` is the URL of what it is about, `web` its page for a browser;
t/openapi.t holds them against the description.
"""
import hashlib
import time

WEB = "https://github.com"


def stable_id(*words):
    """A number that is the same for the same words in every run."""
    digest = hashlib.sha256("\0".join(words).encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 2


def rfc3339(wall):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(wall))


def user(self_url, login, kind):
    number = stable_id(login)
    url = f"{self_url}/users/{login}"
    lists = ["followers", "organizations", "received_events", "repos",
             "subscriptions"]
    forms = {"events": "{/privacy}", "following": "{/other_user}",
             "gists": "{/gist_id}", "starred": "{/owner}{/repo}"}
    return {"login": login, "id": number, "node_id": f"U_{number:x}",
            "type": kind, "url": url, "html_url": f"{WEB}/{login}",
            "site_admin": False, "gravatar_id": "",
            "avatar_url": f"https://avatars.githubusercontent.com/u/{number}",
            **{f"{word}_url": f"{url}/{word}" for word in lists},
            **{f"{word}_url": f"{url}/{word}{form}"
               for word, form in forms.items()}}


REPOSITORY_LISTS = {
    "contributors": "contributors", "deployments": "deployments",
    "downloads": "downloads", "events": "events", "forks": "forks",
    "hooks": "hooks", "languages": "languages", "merges": "merges",
    "stargazers": "stargazers", "subscribers": "subscribers",
    "subscription": "subscription", "tags": "tags", "teams": "teams"}
REPOSITORY_FORMS = {
    "archive": "{archive_format}{/ref}", "assignees": "assignees{/user}",
    "blobs": "git/blobs{/sha}", "branches": "branches{/branch}",
    "collaborators": "collaborators{/collaborator}",
    "comments": "comments{/number}", "commits": "commits{/sha}",
    "compare": "compare/{base}...{head}", "contents": "contents/{+path}",
    "git_commits": "git/commits{/sha}", "git_refs": "git/refs{/sha}",
    "git_tags": "git/tags{/sha}", "issue_comment": "issues/comments{/number}",
    "issue_events": "issues/events{/number}", "issues": "issues{/number}",
    "keys": "keys{/key_id}", "labels": "labels{/name}",
    "milestones": "milestones{/number}",
    "notifications": "notifications{?since,all,participating}",
    "pulls": "pulls{/number}", "releases": "releases{/id}",
    "statuses": "statuses/{sha}", "trees": "git/trees{/sha}"}


def minimal_repository(api, owner, name):
    """"Minimal Repository": what other documents say of one."""
    full = f"{owner['login']}/{name}"
    number = stable_id(owner["login"], name)
    return {
        "id": number, "node_id": f"R_{number:x}", "name": name,
        "full_name": full, "owner": owner, "private": False, "fork": False,
        "html_url": f"{WEB}/{full}", "description": None, "url": api,
        **{f"{word}_url": f"{api}/{path}"
           for word, path in (REPOSITORY_LISTS | REPOSITORY_FORMS).items()}}


def repository(api, owner, name, default_branch, made):
    """"Full Repository", made at the time `made`."""
    minimal = minimal_repository(api, owner, name)
    page = minimal["html_url"]
    counts = ["forks", "forks_count", "network_count", "open_issues",
              "open_issues_count", "size", "stargazers_count",
              "subscribers_count", "watchers", "watchers_count"]
    return {
        **minimal, "visibility": "public", "archived": False,
        "disabled": False, "default_branch": default_branch,
        "clone_url": f"{page}.git", "svn_url": page, "mirror_url": None,
        "git_url": f"git:{page[len('https:'):]}.git",
        "ssh_url": f"git@github.com:{minimal['full_name']}.git",
        "homepage": None, "language": None, "license": None,
        "has_discussions": False, "has_issues": True, "has_pages": False,
        "has_projects": False, "has_wiki": False,
        **dict.fromkeys(counts, 0),
        **dict.fromkeys(["created_at", "pushed_at", "updated_at"],
                        rfc3339(made))}


def tag(api, name, sha):
    return {"name": name, "node_id": f"REF_{stable_id(api, name):x}",
            "commit": {"sha": sha, "url": f"{api}/commits/{sha}"},
            "zipball_url": f"{api}/zipball/refs/tags/{name}",
            "tarball_url": f"{api}/tarball/refs/tags/{name}"}


def tag_object(api, sha, body):
    """"Git Tag": an annotated one, of its bytes in git."""
    head, _, words = body.decode(errors="replace").partition("\n\n")
    fields = dict(line.split(" ", 1) for line in head.splitlines())
    name, _, rest = fields["tagger"].rpartition(" <")
    email, _, when = rest.partition("> ")
    kind = fields["type"]
    return {"node_id": f"TA_{sha[:12]}", "tag": fields["tag"], "sha": sha,
            "url": f"{api}/git/tags/{sha}", "message": words,
            "tagger": {"name": name, "email": email,
                       "date": rfc3339(int(when.split()[0]))},
            "object": {"sha": fields["object"], "type": kind,
                       "url": f"{api}/git/{kind}s/{fields['object']}"},
            "verification": {"verified": False, "reason": "unsigned",
                             "signature": None, "payload": None,
                             "verified_at": None}}


def ruleset(wish, number, source, whole):
    """A ruleset as a test wishes it; `whole`: with conditions and rules."""
    document = {
        "id": number, "name": wish["name"], "source": source,
        "source_type": wish.get("source_type", "Repository"),
        "target": wish.get("target", "tag"),
        "enforcement": wish.get("enforcement", "active"),
        "node_id": f"RRS_{number:x}", "created_at": rfc3339(0),
        "updated_at": rfc3339(0)}
    if not whole:
        return document
    document["conditions"] = {"ref_name": {
        "include": wish.get("include", ["~ALL"]),
        "exclude": wish.get("exclude", [])}}
    document["rules"] = [rule if isinstance(rule, dict) else {"type": rule}
                         for rule in wish.get("rules", ["creation"])]
    if wish.get("bypass", "never"):
        document["current_user_can_bypass"] = wish.get("bypass", "never")
    return document


def run(api, number, about, repo, actor):
    """A workflow run; `about` says what differs: see github_actions.py."""
    url = f"{api}/actions/runs/{number}"
    page = f"{repo['html_url']}/actions/runs/{number}"
    workflow = stable_id(repo["full_name"], about["path"])
    parts = ["artifacts", "cancel", "jobs", "logs", "rerun"]
    return {
        "id": number, "node_id": f"WFR_{number:x}", "name": "Release",
        "run_number": number % 1000 + 1, "workflow_id": workflow,
        "display_title": about["head_branch"], "event": "push",
        "url": url, "html_url": page, "pull_requests": [],
        "check_suite_url": f"{api}/check-suites/{number}",
        "workflow_url": f"{api}/actions/workflows/{workflow}",
        **{f"{part}_url": f"{url}/{part}" for part in parts},
        "actor": actor, "triggering_actor": actor, "repository": repo,
        "head_repository": repo, "head_commit": {
            "id": about["head_sha"], "tree_id": about["head_sha"],
            "message": "A commit", "timestamp": about["created_at"],
            "author": {"name": "Release Manager", "email": "m@example.org"},
            "committer": {"name": "Release Manager",
                          "email": "m@example.org"}},
        **about}


def job(about, of_run, number):
    """A job of a run; `about` says how it stands."""
    url = f"{of_run['url']}/jobs/{number}"
    return {
        "id": number, "node_id": f"CR_{number:x}", "run_id": of_run["id"],
        "run_url": of_run["url"], "run_attempt": of_run["run_attempt"],
        "head_branch": of_run["head_branch"], "head_sha": of_run["head_sha"],
        "url": url, "html_url": f"{of_run['html_url']}/job/{number}",
        "check_run_url": f"{url}/check-run", "workflow_name": of_run["name"],
        "created_at": of_run["created_at"], "labels": ["ubuntu-latest"],
        "runner_id": None, "runner_name": None, "runner_group_id": None,
        "runner_group_name": None, **about}
