"""A stand-in for a commerce platform, from which no money moves: `Sandbox` is all a shop needs to know of it."""

from sandbox.assembly import Sandbox

__all__ = ["Sandbox"]
