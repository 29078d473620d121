"""One run of orchestrator that is held at a point, and struck there.

A child is held by the stand-ins for git and curl that come first in PATH
(SHIM), a stage of a push by git's hooks (STAGE), a request by the stand-in
GitHub. Each tells the pipe `reached` that it is there, and waits; then the run
is struck: by kill -9 or by a signal. All that the run starts has CRASH_PLACE in
its environment; what belongs to origin's server has no CRASH_OURS.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time

LIMIT = 120  # seconds; what takes longer hangs
ENDS = 50  # seconds after a signal: a git that is not ended takes 60
LOOK = 0.02  # seconds between two looks

# $1: the program. Child N of the run is held: `before` it is started; `during`
# it: it has read what it is given but for the end, or stands at its first word;
# `sending`, the same for standard error; `after` it has ended. While a tag is
# made, HEAD is another commit than was surveyed.
SHIM = r"""#!/bin/sh
real=@REAL@
set -C
head() { # FOLDER: HEAD is the commit that is written down there
    read -r commit <"$CRASH_PLACE/$1/$makes_tag"
    echo "$commit" >"$2/.git/refs/heads/main"
}
n=1
until true >"$CRASH_DIR/n/$n"; do n=$((n + 1)); done 2>/dev/null
set +C
echo "${0##*/} $*" >"$CRASH_DIR/n/$n"
makes_tag=
case $* in *' tag --annotate '*)
    makes_tag=${2##*/}
    head other "$2" ;;
esac
held() { echo $$ >"$CRASH_DIR/reached"; read -r _ <"$CRASH_DIR/go"; }
when=$CRASH_WHEN
[ "$n" = "$CRASH_CHILD" ] || when=not-this
case ${0##*/}-$when-$* in rm-during-* | *-during-*'--get tag.gpgSign')
    when=before ;; # it says nothing
esac
case $when in
before) held ;;
during)
    case $* in *'--config -' | *--file=-*)
        cat >"$CRASH_DIR/input"
        echo $$ >"$CRASH_DIR/reached"
        exec "$real" "$@" <"$CRASH_DIR/feed" ;;
    esac
    echo $$ >"$CRASH_DIR/reached"
    exec "$real" "$@" >"$CRASH_DIR/plug" ;;
sending)
    echo $$ >"$CRASH_DIR/reached"
    exec "$real" "$@" 2>"$CRASH_DIR/plug" ;;
after)
    "$real" "$@"
    status=$?
    held
    exit $status ;;
