"""The sample programs, each run for real."""
import asyncio
import os
import time
import unittest
from pathlib import Path

import websockets

import programs
from programs import NOWHERE, SAMPLES, SIGINT, SIGTERM, WSDRIVER, ProgramTest, soon

HELLO = os.environ.get('HELLO')
SOURCES = Path(__file__).resolve().parents[2] / 'samples'


class SampleTest(ProgramTest):
    def sample(self, name):
        return os.path.join(SAMPLES, name)

    async def echoServers(self):
        return [await self.listening(self.sample('EchoServer'), '127.0.0.1:0'),
                await self.listening(self.sample('RawTCP'), '127.0.0.1:0'),
                await self.listening(self.sample('ReactorEchoServer'), '127.0.0.1:0')]

    async def test_eachIsShort(self):
        sources = sorted(SOURCES.glob('*.cpp'))
        self.assertEqual([source.stem for source in sources], ['AuditedServer', 'CompressedEcho', 'EchoClient', 'EchoServer', 'RawTCP', 'ReactorEchoServer',
                                                               'Relay', 'TokenAuth'])
        for source in sources:
            self.assertLess(len(source.read_text().splitlines()), 60, source.name)

    async def test_serversEcho(self):
        for server in await self.echoServers():
            client = await self.client(server.url)
            for message in ('', 'Grüße 😀', b'\x00\xff', 'x' * 1_000_000, b'y' * 70_000):
                await client.send(message)
                self.assertEqual(await soon(client.recv()), message)
            await soon(client.close(4001, 'enough'))
            self.assertEqual((client.close_code, client.close_reason), (4001, 'enough'))

    async def test_serversServeManyAtOnce(self):
        for server in await self.echoServers():
            clients = [await self.client(server.url) for _ in range(20)]
            for number, client in enumerate(clients):
                await client.send(str(number))
            self.assertEqual([await soon(client.recv()) for client in clients], [str(n) for n in range(20)])

    async def test_badFramesEndTheirConnectionOnly(self):
        for server in await self.echoServers():
            client = await self.client(server.url)
            client.transport.write(b'\xff\xff')
            await soon(client.wait_closed())
            self.assertEqual(client.close_code, 1002)
            await self.client(server.url)

    async def test_clientTalksToTheServers(self):
        for server in await self.echoServers():
            result = await self.run_(self.sample('EchoClient'), server.url, 'one', 'Grüße 😀', '')
            self.assertEqual((result.code, result.output), (0, 'one\nGrüße 😀\n\n'), result.error)
            self.assertEqual(result.error, 'closed with 1000 \n')

    async def test_clientToldToGoSaysSo(self):
        async def leave(connection, path):
            await connection.recv()
            await connection.close(1013, 'later')

        result = await self.run_(self.sample('EchoClient'), await self.peer(leave), 'one', 'two')
        self.assertEqual((result.code, result.output, result.error), (1, '', 'closed with 1013 later\n'))

    async def test_echoServerClosesItsConnectionsWhenItEnds(self):
        for signal in (SIGTERM, SIGINT):
            server = await self.listening(self.sample('EchoServer'), '127.0.0.1:0')
            client = await self.client(server.url)
            start = time.monotonic()
            server.signal(signal)
            self.assertEqual(await server.end(), 0)
            self.assertLess(time.monotonic() - start, 1)
            await soon(client.wait_closed())
            self.assertEqual(client.close_code, 1001)

    async def test_othersEndWithTheSignal(self):
        for command in (['RawTCP'], ['ReactorEchoServer'], ['CompressedEcho'], ['AuditedServer', 'token'], ['TokenAuth', 'token']):
            server = await self.listening(self.sample(command[0]), *command[1:], '127.0.0.1:0')
            await self.client(server.url, extra_headers={'Authorization': 'Bearer token'})
            server.signal(SIGTERM)
            self.assertEqual(await server.end(), -SIGTERM)

    async def test_auditedServerLetsInWhoHasTheToken(self):
        server = await self.listening(self.sample('AuditedServer'), 'sesame', '127.0.0.1:0')
        client = await self.client(server.url + '?from=here', extra_headers={'Authorization': 'Bearer sesame'})
        self.assertEqual(client.response_headers['X-Audited'], 'yes')
        await client.send('hello')
        self.assertEqual(await soon(client.recv()), 'hello')
        self.assertEqual(await server.errorLine(), 'accepted /')

    async def test_badInput22auditedServerAnswersOthersWith401(self):
        server = await self.listening(self.sample('AuditedServer'), 'sesame', '127.0.0.1:0')
        for headers in ({}, {'Authorization': ''}, {'Authorization': 'Bearer '}, {'Authorization': 'Bearer sesamE'}, {'Authorization': 'Bearer sesame2'},
                        {'Authorization': 'Bearer sesam'}, {'Authorization': 'sesame'}, {'X-Authorization': 'Bearer sesame'}):
            with self.subTest(headers=headers):
                with self.assertRaises(websockets.InvalidStatusCode) as refused:
                    await self.client(server.url, extra_headers=headers)
                self.assertEqual(refused.exception.status_code, 401)
                self.assertEqual(refused.exception.headers['WWW-Authenticate'], 'Bearer realm="audit"')
                self.assertEqual(await server.errorLine(), 'refused /')

    async def tokenAuth(self):
        return await self.listening(self.sample('TokenAuth'), 'sesame', '127.0.0.1:0')

    async def test_tokenAuthLetsInWhoHasTheTokenOrTheCookie(self):
        server = await self.tokenAuth()
        for headers in ({'Authorization': 'Bearer sesame'}, {'Cookie': 'session=sesame'}, {'Cookie': 'theme=dark; session=sesame; lang=de'},
                        {'Authorization': 'Bearer other', 'Cookie': 'session=sesame'}, {'Cookie': 'session=sesame', 'Origin': f'http://127.0.0.1:{server.port}'}):
            with self.subTest(headers=headers):
                client = await self.client(server.url, extra_headers=headers)
                await client.send('hello')
                self.assertEqual(await soon(client.recv()), 'hello')

    async def test_badInput22tokenAuthAnswersOthersWith401(self):
        server = await self.tokenAuth()
        for headers in ({}, {'Authorization': ''}, {'Authorization': 'Bearer '}, {'Authorization': 'Bearer sesamE'}, {'Authorization': 'Bearer sesame2'},
                        {'Authorization': 'sesame'}, {'Cookie': ''}, {'Cookie': 'session='}, {'Cookie': 'session=sesam'}, {'Cookie': 'xsession=sesame'},
                        {'Cookie': 'sesame'}, {'Cookie': 'a="; session=sesame'}, {'Cookie': 'session=sesamE; theme=sesame'}):
            with self.subTest(headers=headers):
                with self.assertRaises(websockets.InvalidStatusCode) as refused:
                    await self.client(server.url, extra_headers=headers)
                self.assertEqual(refused.exception.status_code, 401)
                self.assertEqual(refused.exception.headers['WWW-Authenticate'], 'Bearer realm="echo"')

    async def test_tokenAuthRefusesThePagesOfOthersWhateverCookieTheySend(self):
        server = await self.tokenAuth()
        headers = {'Cookie': 'session=sesame', 'Origin': 'http://evil.example'}
        self.assertEqual(await self.statusOfRefusal(server.url, extra_headers=headers), 403)

    async def test_reactorEchoServerSurvivesClientsThatLeaveAndThatDoNotRead(self):
        server = await self.listening(self.sample('ReactorEchoServer'), '127.0.0.1:0')
        slow = await self.client(server.url)
        slow.transport.pause_reading()
        sending = asyncio.ensure_future(slow.send(b'x' * 30_000_000))        # more than the buffers of both sockets
        for number in range(50):
            reader, writer = await soon(asyncio.open_connection('127.0.0.1', server.port))
            writer.write((b'', b'GET', b'GET / HTTP/1.1\r\n\r\n', b'\x16\x03\x01')[number % 4])
            if number % 3 == 0:
                writer.transport.abort()
            else:
                writer.write_eof()
                await soon(reader.read())
            writer.close()
        client = await self.client(server.url)
        await client.send('still there')
        self.assertEqual(await soon(client.recv()), 'still there')
        slow.transport.resume_reading()
        await soon(sending)
        self.assertEqual(len(await soon(slow.recv())), 30_000_000)

    async def test_compressedEchoCompresses(self):
        server = await self.listening(self.sample('CompressedEcho'), '127.0.0.1:0')
        client = await self.client(server.url, compression='deflate')
        for message in ('', 'Grüße 😀', b'\x00\xff', 'x' * 1_000_000, b'y' * 70_000):
            await client.send(message)
            self.assertEqual(await soon(client.recv()), message)
        self.assertRegex(await server.errorLine(), '^permessage-deflate; ')

    @unittest.skipUnless(HELLO, 'this build has no plug-ins')
    async def test_compressedEchoTakesAPlugin(self):
        folder, plugin = os.path.split(HELLO)
        server = await self.listening('env', '-C', folder, self.sample('CompressedEcho'), '127.0.0.1:0', plugin, 'greeting=Ahoy')
        result = await self.run_(WSDRIVER, 'connect', server.url, '--plugin', HELLO, '--text', 'x' * 1000)
        self.assertEqual((result.code, result.output), (0, 'x' * 1000 + '\n'), result.error)
        self.assertEqual(await server.errorLine(), 'x-hello; greeting=Hello')
        self.assertRegex(await server.errorLine(), '^permessage-deflate; ')

    async def relay(self, url):
        return await self.listening(self.sample('Relay'), url, '127.0.0.1:0')

    async def test_relayJoinsEachClientToTheUpstream(self):
        for server in await self.echoServers():
            relay = await self.relay(server.url)
            clients = [await self.client(relay.url) for _ in range(5)]
            for client in clients:
                for message in ('', 'Grüße 😀', b'\x00\xff', 'x' * 1_000_000, b'y' * 70_000):
                    await client.send(message)
                    self.assertEqual(await soon(client.recv()), message)
            await soon(clients[0].close(4001, 'enough'))
            await clients[1].send('still there')
            self.assertEqual(await soon(clients[1].recv()), 'still there')

    async def test_relayHandsOnTheCloseOfEitherEnd(self):
        seen = asyncio.get_running_loop().create_future()

        async def leave(connection, path):
            if path == '/go':
                await connection.close(4002, 'bye')
            else:
                await connection.wait_closed()
                seen.set_result((connection.close_code, connection.close_reason))

        upstream = await self.peer(leave)
        client = await self.client((await self.relay(upstream.rstrip('/') + '/go')).url)
        await soon(client.wait_closed())
        self.assertEqual((client.close_code, client.close_reason), (4002, 'bye'))

        client = await self.client((await self.relay(upstream)).url)
        await soon(client.close(4001, 'enough'))
        self.assertEqual(await soon(seen), (4001, 'enough'))

    async def test_relayAnswers500WithoutItsUpstreamAndGoesOn(self):
        relay = await self.relay(f'ws://{NOWHERE}/')
        for _ in range(2):
            with self.assertRaises(websockets.InvalidStatusCode) as refused:
                await self.client(relay.url)
            self.assertEqual(refused.exception.status_code, 500)

    async def test_relayClosesBothEndsWhenItEnds(self):
        seen = asyncio.get_running_loop().create_future()

        async def stay(connection, path):
            await connection.wait_closed()
            seen.set_result(connection.close_code)

        relay = await self.relay(await self.peer(stay))
        client = await self.client(relay.url)
        relay.signal(SIGTERM)
        self.assertEqual(await relay.end(), 0)
        await soon(client.wait_closed())
        self.assertEqual((client.close_code, await soon(seen)), (1001, 1001))

    async def test_whatCannotBeDoneIsSaid(self):
        for command in (['EchoClient'], ['EchoClient', f'ws://{NOWHERE}/', 'a'], ['EchoClient', 'http://localhost/', 'a'], ['EchoServer', 'nonsense'],
                        ['RawTCP', 'nonsense'], ['ReactorEchoServer', 'nonsense'], ['AuditedServer'], ['AuditedServer', 'token', 'nonsense'],
                        ['TokenAuth'], ['TokenAuth', ''], ['TokenAuth', 'token', 'nonsense'],
                        ['CompressedEcho', 'nonsense'], ['CompressedEcho', '127.0.0.1:0', '/nowhere.so'],
                        ['Relay'], ['Relay', 'http://localhost/'], ['Relay', 'ws://localhost/', 'nonsense']):
            with self.subTest(command=command):
                result = await self.run_(self.sample(command[0]), *command[1:])
                self.assertIn(result.code, (1, 2))
                self.assertRegex(result.error, r'\A[^\n]+\n\Z')


if __name__ == '__main__':
    programs.main()
