"""The stored Cypher library, its catalogue and its guarded runner."""
