"""Parts of screens that more than one screen draws, or that are a screen in themselves."""
