#!/usr/bin/env python3
"""A stand-in for an S3 service on loopback: one bucket, which all may read.

    s3_standin.py --dir DIR --port-file FILE [--log FILE] [--faults FILE]
        [--parent PID]

Objects are files below DIR/BUCKET, which must be there. What is signed must be
signed rightly: signature version 4 in the Authorization header, by the key
`standin-key` and the secret `standin/secret+key`, over all headers that it
names, among them host, x-amz-date and x-amz-content-sha256; the date within 15
minutes, and the body the one that was signed. Who signs nothing may read only.
If-None-Match: * and If-Match are heeded, and an object has an ETag. The log has
a line of JSON for each request: method, path, status, header names.

--faults: JSON, a list of {"method": "PUT", "path": "part of it", "times": 1,
"do": "status", "status": 503, "code": "SlowDown"} or "do": "drop" (the
connection), "drop_after" (once it is stored), "no_etag" or "weak_etag", or
"meanwhile": somebody else has written "text" to "file", just before; `times` is
counted down in memory.
"""
import argparse
import datetime
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import socketserver
import threading
import time
import urllib.parse

KEY, SECRET, TOKEN = "standin-key", "standin/secret+key", "standin/session=="
SKEW = 15 * 60  # seconds


class Refused(Exception):
    def __init__(self, status, code, more=""):
        super().__init__(code)
        self.status, self.code, self.more = status, code, more

    def body(self):
        return (f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{self.code}'
                f"</Code><Message>It is refused.</Message>{self.more}"
                "</Error>").encode()


def sign(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def quote(text):
    return urllib.parse.quote(text, safe="-_.~")


def canonical_query(query):
    pairs = urllib.parse.parse_qsl(query, keep_blank_values=True)
    return "&".join(f"{quote(k)}={quote(v)}" for k, v in sorted(pairs))


def canonical_request(method, path, headers, names, payload):
    parts = urllib.parse.urlsplit(path)
    # The path of S3 is encoded once, as it was sent.
    uri = "/".join(quote(urllib.parse.unquote(p)) for p in parts.path.split("/"))
    lines = [f"{name}:{' '.join(headers[name].split())}\n" for name in names]
    return "\n".join([method, uri, canonical_query(parts.query),
                      "".join(lines), ";".join(names), payload])


def check_date(stamp):
    try:
        when = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(
            tzinfo=datetime.timezone.utc).timestamp()
    except ValueError:
        raise Refused(403, "AccessDenied") from None
    if abs(when - time.time()) > SKEW:
        raise Refused(403, "RequestTimeTooSkewed")


def check_signature(method, path, headers, body):
    """Raises Refused. See "Create a signed AWS API request" of AWS."""
    words = headers["authorization"]
    if not words.startswith("AWS4-HMAC-SHA256 "):
        raise Refused(400, "InvalidRequest")
    fields = dict(part.strip().split("=", 1)
                  for part in words.split(" ", 1)[1].split(","))
    who, day, region, service, end = fields["Credential"].split("/")
    names = fields["SignedHeaders"].split(";")
    must = {"host", "x-amz-date", "x-amz-content-sha256"}
    must |= {name for name in headers if name.startswith("x-amz-")}
    if who != KEY:
        raise Refused(403, "InvalidAccessKeyId")
    if not must <= set(names) or not must <= set(headers):
        raise Refused(400, "MissingSecurityHeader")
    check_date(headers["x-amz-date"])
    token = headers.get("x-amz-security-token", TOKEN)
    if token != TOKEN:
        raise Refused(400, "InvalidToken", f"<Token-0>{token}</Token-0>")
    payload = headers["x-amz-content-sha256"]
    canonical = canonical_request(method, path, headers, names, payload)
    scope = f"{day}/{region}/{service}/{end}"
    text = "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], scope,
                      hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + SECRET).encode()
    for part in (day, region, service, end):
        key = sign(key, part)
    if service != "s3" or not hmac.compare_digest(
            hmac.new(key, text.encode(), hashlib.sha256).hexdigest(),
            fields["Signature"]):
        raise Refused(403, "SignatureDoesNotMatch")
    if hashlib.sha256(body).hexdigest() != payload:
        raise Refused(400, "XAmzContentSHA256Mismatch")


