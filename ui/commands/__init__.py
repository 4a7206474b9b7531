"""Groups of commands of ``xunjian``; ``cli.py`` registers them."""
