"""An annotated corpus -> the encoder: fine-tuning with torch, which nothing else needs (the extra `tune`)."""
