"""A viewer with the relations that give rights on single actions."""

from dataclasses import dataclass, field

from slimsamenwerken.accounts.permissions import Viewer


@dataclass(frozen=True)
class Rights:
    """A viewer with the actions that their organisation leads (`led`) or takes part in (`own`)."""

    viewer: Viewer
    led: frozenset[int] = field(default_factory=frozenset)
    own: frozenset[int] = field(default_factory=frozenset)

    def may(self, operation: str, action_id: int | None = None) -> bool:
        return self.viewer.may(f"programme.{operation}", *self._relations(action_id))

    def _relations(self, action_id: int | None) -> list[str]:
        relations = ["own"] if action_id in self.own else []
        return [*relations, "lead"] if action_id in self.led else relations

    @property
    def sees_all(self) -> bool:
        """Actions and updates that are not public, of whoever."""
        return self.viewer.reads_internal