esac
[ -n "$makes_tag" ] || exec "$real" "$@"
"$real" "$@"
status=$?
head surveyed "$2"
exit $status
"""

# $1: where in a push, or in making a tag. The first that comes to CRASH_STAGE
# is held.
STAGE = r"""#!/bin/sh
name=${PWD##*/}
[ "$1:${name%.git}" = "$CRASH_STAGE" ] || exit 0
set -C
true 2>/dev/null >"$CRASH_DIR/taken" || exit 0
echo $$ >"$CRASH_DIR/reached"
read -r _ <"$CRASH_DIR/go"
"""


class Wrong(Exception):
    """What must not be."""


def until(condition, what, limit=LIMIT):
    """Looks again and again until the condition holds."""
    end, pause = time.monotonic() + limit, LOOK
    while not condition():
        if time.monotonic() > end:
            raise Wrong(f"in {limit} s it did not come to this: {what}")
        time.sleep(pause)
        pause = min(2 * pause, 0.2)


def processes(place, ours):
    """Those of the places under a folder: all, or those that are not origin's
    server."""
    found = []
    mark, own = f"CRASH_PLACE={place}/".encode(), b"CRASH_OURS=1"
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                env = file.read().split(b"\0")
        except OSError:  # it ended, or is another user's
            continue
        if (any((entry + b"/").startswith(mark) for entry in env)
                and (own in env or not ours)):
            found.append(int(pid))
    return found


def signal_quietly(pid, sig):
    try:
        os.kill(pid, sig)
    except ProcessLookupError:
        pass


def kill_at_once(place):
    """All that is ours ends in the same moment, as when the power goes."""
    stopped = set()
    while True:
        more = set(processes(place, True)) - stopped
        if not more:
            break
        for pid in more:
            signal_quietly(pid, signal.SIGSTOP)
        stopped |= more
    for pid in stopped:
        signal_quietly(pid, signal.SIGKILL)


def status_of(pid):
    """Its name, its state, and how often it has waited; Wrong if it ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            fields = {name: value.strip() for name, _, value in
                      (line.partition(":") for line in file)}
    except OSError:
        fields = {"State": "Z"}
    if fields["State"][0] in "ZX":
        raise Wrong("the child had ended before it was struck")
    return (fields["Name"], fields["State"][0],
            fields["voluntary_ctxt_switches"])


class Run:
    """A release; `point` says where it is held, if it is anywhere."""

    def __init__(self, place, name, args, point):
        self.place, self.point = place, point
        self.dir = f"{place.path}/runs/{name}"
        self.pipes = {}
        self.terminal = None
        os.makedirs(self.dir + "/n")
        for pipe in ("reached", "go", "plug", "feed"):
            os.mkfifo(f"{self.dir}/{pipe}")
            self.pipes[pipe] = os.open(f"{self.dir}/{pipe}",
                                       os.O_RDWR | os.O_NONBLOCK)
        self.fill_plug()
        if point.target == "request":
            place.control({"hold": {
                "request": int(point.at), "when": point.when,
                "stop": self.dir + "/pid", "tell": self.dir + "/reached"}})
        self.process = self.start(args)

    def fill_plug(self):
        fcntl.fcntl(self.pipes["plug"], fcntl.F_SETPIPE_SZ, 4096)
        try:
            while True:
                os.write(self.pipes["plug"], b"x")
        except BlockingIOError:
            pass

    def environment(self):
        point, env = self.point, dict(self.place.environment())
        env.update(CRASH_DIR=self.dir, CRASH_OURS="1", CRASH_CHILD="0",
                   CRASH_WHEN="", CRASH_STAGE="")
        if point.target == "child":
            env.update(CRASH_CHILD=point.at, CRASH_WHEN=point.when)
        if point.target == "stage":
            env.update(CRASH_STAGE=f"{point.when}:{point.at}")
        return env

    def start(self, args):
        """Its process id is in the file `pid` before it does anything."""
        stdin, slave = subprocess.DEVNULL, None
        if self.point.strike == "ctrl-c":
            self.terminal, slave = pty.openpty()
            stdin, args = slave, args + ["--jobs", "1"]
        with open(self.dir + "/out", "wb") as out, \
                open(self.dir + "/err", "wb") as err:
            process = subprocess.Popen(
                ["sh", "-c", 'echo $$ >"$CRASH_DIR/pid"; exec "$@"', "sh",
                 self.place.orchestrator, *args],
                stdin=stdin, stdout=out, stderr=err, cwd=self.place.path,
                env=self.environment(), start_new_session=True,
                preexec_fn=slave is not None and take_terminal or None)
        if slave is not None:
            os.close(slave)
        return process

    def is_reached(self):
        """A line of `reached`, or None once the run has ended without."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            over = self.process.poll() is not None
            if select.select([self.pipes["reached"]], [], [], LOOK)[0]:
                return os.read(self.pipes["reached"], 100).decode().split()[0]
            if over:
                return None
        raise Wrong("it hangs before it comes to the point")

    def wait_until_held(self):
        """False if the run never comes to the point."""
        told = self.is_reached()
        if told is None:
            return False
        if self.point.when in ("during", "sending") and told != "held":
            self.wait_until_blocked(int(told))
        return True

    def wait_until_blocked(self, pid):
        """The child is git or curl, has read what there is, and waits."""
        try:
            with open(self.dir + "/input", "rb") as file:
                os.write(self.pipes["feed"], file.read())
        except FileNotFoundError:
            pass
        seen = []

        def blocked():
            seen.append(status_of(pid) + (self.unread("feed"),))
            return (len(seen) > 3 and len(set(seen[-3:])) == 1 and
                    seen[-1][0] in ("git", "curl") and
                    seen[-1][1] == "S" and seen[-1][3] == 0)

        until(blocked, "the child waits")

    def unread(self, pipe):
        count = fcntl.ioctl(self.pipes[pipe], termios.FIONREAD, b"\0" * 4)
        return struct.unpack("i", count)[0]

    def strike(self):
        """Hits the run; it gets on with what it does by then."""
        kind, pid = self.point.strike, self.process.pid
        if kind == "kill-all":
            kill_at_once(self.place.path)
        elif kind == "ctrl-c":
            os.write(self.terminal, b"\3")
        else:
            os.kill(pid, SIGNALS[kind])
        signal_quietly(pid, signal.SIGCONT)  # a held request has stopped it

    def end(self):
        """Its exit status, as the shell says it."""
        try:
            status = self.process.wait(ENDS if self.point.strike else LIMIT)
        except subprocess.TimeoutExpired:
            kill_at_once(self.place.path)
            self.process.wait()
            raise Wrong("it hangs") from None
        return 128 - status if status < 0 else status

    def let_go(self):
        """Whatever is still held goes on; who would hear it is gone."""
        for _ in range(4):
            os.write(self.pipes["go"], b"go\n")
        for pipe in ("plug", "feed"):
            os.close(self.pipes.pop(pipe))
        if self.point.target == "request":
            self.place.control({"hold": None})

    def close(self):
        for pipe in self.pipes.values():
            os.close(pipe)
        self.pipes = {}
        if self.terminal is not None:
            os.close(self.terminal)
            self.terminal = None

    def children(self):
        """What was started, in order."""
        found = []
        for n in sorted(map(int, os.listdir(self.dir + "/n"))):
            with open(f"{self.dir}/n/{n}", encoding="utf-8") as file:
                found.append(file.read())
        return found

    def said(self):
        with open(self.dir + "/err", encoding="utf-8",
                  errors="replace") as file:
            return file.read()


def take_terminal():
    """Standard input is the terminal of this session."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


SIGNALS = {"kill": signal.SIGKILL, "kill-late": signal.SIGKILL,
           "int": signal.SIGINT, "term": signal.SIGTERM,
           "hup": signal.SIGHUP}
