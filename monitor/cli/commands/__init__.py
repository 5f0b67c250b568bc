"""One module a command, or group of commands, each with an `app`."""
