"""Drives our server over TLS by hand, with openssl s_client: what TLS agrees to, and how it ends. ENGINE names which of ours."""

import asyncio
import contextlib
import os
import pathlib

from support import certificates, check, equal, interop_server, main, temporary_folder

HEAD = "\r\n".join([
    "GET /echo HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", "",
]).encode()
ACCEPT = b"\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
MASKED_HELLO = bytes.fromhex("81 85 37fa213d 7f9f4d5158")
HELLO = b"\x81\x05Hello"
MASKED_CLOSE = bytes.fromhex("88 82 00000000 03e8")
CLOSE = b"\x88\x02\x03\xe8"
GOING_AWAY = b"\x88\x02\x03\xe9"
OLD = ["-cipher", "ALL:@SECLEVEL=0"]
MESSAGES = "messages"


class Client:
    """openssl s_client. Its standard output is what the server says, if it is quiet."""

    def __init__(self, address, *options, quiet=True):
        self.messages = pathlib.Path(temporary_folder().name) / MESSAGES
        self.command = ["openssl", "s_client", "-connect", address, "-CAfile", certificates() / "authority.pem", "-verify_return_error"]
        self.command += ["-msg", "-msgfile", self.messages, *(["-quiet", "-no_ign_eof"] if quiet else []), *options]

    async def __aenter__(self):
        pipe = asyncio.subprocess.PIPE
        self.process = await asyncio.create_subprocess_exec(*self.command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.STDOUT)
        return self

    async def __aexit__(self, *_):
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    def write(self, data):
        self.process.stdin.write(data)

    async def until(self, wanted):
        """What comes until that, and with it; until the end if it does not come."""
        try:
            return await self.process.stdout.readuntil(wanted)
        except asyncio.IncompleteReadError as error:
            return error.partial

    async def open(self):
        self.write(HEAD)
        return await self.until(b"\r\n\r\n")

    async def end(self):
        """What comes until the end, and the exit code."""
        rest = await self.process.stdout.read()
        return rest, await self.process.wait()

    def check_told(self, name, message):
        """That the server has sent that message of TLS."""
        messages = [line for line in self.messages.read_text().splitlines() if line.startswith("<<<")]
        check(name, any(line.endswith(message) for line in messages), f"{messages}")


async def session(address, *options):
    """What s_client says of a session that it ends at once."""
    async with Client(address, *options, quiet=False) as client:
        client.process.stdin.close()
        output, code = await client.end()
        return output.decode(), code


async def check_conversations(server, address):
    for version in ("-tls1_2", "-tls1_3"):
        async with Client(address, version) as client:
            answer = await client.open()
            check(f"{version}: the request is answered with 101", b"HTTP/1.1 101 " in answer and ACCEPT in answer, f"{answer}")
            client.write(MASKED_HELLO)
            equal("a message comes back", await client.until(HELLO), HELLO)
            client.write(MASKED_CLOSE)
            equal("and so does the close frame, and nothing behind it", await client.end(), (CLOSE, 0))
            client.check_told("TLS is ended with close_notify", "warning close_notify")
        equal("the server saw it closed", await server.line(), "closed 1000 ")


async def check_negotiation(address):
    for version in ("TLSv1.2", "TLSv1.3"):
        output, code = await session(address, f"-{version.lower().replace('v', '').replace('.', '_')}", "-servername", "localhost", "-alpn", "h2,http/1.1")
        equal(f"{version} is accepted", (f"New, {version}, Cipher is" in output, code), (True, 0))
        check("http/1.1 is chosen", "ALPN protocol: http/1.1" in output, output)
        check("the certificate is verified", "Verification: OK" in output, output)
        check("without compression", "Compression: NONE" in output, output)
    output, code = await session(address, "-noservername")
    equal("a client that tells no host and no protocol is served", ("No ALPN negotiated" in output, code), (True, 0))
    output, code = await session(address, "-alpn", "h2")
    equal("one that speaks h2 alone is refused", ("alert no application protocol" in output, code), (True, 1))
    for version in ("-tls1", "-tls1_1"):
        output, code = await session(address, version, *OLD)
        check(f"{version} is refused", "alert protocol version" in output and code == 1, output)


async def check_renegotiation(server, address):
    async with Client(address, "-tls1_2") as client:
        await client.open()
        client.write(b"R\n")
        output, code = await client.end()
        equal("renegotiation is refused", (b"no renegotiation" in output, code), (True, 1))
        client.check_told("by an alert", "warning no_renegotiation")
    check("which ends the connection", (await server.line()).startswith("closed 1006"))


async def check_key_update(server, address):
    async with Client(address, "-tls1_3") as client:
        await client.open()
        for _ in range(3):
            client.write(b"K\n")
            await client.until(b"KEYUPDATE\n")
            client.write(MASKED_HELLO)
            equal("after a key update messages come back", await client.until(HELLO), HELLO)
        client.check_told("the server has new keys as well", "KeyUpdate")
        client.write(MASKED_CLOSE)
        await client.end()
    equal("and it is closed in order", await server.line(), "closed 1000 ")


async def check_truncation(server, address):
    async with Client(address) as client:
        await client.open()
        client.process.kill()
    check("a client that is killed is lost", (await server.line()).startswith("closed 1006"))


async def check_plain(address):
    reader, writer = await asyncio.open_connection(*address.split(":"))
    writer.write(HEAD)
    answer = b""
    with contextlib.suppress(ConnectionError):
        answer = await reader.read()
    writer.close()
    if os.environ["ENGINE"] == "loop":
        check("who speaks plain HTTP is told so", answer.startswith(b"HTTP/1.1 400 ") and b"TLS is required" in answer, f"{answer}")
    else:
        check("who speaks plain HTTP is not served", b"101" not in answer, f"{answer}")


async def check_stop(server, address):
    async with Client(address) as client:
        await client.open()
        stopping = asyncio.create_task(server.stop())
        equal("a server that stops says so", await client.until(GOING_AWAY), GOING_AWAY)
        client.write(MASKED_CLOSE)
        equal("and closes", await client.end(), (b"", 0))
        client.check_told("TLS, too", "warning close_notify")
        equal("our server ends with 0", await stopping, 0)


async def body():
    async with interop_server() as server:
        address = (await server.url()).removeprefix("wss://")
        await check_conversations(server, address)
        await check_negotiation(address)
        await check_renegotiation(server, address)
        await check_key_update(server, address)
        await check_truncation(server, address)
        await check_plain(address)
        await check_stop(server, address)


main(body)
