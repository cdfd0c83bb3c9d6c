"""A real browser walks the pages: charts are drawn, acts lead to evidence, the moment switches, nothing is blocked.

Skipped where there is no Chromium with its driver; CI installs them.
"""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reconciled import ToyReconciler
from sayso.ground.settings import settings
from sayso.run.pipeline import Coder
from sayso.serve.web.desk import Desk
from sayso.serve.web.service import make_service
from sayso.store.store import Store
from specimens import ToyOpener, shelling
from tellers import says, told

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
AXE = Path(__file__).parent / "axe.min.js"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="no Chromium with chromedriver: apt-get install chromium chromium-driver"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a service on a small store answers."""
    import uvicorn

    store = Store(tmp_path_factory.mktemp("walked") / "store.duckdb", settings=settings({}), reconciler=ToyReconciler())
    store.add([
        told("a", "Troops shelled Dvir", dead=3), told("b", "Rebels shelled Dvir", status="denied", dead=5),
        told("c", "Police arrested Kim", published="2020-10-27"), shelling(), says("f", "Mayor said Smith won"),
        says("g", "Council said Brown won", outlet="Blade"),
    ])  # fmt: skip
    desk = Desk(store, settings({}), lambda: Coder(ToyOpener(), settings=settings({})), frozenset({"127.0.0.1"}))
    line = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_service(desk), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [line]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{line.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Chromium without a screen, with a profile of its own."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}", "--window-size=1280,1000"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


def opened(browser: Any, url: str) -> None:
    browser.get(url)
    errors = [one["message"] for one in browser.get_log("browser") if one["level"] == "SEVERE"]
    assert errors == []


def text_of(browser: Any, selector: str) -> str:
    return str(browser.find_element("css selector", selector).text)


def test_the_charts_of_the_overview_are_drawn_under_the_strict_policy(browser: Any, address: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    opened(browser, f"{address}/")
    WebDriverWait(browser, 60).until(lambda one: len(one.find_elements("css selector", ".chart[data-drawn]")) == 2)
    assert [one["message"] for one in browser.get_log("browser") if one["level"] == "SEVERE"] == []
    assert len(browser.find_elements("css selector", ".chart svg path")) > 10


def test_a_reader_walks_from_a_happening_to_the_sentence(browser: Any, address: str) -> None:
    opened(browser, f"{address}/happenings?actor=Rebels")
    browser.find_element("css selector", ".list h2 a").click()
    assert "Accounts, side by side" in text_of(browser, "main")
    assert "dead: 3 to 5" in text_of(browser, "main")
    browser.find_element("css selector", ".telling a[href^='/report']").click()
    browser.find_element("css selector", "a.anchor").click()
    assert browser.current_url.endswith("#event-1")
    assert "according to" in text_of(browser, ".evidence li:target")


def test_switching_the_moment_takes_away_what_was_not_known(browser: Any, address: str) -> None:
    opened(browser, f"{address}/reports")
    assert "Title c" in text_of(browser, "main")
    browser.execute_script("const d = document.querySelector('#as_of'); d.value = '2020-10-26'; d.form.requestSubmit()")
    time.sleep(1)
    assert "You see what was known 26 October 2020" in text_of(browser, ".clock")
    assert "Title c" not in text_of(browser, "main")


def test_a_keyboard_reaches_the_content_first(browser: Any, address: str) -> None:
    opened(browser, f"{address}/reports")
    browser.find_element("css selector", "body").send_keys("\ue004")
    assert browser.switch_to.active_element.text == "Skip to the content"


@pytest.mark.parametrize("width", [380, 1280])
@pytest.mark.parametrize("page", ["/", "/happenings", "/reports", "/report?id=a", "/actor?id=K-Kim", "/disputes",
                                  "/situations?on=2020-10-28", "/search?q=shelled", "/api"])  # fmt: skip
def test_axe_finds_no_serious_fault_and_nothing_sticks_out(browser: Any, address: str, page: str, width: int) -> None:
    browser.set_window_size(width, 1000)
    opened(browser, f"{address}{page}")
    browser.execute_script(AXE.read_text("utf-8"))
    found = browser.execute_async_script("const done = arguments[0]; axe.run().then((r) => done(r.violations))")
    serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
    assert serious == []
    assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
