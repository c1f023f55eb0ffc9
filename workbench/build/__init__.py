"""Scripts that make the packaged data; nothing imports them. Run one as ``python -m workbench.build.NAME``."""
