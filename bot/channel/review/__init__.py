"""The review console under /review: what citizens ask for in vain, for the owners of services.

Every figure on its pages is one of bot.figures, can be downloaded, and has its small numbers out.
"""
