"""Starts our programs and talks to them. Every wait is for something to happen, with a deadline; whatever was
started is stopped by its own process id when the test ends."""
import asyncio
import logging
import os
import re
import signal
import ssl
import subprocess
import unittest
from pathlib import Path

import websockets

WSDRIVER = os.environ['WSDRIVER']
SAMPLES = os.environ.get('SAMPLES', '')
SECONDS = 30
NOWHERE = 'x' * 64        # the name of no host: too long to be looked up in the DNS

logging.getLogger('websockets').setLevel(logging.CRITICAL)        # peers that break off are what some tests want


def soon(awaitable):
    return asyncio.wait_for(awaitable, SECONDS)


class Program:
    """A started program. Its standard input stays open until endInput()."""

    def __init__(self, process):
        self.process = process

    @classmethod
    async def start(cls, *command, **options):
        pipe = asyncio.subprocess.PIPE
        options = {'stdin': pipe, 'stdout': pipe, 'stderr': pipe, **options}
        return cls(await asyncio.create_subprocess_exec(*command, limit=64 * 1024 * 1024, **options))

    async def line(self):
        return (await soon(self.process.stdout.readline())).decode().removesuffix('\n')

    async def errorLine(self):
        return (await soon(self.process.stderr.readline())).decode().removesuffix('\n')

    async def type(self, *lines):
        self.process.stdin.write(b''.join(line.encode() + b'\n' for line in lines))
        await soon(self.process.stdin.drain())

    def endInput(self):
        self.process.stdin.close()

    def signal(self, number):
        self.process.send_signal(number)

    async def end(self):
        """Waits for the program to end; returns its exit code."""
        return await soon(self.process.wait())

    async def stop(self):
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        self.process._transport.close()


class Result:
    def __init__(self, code, output, error):
        self.code = code
        self.output = output
        self.error = error


class ProgramTest(unittest.IsolatedAsyncioTestCase):
    maxDiff = None
    engine = ()

    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)        # unittest sets it, and it makes large messages slow

    async def start(self, *command, **options):
        program = await Program.start(*command, **options)
        self.addAsyncCleanup(program.stop)
        return program

    async def run_(self, *command, input=b'', **options):
        """Runs a program to its end."""
        program = await self.start(*command, **options)
        output, error = await soon(program.process.communicate(input))
        return Result(program.process.returncode, output.decode(), error.decode())

    async def wsdriver(self, *arguments, **options):
        return await self.run_(WSDRIVER, *arguments, **options)

    async def connected(self, url, *arguments):
        """A `wsdriver connect` that has connected."""
        program = await self.start(WSDRIVER, 'connect', url, *arguments)
        self.assertRegex(await program.errorLine(), '^connected to ')
        return program

    async def listening(self, *command, **options):
        """A server, and the URL that it says it listens on."""
        program = await self.start(*command, **options)
        line = await program.line()
        self.assertRegex(line, r'^listening on (http|ws)s?://(127\.0\.0\.1|\[::1?\]):[1-9]\d*/\w*$')
        program.url = re.sub('^http', 'ws', line.removeprefix('listening on '))
        program.port = int(re.search(r':(\d+)/', line)[1])
        return program

    async def serving(self, *arguments):
        return await self.listening(WSDRIVER, 'serve', '--port', '0', *self.engine, *arguments)

    async def peer(self, handler, **options):
        """The URL of a server of Python's websockets."""
        server = await websockets.serve(handler, '127.0.0.1', 0, ping_interval=None, **options)

        async def close():
            server.close()
            await server.wait_closed()

        self.addAsyncCleanup(close)
        return f'{"wss" if "ssl" in options else "ws"}://127.0.0.1:{server.sockets[0].getsockname()[1]}/'

    async def client(self, url, **options):
        """A client of Python's websockets."""
        connection = await soon(websockets.connect(url, ping_interval=None, max_size=None, max_queue=None, **options))
        self.addAsyncCleanup(connection.close)
        return connection

    async def statusOfRefusal(self, url, **options):
        with self.assertRaises(websockets.InvalidStatusCode) as refused:
            await self.client(url, **options)
        return refused.exception.status_code

    def assertFails(self, result, code, words):
        """One clear line, and nothing else."""
        self.assertEqual(result.code, code, result.error)
        self.assertEqual(result.output, '')
        self.assertRegex(result.error, r'\Awsdriver: [^\n]+\n\Z')
        self.assertRegex(result.error, words)


def run(*command):
    """A program that shall do its work and end."""
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)


class OnHTTPServer:
    """Runs the tests of another class against the other engine of wsdriver serve."""
    engine = ('--engine', 'httpserver')


class Certificate:
    """A self-signed certificate for 127.0.0.1 in files of its own, which is its own authority."""

    def __init__(self, folder, name):
        self.file = str(Path(folder) / f'{name}.pem')
        self.key = str(Path(folder) / f'{name}.key')
        run('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1', '-subj', f'/CN={name}',
            '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', self.key, '-out', self.file)
        self.options = ('--tls-cert', self.file, '--tls-key', self.key)

    def trusted(self):
        """For clients of Python."""
        return ssl.create_default_context(cafile=self.file)

    def served(self):
        """For servers of Python."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


async def exchange(port, request, **options):
    """What a server answers to these bytes, until it closes."""
    reader, writer = await soon(asyncio.open_connection('127.0.0.1', port, **options))
    writer.write(request)
    answer = await soon(reader.read())
    writer.close()
    return answer


SIGHUP = signal.SIGHUP
SIGINT = signal.SIGINT
SIGTERM = signal.SIGTERM
main = unittest.main
