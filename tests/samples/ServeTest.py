"""wsdriver serve, seen from outside."""
import asyncio
import shutil
import socket
import tempfile
import time
from pathlib import Path

import programs
from programs import NOWHERE, SIGHUP, SIGINT, SIGTERM, WSDRIVER, Certificate, OnHTTPServer, ProgramTest, exchange, soon

PAGE = Path(__file__).resolve().parents[2] / 'samples/wsdriver/page'


UPGRADE = (b'GET /echo HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
           b'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n')
GOING_AWAY = b'\x88\x02\x03\xe9'


async def get(port, target, method='GET', **options):
    """Status, headers and body."""
    request = f'{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
    head, body = (await exchange(port, request.encode(), **options)).split(b'\r\n\r\n', 1)
    first, *lines = head.decode().split('\r\n')
    return int(first.split()[1]), dict(line.lower().split(': ', 1) for line in lines), body


class PageTest(ProgramTest):
    async def test_filesOfThePageHaveTheirTypes(self):
        server = await self.serving()
        types = {'index.html': 'text/html; charset=utf-8', 'page.css': 'text/css; charset=utf-8',
                 'page.js': 'text/javascript; charset=utf-8', 'icon.svg': 'image/svg+xml'}
        for name, contentType in types.items():
            status, headers, body = await get(server.port, '/' + name)
            self.assertEqual((status, headers['content-type']), (200, contentType))
            self.assertEqual(body, (PAGE / name).read_bytes())

    async def test_rootIsTheIndexWhateverTheQuery(self):
        server = await self.serving()
        for target in ('/', '/?a=b', '/index.html?'):
            self.assertEqual((await get(server.port, target))[2], (PAGE / 'index.html').read_bytes())

    async def test_answersAreGuarded(self):
        server = await self.serving()
        for target in ('/', '/nothing', '/echo'):
            _, headers, _ = await get(server.port, target)
            self.assertEqual(headers['x-content-type-options'], 'nosniff')
            self.assertEqual(headers['content-security-policy'], "default-src 'self'; connect-src 'self' ws: wss:")
            self.assertEqual(headers['cache-control'], 'no-cache')

    async def test_headHasNoBody(self):
        server = await self.serving()
        status, headers, body = await get(server.port, '/page.js', 'HEAD')
        self.assertEqual((status, body), (200, b''))
        self.assertEqual(int(headers['content-length']), (PAGE / 'page.js').stat().st_size)

    async def test_otherMethodsAreNotAllowed(self):
        server = await self.serving()
        for method in ('POST', 'PUT', 'DELETE', 'OPTIONS'):
            status, headers, _ = await get(server.port, '/', method)
            self.assertEqual((status, headers['allow']), (405, 'get, head'))

    async def test_bodyOfARequestIsNoRequest(self):
        server = await self.serving()
        body = b'GET /page.js HTTP/1.1\r\nHost: a\r\n\r\n'
        answer = await exchange(server.port, b'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n' % len(body) + body)
        self.assertEqual(answer.count(b'HTTP/1.1 200'), 1)

    async def test_nothingButThePlainFilesCanBeReached(self):
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / 'page'
            (page / 'sub').mkdir(parents=True)
            for name in ('page/index.html', 'page/.hidden', 'page/sub/inner', 'secret'):
                (Path(folder) / name).write_text('x')
            server = await self.serving('--page', str(page))
            self.assertEqual((await get(server.port, '/'))[0], 200)
            for target in ('/../secret', '/..%2fsecret', '/%2e%2e/secret', '/sub/inner', '/sub', '/sub/', '/.hidden', '/.', '/..',
                           '//index.html', '/index.html/', '/./index.html', '/index.html%00', str(Path(folder) / 'secret'), '/nothing', 'index.html', '*'):
                with self.subTest(target=target):
                    self.assertIn((await get(server.port, target))[0], (400, 404))

    async def test_draftsAreSpokenWhenAskedFor(self):
        for drafts, status in (((), b'426'), (('--drafts',), b'101')):
            server = await self.serving(*drafts)
            request = f'GET /echo HTTP/1.1\r\nHost: localhost:{server.port}\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n'
            tooLong = b'\x80\xff\xff\xff\xff\x7f'        # hixie-75 has nothing else that ends a connection
            answer = await exchange(server.port, f'{request}\r\n'.encode() + b'\x00hi\xff' + tooLong)
            self.assertIn(status, answer[:12])
            self.assertEqual(answer.endswith(b'\r\n\r\n\x00hi\xff'), bool(drafts))
            keys = 'Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\nSec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\n\r\n'
            answer = await exchange(server.port, (request + keys).encode() + b'^n:ds[4U\x00hi\xff\xff\x00')
            self.assertIn(status, answer[:12])
            if drafts:
                self.assertTrue(answer.endswith(b"\r\n\r\n8jKS'y:G*Co,Wxa-\x00hi\xff\xff\x00"))

    async def test_plainRequestsToEndpointsAreToldToUpgrade(self):
        server = await self.serving()
        for target in ('/echo', '/chat?name=Ada'):
            status, headers, _ = await get(server.port, target)
            self.assertEqual((status, headers['upgrade']), (426, 'websocket'))


