"""Tables in; co-action links, clusters and the runs that hold them out."""
