"""Workflow runs of the stand-in GitHub: how the run of a tag goes, in time.

A run begins `appears` seconds after its tag was seen, is queued for `queued`
seconds or waits for an approval, and ends `takes` seconds after it began; its
jobs go one after the other, and so do their steps.
"""
import time

import github_documents as documents

JOBS = [{"name": "release", "steps": ["Set up job", "Build", "Upload"]}]


class Run:
    """The run of one tag: when it begins and ends, and how."""

    def __init__(self, wish, seen, delay):
        self.wish = wish
        self.attempt = 1
        self.conclusion = wish.get("conclusion", "success")
        self.takes = wish.get("takes", delay)
        self.appears = self.begins = seen + wish.get("appears", 0)
        self.held = bool(wish.get("waiting"))  # until it is approved

    def approve(self, at):
        if at is not None:
            self.held, self.begins = False, at

    def rerun(self, at):
        if at is not None:
            self.attempt, self.held, self.begins = 2, False, at
            self.conclusion = self.wish.get("rerun_conclusion", "success")

    def status(self, now):
        """None: not listed yet."""
        if now < self.appears:
            return None
        if "status" in self.wish:
            return self.wish["status"]
        if self.held:
            return "waiting"
        if now < self.begins + self.wish.get("queued", 0):
            return "queued"
        return "in_progress" if now < self.ends() else "completed"

    def ends(self):
        return self.begins + self.takes

    def has_succeeded(self, now):
        return self.status(now) == "completed" and (
            self.conclusion == "success")

    def jobs(self, now):
        """What differs from job to job."""
        plan = self.wish.get("jobs", JOBS)
        if self.status(now) == "completed" and self.conclusion in (
                "startup_failure", "cancelled"):
            return []
        share = self.takes / len(plan)
        at, found, failed = self.begins, [], False
        for job in plan:
            takes = job.get("takes", share)
            found.append(self.job(job, at, takes, now, failed))
            failed = failed or self.fails(job["name"]) is not None
            at += takes
        return found

    def fails(self, name):
        """The step at which that job fails, or None."""
        if self.conclusion == "success":
            return None
        last = self.wish.get("jobs", JOBS)[-1]
        job, step = self.wish.get("fails_at", [last["name"],
                                               last["steps"][-1]])
        return step if job == name else None

    def job(self, job, at, takes, now, failed):
        over = self.status(now) == "completed"
        if failed and (over or now >= at):
            return dated(job["name"], "completed", "skipped", at, at, [])
        if self.status(now) not in ("in_progress", "completed") or (
                now < at and not over):
            return dated(job["name"], "queued", None, at, None, [])
        bad = self.fails(job["name"])
        steps = self.steps(job, at, takes, now if not over else at + takes)
        if not over and now < at + takes:
            return dated(job["name"], "in_progress", None, at, None, steps)
        conclusion = "success" if bad is None else (
            self.conclusion if self.conclusion == "timed_out" else "failure")
        return dated(job["name"], "completed", conclusion, at, at + takes,
                     steps)

    def steps(self, job, at, takes, now):
        bad, failed, found = self.fails(job["name"]), False, []
        share = takes / len(job["steps"])
        for number, name in enumerate(job["steps"], 1):
            begin, end = at + share * (number - 1), at + share * number
            if now >= end:
                how = "completed", ("skipped" if failed else "failure"
                                    if name == bad else "success")
            else:
                how = ("in_progress" if now >= begin else "queued"), None
            failed = failed or name == bad
            found.append({"number": number, **dated(
                name, *how, begin if now >= begin else None,
                end if now >= end else None)})
        return found


def dated(name, status, conclusion, begin, end, steps=None):
    """The fields that jobs and steps share; times are monotonic."""
    def wall(at):
        if at is None:
            return None
        return documents.rfc3339(time.time() - time.monotonic() + at)

    fields = {"name": name, "status": status, "conclusion": conclusion,
              "started_at": wall(begin), "completed_at": wall(end)}
    if steps is None:
        return fields
    fields["started_at"] = wall(begin if begin is not None else 0)
    return {**fields, "steps": steps}


