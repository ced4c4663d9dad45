"""A server process of its own over a database, for tests with several: `-m tests.api.server URL FOLDER PORT`."""

import sys
from pathlib import Path

import uvicorn

from api.app import create_app
from api.door import House
from engine import steps
from engine.db import Database
from engine.settings import Settings
from tests.api.town import Clock

if __name__ == "__main__":
    url, folder, port = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    house = House(Database(url), steps.engine(), folder / "files", Clock())
    uvicorn.run(create_app(house, Settings(home=folder)), host="127.0.0.1", port=port, log_level="critical")
