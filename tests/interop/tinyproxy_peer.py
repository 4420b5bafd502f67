"""tinyproxy_peer.py COMMAND...: runs it twice, with the URL of Debian's tinyproxy behind it: one that asks for no credentials,
and one that does.
"""

import asyncio
import sys

from support import check, equal, main
from tinyproxy import Tinyproxy


async def run(url):
    process = await asyncio.create_subprocess_exec(*sys.argv[1:], url, stdin=asyncio.subprocess.DEVNULL)
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def body():
    for name, user, password, credentials in [("", None, None, ""), (" with credentials", "user", "secret", "user:secret@")]:
        async with Tinyproxy(user=user, password=password) as proxy:
            equal(f"all goes well through the proxy{name}", await run(proxy.url(credentials)), 0)
        check("which was asked", " CONNECT 127.0.0.1:" in proxy.log, proxy.log)


main(body)
