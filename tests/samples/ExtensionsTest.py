"""Extensions in wsdriver serve and wsdriver connect."""
import os
import shutil
import tempfile
import unittest

import programs
from programs import WSDRIVER, ProgramTest, exchange, soon

HELLO = os.environ.get('HELLO')
DEFLATE = os.environ.get('DEFLATE')
ZSTD = os.environ.get('ZSTD')
OBJECTS = os.environ['OBJECTS']

DEFLATED = 'permessage-deflate; client_max_window_bits=12'
REQUEST = (b'GET /echo HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
           b'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n')
LONG = 'all work and no play ' * 100
needsPlugins = unittest.skipUnless(HELLO and DEFLATE, 'this build has no plug-ins')


async def echo(connection, path):
    async for message in connection:
        await connection.send(message)


class DeflateTest(ProgramTest):
    async def echoed(self, server, *arguments):
        """The first line of a connection that has echoed texts of all kinds."""
        texts = ['', 'short', LONG, LONG, 'Grüße 😀']
        result = await self.wsdriver('connect', server.url + 'echo', *arguments, *(word for text in texts for word in ('--text', text)))
        self.assertEqual((result.code, result.output.splitlines()), (0, texts), result.error)
        return result.error.splitlines()[0]

    async def test_isOnByDefaultAtBothEnds(self):
        self.assertEqual(await self.echoed(await self.serving()), f'connected to 127.0.0.1, extension {DEFLATED}')

    async def test_isOffAtEitherEndIfUnwanted(self):
        self.assertEqual(await self.echoed(await self.serving('--no-deflate')), 'connected to 127.0.0.1')
        self.assertEqual(await self.echoed(await self.serving(), '--no-deflate'), 'connected to 127.0.0.1')

    async def test_itsOptionsCanBeSet(self):
        server = await self.serving('--deflate=maxWindowBits=10,requestNoContextTakeover=true')
        self.assertEqual(await self.echoed(server, '--deflate=preset=smallest,requestMaxWindowBits=11'),
                         'connected to 127.0.0.1, extension permessage-deflate; '
                         'client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=12')

    async def test_optionWithoutValueTakesNoArgument(self):
        server = await self.serving('--deflate')
        result = await self.wsdriver('connect', '--deflate', server.url + 'echo', '--text', 'Hello')
        self.assertEqual((result.code, result.output), (0, 'Hello\n'), result.error)

    async def test_shortMessagesAreLeftAloneUnlessToldOtherwise(self):
        for arguments, first in (([], 0x81), (['--deflate=level=6'], 0x81), (['--deflate=threshold=0'], 0xc1)):
            server = await self.serving(*arguments)
            frames = b'\x81\xbf\0\0\0\0' + 63 * b'a' + b'\x88\x80\0\0\0\0'
            head, answer = (await exchange(server.port, REQUEST + frames)).split(b'\r\n\r\n', 1)
            self.assertIn(b'permessage-deflate', head)
            self.assertEqual(answer[0], first, arguments)

    async def test_chatIsCompressedToo(self):
        server = await self.serving()
        client = await self.client(server.url + 'chat?name=Ada')
        self.assertEqual([extension.name for extension in client.extensions], ['permessage-deflate'])
        self.assertEqual(await soon(client.recv()), '* Ada joined')

    async def test_clientOffersItToOtherServers(self):
        client = await self.connected(await self.peer(echo))
        await client.type(LONG)
        self.assertEqual(await client.line(), LONG)

    async def test_wrongOptionsAreUsageErrors(self):
        cases = [
            (['--deflate=levl=3'], '--deflate: unknown option: levl'),
            (['--deflate=level=10'], '--deflate: .*level.*10'),
            (['--deflate=level'], '--deflate: .*level'),
            (['--deflate=windowBits=much'], '--deflate: .*windowBits.*much'),
            (['--deflate', '--deflate'], 'permessage-deflate'),
            (['--deflate', '--no-deflate'], '--deflate and --no-deflate'),
        ]
        for arguments, words in cases:
            for command in (['serve', '--port', '0'], ['connect', 'ws://127.0.0.1:1/']):
                with self.subTest(command=command, arguments=arguments):
                    self.assertFails(await self.wsdriver(*command, *arguments), 2, words)

    async def test_optionsBelongBehindAnEqualsSign(self):
        self.assertFails(await self.wsdriver('serve', '--deflate', 'level=6'), 2, 'level=6')


