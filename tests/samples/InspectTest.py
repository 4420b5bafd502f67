"""wsdriver inspect: of plug-ins that ship, and of objects that are none, crash, leave or hang."""
import os
import re
import shutil
import tempfile
import unittest

import programs
from programs import ProgramTest

HELLO = os.environ.get('HELLO')
DEFLATE = os.environ.get('DEFLATE')
ZSTD = os.environ.get('ZSTD')


def objectOf(name):
    return os.path.join(os.environ['OBJECTS'], name + '.so')


class InspectTest(ProgramTest):
    async def described(self, *arguments, **options):
        """What is printed, as a dictionary."""
        result = await self.wsdriver('inspect', *arguments, **options)
        self.assertEqual((result.code, result.error), (0, ''))
        return {line[:28].rstrip(): line[28:].rstrip() for line in result.output.splitlines() if line}

    async def assertRefused(self, name, words, *arguments):
        result = await self.wsdriver('inspect', objectOf(name), *arguments)
        self.assertFails(result, 1, f'^wsdriver: {re.escape(objectOf(name))}: {words}$')

    @unittest.skipUnless(HELLO and DEFLATE, 'this build has no plug-ins')
    async def test_pluginIsDescribed(self):
        cases = [
            (HELLO, 'x-hello', 'RSV3', 'x-hello; greeting=Hello', 'x-hello; greeting=Hello'),
            (HELLO + ':greeting=Ahoy', 'x-hello', 'RSV3', 'x-hello; greeting=Ahoy', 'x-hello; greeting=Ahoy'),
            (DEFLATE, 'permessage-deflate', 'RSV1', 'permessage-deflate; client_max_window_bits', 'permessage-deflate; client_max_window_bits=12'),
        ]
        for path, name, bits, offer, answer in cases:
            seen = await self.described(path)
            self.assertEqual((seen['file'], seen['name'], seen['version'], seen['reserved bits']), (path.split(':')[0], name, '1.0', bits))
            self.assertEqual((seen['offers'], seen['answers to that']), (offer, answer))

    @unittest.skipUnless(ZSTD, 'this build has no zstd')
    async def test_zstdIsDescribed(self):
        seen = await self.described(ZSTD + ':level=3')
        self.assertEqual((seen['name'], seen['reserved bits'], seen['offers']), ('x-permessage-zstd', 'RSV1', 'x-permessage-zstd; window_log=15; level=3'))

    async def test_everyFieldOfTheABIStandsBesideOurs(self):
        seen = await self.described(objectOf('printing'))
        fields = list(seen)[list(seen).index('ABI') + 1:]
        self.assertEqual((fields[0], fields[-1], len(fields)), ('magic', 'compiler', 21))
        for field in fields:
            theirs, ours = re.split(r' {2,}', seen[field])
            self.assertEqual(theirs, ours, field)
        self.assertEqual(seen['magic'].split(), ['WSPlugin', 'WSPlugin'])

    async def test_whatItPrintsIsNotMixedWithTheDescription(self):
        result = await self.wsdriver('inspect', objectOf('printing'))
        self.assertEqual((result.code, result.error), (0, ''))
        self.assertNotIn('printed', result.output)

    async def test_whatItSaysOfItselfIsHarmless(self):
        self.assertEqual((await self.described(objectOf('printing')))['version'], r'1.0 \x1b[2J')

    async def test_relativePathIsThatOfTheUser(self):
        folder, name = os.path.split(objectOf('printing'))
        self.assertEqual((await self.described(name, cwd=folder))['file'], objectOf('printing'))

    async def test_whatOffersNothingSaysSo(self):
        seen = await self.described(objectOf('printing'))
        self.assertEqual((seen['offers'], seen['reserved bits']), ('nothing', 'none'))

    async def test_wrongObjectsAreRefusedWithTheReason(self):
        await self.assertRefused('api', r'was built otherwise: API is 2, here 1')
        await self.assertRefused('throwing', r'throws: oops')
        await self.assertRefused('null', r'is no plug-in: wsExtensionPlugin returned null')
        await self.assertRefused('create-error', r'no extension x-create-error: not today')
        await self.assertRefused('no-entry', r'is no plug-in: it has no wsExtensionPlugin')

    @unittest.skipUnless(HELLO, 'this build has no plug-ins')
    async def test_wrongOptionsAreRefusedWithTheReason(self):
        self.assertFails(await self.wsdriver('inspect', HELLO + ':greting=Ahoy'), 1, 'unknown option "greting"')

    async def test_whatIsNoObjectIsRefused(self):
        with tempfile.TemporaryDirectory() as folder:
            text = os.path.join(folder, 'text.so')
            with open(text, 'w') as file:
                file.write('no object')
            self.assertFails(await self.wsdriver('inspect', text), 1, 'ELF')
            open(os.path.join(folder, 'empty.so'), 'w').close()
            self.assertFails(await self.wsdriver('inspect', os.path.join(folder, 'empty.so')), 1, 'is empty')
            self.assertFails(await self.wsdriver('inspect', folder), 1, 'is a directory')
            open_ = shutil.copy(objectOf('printing'), folder)
            os.chmod(open_, 0o666)
            self.assertFails(await self.wsdriver('inspect', open_), 1, 'anybody may write to the file')
        self.assertFails(await self.wsdriver('inspect', '/nowhere.so'), 1, '/nowhere.so: No such file')

    async def test_whatCrashesDoesNotTakeTheToolWithIt(self):
        await self.assertRefused('crashing', r'crashed with signal 11 \(.*\)')
        await self.assertRefused('aborting', r'crashed with signal 6 \(.*\)')
        await self.assertRefused('killing-itself', r'crashed with signal 9 \(.*\)')

    async def test_whatEndsTheProcessDoesNotEndTheTool(self):
        await self.assertRefused('exiting', r'called exit\(3\)')
        await self.assertRefused('leaving', r'called exit\(0\)')

    async def test_whatHangsIsGivenUp(self):
        for name in ('hanging', 'stopping'):
            await self.assertRefused(name, r'hangs: it has not returned within 0\.2 seconds', '--timeout', '0.2')

    async def test_ignoredChildrenAreNoticedAllTheSame(self):
        result = await self.run_('sh', '-c', 'trap "" CHLD; exec "$0" "$@"', programs.WSDRIVER, 'inspect', objectOf('exiting'))
        self.assertFails(result, 1, r'called exit\(3\)')


if __name__ == '__main__':
    programs.main()
