"""What an editor asks about an open file: functions over a snapshot, which return objects of the protocol."""
