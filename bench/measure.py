#!/usr/bin/env python3
"""Measures runs of a program, for bench.sh; results are lines of JSON.

    measure.py run FILE SCENARIO WHO CMD...    wall and CPU time of one run
    measure.py count FILE SCENARIO WHO CMD...  what else it takes, in a run of
                                               its own; needs ./shims
    measure.py start FILE ORCHESTRATOR SCRIPT  start-up time, of 200 starts
    measure.py lag FILE DELAYS WHO URL TAG REPOS
                                               from the last asset's upload to
                                               the push of the next tag
    measure.py table FILE                      all of it
    measure.py many N WHAT CMD...              one run over N repositories, as
                                               a line of many.sh's table

CPU time is that of the process and of all that came of it: we adopt what it
leaves behind, and add up what wait4() says. The peak of memory is that of the
process alone: wait4() would give that of its largest child, so we look at
/proc/PID (VmHWM, and Rss in smaps_rollup, which counts exactly) every half
millisecond until it ends. Git writes down its own processes (one file each, by
GIT_TRACE2_EVENT), ./shims those of other programs (a line each in $PROGRAMS),
the stand-in GitHub the requests (./requests).
"""
import collections
import ctypes
import json
import os
import re
import signal
import statistics
import sys
import tempfile
import time
import urllib.request

NETWORK = {"clone", "fetch", "ls-remote", "pull", "push"}
STARTS = 200
PR_SET_CHILD_SUBREAPER = 36


