"""One small module per export format, each with the same verbs: recognise, read, shape."""
