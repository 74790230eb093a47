"""A server that takes 20 ms for each request, refuses it with 503, and counts: prints its URL, and once a line is read from stdin, the number of
requests, the most at once, the most that began in any second, and the seconds from the first to the last."""

import asyncio
import sys
import time

begins = []
now = most = 0


async def serve(reader, writer):
    global now, most
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            begins.append(time.monotonic())
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.02)
            now -= 1
            writer.write(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=1024)
    print("http://127.0.0.1:%d" % server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    second = first = 0
    for last, begin in enumerate(begins):
        while begins[first] <= begin - 1:
            first += 1
        second = max(second, last - first + 1)
    print(len(begins), most, second, begins[-1] - begins[0], flush=True)


asyncio.run(main())
