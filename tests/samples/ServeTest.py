"""wsdriver serve, seen from outside."""
import asyncio
import tempfile
import time
from pathlib import Path

import programs
from programs import NOWHERE, SIGHUP, SIGINT, SIGTERM, WSDRIVER, ProgramTest, exchange, soon

PAGE = Path(__file__).resolve().parents[2] / 'samples/wsdriver/page'


async def get(port, target, method='GET'):
    """Status, headers and body."""
    request = f'{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
    head, body = (await exchange(port, request.encode())).split(b'\r\n\r\n', 1)
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
            server = await self.listening('env', '--default-signal', WSDRIVER, 'serve', '--port', '0')        # the tests may run under nohup
            clients = [await self.client(server.url + path) for path in ('echo', 'chat') for _ in range(25)]
            await self.assertStops(server, signal)
            for client in clients:
                await soon(client.wait_closed())
                self.assertEqual(client.close_code, 1001)

    async def test_badInput66nobodyDelaysTheEnd(self):
        server = await self.serving()
        writers = []
        for request in (b'', b'GET / HT', b'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
                        b'GET /echo HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
                        b'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'):
            reader, writer = await asyncio.open_connection('127.0.0.1', server.port)
            self.addCleanup(writer.close)
            writer.write(request)
            writers.append(writer)
            if request.endswith(b'\r\n\r\n'):
                await soon(reader.readuntil(b'\r\n\r\n'))
        await self.assertStops(server, SIGTERM)

    async def test_signalRightAfterTheFirstLineIsHeeded(self):
        await self.assertStops(await self.serving(), SIGTERM)

    async def test_takenPortIsAnError(self):
        server = await self.serving()
        result = await self.wsdriver('serve', '--port', str(server.port))
        self.assertFails(result, 1, f'127.0.0.1 port {server.port}: .*taken')

    async def test_unknownHostIsAnError(self):
        self.assertFails(await self.wsdriver('serve', '--host', NOWHERE), 1, NOWHERE)


if __name__ == '__main__':
    programs.main()