def etag(body):
    return f'"{hashlib.md5(body).hexdigest()}"'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def fault(self):
        with self.server.lock:
            for fault in self.server.faults:
                if (fault["times"] > 0 and fault["method"] == self.command
                        and fault["path"] in self.path):
                    fault["times"] -= 1
                    return fault
        return {}

    def file(self):
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        file = (self.server.dir / path.lstrip("/")).resolve()
        bucket = self.server.dir / path.split("/")[1]
        if not bucket.is_dir():
            raise Refused(404, "NoSuchBucket")
        if bucket not in file.parents:
            raise Refused(400, "InvalidURI")
        return file

    def check(self, body):
        headers = {name.lower(): value for name, value in self.headers.items()}
        if "authorization" in headers:
            check_signature(self.command, self.path, headers, body)
        elif self.command not in ("GET", "HEAD"):
            raise Refused(403, "AccessDenied")

    def get(self):
        file = self.file()
        if not file.is_file():
            raise Refused(404, "NoSuchKey")
        return file.read_bytes()

    def put(self, body):
        file = self.file()
        with self.server.lock:
            if self.headers.get("If-None-Match") == "*" and file.exists():
                raise Refused(412, "PreconditionFailed")
            match = self.headers.get("If-Match")
            if match and (not file.exists() or match != etag(file.read_bytes())):
                raise Refused(412, "PreconditionFailed")
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_name(file.name + ".part")
            part.write_bytes(body)
            os.replace(part, file)

    def answer(self, status, body):
        with self.server.lock, open(self.server.log, "a",
                                    encoding="utf-8") as log:
            log.write(json.dumps({
                "method": self.command, "path": self.path, "status": status,
                "cache": self.headers.get("Cache-Control", ""),
                "type": self.headers.get("Content-Type", "")}) + "\n")
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if status == 200 and self.command in ("GET", "HEAD"):
            for tag in {"no_etag": [], "weak_etag": ["W/" + etag(body)]}.get(
                    self.what, [etag(body)]):
                self.send_header("ETag", tag)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.fault()
        self.what = fault.get("do")
        if fault.get("do") == "drop":
            self.close_connection = True
            self.connection.close()
            return
        if fault.get("do") == "status":
            self.answer(fault["status"], Refused(
                fault["status"], fault.get("code", "SlowDown")).body())
            return
        if fault.get("do") == "meanwhile":
            (self.server.dir / fault["file"]).write_text(fault["text"])
        try:
            self.check(body)
            said = b""
            if self.command == "PUT":
                self.put(body)
            else:
                said = self.get()
            status = 200
        except Refused as refused:
            status, said = refused.status, refused.body()
        if fault.get("do") == "drop_after":
            self.close_connection = True
            self.connection.close()
            return
        self.answer(status, said)

    do_GET = do_HEAD = do_PUT = do_DELETE = do_POST = serve


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dir", type=pathlib.Path, required=True)
    parser.add_argument("--port-file", required=True)
    parser.add_argument("--log", default=os.devnull)
    parser.add_argument("--faults")
    parser.add_argument("--parent", type=int)
    args = parser.parse_args()
    server = Server(("127.0.0.1", 0), Handler)
    server.dir, server.log = args.dir.resolve(), args.log
    server.lock = threading.RLock()
    server.faults = []
    if args.faults:
        server.faults = json.loads(pathlib.Path(args.faults).read_text())
    with open(args.port_file + ".new", "w", encoding="utf-8") as file:
        file.write(str(server.server_port))
    os.replace(args.port_file + ".new", args.port_file)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    while not args.parent or os.path.exists(f"/proc/{args.parent}"):
        time.sleep(0.2)


if __name__ == "__main__":
    main()
