"""The chat of wsdriver serve, between two wsdriver connect."""
import asyncio
from urllib.parse import quote

import programs
from programs import SIGTERM, ProgramTest, soon


class ChatTest(ProgramTest):
    async def asyncSetUp(self):
        await super().asyncSetUp()
        self.server = await self.serving()

    async def join(self, name=None):
        return await self.connected(self.server.url + 'chat' + ('' if name is None else '?name=' + quote(name, safe='')))

    async def nameFor(self, wish):
        """The name that somebody gets: the first thing that is heard is about oneself."""
        client = await self.client(self.server.url + 'chat' + wish)
        notice = await soon(client.recv())
        await client.close()
        return notice.removeprefix('* ').removesuffix(' joined')

    async def test_everybodyHearsEverything(self):
        ada = await self.join('Ada')
        self.assertEqual(await ada.line(), '* Ada joined')
        bob = await self.join('Bob')
        for client in (ada, bob):
            self.assertEqual(await client.line(), '* Bob joined')
        await ada.type('Grüße 😀: wie geht’s?')
        for client in (ada, bob):
            self.assertEqual(await client.line(), 'Ada: Grüße 😀: wie geht’s?')
        await bob.type('')
        for client in (ada, bob):
            self.assertEqual(await client.line(), 'Bob: ')
        bob.signal(SIGTERM)
        self.assertEqual(await ada.line(), '* Bob left')

    async def test_takenNamesGetANumber(self):
        first = await self.join('Ada')
        await first.line()
        second = await self.join('Ada')
        self.assertEqual(await second.line(), '* Ada-2 joined')
        third = await self.join('Ada-2')
        self.assertEqual(await third.line(), '* Ada-2-2 joined')
        second.signal(SIGTERM)
        await second.end()
        self.assertEqual(await self.nameFor('?name=Ada-2'), 'Ada-2')

    async def test_whoHasNoNameIsAGuest(self):
        self.assertEqual(await self.nameFor(''), 'guest-1')
        wishes = ['?name=', '?other=Ada', '?name=%20', '?name=:%00%0a', '?name=*', '?name=%ff%fe', '?name=%ed%a0%80', '?name=%zz']
        for number, wish in enumerate(wishes, 2):
            self.assertEqual(await self.nameFor(wish), f'guest-{number}', wish)

    async def test_guestsDoNotTakeTheNamesOfOthers(self):
        first = await self.join('guest-1')
        await first.line()
        self.assertEqual(await self.nameFor(''), 'guest-2')

    async def test_namesAreCleaned(self):
        cases = [('?name=A%0D%0Ada', 'Ada'), ('?name=A:B', 'AB'), ('?name=%20Ada%20', 'Ada'), ('?name=**%20Ada', 'Ada'), ('?name=A*a', 'A*a'),
                 ('?name=Ad%E2%80%AEa', 'Ada'), ('?name=' + 'x' * 40, 'x' * 32), ('?name=' + quote('ü' * 40), 'ü' * 32), ('?a=b&name=Zo%C3%AB', 'Zoë')]
        for wish, name in cases:
            self.assertEqual(await self.nameFor(wish), name, wish)

    async def test_binaryIsRefused(self):
        client = await self.client(self.server.url + 'chat')
        await client.send(b'x')
        await soon(client.wait_closed())
        self.assertEqual(client.close_code, 1003)

    async def test_longMessagesAreRefused(self):
        client = await self.client(self.server.url + 'chat?name=A')
        await soon(client.recv())
        await client.send('x' * 65536)
        self.assertEqual(await soon(client.recv()), 'A: ' + 'x' * 65536)
        await client.send('x' * 65537)
        await soon(client.wait_closed())
        self.assertEqual(client.close_code, 1009)

    async def test_allHearTheSameInTheSameOrder(self):
        clients = [await self.client(self.server.url + f'chat?name={n}') for n in range(5)]
        for client in clients:
            while await soon(client.recv()) != '* 4 joined':
                pass

        async def talk(client):
            for n in range(50):
                await client.send(str(n))

        async def listen(client):
            return [await soon(client.recv()) for _ in range(5 * 50)]

        heard, *others = (await asyncio.gather(*map(listen, clients), *map(talk, clients)))[:5]
        self.assertEqual(len(set(heard)), 5 * 50)
        for other in others:
            self.assertEqual(other, heard)

    async def test_whoReadsTooSlowlyHasToGo(self):
        reader, writer = await asyncio.open_connection('127.0.0.1', self.server.port, limit=1024)
        self.addCleanup(writer.close)
        writer.write(b'GET /chat?name=Slow HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'
                     b'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n')
        await soon(reader.readuntil(b'\r\n\r\n'))
        client = await self.client(self.server.url + 'chat?name=Fast')
        await soon(client.recv())

        async def talkUntilItHasGone():
            heard = ''
            while heard != '* Slow left':
                await client.send('x' * 65000)
                heard = await client.recv()

        await soon(talkUntilItHasGone())


if __name__ == '__main__':
    programs.main()
