"""The verbs of the command line, one a file; a trailing underscore keeps their names free."""
