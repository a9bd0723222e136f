"""Assertions in the tables' helpers explain themselves."""

import pytest

pytest.register_assert_rewrite("modules.tables")
