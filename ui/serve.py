"""Starts the Streamlit server on this machine only."""

from __future__ import annotations

import importlib.util
import socket

from kb.errors import XunjianError

ADDRESS = "127.0.0.1"

#: Below are those of the system, which ordinary users may not use.
LOWEST, HIGHEST = 1024, 65535


def check_port(port: int) -> None:
    """Raise ``XunjianError`` for a port that cannot be used, with what to do."""
    if not LOWEST <= port <= HIGHEST:
        msg = f"端口 {port} 无法使用，须在 {LOWEST} 到 {HIGHEST} 之间。例如：xunjian ui --port 8600"
        raise XunjianError(msg)
    with socket.socket() as probe:
        if probe.connect_ex((ADDRESS, port)) == 0:
            msg = (
                f"端口 {port} 已被占用：工作台可能已经打开，请在浏览器访问 http://{ADDRESS}:{port}；"
                f"如果不是，请换一个端口，例如：xunjian ui --port {port + 1 if port < HIGHEST else port - 1}"
            )
            raise XunjianError(msg)


def serve(*, port: int, browser: bool) -> int:
    """Run the workplace on 127.0.0.1 until it is stopped; returns the server's exit status.

    Streamlit keeps no usage statistics and looks nothing up: both are switched off here, so that no user setting can
    switch them on by accident.
    """
    from streamlit.web import cli as streamlit  # noqa: PLC0415 - a second, needless where the port is refused

    from ui.theme import OPTIONS as THEME  # noqa: PLC0415 - likewise

    page = importlib.util.find_spec("app")
    assert page is not None
    assert page.origin is not None
    options = {
        "server.address": ADDRESS,
        "server.port": str(port),
        "server.headless": str(not browser).lower(),
        "server.fileWatcherType": "none",
        "server.showEmailPrompt": "false",
        # Larger than what we take in: files in between are refused by us, in Chinese, not by Streamlit.
        "server.maxUploadSize": "1024",
        "browser.serverAddress": ADDRESS,
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        **THEME,
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    # In this process: stopping it stops the server, whoever sends the signal.
    return int(streamlit.main(["run", page.origin, *arguments], standalone_mode=False) or 0)