@needsPlugins
class PluginTest(ProgramTest):
    async def extensionsOf(self, serving, connecting):
        server = await self.serving(*serving)
        result = await self.wsdriver('connect', server.url + 'echo', *connecting, '--text', LONG, '--text', 'Grüße')
        self.assertEqual((result.code, result.output), (0, f'{LONG}\nGrüße\n'), result.error)
        return result.error.splitlines()[0].removeprefix('connected to 127.0.0.1')

    async def test_pluginsComeBeforeTheDefault(self):
        plugin = ['--plugin', HELLO]
        self.assertEqual(await self.extensionsOf(plugin, plugin), f', extensions x-hello; greeting=Hello, {DEFLATED}')

    async def test_orderIsThatOfTheServersOptions(self):
        self.assertEqual(await self.extensionsOf(['--deflate', '--plugin', HELLO], ['--plugin', HELLO]), f', extensions {DEFLATED}, x-hello; greeting=Hello')

    async def test_optionsFollowTheFile(self):
        self.assertEqual(await self.extensionsOf(['--no-deflate', '--plugin', HELLO], ['--plugin', HELLO + ':greeting=Ahoy']), ', extension x-hello; greeting=Ahoy')

    async def test_whatTheOtherEndLacksIsNotUsed(self):
        self.assertEqual(await self.extensionsOf([], ['--plugin', HELLO]), f', extension {DEFLATED}')
        self.assertEqual(await self.extensionsOf(['--plugin', HELLO, '--no-deflate'], []), '')

    @unittest.skipUnless(ZSTD, 'this build has no zstd')
    async def test_pluginWinsTheReservedBitFromTheDefault(self):
        zstd = ['--plugin', ZSTD + ':level=3']
        self.assertRegex(await self.extensionsOf(zstd, zstd), '^, extension x-permessage-zstd; window_log=15; level=3$')
        self.assertEqual(await self.extensionsOf(zstd, []), f', extension {DEFLATED}')
        self.assertEqual(await self.extensionsOf(['--deflate', *zstd], zstd), f', extension {DEFLATED}')

    async def test_deflateAsAPluginReplacesTheDefault(self):
        plugin = ['--plugin', DEFLATE + ':windowBits=10']
        self.assertEqual(await self.extensionsOf(plugin, []), ', extension permessage-deflate; client_max_window_bits=10')
        self.assertFails(await self.wsdriver('serve', *plugin, '--deflate'), 2, '--deflate: .*permessage-deflate')

    async def test_relativePathsAreThoseOfTheUser(self):
        folder, name = os.path.split(HELLO)
        for path in (name, './' + name, f'../{os.path.basename(folder)}/{name}:greeting=Ahoy'):
            server = await self.listeningIn(folder, '--plugin', path)
            result = await self.wsdriver('connect', server.url + 'echo', '--plugin', path, '--text', 'Hello', cwd=folder)
            self.assertEqual((result.code, result.output), (0, 'Hello\n'), result.error)
            self.assertIn('x-hello', result.error)

    async def listeningIn(self, folder, *arguments):
        return await self.listening('env', '-C', folder, WSDRIVER, 'serve', '--port', '0', *arguments)

    async def test_fileMayHaveAColonInItsName(self):
        with tempfile.TemporaryDirectory() as folder:
            path = shutil.copy(HELLO, os.path.join(folder, 'hello:1.so'))
            self.assertEqual(await self.extensionsOf(['--plugin', path, '--no-deflate'], ['--plugin', HELLO]), ', extension x-hello; greeting=Hello')

    async def test_verboseServerTellsWhatWasAgreed(self):
        server = await self.serving('--verbose', '--plugin', HELLO)
        for path, arguments, words in (('echo', ['--plugin', HELLO], f'extensions x-hello; greeting=Hello, {DEFLATED}'),
                                       ('chat?name=secret', ['--no-deflate'], 'no extension')):
            await self.connected(server.url + path, *arguments)
            path = path.split('?')[0]
            self.assertRegex(await server.errorLine(), rf'^wsdriver: 127\.0\.0\.1:\d+ has opened /{path}, hybi-13, {words}$')

    async def test_wrongPluginsAreUsageErrors(self):
        cases = [
            (['/nowhere.so'], '--plugin: /nowhere.so: No such file'),
            ([''], 'without a file'),
            ([':greeting=Ahoy'], 'without a file'),
            ([HELLO + ':greting=Ahoy'], '--plugin: .*hello.so: .*unknown option "greting"'),
            ([HELLO + ':greeting=A b'], 'greeting.*A b.*not a token'),
            ([HELLO + ':greeting'], '"greeting" is not key=value'),
            ([HELLO, HELLO], 'x-hello'),
            ([WSDRIVER], '--plugin: '),
            ([os.path.join(OBJECTS, 'api.so')], 'was built otherwise: API is'),
            ([os.path.join(OBJECTS, 'no-entry.so')], 'no wsExtensionPlugin'),
            ([OBJECTS], 'is a directory'),
        ]
        for plugins, words in cases:
            arguments = [word for plugin in plugins for word in ('--plugin', plugin)]
            for command in (['serve', '--port', '0'], ['connect', 'ws://127.0.0.1:1/']):
                with self.subTest(command=command, plugins=plugins):
                    self.assertFails(await self.wsdriver(*command, *arguments), 2, words)


if __name__ == '__main__':
    programs.main()
