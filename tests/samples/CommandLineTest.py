"""What wsdriver says about its command line."""
import tempfile
from pathlib import Path

import programs
from programs import WSDRIVER, Certificate, ProgramTest


class CommandLineTest(ProgramTest):
    async def test_helpNamesTheCommandsAndShowsExamples(self):
        result = await self.wsdriver('--help')
        self.assertEqual((result.code, result.error), (0, ''))
        for words in ('serve', 'connect', 'conformance', 'autobahn', 'inspect', '--version', 'Examples:'):
            self.assertIn(words, result.output)

    async def test_everyCommandHasHelp(self):
        options = {
            'serve': ['--engine', '--threads', '--host', '--port', '--unix', '--tls-cert', '--tls-key', '--drain', '--protocol', '--max-message', '--origin', '--page', '--plugin', '--deflate', '--no-deflate', '--config', '--verbose'],
            'connect': ['URL', '--protocol', '--header', '--origin', '--proxy', '--proxy-header', '--proxy-from-environment', '--insecure', '--ca', '--follow',
                        '--reconnect', '--ping', '--text', '--wait',
                        '--plugin', '--deflate', '--no-deflate'],
            'conformance': ['URL', '--case', '--skip', '--timeout', '--full', '--quiet'],
            'autobahn': ['URL', '--agent', '--insecure', '--ca'],
            'inspect': ['FILE[:OPTIONS]', '--timeout'],
        }
        for command, names in options.items():
            result = await self.wsdriver(command, '--help')
            self.assertEqual((result.code, result.error), (0, ''))
            for name in [*names, 'Example']:
                self.assertIn(name, result.output, command)

    async def test_helpFitsATerminal(self):
        for command in ([], ['serve'], ['connect'], ['conformance'], ['autobahn'], ['inspect']):
            result = await self.wsdriver(*command, '--help')
            self.assertLessEqual(max(map(len, result.output.splitlines())), 100, command)

    async def test_versionIsTheLibrarys(self):
        result = await self.wsdriver('--version')
        self.assertEqual(result.code, 0)
        self.assertRegex(result.output, r'\Awsdriver \d+\.\d+\.\d+\n\Z')

    async def test_whatMayBeASecretIsNotRepeated(self):
        cases = [
            (['connect', 'ws://h/', '--proxi', 'http://user:secret@h'], 'unknown option --proxi '),
            (['conformance', 'ws://h/', '--proxy=http://user:secret@h'], 'unknown option --proxy '),
            (['connect', 'ws://h/', '--header', 'Authorization:', 'Bearer', 'secret'], 'more arguments'),
            (['autobahn', 'ws://h/', 'ws://user:secret@h/'], 'more arguments'),
        ]
        for arguments, words in cases:
            with self.subTest(arguments=arguments):
                result = await self.wsdriver(*arguments)
                self.assertFails(result, 2, words)
                self.assertNotIn('secret', result.error)

    async def test_whatCannotBeUnderstoodIsAUsageError(self):
        cases = [
            ([], 'serve, connect, conformance, autobahn or inspect'),
            (['dance'], 'dance'),
            (['--dance'], '--dance'),
            (['serve', '--dance'], '--dance'),
            (['serve', 'dance'], 'dance'),
            (['serve', '--port', '65536'], '--port.*65536'),
            (['serve', '--port', '-1'], '--port.*-1'),
            (['serve', '--port', 'http'], '--port.*http'),
            (['serve', '--max-message', 'much'], '--max-message.*much'),
            (['serve', '--max-message', '0'], '--max-message.*0'),
            (['serve', '--port', '0', '--protocol', 'no token'], 'no token'),
            (['serve', '--port', '0', '--protocol', 'a,b'], 'a,b'),
            (['serve', '--port', '0', '--origin', 'example.com'], 'example.com'),
            (['serve', '--engine', 'turbo'], 'no engine turbo'),
            (['serve', '--threads', '0'], '--threads.*0'),
            (['serve', '--threads', '1.5'], '--threads.*1.5'),
            (['serve', '--drain', '-1'], '--drain.*-1'),
            (['serve', '--drain', 'long'], '--drain.*long'),
            (['serve', '--tls-cert', 'a.pem'], '--tls-cert without --tls-key'),
            (['serve', '--tls-key', 'a.key'], '--tls-key without --tls-cert'),
            (['serve', '--unix', 'socket', '--port', '0'], '--unix beside --host or --port'),
            (['serve', '--unix', 'socket', '--host', '::1'], '--unix beside --host or --port'),
            (['serve', '--unix', 'x' * 108], 'at most 107 bytes'),
            (['serve', '--engine', 'httpserver', '--unix', 'socket'], '--unix with the engine httpserver'),
            (['serve', '--engine', 'httpserver', '--threads', '2'], '--threads with the engine httpserver'),
            (['connect'], 'url'),
            (['connect', 'ws://localhost/', '--ping', '0'], '--ping.*0'),
            (['connect', 'wss://localhost/', '--ca', 'a.pem', '--insecure'], '--ca beside --insecure'),
            (['connect', 'ws://localhost/', '--proxy', 'socks5://localhost', '--proxy-header', 'a: b'], '--proxy-header.*HTTP'),
            (['conformance', 'wss://localhost/'], 'plain ws only'),
            (['connect', 'ws://localhost/', '--wait', 'long'], '--wait.*long'),
            (['connect', 'ws://localhost/', '--protocol', 'no token'], 'no token'),
            (['connect', 'ws://localhost/', '--protocol', 'a', '--protocol', 'a'], 'a'),
            (['conformance'], 'url'),
            (['conformance', 'ws://localhost/', '--case', '8'], 'no case 8'),
            (['conformance', 'ws://localhost/', '--skip', 'x'], 'no case x'),
            (['conformance', 'ws://localhost/', '--case', '1', '--skip', '1'], 'no case is left'),
            (['conformance', 'ws://localhost/', '--timeout', '0'], '--timeout.*0'),
            (['autobahn'], 'url'),
            (['inspect'], 'file'),
            (['inspect', ''], 'without a file'),
            (['inspect', 'a.so', 'b.so'], 'more arguments than a plug-in'),
            (['inspect', 'a.so', '--timeout', '0'], '--timeout.*0'),
            (['serve', '--plugin'], '--plugin'),
        ]
        for arguments, words in cases:
            with self.subTest(arguments=arguments):
                self.assertFails(await self.wsdriver(*arguments), 2, words)

    async def test_whatIsNoWebSocketURLIsAUsageError(self):
        urls = ['', 'localhost', 'localhost:8080/echo', 'http://localhost/', 'ws://', 'wss://', 'ws:///path',
                'ws://[::1/', 'ws://localhost/#part', 'ws://localhost:99999/', 'ws://local host/', 'ws://localhost/%zz']
        for command in ('connect', 'conformance', 'autobahn'):
            for url in urls:
                with self.subTest(command=command, url=url):
                    self.assertFails(await self.wsdriver(command, url), 2, 'ws')

    async def test_whatIsRefusedDoesNotShowSecrets(self):
        urls = ['http://user:secret@h/', 'user:secret@h', 'ws://user:secret@h:99999/', 'ws://user:secret/@h:99999/', 'ws://user:a@secret@h:99999/']
        for arguments in (*([url] for url in urls), ['ws://h/', '--header', 'secret'], ['ws://h/', '--header', 'Bearer secret']):
            with self.subTest(arguments=arguments):
                result = await self.wsdriver('connect', *arguments)
                self.assertFails(result, 2, 'not a WebSocket URL.*@h|--header number 1')
                self.assertNotIn('secret', result.error)

    async def test_badInput31headersCannotBeInjected(self):
        for header in ('A: b\r\nX: y', 'A: b\nX: y', 'A\r\nX: y', 'A: \x00'[:3] + '\x01', ': value', 'no colon', 'Host: other', 'Sec-WebSocket-Key: x'):
            with self.subTest(header=header):
                self.assertFails(await self.wsdriver('connect', 'ws://localhost/', '--header', header), 2, 'header')
        self.assertFails(await self.wsdriver('connect', 'ws://localhost/', '--origin', 'http://a\r\nX: y'), 2, 'Origin')

    async def test_valuesOfTheFileAreDefaults(self):
        with tempfile.NamedTemporaryFile('w', suffix='.properties') as file:
            file.write('serve.port = 0\nserve.protocols = soap, wamp\nserve.maxMessage = 5\n')
            file.flush()
            server = await self.listening(WSDRIVER, 'serve', '--config', file.name, '--max-message', '6')
        client = await self.client(server.url + 'echo', subprotocols=['wamp'], compression=None)
        self.assertEqual(client.subprotocol, 'wamp')
        await client.send('123456')
        self.assertEqual(await programs.soon(client.recv()), '123456')
        await client.send('1234567')
        await programs.soon(client.wait_closed())
        self.assertEqual(client.close_code, 1009)

    async def test_noMessageAtAllIsNoMaximumInTheFileEither(self):
        with tempfile.NamedTemporaryFile('w', suffix='.properties') as file:
            file.write('serve.port = 0\nserve.maxMessage = 0\n')
            file.flush()
            self.assertFails(await self.wsdriver('serve', '--config', file.name), 2, 'serve.maxMessage 0')

    async def test_fileCanSayWhatTheOptionsSay(self):
        with tempfile.TemporaryDirectory() as folder:
            certificate = Certificate(folder, 'a')
            text = f'serve.engine = httpserver\nserve.host = [::1]\nserve.port = 0\nserve.tlsCert = {certificate.file}\nserve.tlsKey = {certificate.key}\n'
            server = await self.listening(WSDRIVER, 'serve', '--config', self.written(folder, text + 'serve.drain = 0.5\nserve.deflate = off\n'))
            self.assertRegex(server.url, r'^wss://\[::1\]:')
            path = folder + '/socket'
            server = await self.start(WSDRIVER, 'serve', '--config', self.written(folder, f'serve.unix = {path}\nserve.threads = 2\n'))
            self.assertEqual(await server.line(), 'listening on unix:' + path)

    async def test_optionsGoBeforeTheFile(self):
        with tempfile.TemporaryDirectory() as folder:
            file = self.written(folder, 'serve.unix = /nowhere/socket\nserve.engine = turbo\nserve.deflate = nonsense\nserve.verbose = false\n')
            server = await self.listening(WSDRIVER, 'serve', '--config', file, '--port', '0', '--engine', 'loop', '--no-deflate', '--verbose')
        await self.client(server.url + 'echo')
        self.assertRegex(await server.errorLine(), 'has opened /echo')

    async def test_whatTheFileHasWrongIsNamed(self):
        cases = {'port = x': 'serve.port x', 'port = 65536': 'serve.port 65536', 'port = 1.5': 'serve.port 1.5', 'threads = 0': 'serve.threads 0',
                 'drain = -1': 'serve.drain -1', 'maxConnections = many': 'serve.maxConnections many', 'engine = turbo': 'engine turbo',
                 'deflate = level=x': 'serve.deflate.*level', 'plugins = /nowhere.so:a=b': 'serve.plugins.*/nowhere.so', 'tlsCert = a': '--tls-cert without'}
        with tempfile.TemporaryDirectory() as folder:
            for line, words in cases.items():
                with self.subTest(line=line):
                    file = self.written(folder, f'serve.{line}\n')
                    self.assertFails(await self.wsdriver('serve', '--config', file), 2, words)

    def written(self, folder, text):
        path = folder + '/wsdriver.properties'
        Path(path).write_text(text)
        return path

    async def test_filesThatAreNotThereAreNamed(self):
        self.assertFails(await self.wsdriver('serve', '--config', '/nowhere.properties'), 1, '/nowhere.properties')
        self.assertFails(await self.wsdriver('serve', '--page', '/nowhere'), 1, '/nowhere')


if __name__ == '__main__':
    programs.main()
