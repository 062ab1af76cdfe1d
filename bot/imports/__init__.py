"""What councils and directories hold, read into services.db: one module a format."""
