"""The shop on its production server, with workers that die."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from queue import Queue

import pytest
import requests

ROOT = Path(__file__).parents[2]
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
PATIENCE_SECONDS = 30


class Server:
    """gunicorn as `make serve` starts it, and the ids of its workers as it names them."""

    def __init__(self, data_dir: Path) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environ = os.environ | {
            "PORT": str(self.port),
            "DATA_DIR": str(data_dir),
            "GUNICORN_CMD_ARGS": "--log-level info",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"], cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True
        )
        self.booted: Queue[int] = Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.url = f"http://127.0.0.1:{self.port}"

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if found := re.search(r"Booting worker with pid: (\d+)", line):
                self.booted.put(int(found[1]))

    def wait_for_worker(self) -> int:
        return self.booted.get(timeout=PATIENCE_SECONDS)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=PATIENCE_SECONDS)
        self.reader.join(timeout=PATIENCE_SECONDS)
        assert self.process.stderr is not None
        self.process.stderr.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path / "data")
    yield started
    started.stop()


def get(ada: requests.Session, address: str) -> requests.Response:
    """A GET that outlives the moment in which no worker is there yet."""
    for _ in range(200):
        try:
            return ada.get(address, timeout=10)
        except requests.ConnectionError:
            threading.Event().wait(0.05)
    raise AssertionError("the server never answers")


def test_killed_workers_lose_no_cart(server: Server) -> None:
    workers = [server.wait_for_worker(), server.wait_for_worker()]
    with requests.Session() as ada:
        page = get(ada, f"{server.url}/products/harbour-mug").text
        variant = re.search(r'name="variant" value="([^"]+)"', page)
        assert variant is not None
        form = {"product": "harbour-mug", "variant": variant[1], "quantity": "3"}
        added = ada.post(f"{server.url}/cart/items", data=form, headers=SAME_ORIGIN, timeout=10)
        assert "Harbour mug" in added.text
        for worker in workers:
            os.kill(worker, signal.SIGKILL)  # two processes that this test's own server started
        server.wait_for_worker()
        cart = get(ada, f"{server.url}/cart")
        assert cart.status_code == 200
        assert "Harbour mug" in cart.text
        assert ada.cookies["cart_count"] == "3"
