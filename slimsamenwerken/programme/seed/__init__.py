"""Start data: what the source text "Slim samenwerken" states, as plain Python, and its loader.

Everything but `shelf` and `load…` is data without Django. The Dutch texts are content of the
portal, not interface, so they are not translated.
"""
