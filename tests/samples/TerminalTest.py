"""wsdriver connect on a terminal: a pseudo terminal, and a small screen that understands what is written to it."""
import asyncio
import fcntl
import os
import pty
import re
import struct
import termios
import unicodedata

import programs
from programs import SIGTERM, ProgramTest, soon

COLUMNS = 40


class Screen:
    """What a terminal would show: printing, CR, LF, erasing to the end of the line, moving right. Colours are counted."""

    def __init__(self):
        self.lines = ['']
        self.column = 0
        self.colours = 0

    def write(self, text):
        for sequence, character in re.findall(r'\x1b\[(\d*[A-Za-z])|([^\x1b])', text):
            if character:
                self.put(character)
            elif sequence == 'K':
                self.lines[-1] = self.lines[-1][:self.column]
            elif sequence[-1] == 'C':
                self.column += int(sequence[:-1])
            elif sequence[-1] == 'm':
                self.colours += 1
            else:
                raise AssertionError(f'unknown sequence {sequence}')

    def put(self, character):
        if character == '\n':
            self.lines.append('')
        elif character == '\r':
            self.column = 0
        elif character == '\t':
            self.column += 8 - self.column % 8
        else:
            assert character.isprintable(), repr(character)
            line = self.lines[-1].ljust(self.column)
            width = 2 if unicodedata.east_asian_width(character) in 'WF' else 1
            self.lines[-1] = line[:self.column] + character + '\0' * (width - 1) + line[self.column + width:]
            self.column += width

    def text(self):
        return [line.replace('\0', '').rstrip(' ') for line in self.lines]


class Session:
    """A wsdriver connect on a pseudo terminal."""

    def __init__(self, master, program):
        self.master = master
        self.program = program
        self.screen = Screen()
        self.undecoded = b''
        self.changed = asyncio.Event()

    def readable(self):
        try:
            data = os.read(self.master, 65536)
        except OSError:
            data = b''        # the program has ended
        if not data:
            asyncio.get_running_loop().remove_reader(self.master)
            return
        self.undecoded += data
        text = self.undecoded.decode(errors='ignore')
        end = max(text.rfind(c) for c in '\r\nCm') + 1        # a sequence may be cut
        self.screen.write(text[:end])
        self.undecoded = text[end:].encode()
        self.changed.set()

    async def until(self, condition, what):
        async def wait():
            while not condition():
                self.changed.clear()
                await self.changed.wait()

        try:
            await soon(wait())
        except asyncio.TimeoutError:
            raise AssertionError(f'{what} never came: {self.screen.text()}')

    async def shows(self, *lines):
        """Waits until these are the last lines on the screen."""
        await self.until(lambda: self.screen.text()[-len(lines):] == list(lines), lines)

    async def cursorAt(self, column):
        await self.until(lambda: self.screen.column == column, f'column {column}')

    def type(self, keys):
        os.write(self.master, keys.encode())


LEFT, RIGHT, UP, DOWN, HOME, END, DELETE = '\x1b[D', '\x1b[C', '\x1b[A', '\x1b[B', '\x1b[H', '\x1b[F', '\x1b[3~'
BACKSPACE, CTRL_A, CTRL_C, CTRL_D, CTRL_E, CTRL_K, CTRL_U, CTRL_W = '\x7f', '\x01', '\x03', '\x04', '\x05', '\x0b', '\x15', '\x17'


