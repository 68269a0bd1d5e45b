"""What editors add to the record: which kinds of things, under which ids, in which rows and files."""
