"""The domain's own rules."""

from __future__ import annotations

import pytest

from kb.model import Validity


@pytest.mark.parametrize(
    ("validity", "is_superseded", "is_no_basis"),
    [
        (Validity.IN_FORCE, False, False),
        (Validity.UNKNOWN, False, False),
        (Validity.NOT_YET, False, True),
        (Validity.AMENDED, True, True),
        (Validity.REPEALED, True, True),
    ],
)
def test_what_a_validity_forbids(validity: Validity, *, is_superseded: bool, is_no_basis: bool) -> None:
    """Texts no longer in force are superseded; they and texts not yet in force are no basis; others may be one."""
    assert (validity.is_superseded, validity.is_no_basis) == (is_superseded, is_no_basis)
