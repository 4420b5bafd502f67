"""wsdriver conformance against servers that are right and servers that are wrong."""
import asyncio
import base64
import contextlib
import hashlib
import os
import pty
import re
import socket
import struct

import programs
from programs import NOWHERE, WSDRIVER, ProgramTest

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10

PATIENT = '20'        # seconds, where something will happen
BRIEF = '1'           # where nothing more will


def frame(opcode, payload=b'', first=0x80):
    size = len(payload)
    length = bytes([size]) if size < 126 else struct.pack('!BH', 126, size) if size < 65536 else struct.pack('!BQ', 127, size)
    return bytes([first | opcode]) + length + payload


def close(code):
    return frame(CLOSE, struct.pack('!H', code))


class Frames:
    """Reads frames as they come, and judges nothing."""

    def __init__(self, reader):
        self.reader = reader

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            first, second = await self.reader.readexactly(2)
            size = second & 0x7f
            if size > 125:
                size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8), 'big')
            key = await self.reader.readexactly(4)
            masked = await self.reader.readexactly(size)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise StopAsyncIteration
        return first & 0xf, first & 0x70, bytes(octet ^ key[i % 4] for i, octet in enumerate(masked))


async def echo(reader, writer, bad=close(1002), last=b''):
    """A server that knows whole frames only. What it answers to a fault, and says after its close, can be wrong."""
    async for opcode, reserved, payload in Frames(reader):
        if opcode == CLOSE:
            writer.write(frame(CLOSE, payload) + last)
            return
        if bad is not None and (reserved or opcode not in (TEXT, BINARY, PING)):
            writer.write(bad)
            return
        writer.write(frame(PONG if opcode == PING else opcode, payload))


