"""What the programs of Debian's proxies have in common: they listen on a free port for as long as a block lasts."""

import asyncio
import pathlib
import tempfile

from support import free_port

TRIES = 10


class ProxyProcess:
    """Whoever derives has the program's name, what it says when it is running and when the port is taken, and
    configure(folder), which writes its file and returns its command and more arguments for the process."""

    async def __aenter__(self):
        for _ in range(TRIES):
            self.port = free_port()
            if await self.start():
                return self
        raise RuntimeError(f"{self.name} found no free port in {TRIES} tries")

    async def start(self):
        """False: somebody else has taken the port meanwhile."""
        with tempfile.TemporaryDirectory() as folder:
            command, more = self.configure(pathlib.Path(folder))
            self.process = await asyncio.create_subprocess_exec(
                *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, **more
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
            if self.running in said[-1]:
                self.reading = asyncio.create_task(self.process.stdout.read())
                return True
        if not any(self.taken in line for line in said):
            raise RuntimeError(f"{self.name} did not start: " + "".join(said))
        await self.process.wait()
        return False

    async def stop(self):
        if self.process.returncode is None:
            self.end()
        await self.process.wait()

    def end(self):
        self.process.kill()

    async def __aexit__(self, *_):
        await self.stop()
        self.log = (await self.reading).decode()
