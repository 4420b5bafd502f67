"""wsdriver connect in a pipe."""
import asyncio
import base64
import hashlib
import tempfile
from http import HTTPStatus

import programs
from programs import NOWHERE, SIGINT, SIGTERM, Certificate, ProgramTest, soon


async def echo(connection, path):
    async for message in connection:
        await connection.send(message)


class ConnectTest(ProgramTest):
    async def test_linesOfTheInputComeBack(self):
        server = await self.serving()
        result = await self.wsdriver('connect', server.url + 'echo', input='one\n\nGrüße 😀\nlast, without an end'.encode())
        self.assertEqual(result.output, 'one\n\nGrüße 😀\nlast, without an end\n')
        self.assertEqual(result.error, 'connected to 127.0.0.1, extension permessage-deflate; client_max_window_bits=12\nclosed 1000 (normal)\n')
        self.assertEqual(result.code, 0)

    async def test_conversationIsLive(self):
        server = await self.serving()
        client = await self.connected(server.url + 'echo')
        for line in ('one', 'two'):
            await client.type(line)
            self.assertEqual(await client.line(), line)

    async def test_longAndManyLinesArriveWhole(self):
        server = await self.serving()
        lines = ['x' * 3_000_000, *(str(n) for n in range(20_000)), 'y' * 70_000]
        result = await self.wsdriver('connect', server.url + 'echo', input=''.join(line + '\n' for line in lines).encode())
        self.assertTrue(result.output.splitlines() == lines)        # their difference would be millions of characters

    async def test_textsAreSentInPlaceOfTheInput(self):
        server = await self.serving()
        result = await self.wsdriver('connect', server.url + 'echo', '--text', 'one', '--text', 'two', input=b'not this\n')
        self.assertEqual((result.code, result.output), (0, 'one\ntwo\n'))

    async def test_binaryIsShownAsSizeAndFirstBytes(self):
        async def talk(connection, path):
            for message in (b'', b'\x00\x7f\xff', bytes(range(17)), b'x' * 100_000):
                await connection.send(message)

        result = await self.wsdriver('connect', await self.peer(talk))
        self.assertEqual(result.output.splitlines(), [
            'binary, 0 bytes:',
            'binary, 3 bytes: 00 7f ff',
            'binary, 17 bytes: 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f ...',
            'binary, 100000 bytes: 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 ...',
        ])

    async def test_endOfTheInputIsFollowedByTheWait(self):
        arrived = asyncio.Event()

        async def answerAtTheEnd(connection, path):
            await connection.recv()
            arrived.set()
            await release.wait()
            await connection.send('late')
            await connection.wait_closed()

        release = asyncio.Event()
        client = await self.connected(await self.peer(answerAtTheEnd), '--wait', '20')
        await client.type('question')
        client.endInput()
        await soon(arrived.wait())
        release.set()
        self.assertEqual(await client.line(), 'late')
        client.signal(SIGINT)
        self.assertEqual(await client.end(), 0)

    async def test_noWaitClosesAtOnce(self):
        codes = asyncio.Queue()

        async def listen(connection, path):
            await connection.wait_closed()
            codes.put_nowait((connection.close_code, connection.close_reason))

        result = await self.wsdriver('connect', await self.peer(listen, compression=None), '--wait', '0')
        self.assertEqual((result.code, result.error), (0, 'connected to 127.0.0.1\nclosed 1000 (normal)\n'))
        self.assertEqual(await soon(codes.get()), (1000, ''))

    async def test_headersOriginAndSubprotocolsAreSent(self):
        requests = asyncio.Queue()

        async def note(connection, path):
            requests.put_nowait(connection.request_headers)

        url = await self.peer(note, subprotocols=['wamp'], compression=None)
        result = await self.wsdriver('connect', url, '--header', 'Authorization: Bearer x', '--header', 'X-Empty:', '--origin', 'https://example.com',
                                     '--protocol', 'soap', '--protocol', 'wamp')
        self.assertEqual(result.error.splitlines()[0], 'connected to 127.0.0.1, subprotocol wamp')
        headers = await soon(requests.get())
        self.assertEqual((headers['Authorization'], headers['X-Empty'], headers['Origin']), ('Bearer x', '', 'https://example.com'))
        self.assertEqual(headers['Sec-WebSocket-Protocol'], 'soap, wamp')

    async def test_lineThatIsNotUTF8IsNamedAndTheOthersAreSent(self):
        server = await self.serving()
        result = await self.wsdriver('connect', server.url + 'echo', input=b'one\n\xff\ntwo\n')
        self.assertEqual((result.code, result.output), (1, 'one\ntwo\n'))
        self.assertIn('not UTF-8', result.error)


    async def test_closedInputIsAnEmptyOne(self):
        server = await self.serving()
        result = await self.run_('sh', '-c', 'exec "$0" "$@" <&-', programs.WSDRIVER, 'connect', server.url + 'echo')
        self.assertEqual((result.code, result.error.splitlines()[-1]), (0, 'closed 1000 (normal)'))

    async def test_outputThatCannotBeWrittenIsAnError(self):
        server = await self.serving()
        result = await self.run_('sh', '-c', 'exec "$0" "$@" >/dev/full', programs.WSDRIVER, 'connect', server.url + 'echo', '--text', 'x')
        self.assertEqual((result.code, result.error.splitlines()[-1]), (1, 'wsdriver: cannot write to standard output'))


