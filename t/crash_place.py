"""A world that is made anew for each point, and what must hold in the end."""
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request

from crash_run import SHIM, STAGE, Wrong, processes, until

HERE = os.path.dirname(os.path.abspath(__file__))
TAG = "v1.2.3"
LOG = re.compile(r"\d{8}T\d{6}Z-release-iso-\d+\.log")
# An object of git, or a part of one that was never finished: `git gc` knows it.
OBJECT = re.compile(r"\.git/objects/[0-9a-f]{2}(/[0-9a-f]{38}|/tmp_obj_\w+)?")
SERVER = "env -u CRASH_OURS setsid git-receive-pack"
# The hooks of a clone and of origin. reference-transaction hears of a change
# when it is prepared (its locks are held) and when it is committed.
HOOK = """#!/bin/sh
[ -n "$CRASH_STAGE" ] || exit 0
exec "$CRASH_PLACE/stage" {}
"""
CHANGES = """#!/bin/sh
[ -n "$CRASH_PLACE" ] || exit 0
name=${PWD##*/}
[ "$1" != committed ] || cat >>"$CRASH_PLACE/events-${name%.git}"
[ -n "$CRASH_STAGE" ] || exit 0
exec "$CRASH_PLACE/stage" "origin-$1"
"""
CLONE_HOOKS = {"pre-push": HOOK.format("pre-push"),
               "reference-transaction": HOOK.format('"clone-$1"')}
ORIGIN_HOOKS = {"pre-receive": HOOK.format("pre-receive"),
                "update": HOOK.format("update"),
                "post-receive": HOOK.format("post-receive"),
                "reference-transaction": CHANGES}
STAGES = ["clone-prepared", "clone-committed", "pre-push", "pre-receive",
          "update", "origin-prepared", "origin-committed", "post-receive"]


def git(folder, *args):
    env = {k: v for k, v in os.environ.items() if not k.startswith("CRASH_")}
    return subprocess.run(["git", "-C", folder, *args], check=True, env=env,
                          stdout=subprocess.PIPE, text=True).stdout.strip()


def write(path, text, mode=0o644):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def files_of(folder):
    """All of them, and folders, by their names from there."""
    found = set()
    for top, folders, files in os.walk(folder):
        found |= {os.path.relpath(os.path.join(top, name), folder)
                  for name in folders + files}
    return found


