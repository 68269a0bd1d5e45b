"""What is served: the built site and Datasette, each answer's form and its faults."""
