"""Operations on nodes, made on values and in texts. Everything in a text that isn't edited stays byte for byte."""
