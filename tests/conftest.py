"""What every suite gets."""

pytest_plugins = ["tests.support.cluster", "tests.support.fixtures", "tests.support.web"]
