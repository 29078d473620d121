#!/usr/bin/env python3
"""What `orchestrator --json` prints, against schema/events.schema.json.

    events_check.py lines FILE STATUS [--seen FILE] [--has WORDS]...
        [--lacks WORDS]... [--release] [--parallel]
    events_check.py part FILE [--has WORDS]... [--lacks WORDS]...
    events_check.py schema
    events_check.py names
    events_check.py example FILE
    events_check.py refuses SEEN

lines: the whole output of a command that ended with that status. --seen: adds
the lines to a file. WORDS are an event and values of its fields, as in 'failed
repo=installer status=1 run.state=null': there is such a line, or none.
--release: the order of a release, in which all is released; --parallel: one
after what it needs, else one after the other. part: the same of a command that
goes on. schema: it is valid, and leaves no field undocumented. names: source,
schema and manual know the same events, fields and types. example: that of the
manual, written to FILE, is a release. refuses: SEEN has every event, and what is wrong is refused.

What is wrong is printed, a line each; then the status is 1. TOKEN must not be
in any line. jsonschema validates.
"""
import argparse
import copy
import glob
import json
import os
import re
import sys

import jsonschema

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SCHEMA = os.path.join(ROOT, "schema", "events.schema.json")
MANUAL = os.path.join(ROOT, "orchestrator-events.5")
COMMON = ("event", "time", "repo", "message")
# a definition of the schema: the sections of the manual that describe it
SECTIONS = {
    "status_overview": ["status", "status without a version"],
    "status_version": ["status", "status with a version"],
    "run": ["Object run"], "release": ["Object release"],
    "asset": ["Object asset"], "newest": ["Object newest"],
    "ci": ["Object ci"], "checksums": ["Object checksums"],
    "option": ["Object option"],
}
# texts that are one of a few words
STATES = ("state", "tag_state", "kind", "origin", "event")


def load_schema():
    with open(SCHEMA, encoding="ascii") as f:
        return json.load(f)


def events_of(schema):
    return schema["properties"]["event"]["enum"]


def once(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key is there twice")
    return dict(pairs)


def texts_of(value):
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from texts_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one)
    elif isinstance(value, str):
        yield value


class Lines:
    """The lines of a file, and what is wrong with them."""

    def __init__(self, path):
        self.wrong, self.events = [], []
        self.validator = jsonschema.Draft202012Validator(load_schema())
        with open(path, "rb") as f:
            self.bytes = f.read()
        if self.bytes and not self.bytes.endswith(b"\n"):
            self.wrong.append("the last line has no end")
        for n, line in enumerate(self.bytes.split(b"\n")[:-1], 1):
            self.read(n, line)

    def read(self, n, line):
        if re.search(rb"[^\x20-\x7e]", line):
            self.wrong.append(f"line {n} is not plain ASCII: {line!r}")
        try:
            event = json.loads(line, object_pairs_hook=once)
        except ValueError as e:
            self.wrong.append(f"line {n} is no JSON: {e}: {line!r}")
            return
        self.events.append(event)
        error = jsonschema.exceptions.best_match(
            self.validator.iter_errors(event))
        if error:
            self.wrong.append(f"line {n}, {error.json_path}: "
                              f"{error.message[:300]}: {line[:300]!r}")
        token = os.environ["TOKEN"]
        if token in line.decode("latin-1") or \
                any(token in text for text in texts_of(event)):
            self.wrong.append(f"line {n} holds the token")

    def find(self, words):
        name, *pairs = words.split(" ")
        return [e for e in self.events if e.get("event") == name and all(
            has(e, *pair.split("=", 1)) for pair in pairs)]

    def judge_words(self, args):
        for words in args.has:
            if not self.find(words):
                self.wrong.append(f"there is no: {words}")
        for words in args.lacks:
            for event in self.find(words):
                self.wrong.append(f"there is: {words}: {event}")

    def judge_result(self, status):
        ends = [i for i, e in enumerate(self.events)
                if e.get("event") == "result"]
        if ends != [len(self.events) - 1]:
            self.wrong.append(f"results are lines {[i + 1 for i in ends]} of "
                              f"{len(self.events)}")
        elif self.events[-1].get("status") != status:
            self.wrong.append(f"the result is {self.events[-1]}, and the exit "
                              f"status {status}")


