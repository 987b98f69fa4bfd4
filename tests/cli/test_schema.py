"""`wargame schema`: the published schemas on standard output."""

from __future__ import annotations

import json

import wargame as wg
from tests.cli.conftest import Command


def test_the_command_prints_them_and_refuses_what_there_is_not(command: Command) -> None:
    done = command("schema", "service-credit")
    assert done.code == 0 and json.loads(done.out) == wg.schema("service_credit") == wg.kinds()["service_credit"].schema
    refused = command("schema", "service_credits")
    assert refused.code == 2 and "X030" in refused.err and 'did you mean "service_credit"' in refused.err
