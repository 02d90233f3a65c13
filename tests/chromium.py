"""Finds a Chromium for tests of the sandbox's page; `python -m tests.chromium` installs one if need be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
INSTALL = "python -m playwright install chromium"


def find_chromium() -> str | None:
    """The browser's path: the one that was named, one on PATH, or Playwright's own."""
    named = os.environ.get("TRAINERHUB_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install_chromium() -> None:
    """Ask Debian for a browser, or Playwright; a failure is no error here, the test says what is missing."""
    sys.stderr.write("Installing Chromium for the test of the sandbox's page …\n")
    if os.geteuid() == 0 and shutil.which("apt-get"):
        # Without the font, emoji are boxes.
        packages = ["chromium", "fonts-noto-color-emoji"]
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(["apt-get", "-qq", *command], env=quiet, stdout=subprocess.DEVNULL, check=False)
    if not find_chromium():
        subprocess.run([sys.executable, *INSTALL.split()[1:]], check=False)


if __name__ == "__main__" and not find_chromium():
    install_chromium()