class EchoTest(ProgramTest):
    async def test_textAndBinaryComeBackAsSuch(self):
        server = await self.serving()
        client = await self.client(server.url + 'echo')
        for message in ('', 'Grüße 😀', b'', bytes(range(256)), b'x' * 1_000_000):
            await client.send(message)
            self.assertEqual(await soon(client.recv()), message)

    async def test_maxMessageLimitsMessages(self):
        server = await self.serving('--max-message', '1000')
        client = await self.client(server.url + 'echo')
        await client.send('x' * 1001)
        await soon(client.wait_closed())
        self.assertEqual(client.close_code, 1009)

    async def test_subprotocolIsAgreed(self):
        server = await self.serving('--protocol', 'soap', '--protocol', 'wamp')
        client = await self.client(server.url + 'echo', subprotocols=['mqtt', 'wamp', 'soap'])
        self.assertEqual(client.subprotocol, 'wamp')

    async def test_badInput20foreignPagesAreRefusedUnlessAllowed(self):
        server = await self.serving()
        self.assertEqual(await self.statusOfRefusal(server.url + 'echo', origin='http://evil.example'), 403)
        await self.client(server.url + 'echo', origin=f'http://127.0.0.1:{server.port}')
        server = await self.serving('--origin', 'http://a.example', '--origin', 'https://b.example:444')
        for origin in ('http://a.example', 'https://b.example:444', f'http://127.0.0.1:{server.port}'):
            await self.client(server.url + 'echo', origin=origin)
        for origin in ('https://a.example', 'https://b.example', 'http://evil.example'):
            self.assertEqual(await self.statusOfRefusal(server.url + 'echo', origin=origin), 403)

    async def test_anyOriginCanBeAllowed(self):
        server = await self.serving('--origin', 'any')
        await self.client(server.url + 'echo', origin='http://evil.example')

    async def test_unknownPathIsRefused(self):
        server = await self.serving()
        self.assertEqual(await self.statusOfRefusal(server.url + 'nothing'), 404)


class StopTest(ProgramTest):
    async def assertStops(self, server, signal):
        start = time.monotonic()
        server.signal(signal)
        self.assertEqual(await server.end(), 0)
        self.assertLess(time.monotonic() - start, 1)
        self.assertEqual(await soon(server.process.stderr.read()), b'')

    async def test_signalsCloseEveryConnectionWith1001(self):
        for signal in (SIGTERM, SIGINT, SIGHUP):
            server = await self.listening('env', '--default-signal', WSDRIVER, 'serve', '--port', '0', *self.engine)        # the tests may run under nohup
            clients = [await self.client(server.url + path) for path in ('echo', 'chat') for _ in range(25)]
            await self.assertStops(server, signal)
            for client in clients:
                await soon(client.wait_closed())
                self.assertEqual(client.close_code, 1001)

    async def test_badInput66nobodyDelaysTheEnd(self):
        server = await self.serving('--drain', '0.1')
        for request in (b'', b'GET / HT', b'GET / HTTP/1.1\r\nHost: a\r\n\r\n', UPGRADE):
            await self.deaf(server, request)
        await self.assertStops(server, SIGTERM)

    async def test_secondSignalDoesNotWait(self):
        for signal in (SIGTERM, SIGINT):
            server = await self.serving('--drain', '1000')
            client = await self.deaf(server, UPGRADE)
            server.signal(signal)
            self.assertEqual(await soon(client.readexactly(4)), GOING_AWAY)
            await self.assertStops(server, signal)

    async def test_hangUpThatIsIgnoredStaysSo(self):
        server = await self.listening('env', '--ignore-signal=HUP', WSDRIVER, 'serve', '--port', '0', *self.engine)
        server.signal(SIGHUP)
        client = await self.client(server.url + 'echo')
        await client.send('still there')
        self.assertEqual(await soon(client.recv()), 'still there')
        await self.assertStops(server, SIGTERM)

    async def deaf(self, server, request):
        """A client that does nothing but send this; returns what to read its answer from."""
        reader, writer = await asyncio.open_connection('127.0.0.1', server.port)
        self.addCleanup(writer.close)
        writer.write(request)
        if request.endswith(b'\r\n\r\n'):
            await soon(reader.readuntil(b'\r\n\r\n'))
        return reader

    async def test_signalRightAfterTheFirstLineIsHeeded(self):
        await self.assertStops(await self.serving(), SIGTERM)


