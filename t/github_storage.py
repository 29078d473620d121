"""Release assets of the stand-in GitHub: what each holds, and the storage host
that signed URLs lead to. github_standin.py takes the connections, and its head
says what a plan may wish for.

An asset is a Source, told whole by its size and digest; what is sent of it is
a Piece, which reads nothing before it is sent: a file goes from the kernel to
the socket.
"""
import email.utils
import functools
import hashlib
import hmac
import io
import os
import random
import re
import secrets
import tempfile
import threading
import urllib.parse

PATH = "/github-production-release-asset/"
TYPE = "application/octet-stream"
SIZE = 4096       # of an asset of which nothing is said
BLOCK = 1 << 20   # what is made and read at once; a larger one is on disk
LOCK = threading.Lock()  # a large one is made once, small ones do not wait
RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)")
TWO_WAYS = ("Only one auth mechanism allowed; only the X-Amz-Algorithm query "
            "parameter, Signature query string parameter or the Authorization "
            "header should be specified")


class Source:
    """All the bytes of an asset: `data`, or those of a file, of which
    `version` is another one whenever they change."""

    def __init__(self, data=b"", path=None, size=None, version=None,
                 modified=None):
        self.data, self.path, self.version = data, path, version
        self.size = len(data) if path is None else size
        self.modified = modified  # in seconds; None: when it was uploaded
        self.lock, self.known = threading.Lock(), None

    def open(self):
        return open(self.path, "rb") if self.path else io.BytesIO(self.data)

    def digest(self):
        """SHA-256 of them, in hexadecimal: made once, whoever asks."""
        with self.lock:
            if self.known is None:
                self.known = self.make_digest()
            return self.known

    def make_digest(self):
        made = hashlib.sha256()
        with self.open() as file:
            while block := file.read(BLOCK):
                made.update(block)
        return made.hexdigest()

    @functools.cached_property
    def etag(self):
        """Another one whenever they change; of a file without reading it, so
        that its first byte does not wait for the last."""
        what = self.version.encode() if self.path else self.data
        return '"' + hashlib.sha256(what).hexdigest()[:32] + '"'


@functools.lru_cache(maxsize=None)
def known_bytes(data):
    return Source(data)


@functools.lru_cache(maxsize=None)
def known_file(path, nanoseconds, size):
    return Source(path=path, size=size, modified=nanoseconds // 10**9,
                  version=f"{path} {nanoseconds} {size}")


def file_source(path):
    """ValueError if there is none: an OSError would pass for a client that
    went."""
    try:
        status = os.stat(path)
    except OSError as error:
        raise ValueError(f"files: {error}") from error
    return known_file(path, status.st_mtime_ns, status.st_size)


def random_source(seed, size):
    if size <= BLOCK:
        return known_bytes(small_random(seed, size))
    with LOCK:
        return large_random(seed, size)


@functools.lru_cache(maxsize=None)
def small_random(seed, size):
    return b"".join(random_blocks(seed, size))


@functools.lru_cache(maxsize=None)
def large_random(seed, size):
    descriptor, path = tempfile.mkstemp(dir=spool().name)
    with open(descriptor, "wb") as file:
        file.writelines(random_blocks(seed, size))
    return Source(path=path, size=size, version=f"{seed} {size}")


def random_blocks(seed, size):
    """The same ones in every run, and those of a smaller size first."""
    numbers = random.Random(seed)
    for at in range(0, size, BLOCK):
        yield numbers.randbytes(BLOCK)[:size - at]


@functools.lru_cache(maxsize=None)
def spool():
    """Where large ones are; it goes with the process, if that is let end."""
    return tempfile.TemporaryDirectory(prefix="standin-assets.")


class Piece:
    """Some bytes of a source. It has a length and is sliced as bytes are."""

    def __init__(self, source, first=0, end=None):
        self.source, self.first = source, first
        self.end = source.size if end is None else end

    def __len__(self):
        return self.end - self.first

    def __getitem__(self, part):
        first, end, _ = part.indices(len(self))
        return Piece(self.source, self.first + first,
                     self.first + max(first, end))

    def __bytes__(self):
        with self.source.open() as file:
            file.seek(self.first)
            return file.read(len(self))

    def send_to(self, connection):
        """ConnectionError if the file has become shorter: the client must not
        take another answer for the rest."""
        if len(self) == 0:
            return
        with self.source.open() as file:
            sent = connection.sendfile(file, self.first, len(self))
        if sent != len(self):
            raise ConnectionError(f"{self.source.path} has become shorter")