class EndTest(ProgramTest):
    async def test_codeAndReasonDecideHowItEnds(self):
        cases = [
            (1000, '', 'closed 1000 (normal)', 0),
            (1000, 'bye', 'closed 1000 (normal): bye', 0),
            (1001, '', 'closed 1001 (going away)', 0),
            (1008, 'no', 'closed 1008 (policy violation): no', 1),
            (1011, '', 'closed 1011 (internal error)', 1),
            (4001, 'Grüße', 'closed 4001: Grüße', 1),
        ]
        for code, reason, line, exit in cases:
            async def close(connection, path):
                await connection.close(code, reason)

            result = await self.wsdriver('connect', await self.peer(close))
            self.assertEqual((result.error.splitlines()[-1], result.output, result.code), (line, '', exit))

    async def test_lostConnectionIsAFailure(self):
        async def abort(connection, path):
            connection.transport.abort()

        result = await self.wsdriver('connect', await self.peer(abort))
        self.assertEqual((result.error.splitlines()[-1], result.code), ('closed 1006 (connection lost)', 1))

    async def test_reasonCannotWriteLines(self):
        async def close(connection, path):
            await connection.close(4000, 'a\x1b[31m\rb')

        result = await self.wsdriver('connect', await self.peer(close))
        self.assertEqual(result.error.splitlines()[-1], r'closed 4000: a\x1b[31m\x0db')

    async def test_reasonCannotTurnTheText(self):
        async def close(connection, path):
            await connection.close(4000, 'a\u202eb\u2066c\x9bd\u00c2')

        result = await self.wsdriver('connect', await self.peer(close))
        self.assertEqual(result.error.splitlines()[-1], 'closed 4000: a\\u202eb\\u2066c\\x9bd\u00c2')

    async def test_refusalCannotControlTheTerminal(self):
        async def refuse(reader, writer):
            await reader.readuntil(b'\r\n\r\n')
            writer.write(b'HTTP/1.1 403 a\xc2\x9b2J \xe2\x80\xae \x9b \xff \xc3\xbc\xc2\r\nContent-Length: 0\r\n\r\n')
            writer.close()

        url = await self.rawPeer(refuse)
        self.assertFails(await self.wsdriver('connect', url), 1, r'403 a\\x9b2J \\u202e \\x9b \\xff ü\\xc2\n')

    async def test_signalsCloseTheConnection(self):
        for signal in (SIGINT, SIGTERM):
            codes = asyncio.Queue()

            async def listen(connection, path):
                await connection.wait_closed()
                codes.put_nowait(connection.close_code)

            client = await self.connected(await self.peer(listen))
            client.signal(signal)
            self.assertEqual(await client.end(), 0)
            self.assertEqual(await soon(codes.get()), 1000)

    async def test_secondSignalDoesNotWaitForTheServer(self):
        client = await self.connected(await self.deafPeer())
        client.signal(SIGINT)
        await soon(self.deafReceived(b'\x88'))
        client.signal(SIGINT)
        self.assertEqual(await client.end(), 1)
        self.assertEqual(await client.errorLine(), 'closed 1006 (connection lost)')

    async def test_connectionLostWhileTypingEndsIt(self):
        server = await self.serving()
        client = await self.connected(server.url + 'echo')
        server.signal(SIGTERM)
        self.assertEqual(await client.end(), 0)
        self.assertEqual(await client.errorLine(), 'closed 1001 (going away)')

    async def test_pongsAreReported(self):
        client = await self.connected(await self.peer(echo), '--ping', '0.25')
        for _ in range(2):
            self.assertRegex(await client.errorLine(), r'^pong after \d+\.\d\d ms$')

    async def test_missingPongEndsTheConnection(self):
        client = await self.connected(await self.deafPeer(), '--ping', '0.05')
        self.assertEqual(await client.end(), 1)
        self.assertEqual(await client.errorLine(), 'no pong within 0.05 seconds')
        self.assertEqual(await client.errorLine(), 'closed 1006 (connection lost)')

    async def test_refusalTellsTheStatus(self):
        server = await self.serving()
        self.assertFails(await self.wsdriver('connect', server.url + 'nothing'), 1, '404 Not Found')
        self.assertFails(await self.wsdriver('connect', server.url + 'echo', '--origin', 'http://evil.example'), 1, '403 Forbidden')

    async def test_nobodyThereIsAnError(self):
        server = await self.serving()
        server.signal(SIGTERM)
        await server.end()
        self.assertFails(await self.wsdriver('connect', server.url), 1, f'refused.*{server.port}')
        self.assertFails(await self.wsdriver('connect', f'ws://{NOWHERE}/'), 1, NOWHERE)

    async def test_passwordIsNotShown(self):
        server = await self.serving()
        url = server.url.replace('://', '://user:secret@') + 'nothing'
        result = await self.wsdriver('connect', url)
        self.assertEqual(result.code, 1)
        self.assertNotIn('secret', result.error)

    async def test_serverThatIsNoWebSocketServerIsAnError(self):
        async def babble(reader, writer):
            self.addCleanup(writer.close)
            writer.write(b'SSH-2.0-OpenSSH_9.2\r\n')

        url = await self.rawPeer(babble)
        self.assertFails(await self.wsdriver('connect', url), 1, 'cannot connect.*SSH-2.0-OpenSSH_9.2')

    async def rawPeer(self, handler):
        server = await asyncio.start_server(handler, '127.0.0.1', 0)
        self.addCleanup(server.close)
        return f'ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/'

    async def deafPeer(self):
        """Opens the connection and never answers anything."""
        self.heard = bytearray()
        self.hearing = asyncio.Condition()

        async def open(reader, writer):
            self.addCleanup(writer.close)
            head = await reader.readuntil(b'\r\n\r\n')
            key = next(line[18:].strip() for line in head.split(b'\r\n') if line.lower().startswith(b'sec-websocket-key:'))
            accept = base64.b64encode(hashlib.sha1(key + b'258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest())
            writer.write(b'HTTP/1.1 101 Open\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ' + accept + b'\r\n\r\n')
            while data := await reader.read(1000):
                async with self.hearing:
                    self.heard += data
                    self.hearing.notify_all()

        return await self.rawPeer(open)

    async def deafReceived(self, start):
        async with self.hearing:
            await self.hearing.wait_for(lambda: self.heard.startswith(start))


class TLSTest(ProgramTest):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.certificate = Certificate(cls.folder.name, 'server')
        cls.other = Certificate(cls.folder.name, 'other')

    async def test_serverIsTrustedByItsCertificate(self):
        url = await self.peer(echo, ssl=self.certificate.served())
        result = await self.wsdriver('connect', url, '--ca', self.certificate.file, '--text', 'Hello')
        self.assertEqual((result.code, result.output), (0, 'Hello\n'), result.error)

    async def test_serverIsNotTrustedOtherwise(self):
        url = await self.peer(echo, ssl=self.certificate.served())
        for arguments in ([], ['--ca', self.other.file]):
            self.assertFails(await self.wsdriver('connect', url, *arguments), 1, 'certificate of 127.0.0.1: self-signed .*--ca')

    async def test_certificateHasToBeForTheHost(self):
        url = (await self.peer(echo, ssl=self.certificate.served())).replace('127.0.0.1', 'localhost')
        self.assertFails(await self.wsdriver('connect', url, '--ca', self.certificate.file), 1, 'certificate of localhost: hostname mismatch')

    async def test_insecureTrustsEverybody(self):
        url = (await self.peer(echo, ssl=self.certificate.served())).replace('127.0.0.1', 'localhost')
        result = await self.wsdriver('connect', url, '--insecure', '--text', 'Hello')
        self.assertEqual((result.code, result.output), (0, 'Hello\n'), result.error)

    async def test_longMessagesArriveWhole(self):
        server = await self.serving(*self.certificate.options)
        lines = ['x' * 3_000_000, *(str(n) for n in range(2_000))]
        result = await self.wsdriver('connect', server.url + 'echo', '--ca', self.certificate.file, input=''.join(line + '\n' for line in lines).encode())
        self.assertTrue(result.output.splitlines() == lines)

    async def test_authoritiesThatCannotBeReadAreNamed(self):
        for file in ('/nowhere.pem', self.certificate.key):
            self.assertFails(await self.wsdriver('connect', 'wss://localhost/', '--ca', file), 1, file)

    async def test_serverWithoutTLSIsSeen(self):
        url = (await self.peer(echo)).replace('ws:', 'wss:')
        self.assertFails(await self.wsdriver('connect', url, '--insecure'), 1, 'does not speak TLS|plain HTTP')


class RedirectTest(ProgramTest):
    async def redirecting(self, target):
        async def answer(path, headers):
            return HTTPStatus.FOUND, {'Location': target}, b''

        return await self.peer(echo, process_request=answer)

    async def test_redirectIsFollowedIfWanted(self):
        url = await self.redirecting(await self.peer(echo))
        result = await self.wsdriver('connect', url, '--follow', '--text', 'Hello')
        self.assertEqual((result.code, result.output), (0, 'Hello\n'), result.error)

    async def test_redirectIsARefusalOtherwise(self):
        url = await self.redirecting('ws://user:secret@elsewhere.example/')
        result = await self.wsdriver('connect', url)
        self.assertFails(result, 1, 'refused by the server: 302 Found: it is at ws://...@elsewhere.example/')
        self.assertNotIn('secret', result.error)

    async def test_badInput32redirectsInALoopEnd(self):
        url = await self.redirecting('/')
        self.assertFails(await self.wsdriver('connect', url, '--follow'), 1, '302')


class ReconnectTest(ProgramTest):
    async def assertReconnects(self, client):
        self.assertRegex(await client.errorLine(), r'^connecting again in [01]\.\d s$')

    async def test_lostConnectionIsFollowedByAnother(self):
        connections = 0

        async def loseTheFirst(connection, path):
            nonlocal connections
            connections += 1
            await connection.send(await connection.recv())
            if connections == 1:
                connection.transport.abort()
            await connection.wait_closed()

        client = await self.connected(await self.peer(loseTheFirst), '--reconnect')
        await client.type('one')
        self.assertEqual(await client.line(), 'one')
        self.assertEqual(await client.errorLine(), 'closed 1006 (connection lost)')
        await self.assertReconnects(client)
        self.assertRegex(await client.errorLine(), '^connected to ')
        await client.type('two')
        self.assertEqual(await client.line(), 'two')
        client.signal(SIGTERM)
        self.assertEqual((await client.end(), connections), (0, 2))

    async def test_serverThatIsNotReadyIsAskedAgain(self):
        answers = [(HTTPStatus.SERVICE_UNAVAILABLE, {}, b'not yet'), (HTTPStatus.TOO_MANY_REQUESTS, {}, b'too often')]

        async def answer(path, headers):
            return answers.pop(0) if answers else None

        url = await self.peer(echo, process_request=answer)
        client = await self.start(programs.WSDRIVER, 'connect', url, '--reconnect', '--text', 'Hello')
        for words in ('^refused by the server: 503 .*: not yet', '^refused by the server: 429 '):
            self.assertRegex(await client.errorLine(), words)
            await self.assertReconnects(client)
        self.assertRegex(await client.errorLine(), '^connected to ')
        self.assertEqual((await client.line(), await client.end()), ('Hello', 0))

    async def test_answerThatWouldBeTheSameEndsIt(self):
        async def answer(path, headers):
            return HTTPStatus.FORBIDDEN, {}, b'never'

        url = await self.peer(echo, process_request=answer)
        self.assertFails(await self.wsdriver('connect', url, '--reconnect'), 1, 'refused by the server: 403')

    async def test_endOfTheInputEndsIt(self):
        async def abort(connection, path):
            await connection.recv()
            connection.transport.abort()

        result = await self.wsdriver('connect', await self.peer(abort), '--reconnect', '--text', 'Hello')
        self.assertEqual((result.error.splitlines()[-1], result.code), ('closed 1006 (connection lost)', 1))


if __name__ == '__main__':
    programs.main()
