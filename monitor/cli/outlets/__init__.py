"""The commands of `monitor outlet` that look at sites: how they fare, what they give, a file for a new one."""
