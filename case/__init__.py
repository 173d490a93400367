"""The record of an investigation, in a folder; it knows no database."""
