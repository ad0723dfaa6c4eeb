"""The law of the interpreter: what it says of a program holds in every run of it.

`programs` writes random programs, `running` runs them in CPython, `holding` compares, and
`assumptions` lists what the law does not cover. ``make soundness`` tries many, the suite a few.
"""
