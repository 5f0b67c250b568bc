"""From an event to a message: match it with the topics, keep it in the outbox, hand it to channels."""
