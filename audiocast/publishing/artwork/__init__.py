"""Draw pictures: covers and QR codes."""
