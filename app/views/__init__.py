"""The screens, one script each; a view reads the selection, calls one function and draws."""
