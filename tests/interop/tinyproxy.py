"""Debian's tinyproxy on a free port, for as long as a block lasts."""

import asyncio
import os
import tempfile

from support import free_port

TRIES = 10


class Tinyproxy:
    """Leads to these ports alone. With a user it asks for user and password."""

    def __init__(self, *ports, user=None, password=None):
        self.directives = ["Listen 127.0.0.1", "Timeout 60", "MaxClients 50", "LogLevel Info"]
        self.directives += [f"ConnectPort {port}" for port in ports]
        if user:
            self.directives.append(f"BasicAuth {user} {password}")

    async def __aenter__(self):
        for _ in range(TRIES):
            self.port = free_port()
            if await self.start():
                return self
        raise RuntimeError(f"tinyproxy found no free port in {TRIES} tries")

    async def start(self):
        """False: somebody else has taken the port meanwhile."""
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "tinyproxy.conf")
            with open(file, "w", encoding="ascii") as config:
                config.write("\n".join([f"Port {self.port}", *self.directives, ""]))
            self.process = await asyncio.create_subprocess_exec(
                "tinyproxy", "-d", "-c", file, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
            )
            try:
                return await self.listens()
            except BaseException:
                await self.stop()
                raise

    async def listens(self):
        said = []
        async for line in self.process.stdout:
            said.append(line.decode())
            if "Accepting connections" in said[-1]:
                self.reading = asyncio.create_task(self.process.stdout.read())
                return True
        if not any("Could not create listening sockets" in line for line in said):
            raise RuntimeError("tinyproxy did not start: " + "".join(said))
        await self.process.wait()
        return False

    async def stop(self):
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def __aexit__(self, *_):
        await self.stop()
        self.log = (await self.reading).decode()

    def url(self, credentials=""):
        return f"http://{credentials}127.0.0.1:{self.port}"