class PlaceTest(ProgramTest):
    async def test_takenPortIsAnError(self):
        server = await self.serving()
        result = await self.wsdriver('serve', *self.engine, '--port', str(server.port))
        self.assertFails(result, 1, f'127.0.0.1 port {server.port}: .*taken')

    async def test_unknownHostIsAnError(self):
        self.assertFails(await self.wsdriver('serve', *self.engine, '--host', NOWHERE), 1, NOWHERE)

    async def test_hostMayBeOfIPv6(self):
        for host in ('::1', '[::1]'):
            server = await self.serving('--host', host)
            self.assertRegex(server.url, r'^ws://\[::1\]:')
            client = await self.client(server.url + 'echo', origin=f'http://[::1]:{server.port}')
            await client.send('Hello')
            self.assertEqual(await soon(client.recv()), 'Hello')

    async def test_allAddressesAreOfIPv4Too(self):
        server = await self.serving('--host', '::')
        for host in ('[::1]', '127.0.0.1'):
            await self.client(f'ws://{host}:{server.port}/echo')


class UnixTest(ProgramTest):
    async def asyncSetUp(self):
        await super().asyncSetUp()
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.path = self.folder + '/socket'

    async def serve(self, *arguments):
        server = await self.start(WSDRIVER, 'serve', '--unix', self.path, *arguments)
        self.line = await server.line()
        return server

    async def connect(self):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self.path)
        return await self.client('ws://localhost/echo', sock=connection)

    async def test_socketServesAndIsRemovedInTheEnd(self):
        server = await self.serve()
        self.assertEqual(self.line, 'listening on unix:' + self.path)
        client = await self.connect()
        await client.send('Hello')
        self.assertEqual(await soon(client.recv()), 'Hello')
        server.signal(SIGTERM)
        self.assertEqual(await server.end(), 0)
        self.assertFalse(Path(self.path).exists())

    async def test_socketOfADeadServerIsReplaced(self):
        server = await self.serve()
        await server.stop()
        self.assertTrue(Path(self.path).exists())
        await self.serve()
        await self.connect()

    async def test_whatIsTakenIsAnError(self):
        await self.serve()
        self.assertFails(await self.wsdriver('serve', '--unix', self.path), 1, self.path + '.*somebody listens')
        Path(self.folder + '/file').write_text('precious')
        self.assertFails(await self.wsdriver('serve', '--unix', self.folder + '/file'), 1, 'no socket')
        self.assertEqual(Path(self.folder + '/file').read_text(), 'precious')
        self.assertFails(await self.wsdriver('serve', '--unix', '/nowhere/socket'), 1, '/nowhere/socket')


class TLSTest(ProgramTest):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.certificate = Certificate(cls.folder, 'first')
        cls.other = Certificate(cls.folder, 'other')

    async def test_pageEchoAndChatAreServed(self):
        server = await self.serving(*self.certificate.options)
        self.assertRegex(server.url, '^wss://')
        tls = self.certificate.trusted()
        status, _, body = await get(server.port, '/', ssl=tls)
        self.assertEqual((status, body), (200, (PAGE / 'index.html').read_bytes()))
        for path, answer in (('echo', 'Hello'), ('chat?name=Ada', '* Ada joined')):
            client = await self.client(server.url + path, ssl=tls, origin=f'https://127.0.0.1:{server.port}')
            await client.send('Hello')
            self.assertEqual(await soon(client.recv()), answer)

    async def test_pageOfPlainHTTPIsForeign(self):
        server = await self.serving(*self.certificate.options)
        origin = f'http://127.0.0.1:{server.port}'
        self.assertEqual(await self.statusOfRefusal(server.url + 'echo', ssl=self.certificate.trusted(), origin=origin), 403)

    async def test_badInput21plainRequestsAreClosed(self):
        server = await self.serving(*self.certificate.options)
        try:
            self.assertNotIn(b'HTTP/1.1 200', await exchange(server.port, b'GET / HTTP/1.1\r\nHost: a\r\n\r\n'))
        except ConnectionResetError:
            pass
        self.assertEqual((await get(server.port, '/', ssl=self.certificate.trusted()))[0], 200)

    async def test_signalClosesWith1001(self):
        server = await self.serving(*self.certificate.options)
        client = await self.client(server.url + 'echo', ssl=self.certificate.trusted())
        server.signal(SIGTERM)
        await soon(client.wait_closed())
        self.assertEqual((client.close_code, await server.end()), (1001, 0))

    async def test_filesThatCannotBeUsedAreNamed(self):
        garbage, locked = self.folder + '/garbage', self.folder + '/locked'
        Path(garbage).write_text('garbage')
        programs.run('openssl', 'ec', '-in', self.certificate.key, '-aes128', '-passout', 'pass:x', '-out', locked)
        cases = [('/nowhere', self.certificate.key, 'certificate /nowhere: No such file'), (self.certificate.file, '/nowhere', 'key /nowhere: No such file'),
                 (self.folder, self.certificate.key, self.folder), (garbage, self.certificate.key, garbage), (self.certificate.file, garbage, garbage),
                 (self.certificate.file, self.other.key, "not the certificate's"), (self.certificate.file, locked, locked)]
        for file, key, words in cases:
            with self.subTest(file=file, key=key):
                self.assertFails(await self.wsdriver('serve', '--port', '0', *self.engine, '--tls-cert', file, '--tls-key', key), 1, words)