class Shelf:
    """The assets of one release: their names, and what each holds."""

    def __init__(self, release, entry, version, tag):
        self.release = release  # its words, for what is made at random
        self.entry, self.version, self.tag = entry, version, tag
        wanted = entry.get("assets", []) + entry.get("extra", [])
        self.names = [self.spell(name) for name in wanted]

    def spell(self, text):
        text = text.replace("{version}", self.version)
        return text.replace("{tag}", self.tag)

    def there(self):
        """The names of those that come."""
        missing = map(self.spell, self.entry.get("assets_missing", []))
        missing = set(missing)
        return [name for name in self.names if name not in missing]

    def wish(self, key):
        """What the plan's entry says there, by the name as it is spelled."""
        return {self.spell(name): value
                for name, value in self.entry.get(key, {}).items()}

    def source(self, name):
        """What an asset holds; `sizes` of a checksum: nothing in particular,
        of that size."""
        contents, files = self.wish("contents"), self.wish("files")
        sizes = self.wish("sizes")
        if name in contents:
            return known_bytes(contents[name].encode())
        if name in files:
            return file_source(files[name])
        summed = [] if name in sizes else self.summed_by(name)
        if summed:
            lines = [f"{self.source(file).digest()}  {file}\n"
                     for file in summed]
            return known_bytes("".join(lines).encode())
        return random_source(" ".join([*self.release, name]),
                             sizes.get(name, SIZE))

    def summed_by(self, name):
        """The assets whose checksums that asset holds: as `checksums` of a
        configuration says, or by its name."""
        told = [self.spell(file) for file, checksum
                in self.entry.get("checksums", {}).items()
                if self.spell(checksum) == name]
        stem = name.removesuffix(".sha256")
        if told or stem == name:
            return told
        if stem in self.names:
            return [stem]
        return [other for other in self.names if other.startswith(stem + ".")
                and not other.endswith(".sha256")][:1]

    def size(self, name):
        """As the release tells it."""
        wrong = self.wish("size_of")
        return wrong[name] if name in wrong else self.source(name).size

    def digest(self, name):
        """As the release tells it."""
        wrong = self.wish("digest_of")
        if name in wrong:
            return wrong[name]
        if not self.entry.get("digests", True):
            return None
        return "sha256:" + self.source(name).digest()


class Storage:
    """The storage host: signs URLs, and answers under them.

    `find` gives name, Source and time of upload of the asset with that id, or
    None. An answer is a status, headers and the body."""

    def __init__(self, find):
        self.find = find
        self.key = secrets.token_bytes(16)
        self.url = None  # known once the port is

    def signed(self, asset):
        """Where the bytes of an asset are, for 300 s as it says."""
        path = PATH + str(asset["id"])
        query = {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256", "X-Amz-Expires": "300",
            "X-Amz-SignedHeaders": "host",
            "response-content-disposition": disposition(asset["name"]),
            "response-content-type": TYPE}
        query["X-Amz-Signature"] = self.signature(path, query)
        return f"{self.url}{path}?{spelled(query)}"

    def signature(self, path, query):
        signed = {key: value for key, value in query.items()
                  if key != "X-Amz-Signature"}
        return hmac.new(self.key, f"{path}?{spelled(signed)}".encode(),
                        "sha256").hexdigest()

    def refusal(self, method, path, query, headers):
        """What S3 answers to a request that it does not let pass, or None. It
        also repeats what Authorization says: here no token goes back."""
        if "Authorization" in headers:
            return error(400, "InvalidArgument", TWO_WAYS)
        if method not in ("GET", "HEAD"):
            return error(405, "MethodNotAllowed", "The specified method is "
                         "not allowed against this resource.")
        if "X-Amz-Signature" not in query:
            return error(403, "AccessDenied", "Access Denied")
        if query["X-Amz-Signature"] != self.signature(path, query):
            return error(403, "SignatureDoesNotMatch", "The request signature "
                         "we calculated does not match the signature you "
                         "provided.")
        return None

    def answer(self, method, target, headers):
        path, _, text = target.partition("?")
        query = dict(urllib.parse.parse_qsl(text, keep_blank_values=True))
        refused = self.refusal(method, path, query, headers)
        if refused:
            return refused
        found = self.find(path.removeprefix(PATH))
        if not found:
            return error(404, "NoSuchKey", "The specified key does not exist.")
        return serve(*found, {} if method == "HEAD" else headers)


def disposition(name):
    return f"attachment; filename={name}"


def spelled(query):
    return urllib.parse.urlencode(sorted(query.items()),
                                  quote_via=urllib.parse.quote)


def error(status, code, text, headers=None):
    body = ('<?xml version="1.0" encoding="UTF-8"?>\n'
            f"<Error><Code>{code}</Code><Message>{text}</Message></Error>")
    return (status, {"Content-Type": "application/xml", **(headers or {})},
            body.encode())


def serve(name, source, uploaded, headers):
    """An asset, or the one range of it that `headers` ask for."""
    at = uploaded if source.modified is None else source.modified
    fields = {
        "Content-Type": TYPE, "Content-Disposition": disposition(name),
        "Accept-Ranges": "bytes", "ETag": source.etag,
        "Last-Modified": email.utils.formatdate(at, usegmt=True)}
    held = headers.get("If-Range", source.etag)
    part = None
    if held in (source.etag, fields["Last-Modified"]):
        part = range_of(headers.get("Range", ""), source.size)
    if part is None:
        return 200, fields, Piece(source)
    first, end = part
    if first >= source.size:
        return error(416, "InvalidRange", "The requested range is not "
                     "satisfiable",
                     {"Content-Range": f"bytes */{source.size}"})
    fields["Content-Range"] = f"bytes {first}-{end - 1}/{source.size}"
    return 206, fields, Piece(source, first, end)


def range_of(text, size):
    """Where the one range begins and ends; None: all is sent, as S3 does for
    several ranges and for one that makes no sense."""
    found = RANGE.fullmatch(text.strip())
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return max(size - int(last), 0) if int(last) else size, size
    if not last:
        return int(first), size
    if int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size)
