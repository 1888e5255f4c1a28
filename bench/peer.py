"""Starts the peer's server: one process, no chat page, no verbosity, no usage report, no access log.

    python -P bench/peer.py PORT CONFIGS

Run by the peer's own environment, which has nothing of ours. With ``NEMO_GUARDRAILS_IORAILS_ENGINE=1`` it is
the fast engine, else the full one.
"""

from __future__ import annotations

import functools
import logging
import os
import sys

os.environ["NEMO_GUARDRAILS_DISABLE_CHAT_UI"] = "true"
os.environ["NEMO_GUARDRAILS_NO_USAGE_STATS"] = "1"
os.environ["DO_NOT_TRACK"] = "1"

import uvicorn  # type: ignore[import-not-found]
from nemoguardrails.server import api  # type: ignore[import-not-found]

make = api.LLMRails


@functools.wraps(make)
def quietly(config: object, verbose: bool = False) -> object:
    """Its server asks for verbose engines, which would be measured writing to the terminal."""
    del verbose
    return make(config=config, verbose=False)


api.LLMRails = quietly
logging.getLogger().setLevel(logging.WARNING)
api.app.rails_config_path = sys.argv[2]
uvicorn.run(api.app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