def has(event, path, value):
    for key in path.split("."):
        if not isinstance(event, dict) or key not in event:
            return False
        event = event[key]
    return value == (event if isinstance(event, str) else json.dumps(event))


class Order:
    """At which line each event of each repository is."""

    def __init__(self, events, wrong):
        self.wrong, self.at, self.plan = wrong, {}, []
        for i, event in enumerate(events):
            key = event["event"], event.get("repo")
            if key[0] in ("started", "planned", "tagged", "pushed", "released",
                          "failed") and key in self.at:
                wrong.append(f"{key} is told twice")
            self.at.setdefault(key, i)
            if key[0] == "planned":
                self.plan.append(event)
        self.names = [e["event"] for e in events]

    def before(self, first, then):
        if first in self.at and then in self.at and \
                self.at[first] > self.at[then]:
            self.wrong.append(f"{then} comes before {first}")

    def judge(self):
        """What holds for every release, however it ended."""
        rest = [n for n in self.names if n != "note"]
        if rest[0] != "started":
            self.wrong.append(f"the first is {rest[0]}, not started")
        for event in self.plan:
            repo = event["repo"]
            for kind in ("tagged", "pushed", "released", "failed"):
                for other in self.plan:
                    self.before(("planned", other["repo"]), (kind, repo))
            for other in self.plan:
                self.before(("tagged", other["repo"]), ("pushed", repo))
            self.before(("pushed", repo), ("released", repo))
            for kind in ("run", "waiting", "approval", "draft"):
                self.before(("pushed", repo), (kind, repo))
                self.before((kind, repo), ("released", repo))

    def judge_whole(self, parallel):
        """All are released, and each after what must be before it."""
        for i, event in enumerate(self.plan):
            repo, state = event["repo"], event["tag_state"]
            told = [k for k in ("planned", "tagged", "pushed", "released")
                    if (k, repo) in self.at]
            due = ["planned"] + ["tagged"] * (state == "absent") + \
                ["pushed"] * (state != "public") + ["released"]
            if told != due:
                self.wrong.append(f"{repo} is {told}, not {due}")
            needs = event["needs"] if parallel else \
                [e["repo"] for e in self.plan[:i]]
            for other in needs:
                self.before(("released", other), ("pushed", repo))
        if not self.plan:
            self.wrong.append("nothing is planned")


def check_lines(args):
    lines = Lines(args.file)
    if args.what == "lines":
        lines.judge_result(args.status)
    lines.judge_words(args)
    if not lines.wrong and lines.find("started") and not \
            lines.find("started command=status"):
        order = Order(lines.events, lines.wrong)
        order.judge()
        if args.release:
            order.judge_whole(args.parallel)
    if args.seen:
        with open(args.seen, "ab") as f:
            f.write(lines.bytes)
    return lines.wrong


def walk(value, path=""):
    if isinstance(value, dict):
        yield path, value
        for key, one in value.items():
            yield from walk(one, f"{path}/{key}")
    elif isinstance(value, list):
        for i, one in enumerate(value):
            yield from walk(one, f"{path}/{i}")


def check_schema(_):
    schema, wrong = load_schema(), []
    jsonschema.Draft202012Validator.check_schema(schema)
    used = set()
    for path, one in walk(schema):
        if "$ref" in one:
            used.add(one["$ref"].split("/")[-1])
        if one.get("type") == "object" and "$defs" not in one and \
                not {"additionalProperties", "then"} & set(one):
            wrong.append(f"{path} takes any field")
        if one.get("additionalProperties") is False:
            wrong += [f"{path} does not know its {name}"
                      for name in one["required"]
                      if name not in one["properties"]]
    wrong += [f"the definition {n} is missing" for n in
              used - set(schema["$defs"])]
    wrong += [f"the definition {n} is not used" for n in
              set(schema["$defs"]) - used]
    return wrong


