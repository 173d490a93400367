"""Subgraph exports, sealed packages and the offline verifier: what was found, for people who were not there."""
