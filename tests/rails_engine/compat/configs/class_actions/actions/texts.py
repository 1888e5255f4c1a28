SOURCE = "A long text."
