"""Reports in a real browser: Chromium without a window, on a desktop and on a phone, light, dark and printed.

usage: browser.py PROGRAM REPOSITORY SCREENSHOTS [unittest arguments]
Screenshots and the print go to the folder SCREENSHOTS. Exit code 77 (skipped) without chromium, its driver or selenium.
"""

import base64
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "commands"))

SCREENSHOTS = pathlib.Path(sys.argv.pop(3)) if len(sys.argv) > 3 else None

from support.program import REPOSITORY, SKIPPED, hashlease, main, smoke  # noqa: E402

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
except ImportError:
    webdriver = None

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
VIEWS = [("desktop", 1280, "light"), ("desktop", 1280, "dark"), ("phone", 390, "light"), ("phone", 390, "dark")]
A4_PIXELS = 695  # between the margins of style.cpp

# What is wrong with the page as it is shown: texts that leave their chart or touch each other, empty charts, elements
# that stick out of the page (tables may scroll), text that hardly stands out.
FIND_FAULTS = """
const faults = [];
const name = e => `${e.tagName} ${e.getAttribute('class') || ''} "${(e.textContent || '').trim().slice(0, 40)}"`;
const visible = r => r.width > 0 && r.height > 0;
for (const svg of document.querySelectorAll('svg')) {
  const box = svg.getBoundingClientRect(), title = svg.querySelector('title').textContent;
  if (!visible(box)) { faults.push(`chart ${title} has no size`); continue; }
  const shapes = [...svg.querySelectorAll('path.line, path.band, rect.heat, circle')];
  if (!shapes.some(s => { const r = s.getBoundingClientRect(); return r.width + r.height > 0; }))
    faults.push(`chart ${title} is empty`);
  const texts = [...svg.querySelectorAll('text')].map(t => [t, t.getBoundingClientRect()]);
  for (const [t, r] of texts) {
    if (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1)
      faults.push(`chart ${title}: ${name(t)} is cut off`);
    if (parseFloat(getComputedStyle(t).fontSize) * box.width / svg.viewBox.baseVal.width < 8.5)
      faults.push(`chart ${title}: ${name(t)} is too small to read`);
  }
  for (let i = 0; i < texts.length; ++i) for (let k = i + 1; k < texts.length; ++k) {
    const a = texts[i][1], b = texts[k][1];
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > 4) faults.push(`chart ${title}: ${name(texts[i][0])} is over ${name(texts[k][0])}`);
  }
}
const page = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth > page) faults.push('the page scrolls sideways');
for (const e of document.body.querySelectorAll('*')) {
  if (e.closest('.table') && !e.matches('.table') || e.closest('svg')) continue;
  const r = e.getBoundingClientRect();
  if (visible(r) && (r.right > page + 1 || r.left < -1)) faults.push(`${name(e)} sticks out of the page`);
}
const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(v => v / 255).map(
  v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const back = light(getComputedStyle(document.body).backgroundColor);
for (const e of document.querySelectorAll('p, li, td, th, a, caption, figcaption, h1, h2, svg text')) {
  const style = getComputedStyle(e), front = light(e.closest('svg') ? style.fill : style.color);
  const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
  if (contrast < 4.5) { faults.push(`${name(e)} has a contrast of ${contrast.toFixed(1)}`); break; }
}
return faults;
"""


def start_browser():
    """Chromium, or a skip with its reason."""
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for argument in ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # which Chromium does not have for root
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(service=Service(DRIVER), options=options)