class Place:
    """The folder of one worker, with a GitHub of its own."""

    def __init__(self, path, world, owner, names, token, orchestrator):
        self.path, self.owner, self.names = path, owner, names
        self.token, self.orchestrator = token, orchestrator
        self.runs = 0
        os.makedirs(path + "/template")
        for folder in ("origins", "clones"):
            shutil.copytree(f"{world}/{folder}", f"{path}/template/{folder}",
                            symlinks=True)
        self.make_template(world)
        self.make_stand_ins()
        self.files = {name: files_of(f"{path}/template/clones/{name}")
                      for name in names}
        self.reset()
        self.github, self.url = self.start_github()

    def make_template(self, world):
        """With hooks, and in each clone a commit that is not to be tagged."""
        self.commits = {}
        for name in self.names:
            clone = f"{self.path}/template/clones/{name}"
            origin = f"{self.path}/template/origins/{self.owner}/{name}.git"
            for folder, hooks in ((clone + "/.git", CLONE_HOOKS),
                                  (origin, ORIGIN_HOOKS)):
                shutil.rmtree(folder + "/hooks")
                for hook, text in hooks.items():
                    write(f"{folder}/hooks/{hook}", text, 0o755)
            url = f"{self.path}/origins/{self.owner}/{name}.git"
            assert git(clone, "remote", "get-url", "origin").startswith(world)
            git(clone, "remote", "set-url", "origin", url)
            git(clone, "config", "remote.origin.receivepack", SERVER)
            self.commits[name] = git(clone, "rev-parse", "HEAD")
            other = git(clone, "commit-tree", "-p", "HEAD", "-m", "other",
                        "HEAD^{tree}")
            write(f"{self.path}/surveyed/{name}", self.commits[name] + "\n")
            write(f"{self.path}/other/{name}", other + "\n")

    def make_stand_ins(self):
        for program in ("git", "curl", "rm"):
            real = shutil.which(program)
            write(f"{self.path}/shim/{program}",
                  SHIM.replace("@REAL@", real), 0o755)
        write(self.path + "/stage", STAGE, 0o755)

    def start_github(self):
        port = self.path + "/port"
        process = subprocess.Popen(
            [sys.executable, "-SE", HERE + "/github_start.py", "--origins",
             self.path + "/origins", "--owner", self.owner, "--port-file",
             port, "--log", self.path + "/requests", "--token", self.token,
             "--delay", "0", "--immutable", "--parent", str(os.getpid())],
            stdin=subprocess.DEVNULL)
        until(lambda: os.path.exists(port), "the stand-in GitHub is there")
        return process, "http://127.0.0.1:" + read(port).strip()

    def control(self, wanted=None):
        """Sets, if anything is wanted, and tells the state of GitHub."""
        data = None if wanted is None else json.dumps(wanted).encode()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.url + "/_control", data, 30) as answer:
            return json.load(answer)

    def environment(self):
        env = {k: v for k, v in os.environ.items() if k != "XDG_STATE_HOME"}
        env.update(HOME=self.path + "/home", TMPDIR=self.path + "/tmp",
                   GIT_CONFIG_GLOBAL=self.path + "/home/.gitconfig",
                   PATH=f"{self.path}/shim:{os.environ['PATH']}",
                   GITHUB_API_URL=self.url, GITHUB_TOKEN=self.token,
                   CRASH_PLACE=self.path)
        return env

    def reset(self):
        """As if nothing had ever been released."""
        for folder in ("origins", "clones", "home", "tmp", "runs"):
            shutil.rmtree(f"{self.path}/{folder}", ignore_errors=True)
        for folder in ("origins", "clones"):
            shutil.copytree(f"{self.path}/template/{folder}",
                            f"{self.path}/{folder}", symlinks=True)
        for folder in ("home", "tmp", "runs"):
            os.mkdir(f"{self.path}/{folder}")
        shutil.copy(os.environ["GIT_CONFIG_GLOBAL"],
                    self.path + "/home/.gitconfig")
        for name in self.names:
            write(f"{self.path}/events-{name}", "")
        self.runs = 0

    def clone(self, name):
        return f"{self.path}/clones/{name}"

    def origin(self, name):
        return f"{self.path}/origins/{self.owner}/{name}.git"

    def put_heads_back(self):
        """A run that was cut off while it made a tag leaves them moved."""
        for name in self.names:
            write(self.clone(name) + "/.git/refs/heads/main",
                  self.commits[name] + "\n")

    def public(self):
        """The repositories whose origin has the tag."""
        return [name for name in self.names
                if os.path.exists(f"{self.origin(name)}/refs/tags/{TAG}")]

    def locks(self):
        """What git leaves of a reference or the like that it was changing."""
        return [f"{self.clone(name)}/{file}" for name in self.names
                for file in sorted(files_of(self.clone(name)))
                if file.endswith(".lock")
                and file != ".git/orchestrator.lock"]

    def wait_for_all(self, ours=False):
        """All that was started has ended."""
        until(lambda: not processes(self.path, ours), "no process is left")

    # What must hold

    def check_released(self):
        """On each origin one tag, made once, on the commit that was seen."""
        for name in self.names:
            refs = git(self.origin(name), "for-each-ref", "--format="
                       "%(refname) %(objecttype) %(*objectname)").split("\n")
            expect([line.strip() for line in refs],
                   ["refs/heads/main commit",
                    f"refs/tags/{TAG} tag {self.commits[name]}"],
                   f"what origin of {name} has")
            events = [line.split()[::2] for line in
                      read(f"{self.path}/events-{name}").splitlines()]
            expect(events, [["0" * 40, "refs/tags/" + TAG]],
                   f"what ever changed on origin of {name}")

    def check_clones(self):
        for name in self.names:
            clone = self.clone(name)
            expect(git(clone, "status", "--porcelain"), "", f"dirt in {name}")
            expect(git(clone, "rev-parse", "HEAD"), self.commits[name],
                   f"HEAD of {name}")
            expect(git(clone, "rev-parse", "refs/tags/" + TAG),
                   git(self.origin(name), "rev-parse", "refs/tags/" + TAG),
                   f"the tag in {name}")
            more = files_of(clone) - self.files[name]
            expect(sorted(file for file in more if not OBJECT.fullmatch(file)),
                   [f".git/refs/tags/{TAG}"], f"new files in {name}")

    def check_leftovers(self):
        """Nothing is left but the logs: a file for each run."""
        expect(processes(self.path, False), [], "the processes that are left")
        expect(os.listdir(self.path + "/tmp"), [], "what is left in TMPDIR")
        expect(sorted(os.listdir(self.path + "/clones")), sorted(self.names),
               "what is beside the clones")
        logs = self.path + "/home/.local/state/orchestrator"
        expect(files_of(self.path + "/home"),
               {".gitconfig", ".local", ".local/state",
                ".local/state/orchestrator"} |
               {f".local/state/orchestrator/{log}" for log in os.listdir(logs)
                if LOG.fullmatch(log)}, "what is in HOME")
        expect(len(os.listdir(logs)), self.runs, "the number of logs")

    def check_all(self):
        self.check_leftovers()
        self.check_released()
        self.check_clones()

    def check_signalled(self, said):
        """A run that a signal ended has cleaned up after itself."""
        expect(os.listdir(self.path + "/tmp"), [], "what is left in TMPDIR")
        expect(self.locks(), [], "the locks that are left")
        for name in self.names:
            clone = self.clone(name)
            if os.path.exists(clone + "/.git/orchestrator.lock"):
                raise Wrong(f"its lock is left in {name}")
            if (os.path.exists(f"{clone}/.git/refs/tags/{TAG}")
                    and name not in self.public()
                    and f"on origin of {name}; to ask it" not in said):
                raise Wrong(f"a tag that was never pushed is left in {name}")


def expect(got, wanted, what):
    if got != wanted:
        raise Wrong(f"{what}: {got!r}, not {wanted!r}")
