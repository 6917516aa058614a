# Five words for a newcomer; what they do is in slimsamenwerken/embedded/ (docs/operations.md).
PYTHON ?= python3
export PYTHONPYCACHEPREFIX := $(CURDIR)/.var/pycache

.PHONY: setup run test check fix
setup run test check fix:
	@$(PYTHON) -m slimsamenwerken.embedded $@
