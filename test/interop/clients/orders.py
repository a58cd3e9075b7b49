"""Gives the orders of JSON lines to somebody who works a client, and tells what became of each."""

import json
import os
import sys


def carry_out(somebody, line, answers):
    wanted = json.loads(line)
    number, order = wanted.pop("id"), wanted.pop("order")
    try:
        answer = {"result": getattr(somebody, order)(**wanted)}
    except Exception as error:
        answer = {"error": repr(error)}
    print(json.dumps({"id": number, **answer}), file=answers, flush=True)


def obey(somebody):
    with os.fdopen(3, "w", encoding="utf-8") as answers:
        for line in sys.stdin:
            carry_out(somebody, line, answers)
