#!/usr/bin/env python3
"""Exact arithmetic against Python's fractions: random constant expressions, evaluated by both.

Usage: fractions_oracle.py PATH/TO/reckon [EXPRESSIONS [SEED]]. Exits with 1 where any result differs.
"""
import json
import random
import subprocess
import sys
from fractions import Fraction


def number(rng):
    kind = rng.randrange(4)
    if kind == 0:
        return str(rng.randrange(1, 10**rng.randrange(1, 20)))
    if kind == 1:
        return f"{rng.randrange(0, 10**6)}.{rng.randrange(0, 10**9):09d}"
    if kind == 2:
        return f"0.{rng.randrange(1, 10**12):012d}"
    return str(rng.randrange(1, 100))


def expression(rng, depth):
    """The text for reckon, and its value; the value is None where something is divided by 0."""
    if depth == 0:
        text = number(rng)
        return text, Fraction(text)
    a_text, a = expression(rng, depth - 1)
    kind = rng.randrange(6)
    if kind == 5:
        power = rng.randrange(2, 5)
        return f"({a_text}) ^ {power}", None if a is None else a**power
    b_text, b = expression(rng, depth - 1)
    sign = "+-*/-"[kind]
    text = f"({a_text} {sign} {b_text})"
    if a is None or b is None or (sign == "/" and b == 0):
        return text, None
    return text, {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else None}[sign]


def main():
    reckon = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    rng = random.Random(seed)
    cases = [expression(rng, rng.randrange(1, 5)) for _ in range(count)]
    script = "\n".join(text for text, _ in cases)
    done = subprocess.run([reckon, "--format", "json", "-"], input=script, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if len(lines) != len(cases):
        sys.exit(f"{len(cases)} expressions gave {len(lines)} answers: {done.stdout[-300:]}")
    wrong = 0
    for (text, value), line in zip(cases, lines):
        found = line["rows"][0]["values"][0]
        good = "missing" in found if value is None else "low" in found and Fraction(found["low"]) == Fraction(found["high"]) == value
        if not good:
            wrong += 1
            print(f"{text}: {found}, but {value}")
    print(f"seed {seed}: {count} expressions, {wrong} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
