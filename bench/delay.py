#!/usr/bin/env python3
"""Passes connections on to a local port, as over a network: what is sent arrives half a round trip later, in order.

delay.py PORT MILLISECONDS    prints its own port, and ends with its stdin
"""

import asyncio
import sys


async def carry(reader, writer, delay):
    """Passes bytes on in one direction; a pause does not hold up those that follow."""
    loop = asyncio.get_running_loop()
    due = asyncio.Queue()

    async def deliver():
        while True:
            at, data = await due.get()
            await asyncio.sleep(max(0, at - loop.time()))
            if not data:
                writer.close()
                return
            writer.write(data)

    delivery = asyncio.ensure_future(deliver())
    try:
        while data := await reader.read(65536):
            due.put_nowait((loop.time() + delay, data))
    except ConnectionError:
        pass
    due.put_nowait((loop.time() + delay, b""))
    await delivery


async def main(port, delay):
    async def accept(reader, writer):
        # a connection is made by a round trip, which the kernel's own makes on this machine
        await asyncio.sleep(2 * delay)
        there = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(carry(reader, there[1], delay), carry(there[0], writer, delay))

    server = await asyncio.start_server(accept, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]) / 2000))
