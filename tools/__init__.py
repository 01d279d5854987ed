"""What makes files of the shop, by hand and now and then. The shop runs without any of it."""
