"""What is taught: examples, comparisons, edits, lectures, and the table of contents."""
