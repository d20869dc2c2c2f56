"""What makes the reader: data, model, training, measurement, export."""
