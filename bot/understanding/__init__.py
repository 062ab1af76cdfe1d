"""Understanding a message without any framework: encoder, features, need classifier, safety."""
