"""The calculation as a program that runs, for four libraries."""
