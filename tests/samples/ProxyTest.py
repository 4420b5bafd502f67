"""wsdriver connect through a proxy, and what it shows of a refusal."""
import asyncio
import base64
import os
import tempfile

import programs
from programs import Certificate, ProgramTest

VARIABLES = ('http_proxy', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'no_proxy', 'NO_PROXY')


def environment(**variables):
    return {**{name: value for name, value in os.environ.items() if name not in VARIABLES}, **variables}


class ProxyTest(ProgramTest):
    async def test_connectsThroughTheProxy(self):
        server = await self.serving()
        await self.startProxy()
        result = await self.wsdriver('connect', server.url + 'echo', '--no-deflate', '--text', 'Hello',
                                     '--proxy', f'http://u:p%40ss@{self.proxy}', '--proxy-header', 'X-Proxy: 1')
        self.assertEqual((result.code, result.output, result.error), (0, 'Hello\n', 'connected to 127.0.0.1\nclosed 1000 (normal)\n'))
        head, = self.heads
        self.assertEqual(head[0], f'CONNECT 127.0.0.1:{server.port} HTTP/1.1')
        self.assertIn('Proxy-Authorization: Basic ' + base64.b64encode(b'u:p@ss').decode(), head)
        self.assertIn('X-Proxy: 1', head)

    async def test_proxyMaySpeakTLS(self):
        server = await self.serving()
        with tempfile.TemporaryDirectory() as folder:
            certificate = Certificate(folder, 'proxy')
            await self.startProxy(ssl=certificate.served())
            arguments = ('connect', server.url + 'echo', '--text', 'Hello', '--proxy', 'https://' + self.proxy)
            result = await self.wsdriver(*arguments, '--ca', certificate.file)
            self.assertEqual((result.code, result.output, len(self.heads)), (0, 'Hello\n', 1), result.error)
            self.assertFails(await self.wsdriver(*arguments, '--insecure'), 1, 'certificate of 127.0.0.1')

    async def test_proxyMaySpeakSOCKS(self):
        server = await self.serving()
        for user, greeting in (('', b'\x05\x01\x00'), ('u:p%40ss@', b'\x05\x02\x00\x02')):
            proxy = await self.startSOCKS(server.port)
            result = await self.wsdriver('connect', server.url + 'echo', '--text', 'Hello', '--proxy', f'socks5://{user}{proxy}')
            self.assertEqual((result.code, result.output), (0, 'Hello\n'), result.error)
            self.assertEqual(self.greeting, greeting)
        self.assertEqual(self.credentials, b'\x01\x01u\x04p@ss')

    async def test_schemeOfTheProxyMayBeMissing(self):
        server = await self.serving()
        await self.startProxy()
        result = await self.wsdriver('connect', server.url + 'echo', '--text', 'Hello', '--proxy', self.proxy)
        self.assertEqual((result.code, result.output), (0, 'Hello\n'))

    async def test_environmentIsAskedWhenTheUserWantsIt(self):
        server = await self.serving()
        await self.startProxy()
        cases = [
            (['--proxy-from-environment'], {'http_proxy': self.proxy}, 1),
            (['--proxy-from-environment'], {'http_proxy': self.proxy, 'no_proxy': 'localhost,127.0.0.0/8'}, 0),
            (['--proxy-from-environment'], {'https_proxy': self.proxy}, 0),
            (['--proxy-from-environment', '--proxy', self.proxy], {'http_proxy': 'http://127.0.0.1:1'}, 1),
            ([], {'http_proxy': self.proxy}, 0),
        ]
        for options, variables, times in cases:
            with self.subTest(options=options, variables=variables):
                self.heads.clear()
                result = await self.wsdriver('connect', server.url + 'echo', '--text', 'Hello', *options, env=environment(**variables))
                self.assertEqual((result.code, result.output, len(self.heads)), (0, 'Hello\n', times))

    async def test_environmentThatIsMalformedIsAUsageError(self):
        for name, value in (('http_proxy', 'socks4://user:secret@h:1080'), ('http_proxy', 'http://user:secret@h:x'), ('no_proxy', 'a:b:c')):
            variables = {'http_proxy': 'http://h:1', name: value}
            result = await self.wsdriver('connect', 'ws://localhost/', '--proxy-from-environment', env=environment(**variables))
            self.assertFails(result, 2, name)
            self.assertNotIn('secret', result.error)

    async def test_refusalOfTheProxyIsShown(self):
        await self.startProxy(b'HTTP/1.1 407 Who?\r\nContent-Type: text/plain\r\nContent-Length: 21\r\n\r\nNo \x1b[1m \xc3\xbc\r\n\r\n entry ')
        result = await self.wsdriver('connect', 'ws://server.invalid/', '--proxy', 'http://user:secret@' + self.proxy)
        self.assertFails(result, 1, r'^wsdriver: refused by the proxy: 407 Who\?: No \\x1b\[1m ü entry$')
        self.assertNotIn('secret', result.error)

    async def test_refusalOfTheServerIsShown(self):
        bodies = {
            b'{"error":\t"no\r\nentry"}': '403 No: {"error": "no entry"}$',
            b'<html>no</html>': '403 No$',
            b'': '403 No$',
            ('x' * 299 + 'üü').encode(): r'403 No: x{299}\.\.\.$',
        }
        for body, words in bodies.items():
            kind = b'text/html; charset=utf-8' if body.startswith(b'<') else b'text/plain'
            server = await self.answering(b'HTTP/1.1 403 No\r\nContent-Type: ' + kind + b'\r\n\r\n' + body)
            self.assertFails(await self.wsdriver('connect', f'ws://{server}/'), 1, words)

    async def test_proxyThatIsNotThereIsAnError(self):
        await self.startProxy()
        self.server.close()
        await self.server.wait_closed()
        self.assertFails(await self.wsdriver('connect', 'ws://server.invalid/', '--proxy', self.proxy), 1, f'refused: proxy {self.proxy}')

    async def test_whatIsNoProxysURLIsAUsageError(self):
        for url in ('', 'http://', 'socks4://user:secret@h', 'ws://user:secret@h/', 'http://user:secret@h:99999/', 'user:secret%zz@h'):
            with self.subTest(url=url):
                result = await self.wsdriver('connect', 'ws://localhost/', '--proxy', url)
                self.assertFails(result, 2, 'proxy|user or password')
                self.assertNotIn('secret', result.error)

    async def test_badInput31headersForTheProxyCannotBeInjected(self):
        for header in ('A: b\r\nX: y', 'A\r\nX: y', ': value', 'no colon', 'Host: other', 'Proxy-Connection: close'):
            with self.subTest(header=header):
                result = await self.wsdriver('connect', 'ws://localhost/', '--proxy', 'http://h', '--proxy-header', header)
                self.assertFails(result, 2, 'header')

    async def startSOCKS(self, port):
        """Leads to that port, and asks for user and password if the client has them; returns where it is."""
        async def serve(reader, writer):
            self.addCleanup(writer.close)
            version, count = await reader.readexactly(2)
            self.greeting = bytes([version, count]) + await reader.readexactly(count)
            if 2 in self.greeting[2:]:
                writer.write(b'\x05\x02')
                self.credentials = await reader.readexactly(8)
                writer.write(b'\x01\x00')
            else:
                writer.write(b'\x05\x00')
            kind = (await reader.readexactly(4))[3]
            size = 4 if kind == 1 else (await reader.readexactly(1))[0]
            await reader.readexactly(size + 2)
            writer.write(b'\x05\x00\x00\x01' + bytes(6))
            reader2, writer2 = await asyncio.open_connection('127.0.0.1', port)
            self.addCleanup(writer2.close)
            await asyncio.gather(pass_on(reader, writer2), pass_on(reader2, writer))

        server = await asyncio.start_server(serve, '127.0.0.1', 0)
        self.addCleanup(server.close)
        return f'127.0.0.1:{server.sockets[0].getsockname()[1]}'

    async def startProxy(self, answer=None, **options):
        """Leads wherever it is asked to, or gives that answer; writes down what it is asked."""
        self.heads = []

        async def serve(reader, writer):
            self.addCleanup(writer.close)
            self.heads.append((await reader.readuntil(b'\r\n\r\n')).decode().split('\r\n'))
            if answer is not None:
                writer.write(answer)
                return
            host, port = self.heads[-1][0].split()[1].rsplit(':', 1)
            reader2, writer2 = await asyncio.open_connection(host, port)
            self.addCleanup(writer2.close)
            writer.write(b'HTTP/1.1 200 OK\r\n\r\n')
            await asyncio.gather(pass_on(reader, writer2), pass_on(reader2, writer))

        self.server = await asyncio.start_server(serve, '127.0.0.1', 0, **options)
        self.addCleanup(self.server.close)
        self.proxy = f'127.0.0.1:{self.server.sockets[0].getsockname()[1]}'

    async def answering(self, answer):
        async def serve(reader, writer):
            await reader.readuntil(b'\r\n\r\n')
            writer.write(answer)
            writer.close()

        server = await asyncio.start_server(serve, '127.0.0.1', 0)
        self.addCleanup(server.close)
        return f'127.0.0.1:{server.sockets[0].getsockname()[1]}'


async def pass_on(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


if __name__ == '__main__':
    programs.main()
