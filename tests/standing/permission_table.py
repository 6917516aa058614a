"""What every role gets at every address, as data: the one place to read who may do what.

Columns of an answer, a character each, in this order:

    visitor, member (works elsewhere), partner (takes part in the action), lead (of the own action),
    other (leads another action), staff, publisher, admin, auditor

    .  the page or the file          >  the door: sign in first
    +  done, on to another page      x  seen, but not allowed (403)
    e  allowed, the form is empty    0  there is no such thing for you (404)
    g  withdrawn, gone (410)         -  not with this method (405)

The rows of accounts, keys and the door are in permission_table_people.py.

First the answer to GET, then to a POST without any field. "-" as an object: the address has none.
"""

from dataclasses import dataclass

# fmt: off
TABLE = """
# Everybody reads what is public
livez                                -                    ......... ---------
readyz                               -                    ......... ---------
health                               -                    ......... ---------
dashboard:home                       -                    ......... ---------
dashboard:lines                      -                    ......... ---------
dashboard:line                       line                 ......... ---------
dashboard:line                       unknown              000000000 ---------
dashboard:tasks                      -                    >........ >--------
dashboard:accessibility              -                    ......... ---------
dashboard:privacy                    -                    ......... ---------
dashboard:cookies                    -                    ......... ---------
dashboard:reuse                      -                    ......... ---------
dashboard:api-docs                   -                    ......... ---------
dashboard:contact                    -                    ......... ---------
dashboard:help                       -                    ......... ---------
search:results                       -                    ......... ---------
procurement:home                     -                    ......... ---------
procurement:criterion-list           -                    ......... ---------
procurement:criterion-detail         published            ......... ---------
procurement:criterion-detail         consultation         ......... ---------
procurement:criterion-detail         draft                000000000 ---------
procurement:criterion-detail         unknown              000000000 ---------
procurement:criterion-version        published            ......... ---------
procurement:criterion-version        draft                000000000 ---------
procurement:criterion-version        unknown              000000000 ---------
procurement:group-detail             one                  ......... ---------
procurement:group-detail             unknown              000000000 ---------
sites:home                           -                    ......... ---------
education:home                       -                    ......... ---------
sharing:home                         -                    ......... ---------
campaigns:home                       -                    ......... ---------

# Open data: the same for everybody, also for who may see more
catalogue:page                       -                    ......... ---------
open_data:turtle                     -                    ......... ---------
open_data:json-ld                    -                    ......... ---------
open_data:csv                        dataset              ......... ---------
open_data:csv                        unknown              000000000 ---------
open_data:csvw                       dataset              ......... ---------
open_data:csvw                       unknown              000000000 ---------
open_data:jsonld                     dataset              ......... ---------
open_data:jsonld                     unknown              000000000 ---------
open_data:context                    dataset              ......... ---------
open_data:context                    unknown              000000000 ---------
open_data:one                        own                  ......... ---------
open_data:one                        hidden               000000000 ---------
open_data:one                        unknown              000000000 ---------
open_data:id                         own                  +++++++++ ---------
open_data:id                         hidden               000000000 ---------
open_data:id                         unknown              000000000 ---------

# The programme, read
programme:action-list                -                    ......... ---------
programme:action-export              csv                  ......... ---------
programme:action-detail              own                  ......... ---------
programme:action-detail              other                ......... ---------
programme:action-detail              hidden               000.0.... ---------
programme:action-detail              unknown              000000000 ---------
programme:milestone-export           own                  ......... ---------
programme:milestone-export           other                ......... ---------
programme:milestone-export           hidden               000.0.... ---------
programme:milestone-export           unknown              000000000 ---------
programme:action-history             own                  ......... ---------
programme:action-history             other                ......... ---------
programme:action-history             hidden               000.0.... ---------
programme:action-history             unknown              000000000 ---------
programme:actor-list                 -                    ......... ---------
programme:actor-export               csv                  ......... ---------
programme:actor-detail               own                  ......... ---------
programme:actor-detail               unknown              000000000 ---------
programme:actor-history              own                  ......... ---------
programme:actor-history              unknown              000000000 ---------
programme:indicator-list             -                    ......... ---------
programme:indicator-export           csv                  ......... ---------
programme:indicator-detail           own                  ......... ---------
programme:indicator-detail           other                ......... ---------
programme:indicator-detail           unknown              000000000 ---------
programme:measurement-export         own                  ......... ---------
programme:measurement-export         other                ......... ---------
programme:measurement-export         unknown              000000000 ---------
programme:milestone-list             -                    ......... ---------
programme:milestone-list-export      csv                  ......... ---------
programme:fact-detail                update               ......... ---------
programme:fact-detail                closure              ......... ---------
programme:fact-detail                action-version       ......... ---------
programme:fact-detail                participation        ......... ---------
programme:fact-detail                outcome              ......... ---------
programme:fact-detail                plan                 ......... ---------
programme:fact-detail                milestone-version    ......... ---------
programme:fact-detail                measurement          ......... ---------
programme:fact-detail                target               ......... ---------
programme:fact-detail                indicator-version    ......... ---------
programme:fact-detail                action-indicator     ......... ---------
programme:fact-detail                actor-version        ......... ---------
programme:fact-detail                actor-succession     ......... ---------
programme:fact-detail                action-succession    ......... ---------
programme:fact-detail                relation             ......... ---------
programme:fact-detail                update-internal      00..0.... ---------
programme:fact-detail                update-withdrawn     00..0.... ---------
programme:fact-detail                update-of-other      ......... ---------
programme:fact-detail                update-of-hidden     000.0.... ---------
programme:fact-detail                measurement-of-other ......... ---------
programme:fact-detail                unknown              000000000 ---------
programme:metric-list                -                    ......... ---------
programme:metric-detail              one                  ......... ---------
programme:metric-detail              unknown              000000000 ---------
programme:metric-export              csv                  ......... ---------

# The programme, changed: the lead on the own action, the office everywhere, an auditor never
programme:update-new                 own                  >xx.x...x >xxexeeex
programme:update-new                 other                >xxx....x >xxxeeeex
programme:update-new                 hidden               000.0...x 000e0eeex
programme:update-new                 unknown              000000000 000000000
programme:closure-new                own                  >xxxx...x >xxxxeeex
programme:closure-new                other                >xxxx...x >xxxxeeex
programme:closure-new                hidden               000x0...x 000x0eeex
programme:closure-new                unknown              000000000 000000000
programme:outcome-new                own                  >xx.x...x >xxexeeex
programme:outcome-new                other                >xxx....x >xxxeeeex
programme:outcome-new                hidden               000.0...x 000e0eeex
programme:outcome-new                unknown              000000000 000000000
programme:plan-new                   own                  >xx.x...x >xxexeeex
programme:plan-new                   other                >xxx....x >xxxeeeex
programme:plan-new                   hidden               000.0...x 000e0eeex
programme:plan-new                   unknown              000000000 000000000
programme:fact-withdraw              update               >xx.x...x >xxexeeex
programme:fact-withdraw              closure              >xxxx...x >xxxxeeex
programme:fact-withdraw              action-version       >xxxxxxxx >xxxxxxxx
programme:fact-withdraw              participation        >xxxx...x >xxxxeeex
programme:fact-withdraw              outcome              >xx.x...x >xxexeeex
programme:fact-withdraw              plan                 >xx.x...x >xxexeeex
programme:fact-withdraw              milestone-version    >xxxxxxxx >xxxxxxxx
programme:fact-withdraw              measurement          >xx.x...x >xxexeeex
programme:fact-withdraw              target               >xxxx...x >xxxxeeex
programme:fact-withdraw              indicator-version    >xxxxxxxx >xxxxxxxx
programme:fact-withdraw              action-indicator     >xxxx...x >xxxxeeex
programme:fact-withdraw              actor-version        >xxxxxxxx >xxxxxxxx
programme:fact-withdraw              actor-succession     >xxxx...x >xxxxeeex
programme:fact-withdraw              action-succession    >xxxx...x >xxxxeeex
programme:fact-withdraw              relation             >xxxx...x >xxxxeeex
programme:fact-withdraw              update-internal      00x.0...x 00xe0eeex
programme:fact-withdraw              update-withdrawn     00x+0+++x 00x+0+++x
programme:fact-withdraw              update-of-other      >xxx....x >xxxeeeex
programme:fact-withdraw              update-of-hidden     000.0...x 000e0eeex
programme:fact-withdraw              measurement-of-other >xxx....x >xxxeeeex
programme:fact-withdraw              unknown              000000000 000000000
programme:fact-correct               update               >xx.x...x >xxexeeex
programme:fact-correct               closure              >xxxx...x >xxxxeeex
programme:fact-correct               action-version       >xxxxxxxx >xxxxxxxx
programme:fact-correct               participation        >xxxx...x >xxxxeeex
programme:fact-correct               outcome              >xx.x...x >xxexeeex
programme:fact-correct               plan                 >xx.x...x >xxexeeex
programme:fact-correct               milestone-version    >xxxxxxxx >xxxxxxxx
programme:fact-correct               measurement          >xx.x...x >xxexeeex
programme:fact-correct               target               >xxxx...x >xxxxeeex
programme:fact-correct               indicator-version    >xxxxxxxx >xxxxxxxx
programme:fact-correct               action-indicator     >xxxx...x >xxxxeeex
programme:fact-correct               actor-version        >xxxxxxxx >xxxxxxxx
programme:fact-correct               actor-succession     >xxxx...x >xxxxeeex
programme:fact-correct               action-succession    >xxxx...x >xxxxeeex
programme:fact-correct               relation             >xxxx...x >xxxxeeex
programme:fact-correct               update-internal      00x.0...x 00xe0eeex
programme:fact-correct               update-withdrawn     00x+0+++x 00x+0+++x
programme:fact-correct               update-of-other      >xxx....x >xxxeeeex
programme:fact-correct               measurement-of-other >xxx....x >xxxeeeex
programme:fact-correct               update-of-hidden     000.0...x 000e0eeex
programme:fact-correct               unknown              000000000 000000000
programme:actor-rename               own                  >xxxx...x >xxxxeeex
programme:actor-rename               unknown              000000000 000000000
programme:measurement-new            own                  >xx.x...x >xxexeeex
programme:measurement-new            other                >xxx....x >xxxeeeex
programme:measurement-new            unknown              000000000 000000000
programme:target-new                 own                  >xxxx...x >xxxxeeex
programme:target-new                 other                >xxxx...x >xxxxeeex
programme:target-new                 unknown              000000000 000000000
programme:rules                      -                    >xxxx.... >xxxxxxex

# The things of the programme and who does what: the office
programme:action-new                 -                    >xxxx...x >xxxxeeex
programme:actor-new                  -                    >xxxx...x >xxxxeeex
programme:action-change              own                  >xxxx...x >xxxxeeex
programme:action-change              other                >xxxx...x >xxxxeeex
programme:action-change              hidden               000x0...x 000x0eeex
programme:action-change              unknown              000000000 000000000
programme:milestone-new              own                  >xxxx...x >xxxxeeex
programme:milestone-new              other                >xxxx...x >xxxxeeex
programme:milestone-new              hidden               000x0...x 000x0eeex
programme:milestone-new              unknown              000000000 000000000
programme:milestone-change           own                  >xxxx...x >xxxxeeex
programme:milestone-change           other                >xxxx...x >xxxxeeex
programme:milestone-change           hidden               000x0...x 000x0eeex
programme:milestone-change           unknown              000000000 000000000
programme:role-new                   own                  >xxxx...x >xxxxeeex
programme:role-new                   other                >xxxx...x >xxxxeeex
programme:role-new                   hidden               000x0...x 000x0eeex
programme:role-new                   unknown              000000000 000000000
programme:role-end                   own                  >xxxx...x >xxxxeeex
programme:role-end                   unknown              000000000 000000000
programme:indicator-new              -                    >xxxx...x >xxxxeeex
programme:indicator-change           own                  >xxxx...x >xxxxeeex
programme:indicator-change           other                >xxxx...x >xxxxeeex
programme:indicator-change           unknown              000000000 000000000
programme:indicator-attach           own                  >xxxx...x >xxxxeeex
programme:indicator-attach           other                >xxxx...x >xxxxeeex
programme:indicator-attach           hidden               000x0...x 000x0eeex
programme:indicator-attach           unknown              000000000 000000000
programme:relation-new               own                  >xxxx...x >xxxxeeex
programme:relation-new               other                >xxxx...x >xxxxeeex
programme:relation-new               hidden               000x0...x 000x0eeex
programme:relation-new               unknown              000000000 000000000
programme:action-succession-new      own                  >xxxx...x >xxxxeeex
programme:action-succession-new      other                >xxxx...x >xxxxeeex
programme:action-succession-new      hidden               000x0...x 000x0eeex
programme:action-succession-new      unknown              000000000 000000000
programme:indicator-detach           own                  >xxxx...x >xxxxeeex
programme:indicator-detach           unknown              000000000 000000000
programme:line-role-new              line                 >xxxx...x >xxxxeeex
programme:line-role-new              unknown              000000000 000000000
programme:line-succession-new        line                 >xxxx...x >xxxxeeex
programme:line-succession-new        unknown              000000000 000000000
programme:domain-role-new            domain               >xxxx...x >xxxxeeex
programme:domain-role-new            unknown              000000000 000000000
programme:actor-succession-new       own                  >xxxx...x >xxxxeeex
programme:actor-succession-new       unknown              000000000 000000000

# Reports for readers: an internal one, and one that is not out yet, for the office and the auditor
reports:list                         -                    ......... ---------
reports:detail                       published            ......... ---------
reports:detail                       internal             00000.... ---------
reports:detail                       withdrawn            ......... ---------
reports:detail                       ready                00000.... ---------
reports:detail                       queued               000000000 ---------
reports:detail                       failed               000000000 ---------
reports:detail                       unknown              000000000 ---------
reports:file                         published            ......... ---------
reports:file                         internal             00000.... ---------
reports:file                         ready                00000.... ---------
reports:file                         unknown              000000000 ---------
reports:file                         withdrawn            ggggggggg ---------
reports:figure                       published            ......... ---------
reports:figure                       internal             00000.... ---------
reports:figure                       ready                00000.... ---------
reports:figure                       unknown              000000000 ---------
reports:rows                         published            ......... ---------
reports:rows                         internal             00000.... ---------
reports:rows                         ready                00000.... ---------
reports:rows                         unknown              000000000 ---------
reports:verify                       published            --------- +++++++++
reports:verify                       internal             --------- 00000++++
reports:verify                       ready                --------- 00000++++
reports:verify                       unknown              --------- 000000000

# Reports being made
reports:runs                         -                    >xxxx.... ---------
reports:runs-export                  csv                  >xxxx.... ---------
reports:run-new                      -                    >xxxx...x >xxxxeeex
reports:definition                   one                  >xxxx.... >xxxxxxex
reports:definition                   unknown              >xxxx0000 >xxxx0000
reports:schedule-new                 one                  >xxxx.... >xxxxxxex
reports:schedule-new                 unknown              >xxxx0000 >xxxx0000
reports:schedule                     one                  >xxxx.... >xxxxxxex
reports:schedule                     unknown              >xxxx0000 >xxxx0000
reports:start-skipped                one                  --------- >xxxx+++x
reports:start-skipped                unknown              --------- >xxxx000x
reports:run                          published            >xxxx.... ---------
reports:run                          internal             >xxxx.... ---------
reports:run                          withdrawn            >xxxx.... ---------
reports:run                          ready                >xxxx.... ---------
reports:run                          queued               >xxxx.... ---------
reports:run                          failed               >xxxx.... ---------
reports:run                          unknown              >xxxx0000 ---------
reports:publish                      published            --------- >xxxxx++x
reports:publish                      internal             --------- >xxxxx++x
reports:publish                      withdrawn            --------- >xxxxx++x
reports:publish                      ready                --------- >xxxxx++x
reports:publish                      queued               --------- >xxxxx++x
reports:publish                      failed               --------- >xxxxx++x
reports:publish                      unknown              --------- >xxxx0000
reports:retry                        published            --------- >xxxx+++x
reports:retry                        internal             --------- >xxxx+++x
reports:retry                        withdrawn            --------- >xxxx+++x
reports:retry                        ready                --------- >xxxx+++x
reports:retry                        queued               --------- >xxxx+++x
reports:retry                        failed               --------- >xxxx+++x
reports:retry                        unknown              --------- >xxxx000x
reports:cancel                       published            --------- >xxxx+++x
reports:cancel                       internal             --------- >xxxx+++x
reports:cancel                       withdrawn            --------- >xxxx+++x
reports:cancel                       ready                --------- >xxxx+++x
reports:cancel                       queued               --------- >xxxx+++x
reports:cancel                       failed               --------- >xxxx+++x
reports:cancel                       unknown              --------- >xxxx000x
reports:withdraw                     published            >xxxxx..x >xxxxx..x
reports:withdraw                     internal             >xxxxx..x >xxxxx..x
reports:withdraw                     withdrawn            >xxxxx..x >xxxxx..x
reports:withdraw                     ready                >xxxxx00x >xxxxx00x
reports:withdraw                     queued               >xxxxx00x >xxxxx00x
reports:withdraw                     failed               >xxxxx00x >xxxxx00x
reports:withdraw                     unknown              >xxxx0000 >xxxx0000
reports:restate                      published            --------- >xxxxx++x
reports:restate                      internal             --------- >xxxxx++x
reports:restate                      withdrawn            --------- >xxxxx++x
reports:restate                      ready                --------- >xxxxx++x
reports:restate                      queued               --------- >xxxxx++x
reports:restate                      failed               --------- >xxxxx++x
reports:restate                      unknown              --------- >xxxx0000
reports:remake                       published            --------- >xxxx+++x
reports:remake                       internal             --------- >xxxx+++x
reports:remake                       withdrawn            --------- >xxxx+++x
reports:remake                       ready                --------- >xxxx+++x
reports:remake                       queued               --------- >xxxx+++x
reports:remake                       failed               --------- >xxxx+++x
reports:remake                       unknown              --------- >xxxx000x
"""
# fmt: on


@dataclass(frozen=True)
class Row:
    """`opened` is the answer to GET, `sent` to an empty POST: a character for every role."""

    name: str
    thing: str
    opened: str
    sent: str


def read_table(text: str) -> list[Row]:
    lines = (line.split() for line in text.splitlines())
    return [Row(*words) for words in lines if words and words[0] != "#"]
