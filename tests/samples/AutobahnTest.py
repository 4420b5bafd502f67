"""wsdriver autobahn against a small fuzzing server."""
import tempfile
from urllib.parse import parse_qs, urlsplit

import programs
from programs import NOWHERE, Certificate, ProgramTest

MEBIBYTE = 1024 * 1024


class FuzzingServer:
    """Knows the commands of the suite's server. A case is a function that gets the connection, and what it returns is noted."""

    def __init__(self, *cases):
        self.cases = cases
        self.results = []
        self.paths = []

    async def __call__(self, connection, path):
        self.paths.append(path)
        url = urlsplit(path)
        if url.path.endswith('/getCaseCount'):
            await connection.send(str(len(self.cases)))
        elif url.path.endswith('/runCase'):
            number = int(parse_qs(url.query)['case'][0])
            self.results.append(await self.cases[number - 1](connection))


def echoed(*messages):
    async def case(connection):
        for message in messages:
            await connection.send(message)
        answers = [await connection.recv() for _ in messages]
        return answers == [''.join(message) if isinstance(message, list) else message for message in messages]
    return case


def refused(frame, code):
    async def case(connection):
        connection.transport.write(frame)
        await connection.wait_closed()
        return connection.close_code == code
    return case


async def answeredPing(connection):
    await (await connection.ping(b'x' * 125))
    return True


async def droppedConnection(connection):
    connection.transport.abort()
    return True


class AutobahnTest(ProgramTest):
    async def test_serverMaySpeakTLS(self):
        server = FuzzingServer(echoed('Grüße'))
        with tempfile.TemporaryDirectory() as folder:
            certificate = Certificate(folder, 'a')
            url = await self.peer(server, ssl=certificate.served())
            result = await self.wsdriver('autobahn', url, '--ca', certificate.file)
        self.assertEqual((result.code, server.results), (0, [True]), result.error)

    async def test_everyCaseIsRunAndEchoed(self):
        server = FuzzingServer(
            echoed(''),
            echoed(b''),
            echoed('Grüße 😀', b'\x00\xff', 'x' * 65536),
            echoed(['frag', 'ment', 'ed']),
            echoed(b'x' * (16 * MEBIBYTE)),
            answeredPing,
            droppedConnection,
            refused(b'\xc1\x00', 1002),
            refused(b'\x81\x01\xff', 1007),
            echoed('still there'),
        )
        url = await self.peer(server, max_size=None)
        result = await self.wsdriver('autobahn', url, '--agent', 'we & they')

        self.assertEqual((result.code, result.output), (0, ''), result.error)
        self.assertEqual(server.results, [True] * 10)
        self.assertEqual(server.paths[0], '/getCaseCount')
        self.assertEqual(parse_qs(urlsplit(server.paths[3]).query), {'case': ['3'], 'agent': ['we & they']})
        self.assertEqual(urlsplit(server.paths[-1]).path, '/updateReports')
        self.assertEqual(parse_qs(urlsplit(server.paths[-1]).query), {'agent': ['we & they']})
        self.assertEqual([line for line in result.error.splitlines() if line.startswith('case ')], [f'case {n} of 10' for n in range(1, 11)])

    async def test_urlMayHaveAPath(self):
        server = FuzzingServer()
        result = await self.wsdriver('autobahn', await self.peer(server) + 'below/')
        self.assertEqual(result.code, 0, result.error)
        self.assertEqual(server.paths, ['/below/getCaseCount', '/below/updateReports?agent=WSDriver'])

    async def test_serverThatIsNoFuzzingServerIsAnError(self):
        async def babble(connection, path):
            await connection.send('hello')

        self.assertFails(await self.wsdriver('autobahn', await self.peer(babble)), 1, 'how many cases')

    async def test_nobodyThereIsAnError(self):
        self.assertFails(await self.wsdriver('autobahn', f'ws://{NOWHERE}'), 1, NOWHERE)


if __name__ == '__main__':
    programs.main()
