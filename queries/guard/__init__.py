"""The layers between a free statement and the graph: its words, what it could grow to, its plan, whose turn it is."""
