#!/usr/bin/env python3
"""Serves the origins of a test over HTTP, by git http-backend, and breaks what
it is told to.

    git_http.py ORIGINS PORT-FILE FAULT

FAULT is JSON: {"path": a part of the request's path and query, "method": GET or
POST, "do": what, ...}, with "times" (1) it is done. What: "status" (the number
`status`, with `headers` and `text`), "drop" (the connection is closed at once),
"drop_after" (git does its work, and then the connection is closed), "cut" (of
what git answers only the first half is sent), "text" (`text` is sent instead of
what git answers, with 200), "hang" (no answer ever; the file ./hangs tells that), "hang_after", "slow" (the
answer comes after `seconds`). It ends with the process that started it.
"""
import http.server
import json
import os
import socketserver
import subprocess
import sys
import threading
import time

ORIGINS, PORT_FILE = os.path.abspath(sys.argv[1]), sys.argv[2]
FAULT = json.loads(sys.argv[3])
FAULT.setdefault("times", 1)
LOCK = threading.Lock()


class Dropped(Exception):
    """The connection is to be closed without another word."""


def hang():
    with open("hangs", "w", encoding="ascii"):
        pass
    time.sleep(3600)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def is_meant(self):
        with LOCK:
            meant = (FAULT["times"] != 0
                     and FAULT.get("path", "") in self.path
                     and FAULT.get("method", self.command) == self.command)
            FAULT["times"] -= meant
            return meant

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def read_body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def git_answer(self, body):
        """What git http-backend has to say, as CGI: headers, and a body."""
        path, _, query = self.path.partition("?")
        env = dict(os.environ, GIT_PROJECT_ROOT=ORIGINS, GIT_HTTP_EXPORT_ALL="1",
                   PATH_INFO=path, QUERY_STRING=query, REMOTE_USER="manager",
                   REQUEST_METHOD=self.command, CONTENT_LENGTH=str(len(body)),
                   CONTENT_TYPE=self.headers.get("Content-Type", ""),
                   HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""),
                   GIT_PROTOCOL=self.headers.get("Git-Protocol", ""))
        ran = subprocess.run(["git", "http-backend"], input=body, env=env,
                             capture_output=True)
        head, _, rest = ran.stdout.partition(b"\r\n\r\n")
        headers = [tuple(line.split(": ", 1))
                   for line in head.decode().split("\r\n") if line]
        status = [v for n, v in headers if n == "Status"] or ["200"]
        return (int(status[0].split()[0]),
                [(n, v) for n, v in headers if n != "Status"], rest)

    def misbehave(self, body):
        do = FAULT["do"]
        if do == "hang":
            hang()
        if do == "drop":
            raise Dropped
        if do == "status":
            return self.answer(FAULT["status"], FAULT.get("headers", {}).items(),
                               FAULT.get("text", "").encode())
        if do == "slow":
            time.sleep(FAULT["seconds"])
        status, headers, rest = self.git_answer(body)
        if do == "hang_after":
            hang()
        if do == "drop_after":
            raise Dropped
        if do == "text":
            rest = FAULT["text"].encode()
        if do == "cut":
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(rest)))
            self.end_headers()
            self.wfile.write(rest[:len(rest) // 2])
            raise Dropped
        return self.answer(status, headers, rest)

    def serve(self):
        try:
            body = self.read_body()
            if self.is_meant():
                self.misbehave(body)
            else:
                self.answer(*self.git_answer(body))
        except (Dropped, BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_GET = do_POST = serve


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


def end_with(parent):
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def main():
    threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
    server = Server(("127.0.0.1", 0), Handler)
    with open(PORT_FILE + ".new", "w", encoding="ascii") as file:
        file.write(str(server.server_port))
    os.rename(PORT_FILE + ".new", PORT_FILE)
    server.serve_forever()


if __name__ == "__main__":
    main()