class ReloadTest(ProgramTest):
    async def test_hangUpReadsTheCertificateAgain(self):
        with tempfile.TemporaryDirectory() as folder:
            first, second = Certificate(folder, 'first'), Certificate(folder, 'second')
            trusted = first.trusted()
            server = await self.listening('env', '--ignore-signal=HUP', WSDRIVER, 'serve', '--port', '0', *first.options)
            client = await self.client(server.url + 'echo', ssl=trusted)

            Path(first.key).write_text('garbage')
            server.signal(SIGHUP)
            self.assertRegex(await server.errorLine(), 'certificate stays, .*' + first.key)
            await self.client(server.url + 'echo', ssl=trusted)

            shutil.copy(second.file, first.file)
            shutil.copy(second.key, first.key)
            server.signal(SIGHUP)
            self.assertRegex(await server.errorLine(), 'certificate has been read again')
            await self.client(server.url + 'echo', ssl=second.trusted())
            await client.send('still there')
            self.assertEqual(await soon(client.recv()), 'still there')


class LoopTest(ProgramTest):
    async def test_severalThreadsServeOneChat(self):
        server = await self.serving('--threads', '3')
        clients = [await self.client(server.url + f'chat?name={n}') for n in range(7)]
        await clients[0].send('Hello')
        for client in clients:
            while await soon(client.recv()) != '0: Hello':
                pass

    async def test_connectionsAreNotLimitedByThreads(self):
        server = await self.serving()
        for _ in range(520):
            reader, writer = await asyncio.open_connection('127.0.0.1', server.port)
            self.addCleanup(writer.close)
            writer.write(UPGRADE)
            self.assertIn(b' 101 ', await soon(reader.readuntil(b'\r\n\r\n')))

    async def test_fileCanLimitConnections(self):
        with tempfile.NamedTemporaryFile('w', suffix='.properties') as file:
            file.write('serve.maxConnections = 1\n')
            file.flush()
            server = await self.serving('--config', file.name)
        await self.client(server.url + 'echo')
        self.assertEqual(await self.statusOfRefusal(server.url + 'echo'), 503)

    async def test_verboseTellsHowAConnectionEnded(self):
        server = await self.serving('--verbose')
        client = await self.client(server.url + 'echo')
        await server.errorLine()
        await client.close(4000, 'enough')
        self.assertRegex(await server.errorLine(), r'^wsdriver: 127\.0\.0\.1:\d+ has gone: closed by the peer, 4000 "enough"$')


class ThreadsTest(OnHTTPServer, ProgramTest):
    async def test_verboseTellsHowAConnectionEnded(self):
        server = await self.serving('--verbose')
        client = await self.client(server.url + 'echo')
        await server.errorLine()
        await client.close(4000, 'enough')
        self.assertRegex(await server.errorLine(), r'^wsdriver: 127\.0\.0\.1:\d+ has gone: 4000: enough$')


class HTTPServerPageTest(OnHTTPServer, PageTest):
    pass


class HTTPServerEchoTest(OnHTTPServer, EchoTest):
    pass


class HTTPServerStopTest(OnHTTPServer, StopTest):
    pass


class HTTPServerPlaceTest(OnHTTPServer, PlaceTest):
    pass


class HTTPServerTLSTest(OnHTTPServer, TLSTest):
    pass


if __name__ == '__main__':
    programs.main()