async def shakeHands(reader, writer, extensions=b''):
    head = await reader.readuntil(b'\r\n\r\n')
    key = re.search(rb'Sec-WebSocket-Key: (\S+)', head)[1]
    accept = base64.b64encode(hashlib.sha1(key + b'258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest())
    writer.write(b'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
                 b'Sec-WebSocket-Accept: ' + accept + b'\r\n' + extensions + b'\r\n')


class ConformanceTest(ProgramTest):
    async def conformance(self, url, *arguments, **options):
        return await self.wsdriver('conformance', url, *arguments, **options)

    async def raw(self, handler):
        """The URL of a server of bytes; when its handler returns the connection ends."""
        async def run(reader, writer):
            try:
                await handler(reader, writer)
                await writer.drain()
            except ConnectionError:
                pass
            finally:
                writer.close()

        server = await asyncio.start_server(run, '127.0.0.1', 0)
        self.addAsyncCleanup(server.wait_closed)
        self.addCleanup(server.close)
        return f'ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/'

    async def opened(self, handler, extensions=b''):
        """The URL of a server that shakes hands and leaves the rest to the handler."""
        async def run(reader, writer):
            await shakeHands(reader, writer, extensions)
            await handler(reader, writer)

        return await self.raw(run)

    async def verdicts(self, handler, *cases, timeout=PATIENT, extensions=b''):
        """What is said of these cases: {'1.1.1': ('OK', '')}."""
        arguments = [argument for case in cases for argument in ('--case', case)]
        result = await self.conformance(await self.opened(handler, extensions), '--timeout', timeout, *arguments)
        self.assertEqual(result.error, '')
        lines = re.findall(r'^((?:\d+|D)\.\S+) .*  (OK|FAILED|INFO|UNIMPLEMENTED) *(.*)$', result.output, re.MULTILINE)
        verdicts = {case: (verdict, reason) for case, verdict, reason in lines}
        failed = any(verdict == 'FAILED' for verdict, _ in verdicts.values())
        self.assertEqual(result.code, 1 if failed else 0, result.output)
        return verdicts

    async def assertReason(self, handler, case, words, verdict='FAILED', timeout=PATIENT, extensions=b''):
        verdicts = await self.verdicts(handler, case, timeout=timeout, extensions=extensions)
        self.assertEqual(verdicts[case][0], verdict)
        self.assertRegex(verdicts[case][1], words)

    async def test_ourServerPassesAllCases(self):
        server = await self.serving()
        for selection, cases, informational in ((['--skip', '9', '--skip', '1[23]', '--skip', 'D'], 247, 3), (['--case', '9'], 54, 0)):
            result = await self.conformance(server.url + 'echo', '--timeout', '20', *selection)
            self.assertEqual((result.code, result.error), (0, ''), result.output)
            self.assertEqual(len(re.findall(r'^\d+\.\S+ .*  (OK|INFO)', result.output, re.MULTILINE)), cases)
            self.assertRegex(result.output, rf'\nall +{cases} +{cases - informational} +0 +{informational} +0\n\Z')

    async def test_ourServerPassesWhatItAgreesTo(self):
        server = await self.serving()
        result = await self.conformance(server.url + 'echo', '--timeout', '20', '--quiet', '--case', '1[23]', '--case', 'D')
        self.assertEqual((result.code, result.error), (0, ''), result.output)
        self.assertRegex(result.output, r'\nall +291 +287 +0 +4 +0\n\Z')

    async def test_otherServersPassWhatTheyShould(self):
        async def handler(connection):
            async for message in connection:
                await connection.send(message)

        url = await self.peer(handler, max_size=None)
        result = await self.conformance(url, '--timeout', '20', *(f'--case={case}' for case in ('1', '2', '5.[3-8]', '6.5', '6.8', '7.[1379]')))
        self.assertEqual((result.code, result.error), (0, ''), result.output)

        result = await self.conformance(url, '--timeout', '20', *(f'--case={case}' for case in ('12.[1-5].[1-5]', '12.4.11', '13.[1-7].3', 'D.[1236]', 'D.4.9')))
        self.assertEqual((result.code, result.error), (0, ''), result.output)
        self.assertRegex(result.output, r'\nall +72 +72 +0 +0 +0\n\Z')

    async def test_failedCasesAreNamedAgain(self):
        async def acceptsAnything(reader, writer):
            await echo(reader, writer, bad=None)

        url = await self.opened(acceptsAnything)
        result = await self.conformance(url, '--timeout', PATIENT, '--case', '1.1.[12]', '--case', '4.2.[12]')
        self.assertEqual((result.code, result.error), (1, ''))
        self.assertRegex(result.output, r'\n4 +opcodes +2 +0 +2 +0 +0\nall +4 +2 +2 +0 +0\n\nfailed: 4.2.1 4.2.2\n\Z')

    async def test_quietShowsOnlyWhatHasFailed(self):
        async def answersNormal(reader, writer):
            await echo(reader, writer, bad=close(1000))

        result = await self.conformance(await self.opened(answersNormal), '--quiet', '--case', '1.1.1', '--case', '3.1')
        self.assertRegex(result.output, r'\A3\.1 .*FAILED  expected .* close 1002, received close 1000\n\ngroup')

    async def test_rightServerOfAFewLinesPasses(self):
        verdicts = await self.verdicts(echo, '1.1.[1-4]', '1.2.2', '2.[1-4]', '3.[1256]', '4.1', '7.3.[1345]', '7.7')
        self.assertEqual({verdict for verdict, _ in verdicts.values()}, {'OK'}, verdicts)

    async def test_serverMayDeclineCompression(self):
        verdicts = await self.verdicts(echo, '12.1.1', '13.7.1', 'D.1.1', 'D.4.9', 'D.7.1')
        self.assertEqual([verdict for verdict, _ in verdicts.values()], ['UNIMPLEMENTED', 'UNIMPLEMENTED', 'OK', 'UNIMPLEMENTED', 'UNIMPLEMENTED'])

    async def test_answerIsJudged(self):
        for answer, case, words in [
            (b'permessage-deflate', 'D.1.1', '^accepted "permessage-deflate" to the wrong offer'),
            (b'permessage-deflate', '1.1.1', 'where nothing was offered$'),
            (b'permessage-deflate; server_max_window_bits=7', '12.1.1', 'server_max_window_bits=7'),
            (b'permessage-deflate', 'D.2.3', 'larger server_max_window_bits than offered$'),
        ]:
            with self.subTest(answer=answer, case=case):
                await self.assertReason(echo, case, words, extensions=b'SEC-websocket-EXTENSIONS:' + answer + b'\r\n')
        await self.assertReason(echo, 'D.2.1', 'accepted "x, y" to', extensions=b'Sec-WebSocket-Extensions: x\r\nSec-WebSocket-Extensions: y\r\n')

    async def test_compressedEchoIsJudged(self):
        async def sends(payload, reader, writer):
            await reader.read(1)
            writer.write(frame(TEXT, payload, 0xc0))

        async def refersBack(reader, writer):
            await sends(bytes.fromhex('f200110000'), reader, writer)

        async def isWrong(reader, writer):
            await sends(bytes.fromhex('f248cdc9c90700'), reader, writer)

        deflate = b'Sec-WebSocket-Extensions: permessage-deflate\r\n'
        await self.assertReason(refersBack, 'D.7.3', 'copies from 5 octets back, where nothing has been$', extensions=deflate)
        await self.assertReason(isWrong, 'D.7.1', 'received text "Hello"$', extensions=deflate)

    async def test_offerThatIsRefusedIsNoGoodbye(self):
        async def handler(reader, writer):
            await reader.readuntil(b'\r\n\r\n')
            writer.write(b'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n')

        cases = [f'--case=D.1.{number}' for number in range(1, 6)]
        result = await self.conformance(await self.raw(handler), *cases)
        self.assertEqual((result.code, result.error), (1, ''))
        self.assertEqual(result.output.count('  refused by the server: 400 Bad Request\n'), 5)

    async def test_wrongServersFail(self):
        async def answersNormal(reader, writer):
            await echo(reader, writer, bad=close(1000))

        async def echoesFirst(reader, writer):
            await echo(reader, writer, bad=frame(TEXT, b'Hello, world!') + close(1002))

        async def speaksAfterClose(reader, writer):
            await echo(reader, writer, last=frame(TEXT, b'more'))

        async def masks(reader, writer):
            await reader.read(1)
            writer.write(b'\x81\x80\x00\x00\x00\x00')

        async def setsReservedBits(reader, writer):
            await reader.read(1)
            writer.write(b'\xc1\x00')

        async def neverEnds(reader, writer):
            await echo(reader, writer)
            await reader.read()

        async def neverAnswers(reader, writer):
            await reader.read()

        async def isGone(reader, writer):
            await reader.read(1)

        async def resets(reader, writer):
            await reader.read(1)
            writer.get_extra_info('socket').setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))

        for handler, case, words in [
            (answersNormal, '3.1', 'close 1002, received close 1000$'),
            (echoesFirst, '3.1', '^received text "Hello, world!", which nobody asked for$'),
            (speaksAfterClose, '1.1.1', 'after its close frame'),
            (masks, '1.1.1', 'masked'),
            (setsReservedBits, '1.1.1', 'reserved bits'),
            (isGone, '1.1.1', 'received the end of the connection$'),
            (resets, '1.1.1', 'received the end of the connection$'),
        ]:
            with self.subTest(server=handler.__name__, case=case):
                await self.assertReason(handler, case, words)

        for handler, case, words in [
            (neverEnds, '1.1.1', '^answered the close, but did not end the connection$'),
            (neverAnswers, '1.1.1', 'received nothing$'),
            (neverAnswers, '3.1', 'received nothing$'),
        ]:
            with self.subTest(server=handler.__name__, case=case):
                await self.assertReason(handler, case, words, timeout=BRIEF)

    async def test_whatIsSentBeforeAResetCounts(self):
        async def resets(reader, writer):
            await reader.read(1)
            writer.write(close(1002))
            await writer.drain()
            writer.get_extra_info('socket').setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))

        await self.assertReason(resets, '3.1', '^$', 'OK')

    async def test_serverThatReadsNothingIsNotWaitedForWithoutEnd(self):
        ended = asyncio.Event()

        async def readsNothing(reader, writer):
            writer.transport.pause_reading()
            await ended.wait()

        self.addCleanup(ended.set)
        await self.assertReason(readsNothing, '9.1.6', 'not even what was sent was read', timeout=BRIEF)

    async def test_serverThatNeverStopsIsNotHeardWithoutEnd(self):
        async def floods(reader, writer):
            while True:
                writer.write(frame(PING) * 1000)
                await writer.drain()

        await self.assertReason(floods, '1.1.1', 'received nothing', timeout=BRIEF)

    async def test_whatServersSayIsHarmless(self):
        async def paints(reader, writer):
            await reader.read(1)
            writer.write(frame(TEXT, b'\x1b[31m\n\xe2\x80\xae'))

        await self.assertReason(paints, '1.1.1', r'received text "\\x1b\[31m\\x0a\\xe2\\x80\\xae"$')

    async def test_greetingBehindTheHandshakeIsNotLost(self):
        async def greets(reader, writer):
            writer.write(frame(TEXT, b'welcome'))
            await echo(reader, writer)

        await self.assertReason(greets, '1.1.1', 'received text "welcome"$')

    async def test_serverThatRefusesIsAnError(self):
        async def refuses(reader, writer):
            await reader.readuntil(b'\r\n\r\n')
            writer.write(b'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')

        async def refusesWithoutEnd(reader, writer):
            await reader.readuntil(b'\r\n\r\n')
            writer.write(b'HTTP/1.1 404 Not Found\r\n\r\nnothing here')
            await reader.read()

        async def acceptsWrongly(reader, writer):
            await reader.readuntil(b'\r\n\r\n')
            writer.write(b'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n')

        async def isSilent(reader, writer):
            await reader.read()
            await reader.read()

        async def isGone(reader, writer):
            await reader.readuntil(b'\r\n\r\n')

        for handler, timeout, words in [
            (refuses, PATIENT, 'refused by the server: 403 Forbidden'),
            (refusesWithoutEnd, BRIEF, 'refused by the server: 404 Not Found'),
            (acceptsWrongly, PATIENT, '(?i)accept'),
            (isSilent, BRIEF, 'no answer'),
            (isGone, PATIENT, 'ended'),
        ]:
            with self.subTest(server=handler.__name__):
                self.assertFails(await self.conformance(await self.raw(handler), '--timeout', timeout), 1, words)

    async def test_nobodyThereIsAnError(self):
        with socket.socket() as unused:
            unused.bind(('127.0.0.1', 0))
            self.assertFails(await self.conformance(f'ws://127.0.0.1:{unused.getsockname()[1]}/'), 1, 'cannot connect.*refused')
        self.assertFails(await self.conformance(f'ws://{NOWHERE}/'), 1, NOWHERE)

    async def test_serverThatGoesAwayEndsTheRun(self):
        connections = 0

        async def handler(reader, writer):
            nonlocal connections
            connections += 1
            if connections == 1:
                await shakeHands(reader, writer)
                await echo(reader, writer)

        result = await self.conformance(await self.raw(handler), '--case', '1')
        self.assertEqual(result.code, 1)
        self.assertRegex(result.output, r'\A1\.1\.1 .* OK\n1\.1\.2 .* FAILED  no connection: .*\n1\.1\.3 .* FAILED  no connection: .*\n\ngroup')
        self.assertRegex(result.error, r'\Awsdriver: given up at case 1\.1\.4: [^\n]+\n\Z')

    async def test_terminalShowsWhatIsRunning(self):
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        program = await self.start(WSDRIVER, 'conformance', await self.opened(echo), '--case', '1.1.[12]', stderr=slave)
        os.close(slave)
        self.assertEqual(await program.end(), 0)
        shown = b''
        with contextlib.suppress(OSError):        # Linux's way to tell the end
            while data := os.read(master, 65536):
                shown += data
        self.assertEqual([line.strip() for line in shown.decode().split('\r') if line.strip()], ['case 1 of 2: 1.1.1', 'case 2 of 2: 1.1.2'])


if __name__ == '__main__':
    programs.main()
