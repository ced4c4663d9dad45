"""How long random tests look: `DNR_TEST_EXAMPLES` examples each, 100 unless told; never measured in time."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "rules",
    max_examples=int(os.environ.get("DNR_TEST_EXAMPLES", "100")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("rules")
