"""The SOCKS5 proxy of Debian's dante-server on a free port, for as long as a block lasts."""

import asyncio
import os
import pathlib
import tempfile

from support import free_port

TRIES = 10
CONFIGURATION = """
logoutput: stdout
internal: 127.0.0.1 port = {port}
external: 127.0.0.1
clientmethod: none
socksmethod: none
client pass {{
    from: 127.0.0.0/8 to: 127.0.0.0/8
}}
{blocks}
socks pass {{
    from: 127.0.0.0/8 to: 127.0.0.0/8
    command: connect
    log: connect error
}}
"""
BLOCK = """
socks block {{
    from: 0.0.0.0/0 to: 127.0.0.0/8 port = {port}
}}
"""


class Dante:
    """Leads to this machine, but for these ports. In the foreground, and without privileges; asks for no password, which
    only users of the system would have."""

    def __init__(self, *blocked):
        self.blocks = "".join(BLOCK.format(port=port) for port in blocked)

    async def __aenter__(self):
        for _ in range(TRIES):
            self.port = free_port()
            if await self.start():
                return self
        raise RuntimeError(f"danted found no free port in {TRIES} tries")

    async def start(self):
        """False: somebody else has taken the port meanwhile."""
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            file = pathlib.Path(folder) / "danted.conf"
            file.write_text(CONFIGURATION.format(port=self.port, blocks=self.blocks))
            pipe = asyncio.subprocess.PIPE
            self.process = await asyncio.create_subprocess_exec(
                "/usr/sbin/danted", "-N", "1", "-f", file, "-p", file.with_suffix(".pid"), stdin=asyncio.subprocess.DEVNULL, stdout=pipe,
                stderr=asyncio.subprocess.STDOUT, **({"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}),
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
            if " running" in said[-1]:
                self.reading = asyncio.create_task(self.process.stdout.read())
                return True
        if not any("Address already in use" in line for line in said):
            raise RuntimeError("danted did not start: " + "".join(said))
        await self.process.wait()
        return False

    async def stop(self):
        if self.process.returncode is None:
            self.process.terminate()        # which it passes on to its children
        await self.process.wait()

    async def __aexit__(self, *_):
        await self.stop()
        self.log = (await self.reading).decode()

    def url(self):
        return f"socks5://127.0.0.1:{self.port}"
