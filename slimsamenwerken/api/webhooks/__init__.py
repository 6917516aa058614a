"""Changes sent to addresses of partners, as Standard Webhooks says."""
