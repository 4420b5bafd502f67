"""The SOCKS5 proxy of Debian's dante-server on a free port, for as long as a block lasts."""

import os

from proxy_process import ProxyProcess

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


class Dante(ProxyProcess):
    """Leads to this machine, but for these ports. In the foreground, and without privileges; asks for no password, which
    only users of the system would have."""

    name = "danted"
    running = " running"
    taken = "Address already in use"

    def __init__(self, *blocked):
        self.blocks = "".join(BLOCK.format(port=port) for port in blocked)

    def configure(self, folder):
        folder.chmod(0o755)
        file = folder / "danted.conf"
        file.write_text(CONFIGURATION.format(port=self.port, blocks=self.blocks))
        command = ["/usr/sbin/danted", "-N", "1", "-f", file, "-p", file.with_suffix(".pid")]
        return command, {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}

    def end(self):
        self.process.terminate()        # which it passes on to its children

    def url(self):
        return f"socks5://127.0.0.1:{self.port}"
