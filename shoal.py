"""The version of Shoal, and `python -m shoal` as its command line.

It must stay beside pyproject.toml and carry the distribution's name: Streamlit finds the graph component by it.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("shoal")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+unknown"

if __name__ == "__main__":
    from app.commands import main

    main()
