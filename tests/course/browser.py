"""A Chromium without a window, used as a person does: by the mouse and the keyboard."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None
)
CONTROL, SHIFT = 2, 8
PATIENCE_S = 240.0  # on a busy machine; a quiet one takes a few seconds
LOOK_S = 0.05


def wait_for[T](look: Callable[[], T], words: str) -> T:
    """Look until there is something to see."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if seen := look():
            return seen
        time.sleep(LOOK_S)
    raise AssertionError(f"waited {PATIENCE_S:.0f} s for {words}")


class Browser:
    """One page, spoken to by the browser's own protocol."""

    def __init__(self, home: Path) -> None:
        import websocket

        assert CHROMIUM is not None
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        home.mkdir()
        self._process = subprocess.Popen(
            [
                CHROMIUM,
                *flags,
                "--no-first-run",
                "--window-size=1300,1600",
                "--remote-debugging-port=0",
                f"--user-data-dir={home}",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        note = home / "DevToolsActivePort"
        port = wait_for(lambda: note.exists() and note.read_text(encoding="utf-8").split("\n")[0], "Chromium")
        with urlopen(Request(f"http://127.0.0.1:{port}/json/new?about:blank", method="PUT")) as page:
            address = json.load(page)["webSocketDebuggerUrl"]
        self._socket = websocket.create_connection(address, suppress_origin=True, timeout=PATIENCE_S)
        self._calls = 0

    def close(self) -> None:
        """End the browser."""
        self._socket.close()
        self._process.terminate()
        self._process.wait()

    def call(self, method: str, **parameters: Any) -> Any:
        """Send one order and return what comes back."""
        self._calls += 1
        self._socket.send(json.dumps({"id": self._calls, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._calls:
                assert "error" not in answer, answer
                return answer["result"]

    def open(self, address: str) -> None:
        """Go to an address."""
        self.call("Page.navigate", url=address)

    def see(self, script: str) -> Any:
        """Return the value of an expression on the page."""
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def click(self, selector: str, words: str = "") -> None:
        """Click on the first element that is shown, of those with these words in them."""
        find = (
            f"(() => {{ const e = [...document.querySelectorAll({json.dumps(selector)})].find(e => "
            f"e.offsetParent && e.textContent.includes({json.dumps(words)})); if (!e) return null; "
            "e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect(); "
            "return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        x, y = wait_for(lambda: self.see(find), f"{selector} {words}")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def click_place(self, selector: str, place: int) -> None:
        """Click on one of the elements that are shown, by its place among them."""
        find = (
            f"(() => {{ const e = [...document.querySelectorAll({json.dumps(selector)})].filter(e => "
            f"e.offsetParent)[{place}]; if (!e) return null; e.scrollIntoView({{block: 'center'}}); "
            "const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        x, y = wait_for(lambda: self.see(find), f"{selector} at {place}")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key: str, code: int, modifiers: int = 0) -> None:
        """Press a key."""
        about = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, **about)

    def type(self, text: str) -> None:
        """Type a text where the cursor is, in place of all that stands there."""
        self.press("a", 65, CONTROL)
        self.call("Input.insertText", text=text)
