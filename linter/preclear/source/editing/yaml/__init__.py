"""Operations made in YAML texts, and values written as YAML."""
