"""A small SOCKS5 proxy (RFC 1928) that asks for user and password (RFC 1929), for as long as a block lasts."""

import asyncio
import contextlib
import struct

VERSION, PASSWORD, NOTHING_ACCEPTABLE, CONNECT = 5, 2, 0xFF, 1
IPV4, NAME, IPV6 = 1, 3, 4
REFUSED = 5


class Socks5:
    """Serves those who know the password. requests has the host and the port of each request."""

    def __init__(self, user, password):
        self.user, self.password = user.encode(), password.encode()
        self.requests = []

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self.server.close()
        await self.server.wait_closed()

    def url(self, credentials=""):
        return f"socks5://{credentials}127.0.0.1:{self.port}"

    async def serve(self, reader, writer):
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            if await self.log_in(reader, writer):
                await self.connect(reader, writer)
        writer.close()

    async def log_in(self, reader, writer):
        version, count = await reader.readexactly(2)
        methods = await reader.readexactly(count)
        if version != VERSION or PASSWORD not in methods:
            writer.write(bytes([VERSION, NOTHING_ACCEPTABLE]))
            return False
        writer.write(bytes([VERSION, PASSWORD]))
        _, size = await reader.readexactly(2)
        user = await reader.readexactly(size)
        password = await reader.readexactly((await reader.readexactly(1))[0])
        known = (user, password) == (self.user, self.password)
        writer.write(bytes([1, 0 if known else 1]))
        return known

    async def connect(self, reader, writer):
        _, command, _, kind = await reader.readexactly(4)
        sizes = {IPV4: 4, IPV6: 16}
        host = await reader.readexactly(sizes[kind] if kind in sizes else (await reader.readexactly(1))[0])
        port, = struct.unpack("!H", await reader.readexactly(2))
        name = host.decode() if kind == NAME else ".".join(map(str, host))
        self.requests.append((command, name, port))
        bound = bytes([IPV4, 0, 0, 0, 0, 0, 0])
        try:
            upstream = await asyncio.open_connection(name, port)
        except OSError:
            writer.write(bytes([VERSION, REFUSED, 0]) + bound)
            return
        writer.write(bytes([VERSION, 0, 0]) + bound)
        await asyncio.gather(relay(reader, upstream[1]), relay(upstream[0], writer))


async def relay(reader, writer):
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.write_eof()
