"""The figures of docs/performance.md, repeatable: each module that can be run says how."""
