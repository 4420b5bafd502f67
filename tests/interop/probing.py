"""What the programs that probe our client have in common: what it says, and a server of python3-websockets."""

import contextlib

from websockets.legacy.server import serve

from support import equal, our_client

GREETED = ["open", "hello", "closed 1000 "]


async def probe(url, *options):
    """The lines that our client has to say."""
    async with our_client("INTEROP_PROBE", *options, url) as client:
        lines = []
        while (line := await client.line()) is not None:
            lines.append(line)
        equal(f"our client ends with 0 ({lines[-1]})", await client.process.wait(), 0)
        return lines


async def greet(connection):
    await connection.send("hello")


@contextlib.asynccontextmanager
async def greeting(context=None):
    """The port of a server that sends "hello" and closes."""
    async with serve(greet, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]
