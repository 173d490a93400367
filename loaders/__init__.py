"""Raw exports to canonical rows: what comes in are files as crawlers and platforms write them, what goes out is the
record.
"""
