"""Runs python3-websockets as the server of our client, InteropClient.cpp: see there what the paths are for.

With the option --tinyproxy the client goes through Debian's tinyproxy, which asks for credentials, with --dante through
the SOCKS5 proxy of dante-server. With TLS, over that.
"""

import base64
import contextlib
import http
import os
import sys

import websockets
from websockets.legacy.server import WebSocketServerProtocol, serve

from dante import Dante
from support import EMOJI, check, data, equal, main, our_authority, our_client, server_context, text_of
from tinyproxy import Tinyproxy

closed = []
pongs = []


class Protocol(WebSocketServerProtocol):
    async def process_request(self, path, request_headers):
        if path == "/refuse":
            return http.HTTPStatus.UNAUTHORIZED, [("WWW-Authenticate", "Bearer")], b"who are you?\n"
        if path == "/login" and not credentials(request_headers):
            return http.HTTPStatus.UNAUTHORIZED, [("WWW-Authenticate", "Basic")], b"who are you?\n"
        return None

    def select_subprotocol(self, client_subprotocols, server_subprotocols):
        return "chat.v2" if self.path == "/protocol" and "chat.v2" in client_subprotocols else None


def credentials(headers):
    """User and password of Basic credentials, if they are those of a user."""
    users = {"Basic " + base64.b64encode(user.encode()).decode(): user for user in ["ali:open sesame: ü", "guest:"]}
    return users.get(headers.get("Authorization"))


async def echo(socket):
    async for message in socket:
        await socket.send(message)


async def ping(socket):
    payload = "are you there? 😀"
    await (await socket.ping(payload))
    await socket.send("answered: " + payload)
    await socket.wait_closed()


async def fragments(socket):
    waiting = []

    async def parts():
        whole = data(70000)
        for begin, end in [(0, 1), (1, 66000), (66000, 66000), (66000, 69999), (69999, 70000)]:
            yield whole[begin:end]
            waiting.append(await socket.ping(f"within {begin}, {end}"))

    await socket.send(list(EMOJI))
    await socket.send(parts())
    await socket.send(["😀"] * 1000)
    for pong in waiting:
        await pong
        pongs.append(pong)
    await echo(socket)


async def watch_close(socket):
    await socket.wait_closed()
    closed.append((socket.close_code, socket.close_reason))


async def headers(socket):
    await socket.send(socket.request_headers.get("X-Interop", "none"))
    await socket.wait_closed()


async def login(socket):
    await socket.send(credentials(socket.request_headers))
    await socket.wait_closed()


async def close(socket):
    await socket.close(int(socket.path.partition("?")[2]), "because 🙂")


PATHS = {
    "/echo": echo, "/protocol": echo, "/ping": ping, "/fragments": fragments, "/closed": watch_close, "/close": close,
    "/headers": headers, "/login": login,
}


async def handle(socket):
    try:
        await PATHS[socket.path.partition("?")[0]](socket)
    except websockets.ConnectionClosed as error:
        check(f"{socket.path} ends in order", False, repr(error))
        raise


@contextlib.asynccontextmanager
async def tunnel(port):
    """The client's further arguments."""
    if "--tinyproxy" in sys.argv:
        async with Tinyproxy(port, user="user", password="secret") as proxy:
            yield ["--proxy", proxy.url("user:secret@")]
        check("the client went through the proxy", f"CONNECT 127.0.0.1:{port} HTTP/1.1" in proxy.log)
    elif "--dante" in sys.argv:
        async with Dante() as proxy:
            yield ["--proxy", proxy.url()]
        check("the client went through the proxy", f" 127.0.0.1.{port}\n" in proxy.log, proxy.log[:1000])
    else:
        yield []


async def body():
    tls = "TLS" in os.environ
    options = our_authority() if tls else []
    async with serve(handle, "127.0.0.1", 0, ssl=server_context() if tls else None, create_protocol=Protocol, subprotocols=["chat.v2"], extra_headers={"X-Interop": "from the server"}, max_size=16 * 2**20) as server:
        port = server.sockets[0].getsockname()[1]
        async with tunnel(port) as proxy, our_client("INTEROP_CLIENT", *options, *proxy, f"{'wss' if tls else 'ws'}://127.0.0.1:{port}") as client:
            passed = 0
            while (line := await client.line()) is not None:
                print("   ", line)
                passed += line.startswith("ok ")
            equal("our client is content", await client.process.wait(), 0)
            check("and has checked something", passed > 0)
    # In any order: a proxy passes on the end of one connection when the next may have come and gone.
    equal("the server saw how our client closed", sorted(closed), [
        (1000, ""), (1000, "done"), (1001, "auf Wiedersehen 👋"), (1005, ""), (3000, text_of(123)), (4999, "mine"),
    ])
    equal("the server got a pong for each ping between fragments", len(pongs), 5)


main(body)