def arguments(source, start):
    """Those of the call whose parenthesis opens at `start`."""
    depth, begin, found = 0, start + 1, []
    for m in re.compile(r'"(?:\\.|[^"\\])*"|[(),]').finditer(source, start):
        if m.group() == "(":
            depth += 1
        elif m.group() == ")":
            depth -= 1
        if (m.group() == "," and depth == 1) or depth == 0:
            found.append(source[begin:m.start()].strip())
            begin = m.end()
        if depth == 0:
            return found
    return found


def calls(source, function, nth):
    for m in re.finditer(r"\b" + function + r"\(", source):
        found = arguments(source, m.end() - 1)
        if len(found) > nth:
            yield m.start(), found[nth]


def parameter_of(source, at, name):
    """The function around `at`, and which of its parameters has that name."""
    heads = list(re.finditer(r"^[a-z][^;{}]*?\b([a-z_]+)(\([^;{}]*\))\n\{",
                             source[:at], re.M))
    words = [re.findall(r"\w+", p)[-1] for p in
             arguments(heads[-1].group(2), 0)]
    return heads[-1].group(1), words.index(name)


def named_by(source, function):
    """The texts that a function returns."""
    body = re.search(r"\b" + function + r"\([^;{}]*\)\n\{\n(.*?)\n\}", source,
                     re.S).group(1)
    return set(re.findall(r'"([a-z]+)"', body))


def source_names():
    """The names that the source gives to report_begin()."""
    names = set()
    for path in glob.glob(os.path.join(ROOT, "*.c")) + \
            glob.glob(os.path.join(ROOT, "cmd", "*.c")):
        with open(path, encoding="utf-8") as f:
            source = f.read()
        for at, name in calls(source, "report_begin", 2):
            if name.startswith('"'):
                names.add(name.strip('"'))
            elif "(" in name:
                names |= named_by(source, name.split("(")[0])
            elif " " not in name:
                function, nth = parameter_of(source, at, name)
                for _, given in calls(source, function, nth):
                    names |= set(re.findall(r'"([a-z]+)"', given))
    return names


