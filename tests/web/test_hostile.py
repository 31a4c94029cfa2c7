"""Whatever a request was changed into on its way, it has an answer of the contract."""

from __future__ import annotations

import json

from bench.hostile import mutants
from convviz.web.change import respond_to

COUNT = 200


def test_every_mutant_of_a_request_is_answered() -> None:
    answered = set()
    for body in mutants(3, COUNT):
        response = respond_to(body)
        told = json.loads(bytes(response.body))
        answered.add(response.status_code)
        if response.status_code == 200:  # what no address has room for has a name too
            assert {"s", "data"} <= told.keys() <= {"s", "data", "kept"}, body
        else:
            assert told["refused"]["message"], body
    assert answered == {200, 400, 422}
