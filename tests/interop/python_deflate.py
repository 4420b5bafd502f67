"""python3-websockets with its permessage-deflate: the parameters of its factories against our defaults, some of ours against its own,
in both roles. Its own compressor has no windows of 8 bits."""

import itertools
import re
import time

from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, ServerPerMessageDeflateFactory
from websockets.legacy.client import WebSocketClientProtocol, connect
from websockets.legacy.server import WebSocketServerProtocol, serve

from support import EMOJI, check, data, equal, interop_server, main, our_client

OUR_WINDOW_BITS = 12
MOST_OF_REPETITION = 64  # bytes: a text of 1 KiB that has been sent before takes a few matches
BITS_FOR_REPETITION = 11  # zlib's window reaches back 262 bytes less than its size
FRAGMENTED = 10000  # bytes, from which on messages are sent in fragments


def product(**values):
    return [dict(zip(values, row)) for row in itertools.product(*values.values())]


OURS = [
    {name: value for name, value in row.items() if value}
    for row in product(noContextTakeover=[None, "true"], requestNoContextTakeover=[None, "true"], maxWindowBits=[None, 9, 15], requestMaxWindowBits=[None, 9, 15])
] + [{"preset": "shared"}, {"preset": "smallest"}]

FLAGS = {"server_no_context_takeover": [False, True], "client_no_context_takeover": [False, True]}
CLIENTS = product(**FLAGS, server_max_window_bits=[None, 8, 9, 12, 15], client_max_window_bits=[None, True, 9, 12, 15])
SERVERS = product(**FLAGS, server_max_window_bits=[None, 9, 12, 15], client_max_window_bits=[None, 8, 9, 12, 15])
LARGE_EVERY = 20  # connections


def records(size):
    """The same JSON as in DeflateClient.cpp."""
    parts = []
    length = 1
    for i in itertools.count():
        if length >= size:
            return "[" + "".join(parts)[:-1] + "]"
        parts.append(f'{{"id":{i},"name":"Grüße {i * 77 % 256}","active":true}},')
        length += len(parts[-1].encode())


RECORD = records(1024)
MESSAGES = ["", "Hello", RECORD, RECORD, RECORD, EMOJI, records(100000), b"", data(20000)]
LARGE = [data(1000000), records(1000000)]


class Counted:
    """A protocol that knows how many bytes have arrived."""

    received = 0

    def data_received(self, data):
        self.received += len(data)
        super().data_received(data)


class CountedClient(Counted, WebSocketClientProtocol):
    pass


class CountedServer(Counted, WebSocketServerProtocol):
    pass


def ordered(header):
    return sorted(re.split("; *", header or ""))


def answered(answer):
    return sorted(["permessage-deflate"] + [name if value is True else f"{name}={value}" for name, value in answer.items() if value])


def settings(ours):
    """Of ours: both flags, own limit and requested one."""
    shared = ours.get("preset") == "shared"
    window_bits = 15 if "preset" in ours else OUR_WINDOW_BITS
    flags = [shared or name in ours for name in ["noContextTakeover", "requestNoContextTakeover"]]
    return *flags, ours.get("maxWindowBits", window_bits), ours.get("requestMaxWindowBits", window_bits)


def least(limit, offered):
    """None, when nothing was offered or nothing is limited."""
    bits = min(limit, 15 if offered is True else offered or 15)
    return bits if offered and bits < 15 else None


def our_answer(ours, offer):
    no_takeover, request_no_takeover, bits, request_bits = settings(ours)
    return {
        "server_no_context_takeover": no_takeover or offer["server_no_context_takeover"],
        "client_no_context_takeover": request_no_takeover or offer["client_no_context_takeover"],
        "server_max_window_bits": least(bits, offer["server_max_window_bits"]),
        "client_max_window_bits": least(request_bits, offer["client_max_window_bits"]),
    }


def their_answer(theirs, ours):
    no_takeover, request_no_takeover, _, _ = settings(ours)
    bits, request_bits = ours.get("maxWindowBits"), ours.get("requestMaxWindowBits")
    return {
        "server_no_context_takeover": request_no_takeover or theirs["server_no_context_takeover"],
        "client_no_context_takeover": no_takeover or theirs["client_no_context_takeover"],
        "server_max_window_bits": min([limit for limit in [request_bits, theirs["server_max_window_bits"]] if limit], default=None),
        "client_max_window_bits": min([limit for limit in [bits, theirs["client_max_window_bits"]] if limit], default=None),
    }


def agreed(socket, answer, local, remote, local_limit):
    """Whether their extension goes by the answer. local_limit: what it has been told by its own factory."""
    used = socket.extensions[0]
    return [used.name, used.local_no_context_takeover, used.remote_no_context_takeover, used.local_max_window_bits, used.remote_max_window_bits] == [
        "permessage-deflate", answer[f"{local}_no_context_takeover"], answer[f"{remote}_no_context_takeover"],
        answer[f"{local}_max_window_bits"] or local_limit, answer[f"{remote}_max_window_bits"] or 15,
    ]


