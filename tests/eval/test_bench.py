"""The account of import times."""

from __future__ import annotations

import pytest

from eval.bench import import_times


def test_import_times_are_summed_by_top_level_package() -> None:
    """Own times count once, nesting does not, other lines on the error stream are ignored."""
    trace = (
        "import time: self [us] | cumulative | imported package\n"
        "import time:       100 |        100 |   numpy.core\n"
        "import time:       250 |        350 | numpy\n"
        "a warning\n"
        "import time:        50 |        400 | kb.text\n"
    )
    assert import_times(trace) == pytest.approx({"numpy": 350e-6, "kb": 50e-6})
