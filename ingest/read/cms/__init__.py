"""What publishing systems export."""
