"""The style guide: every component in every state, the tokens they are made of, and every mail."""
