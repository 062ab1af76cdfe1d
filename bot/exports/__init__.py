"""What we know about services, in the formats that others read: one module a format."""
