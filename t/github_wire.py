"""Faults of the stand-in GitHub that are below HTTP: answers that break off,
hang or never end at any stage, heads that are none, codings not asked for.

A rule is {"path": REGEX, "do": NAME, ...}, as github_standin.py describes:
    stop           the real answer up to `at`: "nothing", "status" (in the
                   status line), "name" (in the name of a field), "value" (in
                   its value), "field" (between two fields), "head" (all of
                   it), "body" (half of it); the body in chunks: "chunk_size",
                   "chunk", "last_chunk" (all but the last); then `how`:
                   "close", "reset" (RST), "hang" (for `seconds`, 3600) or
                   "drip" (the rest, a byte every `every` (0.5) seconds)
    raw            `text` and/or base64 instead of an answer, {body} in it is
                   the real body and {length} its length; then `how`: close
    informational  heads of the status `status` (103), `times_each` (1) of
                   them (-1: no end), before the real answer
    endless_head   fields without end; "line": true: one field without end
    coded          the real body in `coding` (gzip, deflate), asked for or
                   not, after `mib` (0) MiB of blanks; any other coding is
                   told only
    flood          chunks of blanks, `mib` (200) MiB of them, then the last
"""
import base64
import gzip
import time
import zlib

FLOOD = 16384  # bytes of an endless head that go at once


def hang(x, rule):
    time.sleep(rule.get("seconds", 3600))


def close(_x, _rule):
    pass


def drip(x, rule, rest):
    for byte in rest:
        x.connection.sendall(bytes([byte]))
        time.sleep(rule.get("every", 0.5))


def in_chunks(body):
    """As three chunks and the last, empty one."""
    third = len(body) // 3 + 1
    chunks = [body[at:at + third] for at in range(0, len(body), third)]
    return b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in [*chunks, b""])


def stage(head, body, where):
    """How many bytes of head and body go before it stops there."""
    second = head.index(b"\r\n") + 2  # the first field
    third = head.index(b"\r\n", second) + 2
    ends = {"nothing": 0, "status": 10, "name": second + 3,
            "value": third - 5, "field": third, "head": len(head),
            "body": len(head) + len(body) // 2,
            "chunk_size": len(head) + 1,
            "chunk": len(head) + len(body) // 2,
            "last_chunk": len(head) + len(body) - 5}
    return ends[where]


def fault_stop(x, rule):
    answer = x.real(whole=True)
    chunked = rule["at"].endswith(("chunk", "chunk_size"))
    if chunked:
        answer.headers.update({"Content-Length": None,
                               "Transfer-Encoding": "chunked"})
    head, body = x.start(answer)
    data = head + (in_chunks(bytes(body)) if chunked else bytes(body))
    end = stage(head, data[len(head):], rule["at"])
    x.close_connection = True
    x.connection.sendall(data[:end])
    how = rule.get("how", "close")
    if how == "reset":
        time.sleep(0.1)  # what is under way would go with the connection
        x.reset()
    elif how == "drip":
        drip(x, rule, data[end:])
    else:
        {"hang": hang, "close": close}[how](x, rule)


def fault_raw(x, rule):
    body = bytes(x.real(whole=True).body())
    data = (rule.get("text", "").encode("latin-1")
            + base64.b64decode(rule.get("base64", "")))
    data = data.replace(b"{length}", b"%d" % len(body))
    x.log(None)
    x.close_connection = True
    x.connection.sendall(data.replace(b"{body}", body))
    if rule.get("how") == "hang":
        hang(x, rule)


def fault_informational(x, rule):
    head = (f"HTTP/1.1 {rule.get('status', 103)} Wait\r\n"
            "Link: </style.css>; rel=preload\r\n\r\n").encode()
    left = rule.get("times_each", 1)
    while left:
        x.connection.sendall(head)
        left -= 1
    x.send(x.real())


def fault_endless_head(x, rule):
    x.log(200)
    x.close_connection = True
    x.connection.sendall(b"HTTP/1.1 200 OK\r\n")
    number = 0
    if rule.get("line"):
        x.connection.sendall(b"X-Long: ")
    while True:  # until the client goes
        number += 1
        x.connection.sendall(b"a" * FLOOD if rule.get("line") else
                             b"X-%d: %s\r\n" % (number, b"a" * 1000))


def fault_coded(x, rule):
    answer = x.real(whole=True)
    coding = rule.get("coding", "gzip")
    body = b" " * (rule.get("mib", 0) << 20) + bytes(answer.body())
    if coding in ("gzip", "deflate"):
        body = {"gzip": gzip, "deflate": zlib}[coding].compress(body)
    answer.headers["Content-Encoding"] = coding
    answer.document, answer.raw = None, body
    x.send(answer)


def fault_flood(x, rule):
    answer = x.real(whole=True)
    answer.headers.update({"Content-Length": None,
                           "Transfer-Encoding": "chunked"})
    head, _ = x.start(answer)
    chunk = b" " * (1 << 20)
    x.connection.sendall(head)
    for _ in range(rule.get("mib", 200)):
        x.connection.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))
    x.connection.sendall(b"0\r\n\r\n")


FAULTS = {name[len("fault_"):]: function
          for name, function in list(globals().items())
          if name.startswith("fault_")}
