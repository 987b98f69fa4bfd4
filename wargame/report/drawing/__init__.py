"""How the report draws: a chart says what it shows as plain data (`plot`), which is written down as SVG (`svg`), or painted by `report.drawing.png`.

`scale` turns values into places, `ticks` finds those to name, `text` guesses how wide words are, `frame` makes room for axes, labels and legend,
`marks` draws what stands between them. No package is needed for it, and no font: the reader's own draws the letters.
"""
