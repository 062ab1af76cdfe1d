"""What the catalogue itself tells service owners: gaps, duplication, records that are no answer,
and the words of citizens that services do not use.
"""