def wasted(sizes, takeover, bits):
    """What is wrong with the bytes that our messages took, in order."""
    for message, size in sizes:
        if isinstance(message, str) and len(message) > 1000 and size >= len(message) * 0.7:
            yield f"our text of {len(message)} characters took {size} bytes"
    repeated = [size for message, size in sizes if message == RECORD]
    if len(repeated) != 3:
        yield f"our text arrived {len(repeated)} times"
    elif takeover and bits >= BITS_FOR_REPETITION and repeated[2] > MOST_OF_REPETITION:
        yield f"our repeated text took {repeated[2]} bytes"
    elif not takeover and len(set(repeated)) > 1:
        yield f"our repeated text took {repeated} bytes"


def parsable(ours):
    return ",".join(f"{name}={value}" for name, value in ours.items())


def parts(message):
    return [message[:1], message[1:9000], message[:0], message[9000:]] if len(message) > FRAGMENTED else message


async def converse(socket, large):
    """What is wrong with the echoes, and the sizes of the messages."""
    problems = []
    sizes = []
    for message in MESSAGES + (LARGE if large else []):
        before = socket.received
        await socket.send(parts(message))
        if await socket.recv() != message:
            problems.append(f"{len(message)} come back as others")
        sizes.append((message, socket.received - before))
    return problems, sizes


async def check_connection(url, ours, theirs, large):
    answer = our_answer(ours, theirs)
    async with connect(
        f"{url}?{parsable(ours)}", compression=None, extensions=[ClientPerMessageDeflateFactory(**theirs)], create_protocol=CountedClient, max_size=2**21,
    ) as socket:
        await socket.send("negotiated")
        seen = [socket.response_headers.get("Sec-WebSocket-Extensions"), await socket.recv()]
        problems, sizes = await converse(socket, large)
    limit = theirs["client_max_window_bits"]
    if not agreed(socket, answer, "client", "server", limit if limit and limit is not True else 15):
        problems.append(f"they use {socket.extensions}")
    problems += [f"negotiated {header}" for header in seen if ordered(header) != answered(answer)]
    bits = min(answer["server_max_window_bits"] or 15, settings(ours)[2])
    problems += wasted(sizes, not answer["server_no_context_takeover"], bits)
    check(f"python3-websockets {theirs}, ours {ours}: {seen[0]}", not problems, "; ".join(problems))


async def check_our_server():
    async with interop_server() as server:
        url = await server.url() + "/deflate"
        default = {"server_no_context_takeover": False, "client_no_context_takeover": False, "server_max_window_bits": None, "client_max_window_bits": True}
        rows = [({}, theirs) for theirs in CLIENTS] + [(ours, default) for ours in OURS]
        for i, (ours, theirs) in enumerate(rows):
            await check_connection(url, ours, theirs, i % LARGE_EVERY == 0)
            equal("which our server saw closed", await server.line(), "closed 1000 ")
        equal("our server ends with 0", await server.stop(), 0)


class Peer:
    """A server of theirs; what came of its one connection."""

    def __init__(self, ours, theirs):
        self.ours = ours
        self.theirs = theirs
        self.problems = ["nobody came"]
        self.negotiated = None

    async def start(self):
        self.server = await serve(
            self.echo, "127.0.0.1", 0, compression=None, extensions=[ServerPerMessageDeflateFactory(**self.theirs)], create_protocol=CountedServer, max_size=2**21,
        )
        return f"ws://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    async def echo(self, socket):
        sizes = []
        ours = await socket.recv()
        await socket.send(ours)
        before = socket.received
        async for message in socket:
            sizes.append((message, socket.received - before))
            before = socket.received
            await socket.send(parts(message))
        self.judge(socket, ours, sizes)

    def judge(self, socket, negotiated, sizes):
        answer = their_answer(self.theirs, self.ours)
        self.negotiated = socket.response_headers.get("Sec-WebSocket-Extensions")
        self.problems = [f"negotiated {header}" for header in [self.negotiated, negotiated] if ordered(header) != answered(answer)]
        if not agreed(socket, answer, "server", "client", 15):
            self.problems.append(f"they use {socket.extensions}")
        bits = min(answer["client_max_window_bits"] or 15, settings(self.ours)[2])
        self.problems += wasted(sizes, not answer["client_no_context_takeover"], bits)

    async def stop(self):
        self.server.close()
        await self.server.wait_closed()
        check(f"python3-websockets {self.theirs}, ours {self.ours}: {self.negotiated}", not self.problems, "; ".join(self.problems))


async def check_our_client():
    default = {"server_no_context_takeover": False, "client_no_context_takeover": False, "server_max_window_bits": None, "client_max_window_bits": None}
    required = {**default, "client_max_window_bits": 10, "require_client_max_window_bits": True}
    peers = [Peer({}, theirs) for theirs in [*SERVERS, required]] + [Peer(ours, default) for ours in OURS]
    options = []
    for i, peer in enumerate(peers):
        options += [await peer.start(), ("+" if i % LARGE_EVERY == 0 else "") + parsable(peer.ours)]
    async with our_client("INTEROP_DEFLATE_CLIENT", *options) as client:
        passed = 0
        while (line := await client.line()) is not None:
            print("   ", line)
            passed += line.startswith("ok ")
        equal("our client is content", await client.process.wait(), 0)
        equal("with each connection", passed, len(peers))
    for peer in peers:
        await peer.stop()


async def body():
    for part in [check_our_server, check_our_client]:
        start = time.perf_counter()
        await part()
        print(f"# {part.__name__}: {time.perf_counter() - start:.1f} s")


main(body)
