from __future__ import annotations

import logging

from rails_engine.compat.verbosity import set_verbose


def test_the_engines_log_says_everything_or_what_the_process_wants():
    log = logging.getLogger("rails_engine.anything")
    set_verbose(True)
    assert log.isEnabledFor(logging.DEBUG)
    set_verbose(False)
    assert logging.getLogger("rails_engine").level == logging.NOTSET
