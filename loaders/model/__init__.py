"""The trained model: tokens, labels, candidates, and the reader that needs onnxruntime and numpy only."""