class TerminalTest(ProgramTest):
    async def open(self, url, *arguments, **environment):
        master, slave = pty.openpty()
        self.addCleanup(os.close, slave)
        self.slave = slave
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', 24, COLUMNS, 0, 0))
        environment = {**os.environ, 'TERM': 'xterm', 'NO_COLOR': '', **environment}

        def controlTerminal():
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

        program = await self.start(programs.WSDRIVER, 'connect', url, *arguments, stdin=slave, stdout=slave, stderr=slave, env=environment,
                                   preexec_fn=controlTerminal)
        session = Session(master, program)
        loop = asyncio.get_running_loop()
        loop.add_reader(master, session.readable)
        self.addCleanup(os.close, master)
        self.addCleanup(loop.remove_reader, master)
        return session

    async def echoing(self, **environment):
        self.server = await self.serving('--no-deflate')
        session = await self.open(self.server.url + 'echo', **environment)
        await session.shows('connected to 127.0.0.1', '>')
        return session

    def modes(self):
        return termios.tcgetattr(self.slave)[3] & (termios.ICANON | termios.ECHO)

    async def test_whatIsTypedIsSentAndWhatArrivesIsShown(self):
        session = await self.echoing()
        session.type('Grüße 😀 日本\n')
        await session.shows('> Grüße 😀 日本', '< Grüße 😀 日本', '>')
        self.assertGreater(session.screen.colours, 0)

    async def test_whatArrivesDoesNotTearWhatIsBeingTyped(self):
        server = await self.serving('--no-deflate')
        session = await self.open(server.url + 'chat?name=Ada')
        await session.shows('< * Ada joined', '>')
        session.type('half a mess')
        await session.shows('> half a mess')
        other = await self.client(server.url + 'chat?name=Bob')
        await other.send('Hello')
        await session.shows('< * Bob joined', '< Bob: Hello', '> half a mess')
        await session.cursorAt(13)
        session.type('age\n')
        await session.shows('> half a message', '< Ada: half a message', '>')

    async def test_lineCanBeEdited(self):
        session = await self.echoing()
        edits = [
            ('abc' + BACKSPACE + 'd', 'abd', 5),
            (LEFT + LEFT + 'X', 'aXbd', 4),
            (DELETE, 'aXd', 4),
            (HOME + 'ü' + END + '!', 'üaXd!', 7),
            (CTRL_A + RIGHT + CTRL_K, 'ü', 3),
            ('one two  ' + CTRL_W, 'üone', 7),
            (CTRL_E + '日' + LEFT, 'üone 日', 7),
            (CTRL_U, '日', 2),
            (CTRL_D, '', 2),
            ('\x1b[15~\x1b[1;5Q\x1bOP\x1bx\x06\x02\x07', '', 2),
        ]
        for keys, line, column in edits:
            session.type(keys)
            await session.shows(('> ' + line).rstrip())
            await session.cursorAt(column)

    async def test_longLineScrolls(self):
        session = await self.echoing()
        line = ''.join(chr(ord('a') + n % 26) for n in range(100))
        session.type(line)
        await session.shows('> ' + line[-(COLUMNS - 3):])
        session.type(HOME)
        await session.shows('> ' + line[:COLUMNS - 3])
        await session.cursorAt(2)
        session.type('\n')
        await session.shows('> ' + line, '< ' + line, '>')

    async def test_formerLinesComeBack(self):
        session = await self.echoing()
        session.type('one\ntwo\n')
        await session.shows('< two', '>')
        for key, line in ((UP, '> two'), (UP, '> one'), (UP, '> one'), (DOWN, '> two'), (DOWN, '>'), (DOWN, '>')):
            session.type(key)
            await session.shows(line)

    async def test_messagesCannotControlTheTerminal(self):
        async def send(connection, path):
            await connection.send('a\x1b[2Jb\x07\x7f\x9bc\r\nd\te')
            await connection.wait_closed()

        session = await self.open(await self.peer(send))
        await session.shows(r'< a\x1b[2Jb\x07\x7f\x9bc\x0d', '  d     e', '>')

    async def test_terminalIsLeftAsItWas(self):
        for keys in (CTRL_C, CTRL_D, 'half a line' + CTRL_C):
            session = await self.echoing()
            self.assertEqual(self.modes(), 0)
            session.type(keys)
            self.assertEqual(await session.program.end(), 0)
            await session.shows('closed 1000 (normal)', '')
            self.assertNotEqual(self.modes(), 0)

    async def test_closedByTheServerItIsLeftToo(self):
        session = await self.echoing()
        session.type('half a line')
        await session.shows('> half a line')
        self.server.signal(SIGTERM)
        self.assertEqual(await session.program.end(), 0)
        await session.shows('connected to 127.0.0.1', 'closed 1001 (going away)', '')
        self.assertNotEqual(self.modes(), 0)

    async def test_nextConnectionGoesOnWithWhatIsBeingTyped(self):
        lost = asyncio.Event()

        async def loseTheFirst(connection, path):
            if lost.is_set():
                await connection.send(await connection.recv())
            else:
                await lost.wait()
                connection.transport.abort()
            await connection.wait_closed()

        session = await self.open(await self.peer(loseTheFirst, compression=None), '--reconnect')
        await session.shows('connected to 127.0.0.1', '>')
        session.type('half a li')
        await session.shows('> half a li')
        lost.set()
        await session.until(lambda: session.screen.text().count('connected to 127.0.0.1') == 2, 'the next connection')
        await session.shows('connected to 127.0.0.1', '> half a li')
        session.type('ne\n')
        await session.shows('> half a line', '< half a line', '>')
        session.type(CTRL_C)
        self.assertEqual(await session.program.end(), 0)
        self.assertNotEqual(self.modes(), 0)

    async def test_noColourIfUnwanted(self):
        session = await self.echoing(NO_COLOR='1')
        session.type('a\n')
        await session.shows('> a', '< a', '>')
        self.assertEqual(session.screen.colours, 0)

    async def test_dumbTerminalGetsPlainLines(self):
        server = await self.serving('--no-deflate')
        session = await self.open(server.url + 'echo', TERM='dumb')
        await session.shows('connected to 127.0.0.1', '')
        session.type('a\n')
        await session.shows('a', '< a', '')
        self.assertEqual(session.screen.colours, 0)


if __name__ == '__main__':
    programs.main()
