"""What messengers export."""
