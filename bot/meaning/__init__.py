"""What texts mean: vectors of papers, titles, topics and queries, and whether a paper is about a topic."""