@unittest.skipIf(webdriver is None, "python3 has no selenium")
@unittest.skipIf(BROWSER is None or DRIVER is None, "chromium or chromedriver is not installed")
class Browser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hashlease-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.call("run", smoke(), "-o", "base.h5", "--quiet")
        cls.call("run", smoke(), "--set", "market.btc.annual_volatility=0.8", "-o", "volatile.h5", "--quiet")
        (cls.folder / "history.csv").write_text("date,price_usd,hashprice\n" + "".join(
            f"2024-{month:02}-{day:02},{40000 + 5000 * month + 100 * day},{100 - 4 * month}\n"
            for month in range(1, 12) for day in (1, 11, 21)))
        cls.call("report", "base.h5", "--history", "history.csv", "-o", "study.html")
        cls.call("report", "base.h5", "volatile.h5", "-o", "comparison.html")
        cls.call("run", REPOSITORY / "configs/cases/financed-miner.toml", "--paths", 4096, "-o", "financed.h5", "--quiet",
                 "--report", "financed.html")
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        cls.browser = start_browser()
        cls.addClassCleanup(cls.browser.quit)

    @classmethod
    def call(cls, *arguments):
        outcome = hashlease(*arguments, folder=cls.folder)
        if outcome.code != 0:
            raise AssertionError(f"{arguments}: {outcome}")

    def command(self, name, **parameters):
        return self.browser.execute_cdp_cmd(name, parameters)

    def open(self, page, width, scheme="light", media=""):
        self.command("Emulation.setEmulatedMedia", media=media,
                     features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1,
                     mobile=width < 500)
        self.browser.get((self.folder / page).as_uri())

    def faults(self):
        return self.browser.execute_script(FIND_FAULTS)

    def save_screenshots(self, name, width):
        height = self.browser.execute_script("return document.documentElement.scrollHeight")
        for number, top in enumerate(range(0, height, 2000)):
            clip = {"x": 0, "y": top, "width": width, "height": min(2000, height - top), "scale": 1}
            image = self.command("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
            (SCREENSHOTS / f"{name}-{number}.png").write_bytes(base64.b64decode(image["data"]))

    def requested(self):
        """Addresses that the page asked for since the log was read last."""
        messages = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        return {message["params"]["request"]["url"] for message in messages
                if message["method"] == "Network.requestWillBeSent"}

    def test_pages_are_shown_whole(self):
        for page, charts in (("study.html", 14), ("comparison.html", 7), ("financed.html", 14)):
            for view, width, scheme in VIEWS:
                with self.subTest(page=page, view=view, scheme=scheme):
                    self.requested()
                    self.open(page, width, scheme)
                    self.save_screenshots(f"{page[:-5]}-{view}-{scheme}", width)
                    self.assertEqual(self.faults(), [])
                    self.assertGreaterEqual(len(self.browser.find_elements("tag name", "svg")), charts)
                    self.assertEqual([entry["message"] for entry in self.browser.get_log("browser")], [])
                    outside = [url for url in self.requested() if not url.startswith(("file://", "data:"))]
                    self.assertEqual(outside, [])

    def test_dark_pages_are_dark(self):
        shade = "return getComputedStyle(document.body).backgroundColor"
        self.open("study.html", 1280, "dark")
        self.assertLess(max(map(int, re.findall(r"\d+", self.browser.execute_script(shade))[:3])), 60)
        self.open("study.html", 1280, "light")
        self.assertGreater(min(map(int, re.findall(r"\d+", self.browser.execute_script(shade))[:3])), 240)

    def test_prints_on_a4(self):
        for page in ("study.html", "comparison.html", "financed.html"):
            with self.subTest(page):
                self.open(page, A4_PIXELS, media="print")
                self.assertEqual([fault for fault in self.faults() if "too small" not in fault], [])
                wide = self.browser.execute_script(
                    "return [...document.querySelectorAll('table')].filter(t => t.innerText && "
                    "t.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(t => t.innerText.slice(0, 60))")
                self.assertEqual(wide, [])
                self.open(page, 1280)
                print_out = base64.b64decode(self.command("Page.printToPDF", preferCSSPageSize=True,
                                                          printBackground=True)["data"])
                (SCREENSHOTS / f"{page[:-5]}.pdf").write_bytes(print_out)
                self.assertGreater(len(re.findall(rb"/Type\s*/Page\b", print_out)), 1)
                boxes = {tuple(round(float(number)) for number in box.split())
                         for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", print_out)}
                self.assertEqual(boxes, {(0, 0, 595, 842)})

    def test_faults_are_found(self):
        """Each thing that the other tests look for, done on purpose."""
        for spoil, expected in (
                ("document.querySelector('svg text').setAttribute('x', '-50')", "is cut off"),
                ("document.querySelector('svg').querySelectorAll('path, circle, rect').forEach(e => e.remove())",
                 "is empty"),
                ("const t = document.querySelectorAll('svg .tick'); t[1].replaceWith(t[0].cloneNode(true))", "is over"),
                ("document.querySelector('h1').style.width = '3000px'", "sticks out"),
                ("document.querySelector('h1').style.color = 'rgb(200, 200, 200)'", "contrast"),
                ("document.querySelector('svg').style.maxWidth = '100px'", "too small")):
            with self.subTest(expected):
                self.open("study.html", 1280)
                self.browser.execute_script(spoil)
                self.assertTrue([fault for fault in self.faults() if expected in fault], self.faults())


if __name__ == "__main__":
    if webdriver is None or BROWSER is None or DRIVER is None:
        print("skipped: needs selenium, chromium and chromedriver")
        sys.exit(SKIPPED)
    main()
