from django.db import migrations
from django.db.migrations.operations import RunSQL

from slimsamenwerken.core.sql import (
    frozen,
    frozen_with,
    guard,
    insert_only,
    never_deleted,
    no_circle_of_a_kind,
)

VERSION = "procurement_criterionversion"
PARTS = ("requirement", "versionevidence", "versionlegalbasis", "versionsource", "scoringhint")

# Versions are 1, 2, 3 … and each begins after the one before. The identity is locked, so that two
# editors do not both make version 2.
ORDER = """
CREATE FUNCTION procurement_version_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM procurement_criterion WHERE id = NEW.criterion_id FOR NO KEY UPDATE;
  IF NEW.number <> 1 + (SELECT count(*) FROM procurement_criterionversion
      WHERE criterion_id = NEW.criterion_id AND id <> NEW.id AND number < NEW.number) THEN
    RAISE EXCEPTION 'a version is left out'
      USING ERRCODE = '23514', CONSTRAINT = 'procurement_version_gap';
  END IF;
  IF EXISTS (SELECT 1 FROM procurement_criterionversion
      WHERE criterion_id = NEW.criterion_id AND id <> NEW.id
        AND sign(number - NEW.number) <> sign(valid_from - NEW.valid_from)) THEN
    RAISE EXCEPTION 'a later version begins later'
      USING ERRCODE = '23514', CONSTRAINT = 'procurement_version_order';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER procurement_version_order BEFORE INSERT OR UPDATE OF number, valid_from
  ON procurement_criterionversion FOR EACH ROW EXECUTE FUNCTION procurement_version_order();
"""

# What is published was validated by a decision, or came with the start data; and its words are
# fixed. What only editors know (draft) needs nothing.
STATES = """
CREATE FUNCTION procurement_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.to_state IN ('published', 'retired') AND NOT EXISTS (
      SELECT 1 FROM procurement_criterionversion
      WHERE id = NEW.version_id AND frozen_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a published version is fixed'
      USING ERRCODE = '23514', CONSTRAINT = 'procurement_published_frozen';
  END IF;
  IF NEW.to_state = 'published' AND NEW.basis <> 'initial_load' AND NOT EXISTS (
      SELECT 1 FROM procurement_versiontransition
      WHERE version_id = NEW.version_id AND to_state = 'validated' AND withdrawn_at IS NULL
        AND valid_on <= NEW.valid_on) THEN
    RAISE EXCEPTION 'a published version was validated'
      USING ERRCODE = '23514', CONSTRAINT = 'procurement_published_validated';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER procurement_published BEFORE INSERT ON procurement_versiontransition
  FOR EACH ROW EXECUTE FUNCTION procurement_published();
"""


class Migration(migrations.Migration):
    dependencies = [("procurement", "0001_initial"), ("core", "0001_clocks")]
    operations = [
        guard("procurement_versiontransition", "version_id"),
        never_deleted("procurement_criterion"),
        frozen(VERSION),
        frozen("procurement_sheetversion"),
        *(frozen_with(f"procurement_{table}", "version_id", VERSION) for table in PARTS),
        insert_only("procurement_decision"),
        no_circle_of_a_kind(
            "procurement_criterionrelation",
            "from_criterion_id",
            "to_criterion_id",
            ("supersedes_in_level", "requires"),
        ),
        RunSQL(
            ORDER,
            "DROP TRIGGER procurement_version_order ON procurement_criterionversion;"
            "DROP FUNCTION procurement_version_order()",
        ),
        RunSQL(
            STATES,
            "DROP TRIGGER procurement_published ON procurement_versiontransition;"
            "DROP FUNCTION procurement_published()",
        ),
    ]
