"""A package index on this machine: wheels made here, served as an index serves them."""

import base64
import hashlib
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import Distribution, distribution
from pathlib import Path
from urllib.parse import urlsplit

ABOUT = "Metadata-Version: 2.1\nName: {}\nVersion: {}\n"
KIND = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: {}\n"


def wheel(folder: Path, name: str, version: str, *, size: int = 0) -> Path:
    """Make a wheel whose one module holds its version, and so many random bytes."""
    info = f"{name}-{version}.dist-info"
    module = f"VERSION = {version!r}\n#{'x' * size}\n"
    files = {
        f"{name}.py": module.encode(),
        f"{info}/METADATA": ABOUT.format(name, version).encode(),
        f"{info}/WHEEL": KIND.format("py3-none-any").encode(),
    }
    return packed(folder / f"{name}-{version}-py3-none-any.whl", info, files)


def repacked(folder: Path, name: str) -> Path:
    """Make a wheel of a package that is installed here: the same files again."""
    found: Distribution = distribution(name)
    commands = {one.name for one in found.entry_points}
    files, info, tag = {}, "", ""
    for one in found.files or ():
        content = Path(str(one.locate())).read_bytes()
        if one.parts[0] == "..":
            if Path(one.name).stem not in commands:
                files[f"{found.name}-{found.version}.data/scripts/{one.name}"] = content
        elif one.suffix != ".pyc" and one.name not in ("INSTALLER", "REQUESTED"):
            files[str(one.as_posix())] = content
        if one.name == "WHEEL":
            info = one.parts[0]
            tag = content.decode().split("Tag: ")[1].split()[0]
    files.pop(f"{info}/RECORD")
    return packed(folder / f"{info.removesuffix('.dist-info')}-{tag}.whl", info, files)


def packed(path: Path, info: str, files: dict[str, bytes]) -> Path:
    """Write a wheel with the record of its files."""
    rows = [f"{name},sha256={digest(text)},{len(text)}" for name, text in files.items()]
    record = "\n".join([*rows, f"{info}/RECORD,,", ""]).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**files, f"{info}/RECORD": record}.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o100755 if "/scripts/" in name else 0o100644) << 16
            archive.writestr(entry, text)
    return path


def digest(content: bytes) -> str:
    """Spell a digest as the record of a wheel does."""
    spelt = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
    return spelt.decode().rstrip("=")


def line(*paths: Path) -> str:
    """Pin a release by its hashes, as a lock does."""
    name, version = paths[0].name.split("-")[:2]
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    pins = [f"{name}=={version}", *(f"    --hash=sha256:{one}" for one in hashes)]
    return " \\\n".join(pins) + "\n"


@dataclass
class Index:
    """A simple index over a folder of wheels; also a proxy to itself."""

    folder: Path
    password: str = ""  # "name:word", if the index asks for one
    held: str = ""  # a name whose file is begun and never finished
    asked: list[str] = field(default_factory=list)
    holding: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)

    @cached_property
    def server(self) -> ThreadingHTTPServer:
        """Listen at a free port."""
        index = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                index.answer(self)

            def do_HEAD(self) -> None:
                index.answer(self, only_head=True)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        server.daemon_threads = True
        return server

    @property
    def host(self) -> str:
        """Where it listens."""
        return f"127.0.0.1:{self.server.server_address[1]}"

    @property
    def url(self) -> str:
        """The address to give to pip."""
        at = f"{self.password}@" if self.password else ""
        return f"http://{at}{self.host}/simple/"

    def answer(
        self, request: BaseHTTPRequestHandler, *, only_head: bool = False
    ) -> None:
        """Send a page of links, or a wheel."""
        self.asked.append(request.path)
        parts = urlsplit(request.path).path.strip("/").split("/")
        said = "Basic " + base64.b64encode(self.password.encode()).decode()
        if parts[0] == "nothing":
            content = b""
            request.send_response(404)
        elif self.password and request.headers["Authorization"] != said:
            request.send_response(401)
            request.send_header("WWW-Authenticate", "Basic")
            content = b""
        elif parts[0] == "simple" and (files := self.files(parts[-1])):
            links = [f'<a href="/file/{one.name}">{one.name}</a>' for one in files]
            content = "".join(["<!DOCTYPE html>", *links]).encode()
            request.send_response(200)
            request.send_header("Content-Type", "text/html")
        elif parts[0] == "file" and (self.folder / parts[-1]).is_file():
            content = (self.folder / parts[-1]).read_bytes()
            request.send_response(200)
        else:
            content = b""
            request.send_response(404)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        if only_head:
            return
        if self.held and parts[0] == "file" and parts[-1].startswith(self.held):
            request.wfile.write(content[: len(content) // 2])
            request.wfile.flush()
            self.holding.set()
            self.release.wait(60)
        request.wfile.write(content)

    def files(self, name: str) -> list[Path]:
        """Find the wheels of a package."""
        return [
            path
            for path in sorted(self.folder.glob("*.whl"))
            if path.name.split("-")[0].lower().replace("_", "-") == name
        ]


@contextmanager
def served(index: Index) -> Iterator[Index]:
    """Have an index answer."""
    thread = threading.Thread(target=index.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield index
    finally:
        index.server.shutdown()
        index.server.server_close()
