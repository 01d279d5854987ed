"""The pictures of the demo shop, drawn by a program: `python -m sandbox.seed.draw` writes them. Not needed at run time."""
