"""What stands in for Amazon Bedrock: the same wire format, on this machine, for demo and tests."""
