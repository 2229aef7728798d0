"""The parts of a store in SQL, each written once for any database behind ``Database``."""
