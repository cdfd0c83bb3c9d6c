"""Trains Sayso's language model: annotated corpora come in, an int8 ONNX file with its card goes out."""
