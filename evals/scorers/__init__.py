"""What is measured of one answer, a measure a file; nothing here averages.

    matching     whether a text states something, whatever its script, width and punctuation
    nuggets      which facts are stated, and which of those a cited paragraph holds
    citations    which cited paragraphs carry something, and which gold paragraphs are cited
    numbers      which numbers of the answer stand in what it cites or was asked
    discipline   what it says that it may not: forbidden, or another year's or place's
    caps         whether it is short enough to be an answer
    lists        which lines of a list say something asked for

`evals.verdict` puts them together to one verdict. The rules are those that answers to
golden questions are scored by elsewhere too, so a verdict can be compared: see README.md.
"""
