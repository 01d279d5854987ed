"""What only a demo has: a tour of what just happened, and a switchboard of what can go wrong. `Demo` is all of it."""

from demo.assembly import Demo

__all__ = ["Demo"]
