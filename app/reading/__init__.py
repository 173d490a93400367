"""From the record and the graph to what a screen shows: plain values, no drawing."""
