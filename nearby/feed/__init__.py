"""What is around: listings and requests, nearest first or by cell, straight from two indexes."""
