#!/usr/bin/env python3
"""Runs a program against the stand-in GitHub and holds it to what holds
whatever GitHub does.

    witness.py [--status N] [--secs N] [--most-kib N] [--token TOKEN]
        [--none-left] [--signal NAME] -- PROGRAM ARGS...

It runs in the folder of a test: output goes to ./out and ./err, ./requests is
the stand-in's log, ./port its port, home/ has the program's log. It is ended
after --secs; with --signal it gets that one once there is a file ./hangs. What is
wrong is printed, a line each, and makes the status 1:
    - another exit status than --status
    - more memory of its own than --most-kib (0: not looked at), as the kernel
      has it in VmHWM; git and curl are not counted
    - with --none-left, a process that it started and that goes on LEFT seconds
      after it has ended
    - the token, or a character that a terminal takes for more than a letter,
      in ./out, ./err or the log; or a line of ./out that is to be JSON (its
      first is) and is not
    - the token in a request to another host, port, or path than the API's
    - a fault that never came to work
"""
import argparse
import glob
import json
import os
import signal
import socket  # urllib takes longer to import than all the rest
import subprocess
import sys
import time
import unicodedata

LOOK = 0.03  # seconds between two looks at its memory
LEFT = 5  # seconds that what it started may go on
MARK = f"WITNESS={os.getpid()}"  # in the environment of all that it starts
FORMAT = {"Cc", "Cf", "Zl", "Zp", "Co", "Cs"}  # controls, marks, separators


def memory_of(pid):
    """VmHWM in KiB; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
    except (OSError, ValueError):  # it has just ended
        pass
    return 0


def run(command, secs, strike):
    """Its exit status (128 + n by signal n; None: ended by us), and the most
    memory that it had. It gets the signal `strike`, "TERM", once something
    hangs."""
    most, end = 0, time.monotonic() + secs
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # not so in the background
    with open("out", "wb") as out, open("err", "wb") as err:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out,
                                 stderr=err,
                                 env=dict([MARK.split("=")], **os.environ))
    while child.poll() is None and time.monotonic() < end:
        most = max(most, memory_of(child.pid))
        if strike and os.path.exists("hangs"):
            child.send_signal(signal.Signals["SIG" + strike])
            strike = ""
        time.sleep(LOOK)
    if child.poll() is None:
        child.kill()
        child.wait()
        return None, most
    status = child.returncode
    return (128 - status if status < 0 else status), most


def marked():
    """What it started and is still there, as it was typed."""
    for folder in glob.glob("/proc/[0-9]*"):
        try:
            with open(folder + "/environ", "rb") as file:
                ours = MARK.encode() in file.read().split(b"\0")
            with open(folder + "/cmdline", "rb") as file:
                line = file.read().replace(b"\0", b" ").decode("latin-1")
        except OSError:  # it has just ended
            continue
        if ours and line:
            yield line


def wrong_left():
    end = time.monotonic() + LEFT
    left = list(marked())
    while left and time.monotonic() < end:
        time.sleep(LOOK)
        left = list(marked())
    for line in left:
        yield f"it has ended, and this goes on: {line}"


def wrong_text(name, token):
    """What a file holds that nobody must see."""
    with open(name, "rb") as file:
        data = file.read()
    if token and token.encode() in data:
        yield f"{name} has the token"
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        yield f"{name} is not UTF-8: {error}"
        text = data.decode("latin-1")
    bad = {c for c in set(text) - {"\n"} if unicodedata.category(c) in FORMAT}
    for number, line in enumerate(text.split("\n") if bad else [], 1):
        here = sorted(hex(ord(c)) for c in bad & set(line))
        if here:
            yield f"{name}, line {number}: {', '.join(here)}"


def wrong_events():
    with open("out", encoding="utf-8", errors="replace") as file:
        lines = file.read().splitlines()
    if not lines or not lines[0].startswith("{"):
        return
    for number, line in enumerate(lines, 1):
        try:
            if not isinstance(json.loads(line), dict):
                yield f"out, line {number} is no JSON object"
        except ValueError as error:
            yield f"out, line {number} is no JSON: {error}"
    if json.loads(lines[-1]).get("event") != "result":
        yield "the last line of out is no result"


def wrong_requests(port):
    """Where the token went, apart from the API."""
    with open("requests", encoding="utf-8") as file:
        for line in file:
            asked = json.loads(line)
            host = asked["headers"].get("host")
            api = (asked["listener"] == "api" and host == f"127.0.0.1:{port}"
                   and asked["path"].startswith("/repos/")
                   and asked["method"] == "GET")
            if asked["auth"] != "none" and not api:
                yield (f"the token went to {asked['listener']}, {host}: "
                       f"{asked['method']} {asked['path']}")


def faults(port):
    """As the stand-in has them by now."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET /_control HTTP/1.0\r\n\r\n")
        with connection.makefile("rb") as file:
            answer = file.read()
    return json.loads(answer.split(b"\r\n\r\n", 1)[1])["faults"]


def wrong_faults(port):
    for rule in faults(port):
        if not rule["worked"] and not rule.get("may_rest"):
            yield f"this fault never came to work: {rule}"


def find_wrong(args):
    status, most = run(args.command, args.secs, args.signal)
    if status is None:
        yield f"it hangs: ended after {args.secs} s"
    elif status != args.status:
        yield f"exit status {status}, not {args.status}"
    print(f"{most} KiB at most")
    if args.most_kib and most > args.most_kib:
        yield f"it took {most} KiB, more than {args.most_kib}"
    if args.none_left:
        yield from wrong_left()
    logs = glob.glob("home/.local/state/orchestrator/*.log")
    if not logs:
        yield "there is no log"
    for name in ["out", "err", *logs]:
        yield from wrong_text(name, args.token)
    yield from wrong_events()
    with open("port", encoding="ascii") as file:
        port = int(file.read())
    yield from wrong_requests(port)
    yield from wrong_faults(port)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    ap.add_argument("--status", type=int, default=0)
    ap.add_argument("--secs", type=float, default=200)
    ap.add_argument("--most-kib", type=int, default=0)
    ap.add_argument("--token", default="")
    ap.add_argument("--none-left", action="store_true")
    ap.add_argument("--signal", default="")
    ap.add_argument("command", nargs="+")
    wrong = list(find_wrong(ap.parse_args()))
    for line in wrong:
        print(f"FAILED: {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
