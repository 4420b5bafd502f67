"""What the programs in Python have in common: checks, contents, certificates, and children that end with us."""

import asyncio
import functools
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile

PATIENCE = 100
STOP = 20

EMOJI = "Grüße, 世界! 😀 👩‍👩‍👧‍👦 Ünïcödé \u0001\u007f\u0080\uffff\U0010ffff"


def data(size):
    return bytes((i * 31 + i // 256) & 0xFF for i in range(size))


def text_of(size):
    return "😀" * (size // 4) + "." * (size % 4)


class Checks:
    done = 0
    failed = 0

    def check(self, name, passed, detail=""):
        self.done += 1
        self.failed += not passed
        print(f"{'ok' if passed else 'not ok'} {self.done} - {name}{': ' + detail if detail and not passed else ''}", flush=True)

    def equal(self, name, seen, wanted):
        self.check(name, type(seen) is type(wanted) and seen == wanted, f"seen {shown(seen)}, wanted {shown(wanted)}")


def shown(value):
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:100]}… ({len(text)})"


checks = Checks()
check = checks.check
equal = checks.equal


def free_port():
    """Which somebody else may take before it is used."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


class Child:
    """A program of ours; leaving the block kills it if it has not ended."""

    def __init__(self, variable, *options):
        self.command = [os.environ[variable], *options]

    async def __aenter__(self):
        self.process = await asyncio.create_subprocess_exec(*self.command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE)
        return self

    async def __aexit__(self, *_):
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def line(self):
        """The next line of its output, None when there are no more."""
        line = await self.process.stdout.readline()
        return line.decode().rstrip("\n") if line else None

    async def url(self):
        line = await self.line()
        found = re.fullmatch(r"listening on (\S+?)/?", line or "")
        if not found:
            raise RuntimeError(f"the server did not listen but said: {line}")
        return found[1].replace("http:", "ws:")

    async def stop(self):
        self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), STOP)


@functools.cache
def temporary_folder():
    return tempfile.TemporaryDirectory(prefix="interop-")


@functools.cache
def certificates():
    """The folder of what certificates.sh makes, which goes when the program ends."""
    folder = pathlib.Path(temporary_folder().name)
    subprocess.run([pathlib.Path(__file__).with_name("certificates.sh"), folder], check=True)
    return folder


def interop_server(*options):
    """On the engine that the environment variable ENGINE names, and with TLS if there is a variable TLS."""
    engine = ["--engine", os.environ["ENGINE"]] if "ENGINE" in os.environ else []
    tls = ["--certificate", certificates() / "server.pem", "--key", certificates() / "server.key"] if "TLS" in os.environ else []
    return Child("INTEROP_SERVER", *engine, *tls, *options)


def our_client(program, *arguments):
    """Our client: the event loop's if that is what the environment variable ENGINE names, else the blocking one."""
    engine = ["--engine", "loop"] if os.environ.get("ENGINE") == "loop" else []
    return Child(program, *engine, *arguments)


def our_authority(name="authority"):
    """For our client."""
    return "--ca", certificates() / f"{name}.pem"


def trusting():
    """What Python's clients need for the interop server."""
    return ssl.create_default_context(cafile=certificates() / "authority.pem") if "TLS" in os.environ else None


def server_context(name="server"):
    """For Python's servers."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates() / f"{name}.pem", certificates() / f"{name}.key")
    return context


def main(body):
    async def limited():
        try:
            await asyncio.wait_for(body(), PATIENCE)
        except BaseException as error:
            check("all of it", False, repr(error))
            raise

    try:
        asyncio.run(limited())
    finally:
        print(f"1..{checks.done}")
        if checks.failed:
            print(f"# {checks.failed} of {checks.done} checks failed", flush=True)
    sys.exit(0 if checks.done and not checks.failed else 1)
