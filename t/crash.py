#!/usr/bin/env python3
"""Strikes releases at every point, takes them up again, and prints TAP.

    crash.py WORLD    by t/crash.t, which has made that world

A point is written STRIKE/TARGET/AT/WHEN, and /parallel for such a release:
    STRIKE  kill       kill -9 of orchestrator alone; its children go on
            kill-late  the same; the child goes on only after --resume
            kill-all   kill -9 of all that runs here, origin's server excepted
            int, term, hup
                       that signal to orchestrator alone
            ctrl-c     by its terminal, to all that have it, with --jobs 1
    TARGET  child      number AT of those that are started,
            request    or of those that GitHub hears
            stage      of a push or of making a tag; AT is the repository
    WHEN    before, during, after; sending (of a push); of a stage its name
Two points with + between them: the run is killed, and so is the one that takes
it up; AT of the second is a share of its children or requests.

CRASH_POINTS   how many are drawn (40), or `all`
CRASH_SEED     which are drawn, and the pairs; printed
CRASH_ONLY     this point alone
CRASH_PAIRS    pairs among `all` (150); CRASH_PARALLEL: releases by --parallel
               (100)
CRASH_JOBS     at once (2)
"""
import collections
import itertools
import math
import multiprocessing
import os
import random
import re
import signal
import sys
import time

from crash_place import STAGES, TAG, Place, expect
from crash_run import Run, Wrong, processes, signal_quietly

OWNER = os.environ["CRASH_OWNER"]
NAMES = os.environ["CRASH_NAMES"].split()
TOKEN = os.environ["CRASH_TOKEN"]
ORCHESTRATOR = os.environ["ORCHESTRATOR"]
KILLS = ["kill", "kill-all"]
STATUS = {"kill": 137, "kill-late": 137, "kill-all": 137, "int": 130,
          "ctrl-c": 130, "term": 143, "hup": 129}
WHENS = ["before", "during", "after"]
SERVER_STAGES = STAGES[3:]
# What still goes on after its orchestrator is gone, and could change something.
LATE_STAGES = ["clone-prepared", "pre-push", "pre-receive", "update",
               "origin-prepared"]
COMMAND = ["release-iso", "--version", TAG[1:], "--repos-root", "clones",
           "--poll-interval-secs", "1"]


class Point(collections.namedtuple("Point", "strike target at when variant")):
    """See above."""

    def __str__(self):
        return "/".join(part for part in self if part)

    @staticmethod
    def read(text):
        parts = text.split("/")
        return Point(*parts, *[""] * (5 - len(parts)))


NOWHERE = Point("", "", "", "", "")


# What a run is made of

class Outline:
    """How many children and requests a release has, and which do what."""

    def __init__(self, place, *more):
        place.reset()
        before = place.control()["requests"]
        run = begin(place, "whole", list(more), NOWHERE)
        expect(finish(run), 0, "the status of a whole release")
        place.wait_for_all()
        place.check_all()
        self.children = run.children()
        self.requests = place.control()["requests"] - before

    def numbers(self, word):
        return [n for n, line in enumerate(self.children, 1) if word in line]

    def points(self, strike, variant=""):
        def made(target, numbers, whens):
            return [Point(strike, target, str(at), when, variant)
                    for at, when in itertools.product(numbers, whens)]

        writers = self.numbers(" tag --annotate") + self.numbers("--progress")
        if strike == "kill-late":
            return (made("child", writers, WHENS[:2])
                    + made("child", self.numbers("--progress"), ["sending"])
                    + made("stage", NAMES, LATE_STAGES))
        return (made("child", range(1, len(self.children) + 1), WHENS)
                + made("child", self.numbers("--progress"), ["sending"])
                + made("request", range(1, self.requests + 1), WHENS)
                + made("stage", NAMES, STAGES))


def all_points(place):
    """Those of a plain release, those of one by --parallel."""
    plain, one_job = Outline(place), Outline(place, "--jobs", "1")
    beside = Outline(place, "--parallel")
    points = list(itertools.chain(*(
        (one_job if strike == "ctrl-c" else plain).points(strike)
        for strike in STATUS)))
    parallel = list(itertools.chain(*(
        beside.points(strike, "parallel")
        for strike in STATUS if strike != "ctrl-c")))
    return points, parallel


def draw_pairs(points, rng, count):
    """Kills with another in the run that takes it up."""
    first = [p for p in points if p.strike in KILLS]
    return [(rng.choice(first),
             Point(rng.choice(KILLS), rng.choice(["child", "child", "request"]),
                   f"{rng.random():.4f}", rng.choice(WHENS), ""))
            for _ in range(count)]


