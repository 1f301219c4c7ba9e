"""What is said of the API's answers beside their data: refusals, headers, what has changed."""
