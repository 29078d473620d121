#!/usr/bin/env python3
"""Where a secret may have got to, for t/secrets.t.

    secrets_check.py forms SECRET...   prints what a secret would be found by
    secrets_check.py look FORMS SEEN FILE...

forms: every 16 bytes of each secret, or all of a shorter one; the same
percent-encoded, escaped for JSON, in hexadecimal, and as base64 makes of it
wherever it begins. A line each.

look: FILEs and folders hold none of the forms. SEEN is what the shims of
secrets.t saw of each program that was started: argv, the argv of who started
it, its environment, its files and its limit of core files. `before` in it is
the environment that we gave, which programs may inherit, and nothing more.
What is wrong is printed, a line each; then the status is 1.
"""
import base64
import json
import os
import re
import sys
import urllib.parse

WINDOW = 16  # bytes of a secret that are too many to be seen
FILE = re.compile(rb" (\d+) -> (.*)")  # as ls -l lists those that are open
CONFIGURATION = {"config", ".gitconfig"}  # git's, which the test wrote


def windows(text, size):
    if len(text) <= size:
        return {text}
    return {text[i:i + size] for i in range(len(text) - size + 1)}


def base64_forms(secret):
    """The digits that hold bits of the secret alone."""
    found = set()
    for before in range(3):
        digits = base64.b64encode(b"\0" * before + secret + b"\0\0\0")
        first = -(-before * 8 // 6)
        last = (before + len(secret)) * 8 // 6
        core = digits[first:last].decode()
        found |= windows(core, WINDOW * 8 // 6)
    return found | {f.replace("+", "-").replace("/", "_") for f in found}


def forms(secrets):
    found = set()
    for secret in secrets:
        for text in {secret, urllib.parse.quote(secret, safe=""),
                     json.dumps(secret)[1:-1]}:
            found |= windows(text, WINDOW)
        found |= windows(secret.encode().hex(), 2 * WINDOW)
        found |= base64_forms(secret.encode())
    return found


class Look:
    def __init__(self, found):
        self.forms = [f.encode() for f in found]
        self.wrong = []

    def has(self, data):
        return next((f for f in self.forms if f in data), None)

    def check(self, where, data):
        hit = self.has(data)
        if hit:
            at = data.index(hit)
            self.wrong.append(f"a secret is in {where}: "
                              f"{data[max(at - 60, 0):at + 60]!r}")

    def check_file(self, path):
        if os.path.isdir(path):
            for folder, _, files in os.walk(path):
                for name in set(files) - CONFIGURATION:
                    self.check_file(os.path.join(folder, name))
        elif os.path.isfile(path):
            with open(path, "rb") as file:
                self.check(path, file.read())

    def check_seen(self, seen):
        read = lambda name: open(os.path.join(seen, name), "rb").read()
        if not os.path.exists(os.path.join(seen, "argv")):
            return  # no program was started
        for name in ("argv", "parent", "files"):
            self.check(f"{name} of a program", read(name))
        given = set(read("before").split(b"\0"))
        for line in set(read("env").split(b"\0")) - given:
            self.check("the environment, which we did not give", line)
        ours = set(FILE.findall(read("fds.before")))
        for number, to in set(FILE.findall(read("fds"))) - ours:
            if int(number) > 2 and not to.startswith(b"/proc/"):
                self.wrong.append(f"a program has an open file: {to!r}")
        if set(read("core").split()) - {b"0"}:
            self.wrong.append(f"a core file may be left: {read('core')!r}")


def main():
    command, *args = sys.argv[1:]
    if command == "forms":
        print("\n".join(sorted(forms(args))))
        return 0
    with open(args[0], encoding="utf-8") as file:
        look = Look(file.read().splitlines())
    look.check_seen(args[1])
    for path in args[2:]:
        look.check_file(path)
    print("\n".join(look.wrong), end="\n" if look.wrong else "")
    return bool(look.wrong)


if __name__ == "__main__":
    sys.exit(main())
