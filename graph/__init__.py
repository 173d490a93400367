"""The record of a case comes in, a Neo4j graph of it goes out; the graph is a projection and can be made anew at any
time.
"""
