"""The embedded database: a real mongod under the data directory, on a unix socket only its owner can open.

It is started by the first command that needs it and outlives that command. The directory holds `db/`,
`mongod.log`, `mongod.pid` and `lock`; the socket stands beside them, or in the temporary directory where
the path would be too long for a socket.
"""

import asyncio
import fcntl
import hashlib
import importlib.util
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote_plus

from pymongo import AsyncMongoClient
from pymongo.errors import AutoReconnect, OperationFailure, PyMongoError

from monitor.errors import StoreAway

log = logging.getLogger(__name__)

_LONGEST_SOCKET_PATH = 100
_START_SECONDS = 60.0
_STOP_SECONDS = 60.0
_PAUSE = 0.05
_SMALLEST_CACHE, _LARGEST_CACHE = 0.25, 2.0


class Embedded:
    """The mongod of one data directory."""

    def __init__(self, data: Path) -> None:
        self.directory = data.absolute() / "mongo"
        self.socket = _socket_path(self.directory)
        self.uri = f"mongodb://{quote_plus(str(self.socket))}/?directConnection=true"

    async def start(self) -> str:
        """Make sure that it runs and is primary; give its URI. Two callers at once start it once.

        Raises `StoreAway` when there is no mongod for this platform, or it does not start.
        """
        if await self._is_primary():
            return self.uri
        _private(self.directory)
        _private(self.directory / "db")
        async with _locked(self.directory / "lock"):
            if await self._answers():
                await self._become_primary()
                return self.uri
            self.socket.unlink(missing_ok=True)
            await self._run(find_mongod())
            await self._become_primary()
            log.info("database started directory=%s pid=%s", self.directory, self.pid())
        return self.uri

    async def stop(self) -> bool:
        """End it and wait for its end; False when it did not run."""
        if not self.directory.exists():
            return False
        async with _locked(self.directory / "lock"):
            pid = self.pid()
            if pid is None:
                return False
            os.kill(pid, signal.SIGTERM)
            deadline = time.monotonic() + _STOP_SECONDS
            while self.pid() == pid:
                if time.monotonic() > deadline:
                    raise StoreAway(f"The database (process {pid}) does not end; see {self._log}.")
                await asyncio.sleep(_PAUSE)
        return True

    def pid(self) -> int | None:
        """Give the process that runs on this directory; None when there is none."""
        try:
            pid = int((self.directory / "mongod.pid").read_text())
            arguments = Path(f"/proc/{pid}/cmdline").read_bytes() if Path("/proc").is_dir() else b"mongod"
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        # After a crash the number may belong to somebody else; a dead child of ours has no arguments.
        return pid if b"mongod" in arguments else None

    @property
    def _log(self) -> Path:
        return self.directory / "mongod.log"

    async def _run(self, mongod: Path) -> None:
        _private(self.socket.parent)
        options = {
            "--dbpath": self.directory / "db",
            "--logpath": self._log,
            "--pidfilepath": self.directory / "mongod.pid",
            "--bind_ip": self.socket,
            "--filePermissions": "0600",
            "--replSet": "rs0",
            "--oplogSize": "1024",
            "--networkMessageCompressors": "disabled",
            "--wiredTigerCacheSizeGB": f"{_cache():.2f}",
            "--setParameter": "diagnosticDataCollectionEnabled=false",
        }
        words = [str(word) for pair in options.items() for word in pair]
        # It forks into a session of its own once it answers: Ctrl-C on the command that started it
        # must not end it.
        process = await asyncio.create_subprocess_exec(
            mongod,
            *words,
            *("--nounixsocket", "--noscripting", "--logappend", "--fork"),
            # What a killed writer had begun keeps others out until it is too old.
            *("--setParameter", "transactionLifetimeLimitSeconds=15"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        code = await process.wait()
        if code:
            raise StoreAway(f"The database does not start (code {code}); see {self._log}.")

    async def _answers(self) -> bool:
        if not self.socket.exists():
            return False
        async with self._client() as client:
            try:
                await client.admin.command("ping")
            except PyMongoError:
                return False
        return True

    async def _is_primary(self) -> bool:
        if not self.socket.exists():
            return False
        async with self._client() as client:
            try:
                hello = await client.admin.command("hello")
            except PyMongoError:
                return False
        return bool(hello.get("isWritablePrimary"))

    async def _become_primary(self) -> None:
        await self._configure()
        deadline = time.monotonic() + _START_SECONDS
        # A client made before the replica set was would not find its primary.
        while not await self._is_primary():
            if time.monotonic() > deadline:
                raise StoreAway(f"The database does not become writable; see {self._log}.")
            await asyncio.sleep(_PAUSE)

    async def _configure(self) -> None:
        member = {"_id": 0, "host": str(self.socket)}
        async with self._client() as client:
            try:
                await client.admin.command("replSetInitiate", {"_id": "rs0", "members": [member]})
            except OperationFailure:
                await self._follow_the_directory(client, member)

    async def _follow_the_directory(
        self, client: "AsyncMongoClient[dict[str, object]]", member: dict[str, object]
    ) -> None:
        """Tell a replica set that has moved where it is now."""
        document = await client.local["system.replset"].find_one({})
        if document is None:
            raise StoreAway(f"The database cannot be set up; see {self._log}.")
        members = document["members"]
        if isinstance(members, list) and members[0]["host"] == member["host"]:
            return
        document["members"] = [members[0] | member] if isinstance(members, list) else [member]
        document["version"] = int(str(document["version"])) + 1
        try:
            await client.admin.command("replSetReconfig", document, force=True)
        except AutoReconnect:
            # The server closes its connections when its own address changes.
            log.debug("connection closed by reconfiguration directory=%s", self.directory)

    @asynccontextmanager
    async def _client(self) -> "AsyncIterator[AsyncMongoClient[dict[str, object]]]":
        client: AsyncMongoClient[dict[str, object]] = AsyncMongoClient(
            self.uri, serverSelectionTimeoutMS=1000, connectTimeoutMS=1000
        )
        try:
            yield client
        finally:
            await client.close()


def _cache() -> float:
    """Gigabytes that the database may keep in memory: a twelfth of the machine's, within reason.

    With less, each look-up of copies in a large corpus reads from the disk.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return min(max(memory / 12, _SMALLEST_CACHE), _LARGEST_CACHE)


def find_mongod() -> Path:
    """Find the mongod on PATH, else the one that our extra `embedded` brings.

    Raises `StoreAway` that says what to install or set.
    """
    found = shutil.which("mongod")
    if found:
        return Path(found)
    package = importlib.util.find_spec("fiftyone")
    for place in (package.submodule_search_locations or ()) if package else ():
        bundled = Path(place, "db", "bin", "mongod")
        if bundled.exists():
            return bundled
    raise StoreAway(
        "There is no MongoDB: install mongod so that it is on PATH, or set MONITOR_MONGO_URI to a replica set."
    )


def _socket_path(directory: Path) -> Path:
    beside = directory / "m.sock"
    if len(os.fsencode(beside)) <= _LONGEST_SOCKET_PATH:
        return beside
    name = hashlib.sha256(os.fsencode(directory)).hexdigest()[:16]
    return Path(tempfile.gettempdir(), f"monitor-{os.getuid()}-{name}", "m.sock")


def _private(directory: Path) -> None:
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreAway(f"The database cannot use {directory}: {error.strerror}; set MONITOR_DATA.") from None
    if directory.stat().st_uid != os.getuid():
        raise StoreAway(f"{directory} belongs to somebody else; set MONITOR_DATA or TMPDIR.")


@asynccontextmanager
async def _locked(path: Path) -> AsyncIterator[None]:
    with path.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(_PAUSE)
        yield
