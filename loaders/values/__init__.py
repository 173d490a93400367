"""Normalisers of single values (times, counts, ids, texts, links); all pure."""
