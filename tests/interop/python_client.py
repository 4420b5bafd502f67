"""Runs python3-websockets as the client of our servers: wsdriver serve, and InteropServer.cpp for what that does not do.

With ENGINE, of that alone.
"""

import os

import websockets
from websockets.legacy.client import connect

from support import EMOJI, Child, check, data, equal, interop_server, main, text_of, trusting

MAX_MESSAGE = 5000000


def client(url, **options):
    return connect(url, max_size=16 * 2**20, ssl=trusting(), **options)


async def ending(socket):
    await socket.wait_closed()
    return socket.close_code, socket.close_reason


async def echo(url):
    async with client(url) as socket:
        for text in [EMOJI, *map(text_of, [0, 1, 125, 126, 65535, 65536, 1000000])]:
            await socket.send(text)
            equal(f"text of {len(text.encode())} bytes comes back", await socket.recv(), text)
        for size in [0, 1, 125, 126, 65535, 65536, MAX_MESSAGE]:
            await socket.send(data(size))
            equal(f"binary of {size} bytes comes back", await socket.recv(), data(size))
        count = 1000
        for i in range(count):
            await socket.send(str(i))
        in_order = 0
        while in_order < count and await socket.recv() == str(in_order):
            in_order += 1
        equal("messages that were sent at once come back in order", in_order, count)


async def fragments(url):
    async with client(url) as socket:
        waiting = []

        async def parts():
            whole = data(70000)
            for begin, end in [(0, 1), (1, 66000), (66000, 66000), (66000, 69999), (69999, 70000)]:
                yield whole[begin:end]
                waiting.append(await socket.ping(f"within {begin}, {end}"))

        await socket.send(list(EMOJI))
        equal("text in fragments comes back", await socket.recv(), EMOJI)
        await socket.send(parts())
        equal("binary in fragments comes back", await socket.recv(), data(70000))
        equal("every ping between them is answered", [pong.done() for pong in waiting], [True] * 5)
        large = data(MAX_MESSAGE)
        await socket.send([large[:2000000], large[2000000:4000000], large[4000000:]])
        equal("a large message in fragments comes back", await socket.recv(), large)


async def ping(url):
    async with client(url) as socket:
        await (await socket.ping(data(125)))
        check("our server answers a ping with its payload", True)
        await (await socket.ping(b""))
        check("our server answers an empty ping", True)


async def failures(url):
    async with client(url) as socket:
        await socket.write_frame(True, 0x1, b"\xc3(")
        code, reason = await ending(socket)
        equal("our server closes with 1007 for invalid UTF-8", code, 1007)
        check("and gives a reason", reason != "")
    async with client(url) as socket:
        await socket.send(data(MAX_MESSAGE + 1))
        equal("our server closes with 1009 for a message over its limit", (await ending(socket))[0], 1009)


async def refused(name, url, status, **options):
    try:
        async with client(url, **options):
            check(name, False, "it was accepted")
    except websockets.InvalidStatusCode as error:
        equal(name, error.status_code, status)
        return error.headers
    return {}


async def protocols(url):
    async with client(url, subprotocols=["chat.v0", "chat.v1", "chat.v2"]) as socket:
        equal("our server agrees to the first subprotocol that it knows", socket.subprotocol, "chat.v1")
    async with client(url) as socket:
        equal("and to none where none is offered", socket.subprotocol, None)


async def closes(url):
    for code, reason in [(1000, ""), (1001, "auf Wiedersehen 👋"), (3000, text_of(123)), (4999, "mine")]:
        async with client(url) as socket:
            await socket.close(code, reason)
            equal(f"our server answers a close frame with {code} alike", await ending(socket), (code, reason))


def tool():
    return Child("WSDRIVER", "serve", "--port", "0", "--max-message", str(MAX_MESSAGE), "--protocol", "chat.v2", "--protocol", "chat.v1")


async def conversations():
    async with interop_server() if "ENGINE" in os.environ else tool() as server:
        url = await server.url()
        await echo(url + "/echo")
        await fragments(url + "/echo")
        await ping(url + "/echo")
        await failures(url + "/echo")
        await closes(url + "/echo")
        await protocols(url + "/echo")
        await refused("no such path: 404", url + "/nothing", 404)
        await refused("a foreign origin: 403", url + "/echo", 403, origin="http://elsewhere.example")
        async with client(url + "/echo") as last:
            equal("our server ends with 0", await server.stop(), 0)
            equal("and closes with 1001 before", (await ending(last))[0], 1001)


async def commands():
    async with interop_server() as server:
        url = await server.url()
        async with client(url + "/commands", subprotocols=["chat.v1"]) as socket:
            equal("our server agrees to the subprotocol", socket.subprotocol, "chat.v1")
            await socket.send("ping are you there? 😀")
            equal("our server got the pong for its ping", await socket.recv(), "answered: are you there? 😀")
            await socket.close(4001, "because 🙂")
        equal("our server saw code and reason", await server.line(), "closed 4001 because 🙂")

        for code in [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999]:
            async with client(url + "/commands") as socket:
                await socket.send(f"close {code} because 🙂")
                equal(f"our server closes with {code} and a reason", await ending(socket), (code, "because 🙂"))
            equal("and sees it answered", await server.line(), f"closed {code} because 🙂")

        headers = await refused("our server refuses with 401", url + "/refuse", 401)
        equal("and says why", headers.get("WWW-Authenticate"), "Bearer")
        equal("our server ends with 0", await server.stop(), 0)


async def body():
    await conversations()
    await commands()


main(body)
