"""Events on their way to a bus of Amazon EventBridge, for engines that are not ours."""
