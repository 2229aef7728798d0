"""What is SQLite's: connections, the writer, the search index, copies and check-ups."""