def manual_sections():
    """Title: its source, of each section and subsection."""
    with open(MANUAL, encoding="ascii") as f:
        parts = re.split(r"^\.S[hs] (.*)\n", f.read(), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def type_in_words(schema, one):
    if "$ref" in one:
        return type_in_words(schema, schema["$defs"][one["$ref"][8:]])
    if "allOf" in one and "type" not in one:
        return type_in_words(schema, one["allOf"][0])
    if "anyOf" in one:
        return type_in_words(schema, one["anyOf"][1]) + " or null"
    if "enum" in one:
        return "string" if isinstance(one["enum"][0], str) else "number"
    if one["type"] == "array":
        return "array of " + type_in_words(schema, one["items"]) + "s"
    kinds = one["type"] if isinstance(one["type"], list) else [one["type"]]
    return " or ".join("number" if k == "integer" else k for k in kinds)


def fields_in_words(schema, name, but):
    one = schema["$defs"][name]
    return {f"{field} : {type_in_words(schema, value)}" +
            ("" if field in one["required"] else " , optional")
            for field, value in one["properties"].items() if field not in but}


def check_names(_):
    schema, sections, wrong = load_schema(), manual_sections(), []
    known, named = set(events_of(schema)), source_names()
    manual = {t for t in sections if re.fullmatch("[a-z]+", t)}
    for what, names in (("source", named), ("manual", manual)):
        wrong += [f"the {what} does not have {n}" for n in known - names]
        wrong += [f"only the {what} has {n}" for n in names - known]
    for event in sorted(known):
        if event != "status":
            SECTIONS[event + "_event"] = [event]
    for name, titles in SECTIONS.items():
        text = "".join(sections.get(t, "") for t in titles)
        told = set(re.findall(r"^\.It Cm (.*)$", text, re.M))
        due = fields_in_words(schema, name, COMMON)
        wrong += [f"the manual lacks, in {titles}: {f}" for f in due - told]
        wrong += [f"the manual has too much, in {titles}: {f}"
                  for f in told - due]
    return wrong + check_common(schema, sections["Every event"])


def check_common(schema, text):
    """Which events have a message or a repository, as the manual lists."""
    wrong = []
    for field in ("repo", "message"):
        m = re.search(rf"^\.It Cm {field} :.*\n((?:.*\n)*?)\.(?:It|El)", text,
                      re.M)
        told = set(re.findall(r"^\.Cm ([a-z]+)", m.group(1), re.M))
        due = {e for e in events_of(schema) if field in
               schema["$defs"]["status_overview" if e == "status"
                               else e + "_event"]["properties"]}
        wrong += [f"the manual is wrong about {field} of {e}"
                  for e in told ^ due]
    return wrong


def check_example(args):
    """Its lines are folded: what begins with a blank goes on."""
    text = manual_sections()["A whole release"]
    block = re.search(r"^\.Bd -literal.*\n((?:.*\n)*?)\.Ed", text, re.M)
    folded = block.group(1).replace("\\(dq", '"').replace("\\e", "\\")
    with open(args.file, "w", encoding="ascii") as f:
        f.write(re.sub(r"\n +", "", folded))
    args.what, args.status, args.release = "lines", 0, True
    return check_lines(args)


def places(value, way=()):
    """Every value in a line, with the way to it."""
    yield way, value
    if isinstance(value, (dict, list)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in items:
            yield from places(one, way + (key,))


def with_value(event, way, value):
    event = copy.deepcopy(event)
    at = event
    for key in way[:-1]:
        at = at[key]
    at[way[-1]] = value
    return event


def mutants(event):
    for key in event:
        yield f"without {key}", {k: v for k, v in event.items() if k != key}
    for way, value in places(event):
        if "checksums" in way:
            continue
        name = ".".join(map(str, way))
        if isinstance(value, dict):
            yield f"{name} with an unknown field", \
                with_value(event, way + ("nonsense",), 1)
        if way:
            yield f"{name} of a wrong type", \
                with_value(event, way, {"nonsense": 1.5})
        if way and way[-1] in STATES and isinstance(value, str):
            yield f"{name} of an unknown word", \
                with_value(event, way, "nonsense")
    for time in ("2026-11-21T12:00:00Z", "2026-11-21 12:00:00.000Z",
                 "2026-11-21T12:00:00.000+00:00", "2026-13-21T12:00:00.000Z"):
        yield f"the time {time}", {**event, "time": time}
    for key in ("commit", "tag_object", "head", "public_tag"):
        if event.get(key):
            yield f"{key} cut short", {**event, key: event[key][:39]}


def shape(event):
    """What tells whether two lines have the same fields of the same types."""
    return json.dumps([[way, type(value).__name__]
                       for way, value in places(event)]) + event["event"]


def is_optional(event, mutant):
    return mutant.startswith("without ") and (
        mutant == "without repo" and event["event"] in ("note", "problem") or
        mutant == "without checksums" and event["event"] == "status")


def check_refuses(args):
    lines = Lines(args.file)
    wrong, counted, known = list(lines.wrong), 0, set()
    for event in {shape(event): event for event in lines.events}.values():
        known.add(event["event"])
        for what, mutant in mutants(event):
            counted += 1
            if lines.validator.is_valid(mutant) and \
                    not is_optional(event, what):
                wrong.append(f"{event['event']} {what} is not refused")
    wrong += [f"{name} was never seen" for name in
              set(events_of(load_schema())) - known]
    print(f"{counted} mutants of {len(lines.events)} lines")
    return sorted(set(wrong))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["lines", "part", "schema", "names",
                                         "example", "refuses"])
    parser.add_argument("file", nargs="?")
    parser.add_argument("status", nargs="?", type=int)
    parser.add_argument("--seen")
    parser.add_argument("--has", action="append", default=[])
    parser.add_argument("--lacks", action="append", default=[])
    parser.add_argument("--release", action="store_true")
    parser.add_argument("--parallel", action="store_true")
    args = parser.parse_args()
    wrong = {"lines": check_lines, "part": check_lines, "schema": check_schema,
             "names": check_names, "example": check_example,
             "refuses": check_refuses}[args.what](args)
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