class Run:
    """One run of a program, output in ./out and ./err."""

    def __init__(self, cmd):
        self.cmd = cmd
        self.cpu = 0.0
        self.began = time.monotonic()
        self.wall = None
        create = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        self.pid = os.posix_spawnp(
            cmd[0], cmd, os.environ, setsigmask=[],
            setsigdef=[signal.SIGINT, signal.SIGTERM, signal.SIGPIPE],
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, "out", create, 0o644),
                (os.POSIX_SPAWN_OPEN, 2, "err", create, 0o644)])

    def end(self):
        """Waits for it and for all that it left behind."""
        status = None
        try:
            while True:
                pid, code, used = os.wait4(-1, 0)
                self.cpu += used.ru_utime + used.ru_stime
                if pid == self.pid:
                    self.wall = time.monotonic() - self.began
                    status = os.waitstatus_to_exitcode(code)
        except ChildProcessError:
            pass
        if status != 0:
            with open("err", encoding="utf-8", errors="replace") as file:
                sys.exit(f"exit status {status}: {self.cmd}\n{file.read()}")

    def is_running(self):
        return os.waitid(os.P_PID, self.pid,
                         os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def guarded(cmd, work):
    """work(run), and no process of ours is left whatever happens."""
    run = Run(cmd)
    try:
        work(run)
        run.end()
    except BaseException:
        if run.wall is None:
            os.kill(run.pid, signal.SIGTERM)
        while True:
            try:
                os.wait()
            except ChildProcessError:
                break
        raise
    return run


def field(path, name):
    """A number of KiB in a file of /proc/PID; 0: not told."""
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            found = re.search(rf"^{name}:\s+(\d+) kB", file.read(), re.M)
    except OSError:  # it has just ended
        found = None
    return int(found[1]) if found else 0


def watch(run, peak):
    """Keeps the largest memory in peak[0], KiB, its own CPU time in peak[1]."""
    folder = f"/proc/{run.pid}"
    while run.is_running():
        peak[0] = max(peak[0], field(folder + "/status", "VmHWM"),
                      field(folder + "/smaps_rollup", "Rss"))
        try:
            with open(folder + "/schedstat", encoding="ascii") as file:
                peak[1] = max(peak[1], int(file.read().split()[0]) / 1e9)
        except (OSError, IndexError):
            pass
        time.sleep(0.0005)


def count_children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
            return len(f.read().split())
    except OSError:
        return 0


def watch_many(run, most):
    """Keeps the largest memory, KiB, and number of children in `most`."""
    while run.is_running():
        most["memory"] = max(most["memory"],
                             field(f"/proc/{run.pid}/status", "VmHWM"))
        most["children"] = max(most["children"], count_children(run.pid))
        time.sleep(0.0005)


def measure_many(count, what, cmd):
    most = {"memory": 0, "children": 0}
    run = guarded(cmd, lambda run: watch_many(run, most))
    requests = [json.loads(line) for line in lines("requests")]
    curls = len({request["conn"] for request in requests})
    print(f"{count:12}  {what:8}  {run.wall:8.2f}  "
          f"{run.wall * 1000 / count:15.1f}  {most['memory'] / 1024:10.1f}  "
          f"{most['children']:8}  {len(requests):8}  {curls:5}", flush=True)


def lines(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().splitlines()
    except FileNotFoundError:
        return []


def measure_run(cmd):
    run = guarded(cmd, lambda run: None)
    return {"wall": run.wall, "cpu": run.cpu}


def measure_count(cmd):
    peak = [0, 0.0]
    requests = len(lines("requests"))
    with tempfile.TemporaryDirectory() as folder:
        trace, programs = folder + "/trace", folder + "/programs"
        os.mkdir(trace)
        os.environ.update(GIT_TRACE2_EVENT=trace, PROGRAMS=programs,
                          PATH=os.path.abspath("shims") + os.pathsep
                          + os.environ["PATH"])
        guarded(cmd, lambda run: watch(run, peak))
        git = [git_name(f"{trace}/{file}") for file in os.listdir(trace)]
        others = lines(programs)
    return {"git": len(git), "others": len(others),
            "network": sum(name in NETWORK for name in git),
            "requests": len(lines("requests")) - requests,
            "memory": peak[0] / 1024 if peak[0] else None,
            "own_cpu": peak[1] or None,
            "processes": collections.Counter(git + others)}


def git_name(file):
    """What the git that left this trace was: "fetch", "rev-list", ..."""
    events = [json.loads(line) for line in lines(file)]
    names = [e["name"] for e in events if e["event"] == "cmd_name"]
    return names[0] if names else "git"


def measure_start(commands):
    """Takes the commands in turn, so that all meet the same machine."""
    times = {who: [] for who in commands}
    with open(os.devnull, "r+b") as null:
        files = [(os.POSIX_SPAWN_DUP2, null.fileno(), n) for n in (0, 1)]
        for _ in range(STARTS):
            for who, cmd in commands.items():
                began = time.monotonic()
                pid = os.posix_spawnp(cmd[0], cmd, os.environ,
                                      file_actions=files)
                os.waitpid(pid, 0)
                times[who].append((time.monotonic() - began) * 1000)
    return {who: {"start": statistics.median(t)} for who, t in times.items()}


def measure_lag(delays, url, tag, names):
    """Seconds that passed for each tag but the first."""
    with urllib.request.urlopen(url + "/_control", timeout=10) as answer:
        state = json.load(answer)
    seen = {t["repository"]: t["seen"] for t in state["tags"]
            if t["tag"] == tag}
    with open(delays, encoding="utf-8") as file:
        wait = {name: entry["delay"] for name, entry in json.load(file).items()}
    return {"lags": [seen[after] - seen[before] - wait[before]
                     for before, after in zip(names, names[1:])]}


ROWS = [  # scenario, key, what, format, figure of the original
    ("survey", "wall", "survey, wall, s", ".3f", 0.13),
    ("survey", "cpu", "survey, CPU, s", ".3f", 0.11),
    ("survey", "own_cpu", "survey, CPU of the program alone, s", ".4f", None),
    ("survey", "git", "survey, git processes", "d", 72),
    ("survey", "others", "survey, other programs", "d", None),
    ("survey", "network", "survey, connections to origins", "d", 16),
    ("survey", "requests", "survey, HTTP requests", "d", 0),
    ("survey", "memory", "survey, peak memory, MiB", ".2f", None),
    ("far", "wall", "survey at 100 ms, wall, s", ".3f", 1.78),
    ("far", "cpu", "survey at 100 ms, CPU, s", ".3f", 0.15),
    ("status", "wall", "status at 100 ms, wall, s", ".3f", None),
    ("status", "cpu", "status at 100 ms, CPU, s", ".3f", None),
    ("status", "git", "status, git processes", "d", None),
    ("status", "network", "status, connections to origins", "d", None),
    ("status", "requests", "status, HTTP requests", "d", None),
    ("release", "wall", "release, wall, s", ".2f", 4.24),
    ("release", "cpu", "release, CPU, s", ".3f", 0.17),
    ("release", "own_cpu", "release, CPU of the program alone, s", ".4f",
     None),
    ("release", "git", "release, git processes", "d", 108),
    ("release", "others", "release, other programs", "d", None),
    ("release", "network", "release, connections to origins", "d", 20),
    ("release", "requests", "release, HTTP requests", "d", 8),
    ("release", "memory", "release, peak memory, MiB", ".2f", 5.4),
    ("slow", "wall", "release after 3 s each, wall, s", ".2f", None),
    ("slow", "cpu", "release after 3 s each, CPU, s", ".3f", None),
    ("slow", "lags", "last asset to next push, worst, s", ".2f", None),
    ("download", "wall", "download of 1 GiB, wall, s", ".2f", None),
    ("download", "cpu", "download of 1 GiB, CPU, s", ".2f", None),
    ("download", "memory", "download of 1 GiB, peak memory, MiB", ".2f",
     None),
    ("start", "start", "start-up, ms", ".2f", 1.07),
]
TARGETS = [  # scenario, key, what, unit, limit
    ("far", "wall", "survey at 100 ms a connection", "s", 0.25),
    ("status", "wall", "status at 100 ms a connection", "s", 0.3),
    ("release", "cpu", "CPU time of a release", "s", 0.17),
    ("release", "memory", "peak memory of the program alone", "MiB", 4),
    ("start", "start", "start-up, --version", "ms", 1.07),
    ("slow", "lags", "last asset to next push, two intervals and 1 s", "s",
     3),
    ("download", "memory", "peak memory of the program, download of 1 GiB",
     "MiB", 8),
]
RATIOS = [  # scenario, key, what, limit
    ("download", "wall", "download of 1 GiB, to curl and sha256sum", 1.1),
]


def figure(results, who, scenario, key):
    """The median of what was measured, of lags the maximum; None: nothing."""
    found = [r[key] for r in results if r["who"] == who
             and r["scenario"] == scenario and r.get(key) is not None]
    if key == "lags":
        return max(max(lags) for lags in found) if found else None
    return statistics.median(found) if found else None


def spell(value, form):
    if value is None:
        return "-"
    return format(round(value) if form == "d" else value, form)


def print_table(path):
    results = [json.loads(line) for line in lines(path)]
    line = "{:38} {:>12} {:>12} {:>7} {:>9}".format
    print(line("", "orchestrator", "shell script", "ratio", "original"))
    for scenario, key, what, form, original in ROWS:
        ours, theirs = (figure(results, who, scenario, key)
                        for who in ("orchestrator", "script"))
        ratio = ours / theirs if ours is not None and theirs else None
        print(line(what, spell(ours, form), spell(theirs, form),
                   spell(ratio, ".2f"), spell(original, form)))
    print()
    for scenario, key, what, unit, limit in TARGETS:
        ours = figure(results, "orchestrator", scenario, key)
        reached = ours is not None and ours <= limit
        print(f"{'reached    ' if reached else 'NOT reached'}  {what}: "
              f"{spell(ours, '.2f')} {unit}, at most {limit} {unit}")
    for scenario, key, what, limit in RATIOS:
        ours, theirs = (figure(results, who, scenario, key)
                        for who in ("orchestrator", "script"))
        ratio = ours / theirs if ours and theirs else None
        reached = ratio is not None and ratio <= limit
        print(f"{'reached    ' if reached else 'NOT reached'}  {what}: "
              f"{spell(ratio, '.2f')} times, at most {limit} times")
    nothing = figure(results, "true", "start", "start")
    print(f"\nThe start-up of a program that does nothing, true: "
          f"{spell(nothing, '.2f')} ms here.")


def results_of(what, rest):
    """Lines for the file of results."""
    if what == "start":
        commands = {"orchestrator": [rest[0], "--version"],
                    "script": [rest[1], "--help"], "true": ["true"]}
        return [{"scenario": "start", "who": who, **result}
                for who, result in measure_start(commands).items()]
    if what == "lag":
        delays, who, url, tag, *names = rest
        return [{"scenario": "slow", "who": who,
                 **measure_lag(delays, url, tag, names)}]
    scenario, who, *cmd = rest
    measure = {"run": measure_run, "count": measure_count}[what]
    return [{"scenario": scenario, "who": who, **measure(cmd)}]


def main():
    what, path, *rest = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if what == "table":
        print_table(path)
        return
    if what == "many":
        measure_many(int(path), rest[0], rest[1:])
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    results = results_of(what, rest)
    with open(path, "a", encoding="utf-8") as file:
        file.writelines(json.dumps(result) + "\n" for result in results)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