class Actions:
    """The runs of all repositories, as the paths under actions/ tell them."""

    def __init__(self, github):
        self.github = github
        self.approved, self.begun_again = {}, {}  # name: monotonic

    def find(self, name, tag):
        """The run of a tag; None: there never is one."""
        entry = self.github.plan.entry(name)
        seen = self.github.origins.look(name).get(tag)
        wish = entry.get("run", {})
        if wish is None or seen is None:
            return None
        run = Run(wish, seen[0], entry.get("delay", self.github.delay))
        run.approve(self.approved.get(name))
        newest = max(self.github.origins.look(name).items(),
                     key=lambda item: item[1])[0]
        if tag == newest:
            run.rerun(self.begun_again.get(name))
        return run

    def runs(self, name):
        """Newest first; beside the run of each tag two that are not its."""
        found = []
        tags = self.github.origins.look(name)
        for tag, seen in sorted(tags.items(), key=lambda item: item[1]):
            number = int(seen[1] * 1000) * 10
            for k, (branch, workflow) in enumerate(
                    [("main", "release.yml"), (tag, "lint.yml")]):
                found.append((self.document(name, tag, number + k, {
                    "head_branch": branch, "status": "completed",
                    "path": f".github/workflows/{workflow}", "run_attempt": 1,
                    "conclusion": "failure"}), None))
            run = self.find(name, tag)
            status = run and run.status(time.monotonic())
            if status:
                workflow = run.wish.get("workflow") or "release.yml"
                over = status == "completed"
                found.append((self.document(name, tag, number + 2, {
                    "head_branch": tag, "status": status,
                    "path": f".github/workflows/{workflow}",
                    "run_attempt": run.attempt,
                    "conclusion": run.conclusion if over else None}), run))
        return found[::-1]

    def document(self, name, tag, number, about):
        made = documents.rfc3339(number // 10 / 1000)
        github = self.github
        repo = documents.minimal_repository(
            github.api(name), github.user(github.owner, "Organization"), name)
        return documents.run(
            github.api(name), number,
            {"head_sha": github.origins.commit_of(name, tag),
             "created_at": made, "updated_at": made, "run_started_at": made,
             **about}, repo, github.user("release-manager", "User"))

    def listed(self, name, asked):
        keys = ("event", "head_sha", "status")
        found = [document for document, _ in self.runs(name)]
        for key in keys:
            if key in asked:
                found = [d for d in found if asked[key] in (
                    d[key], d["conclusion"] if key == "status" else None)]
        if "branch" in asked:
            found = [d for d in found if d["head_branch"] == asked["branch"]]
        return found

    def workflows(self, name):
        wish = self.github.plan.entry(name).get("run") or {}
        return {"release.yml", "lint.yml", wish.get("workflow")}

    def jobs(self, document, run):
        about = run.jobs(time.monotonic()) if run else [dated(
            "test", "completed", "failure", time.monotonic(),
            time.monotonic(), [])]
        return [documents.job(job, document, document["id"] * 10 + k)
                for k, job in enumerate(about)]

    def answer(self, name, rest, asked):
        """(key of the list, list), a document, or None."""
        if rest == ["runs"]:
            return "workflow_runs", self.listed(name, asked)
        if len(rest) == 3 and rest[0] == "workflows" and rest[2] == "runs" \
                and rest[1] in self.workflows(name):
            path = f".github/workflows/{rest[1]}"
            return "workflow_runs", [
                run for run in self.listed(name, asked) if run["path"] == path]
        for document, run in self.runs(name):
            if rest == ["runs", str(document["id"])]:
                return document
            if rest == ["runs", str(document["id"]), "jobs"]:
                return "jobs", self.jobs(document, run)
        return None
