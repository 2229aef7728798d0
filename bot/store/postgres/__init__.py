"""What is PostgreSQL's: the pool of connections, the schema, the search index."""