def draw(points, parallel, rng, count):
    """So many of all; each strike, each target and when is among them."""
    seen, chosen = set(), []
    rng.shuffle(points)
    for point in points:
        marks = {point.strike, (point.target, point.when)}
        if not marks <= seen:
            seen |= marks
            chosen.append((point,))
    few = max(count // 10, 2)
    rest = max(count - len(chosen) - 2 * few, 0)
    chosen += [(p,) for p in rng.sample(points, rest)]
    return (chosen + [(p,) for p in rng.sample(parallel, few)]
            + draw_pairs(points, rng, few))


def chosen_points(place, rng):
    """A list of trials: tuples of one point, or two."""
    only, count = os.environ.get("CRASH_ONLY"), os.environ["CRASH_POINTS"]
    if only:
        return [tuple(map(Point.read, only.split("+")))]
    points, parallel = all_points(place)
    if count != "all":
        return draw(points, parallel, rng, int(count))
    pairs = draw_pairs(points, rng, int(os.environ["CRASH_PAIRS"]))
    some = rng.sample(parallel, int(os.environ["CRASH_PARALLEL"]))
    trials = [(p,) for p in points + some] + pairs
    rng.shuffle(trials)  # so that what takes long is spread
    return trials


# One trial

def begin(place, name, more, point):
    place.runs += 1
    args = COMMAND + (["--parallel"] if point.variant else []) + more
    return Run(place, f"{place.runs}-{name}", args, point)


def finish(run):
    """The exit status of a run that nothing holds."""
    try:
        return run.end()
    finally:
        run.close()


def tell(run, status, wanted):
    if status != wanted:
        raise Wrong(f"{os.path.basename(run.dir)}: exit status {status}, not "
                    f"{wanted}; it says:\n{run.said()}")


def unheld(point):
    """The same kind of release, which nothing holds."""
    return Point("", "", "", "", point.variant)


def take_up(place, point):
    """By --resume, which finishes it."""
    run = begin(place, "resume", ["--resume"], unheld(point))
    tell(run, finish(run), 0)


def is_of_server(point):
    return point.target == "stage" and point.when in SERVER_STAGES


def struck(place, run):
    """Holds and strikes a run; False if it never comes to the point."""
    point = run.point
    try:
        if not run.wait_until_held():
            return False
        run.strike()
        if is_of_server(point) and point.strike in ("term", "hup", "ctrl-c"):
            run.let_go()
        status = run.end()
        place.put_heads_back()
        tell(run, status, STATUS[point.strike])
        if point.strike not in KILLS + ["kill-late"]:
            place.wait_for_all(ours=True)
            place.check_signalled(run.said())
        if point.strike == "kill-late":
            take_up_early(place, point)
        return True
    finally:
        if "plug" in run.pipes:
            run.let_go()
        place.wait_for_all()
        run.close()


def take_up_early(place, point):
    """While something of the killed run goes on. What that holds may be in the
    way; then it is named, and nothing is public by half."""
    run = begin(place, "early", ["--resume"], unheld(point))
    status = finish(run)
    if status:
        tell(run, status, 3 if point.when == "clone-prepared" else 1)
        if not re.search(rf"rm \S+/{TAG}\.lock|origin refused {TAG}: ",
                         run.said()):
            raise Wrong(f"it does not say what is in the way:\n{run.said()}")


def remove_locks(place, point):
    """A git that was killed leaves them. --resume names each, and how to
    remove it; a person does so."""
    locks = place.locks()
    if not locks:
        return
    run = begin(place, "locked", ["--resume"], unheld(point))
    tell(run, finish(run), 3)
    for lock in locks:
        if f"rm {lock}" not in run.said():
            raise Wrong(f"it does not say: rm {lock}:\n{run.said()}")
        os.remove(lock)


def check_words(place, point, said):
    """What a run that a signal ended says of what is public is so; the command
    that takes it up, where anything is."""
    public = place.public()
    unclear = re.findall(r"unclear: whether \S+ is on origin of (\S+);", said)
    line = re.search(r"public now: (.*)", said)
    named = [name for name in NAMES
             if line and re.search(rf"of {name} \(", line[1])]
    expect([n for n in named if n not in unclear],
           [n for n in public if n not in unclear], "what it says is public")
    resume = re.search(r"^  (?:to go on|then): .* release-iso .* --resume",
                       said, re.M)
    if (public or unclear) and not resume:
        raise Wrong(f"it does not say how to go on:\n{said}")
    again = ("nothing was changed" in said
             or "give the same command again" in said)
    if not resume and not again:
        raise Wrong(f"it says neither how to go on nor to begin again:\n{said}")
    return again and not resume


def try_one(place, point):
    place.reset()
    run = begin(place, "struck", [], point)
    if not struck(place, run):
        raise Wrong(f"it was never struck, after {len(run.children())} "
                    f"children:\n{run.said()}")
    again = False
    if STATUS[point.strike] != 137:
        again = check_words(place, point, run.said())
    else:
        remove_locks(place, point)
    if again and point.strike == "term":  # by what it says itself
        run = begin(place, "again", [], unheld(point))
        tell(run, finish(run), 0)
    else:
        take_up(place, point)
    place.wait_for_all()
    place.check_all()


def try_pair(place, first, second):
    """The number of the second is known once it was counted."""
    share, count = float(second.at), 60
    for _ in range(3):
        place.reset()
        if not struck(place, begin(place, "struck", [], first)):
            raise Wrong("the first kill never came")
        remove_locks(place, first)
        before = place.control()["requests"]
        at = str(max(1, math.ceil(share * count)))
        run = begin(place, "resumed", ["--resume"], second._replace(at=at))
        if struck(place, run):
            break
        count = (len(run.children()) if second.target == "child"
                 else place.control()["requests"] - before)
    else:
        raise Wrong("the second kill never came")
    remove_locks(place, second)
    take_up(place, first)
    place.wait_for_all()
    place.check_all()


PLACE = None  # of this worker


def make_place(world):
    global PLACE
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    PLACE = Place(f"{world}/worker-{os.getpid()}", world, OWNER, NAMES, TOKEN,
                  ORCHESTRATOR)


def try_trial(trial):
    """The trial, what is wrong or None, and how long it took."""
    began = time.monotonic()
    wrong = None
    try:
        if len(trial) == 2:
            try_pair(PLACE, *trial)
        else:
            try_one(PLACE, trial[0])
    except Wrong as error:
        wrong = str(error)
    except Exception as error:  # of the driver itself: no pass either
        wrong = repr(error)
    return trial, wrong, time.monotonic() - began


# What is told

KIND = {"kill": "Killed alone", "kill-late": "Killed alone, what it started "
        "going on only later", "kill-all": "Killed with all its children",
        "int": "Ended by SIGINT", "term": "Ended by SIGTERM",
        "hup": "Ended by SIGHUP", "ctrl-c": "Ended by Ctrl-C"}
PLACES = {"child": "at a child", "request": "at a request",
          "stage": "at a stage of a push"}


def name_of(trial):
    return "+".join(map(str, trial))


def title(trial):
    if len(trial) == 2:
        return "Killed, and killed again while it is taken up"
    point = trial[0]
    return (f"{KIND[point.strike]} {PLACES[point.target]}"
            + (", with --parallel" if point.variant else ""))


def table_kind(trial):
    if len(trial) == 2:
        return "pairs of kills"
    return ("crash points" if STATUS[trial[0].strike] == 137 else "signals")


def print_results(results):
    groups = collections.defaultdict(list)
    for trial, wrong in results:
        groups[title(trial)].append((trial, wrong))
    for n, (name, tried) in enumerate(sorted(groups.items()), 1):
        bad = [(trial, wrong) for trial, wrong in tried if wrong]
        print(f"{'not ok' if bad else 'ok'} {n} - {name}: it is finished, each "
              f"tag made once ({len(tried) - len(bad)} of {len(tried)})")
        for trial, wrong in bad:
            text = "\n".join("#   " + line for line in wrong.split("\n"))
            print(f"# CRASH_ONLY={name_of(trial)}\n{text}", file=sys.stderr)
    print(f"1..{len(groups)}")


def tally(results):
    count = collections.Counter(table_kind(trial) for trial, _ in results)
    good = collections.Counter(table_kind(t) for t, wrong in results
                               if not wrong)
    for kind, tried in sorted(count.items()):
        print(f"# {kind}: {good[kind]} of {tried}")
        if os.environ.get("TALLY"):
            with open(os.environ["TALLY"], "a", encoding="utf-8") as file:
                file.write(f"{kind}\t{good[kind]}\t{tried}\n")


def gather(tried):
    """The results; CRASH_TRACE has each as soon as it is there."""
    results = []
    for trial, wrong, took in tried:
        results.append((trial, wrong))
        if os.environ.get("CRASH_TRACE"):
            with open(os.environ["CRASH_TRACE"], "a",
                      encoding="utf-8") as file:
                file.write(f"{took:.2f} {name_of(trial)} {wrong or 'ok'}\n")
    return results


def end_all(world):
    """A driver that is ended takes along what it holds."""
    for pid in processes(world, False):
        signal_quietly(pid, signal.SIGKILL)


def try_all(world, rng):
    make_place(world)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    trials = chosen_points(PLACE, rng)
    PLACE.github.terminate()
    with multiprocessing.Pool(int(os.environ["CRASH_JOBS"]), make_place,
                              [world]) as pool:
        return gather(pool.imap_unordered(try_trial, trials))


def main():
    began, world = time.monotonic(), sys.argv[1]
    seed = os.environ.get("CRASH_SEED") or str(random.randrange(10 ** 6))
    print(f"# CRASH_SEED={seed}", flush=True)
    try:
        results = try_all(world, random.Random(seed))
    finally:
        end_all(world)
    print_results(results)
    tally(results)
    print(f"# {len(results)} trials in {time.monotonic() - began:.0f} s")
    sys.exit(any(wrong for _, wrong in results))


if __name__ == "__main__":
    main()
