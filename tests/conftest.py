"""What every suite gets."""

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.support.cluster",
    "tests.support.garbage",
    "tests.support.passwords",
    "tests.support.fixtures",
    "tests.support.web",
]

# Suites run side by side on small machines: how long an example takes says nothing about the code.
settings.register_profile("casebook", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("casebook")
