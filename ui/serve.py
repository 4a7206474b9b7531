"""Starts the Streamlit server on this machine only."""

from __future__ import annotations

import importlib.util

from streamlit.web import cli as streamlit

from ui.theme import OPTIONS as THEME


def serve(*, port: int, browser: bool) -> int:
    """Run the workplace on 127.0.0.1 until it is stopped; returns the server's exit status.

    Streamlit keeps no usage statistics and looks nothing up: both are switched off here, so that no user setting can
    switch them on by accident.
    """
    page = importlib.util.find_spec("app")
    assert page is not None
    assert page.origin is not None
    options = {
        "server.address": "127.0.0.1",
        "server.port": str(port),
        "server.headless": str(not browser).lower(),
        "server.fileWatcherType": "none",
        "server.showEmailPrompt": "false",
        # Larger than what we take in: files in between are refused by us, in Chinese, not by Streamlit.
        "server.maxUploadSize": "1024",
        "browser.serverAddress": "127.0.0.1",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        **THEME,
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    # In this process: stopping it stops the server, whoever sends the signal.
    return int(streamlit.main(["run", page.origin, *arguments], standalone_mode=False) or 0)
