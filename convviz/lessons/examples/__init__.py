"""The named examples, in teaching order, in three parts."""
