"""Raw clauses to a rule; ``read`` is the way in, from the text itself.

``source`` is the text with what was noticed on the way. A clause is an award (``awards``, from a sentence of the grammar
by ``sentences``, its ``outcomes`` and the words of ``prefixes``), several that share a verb (``listed``), one in free words
(``freely``) or a remark (``remarks``). ``ranges`` finds grades that are only ranges of points. Then the clauses see each
other: ``merging``, ``sharing`` of bounds, ``leftovers``. ``facts`` says what words without a number amount to.
"""
