"""What every role gets at the addresses of accounts, keys and the door; see permission_table.py."""

# fmt: off
PEOPLE = """
# Accounts: the office reads, the admin changes
accounts:user-list                   -                    >xxxx.... ---------
accounts:user-export                 csv                  >xxxx.... ---------
accounts:user-new                    -                    >xxxxxx.x >xxxxxx.x
accounts:user-detail                 somebody             >xxxx.... ---------
accounts:user-detail                 myself               >xxxx.... ---------
accounts:user-detail                 unknown              >xxxx0000 ---------
accounts:user-change                 somebody             >xxxxxx.x >xxxxxx.x
accounts:user-change                 myself               >xxxxxx.x >xxxxxx.x
accounts:user-change                 unknown              >xxxxxx0x >xxxxxx0x
accounts:user-invite                 somebody             --------- >xxxxxx+x
accounts:user-invite                 myself               --------- >xxxxxx+x
accounts:user-invite                 unknown              --------- >xxxxxx0x
accounts:user-door                   somebody             >xxxxxx.x >xxxxxx.x
accounts:user-door                   myself               >xxxxxx.x >xxxxxx.x
accounts:user-door                   unknown              >xxxxxx0x >xxxxxx0x
accounts:role-new                    somebody             >xxxxxx.x >xxxxxx.x
accounts:role-new                    myself               >xxxxxx.x >xxxxxx.x
accounts:role-new                    unknown              >xxxxxx0x >xxxxxx0x
accounts:role-end                    somebody             >xxxxxx.x >xxxxxx.x
accounts:role-end                    myself               >xxxxxx.x >xxxxxx.x
accounts:role-end                    of-another           >xxxxxx0x >xxxxxx0x
accounts:organisation-list           -                    >xxxx.... ---------
accounts:organisation-export         csv                  >xxxx.... ---------
accounts:organisation-new            -                    >xxxxxx.x >xxxxxx.x
accounts:organisation-change         one                  >xxxxxx.x >xxxxxx.x
accounts:organisation-change         unknown              >xxxxxx0x >xxxxxx0x
api_clients:list                     one                  >xxxx.... ---------
api_clients:list                     unknown              >xxxx0000 ---------
api_clients:new                      one                  >xxxxxx.x >xxxxxx.x
api_clients:change                   one                  >xxxxxx.x >xxxxxx.x
api_clients:change                   unknown              >xxxxxx0x >xxxxxx0x
api_clients:end                      one                  >xxxxxx.x >xxxxxx+x
api_clients:key-new                  one                  >xxxxxx.x >xxxxxx.x
api_clients:key-revoke               one                  >xxxxxx.x >xxxxxx+x
api_clients:key-revoke               unknown              >xxxxxx0x >xxxxxx0x
api_clients:webhook                  one                  >xxxx.... ---------
api_clients:webhook                  unknown              >xxxx0000 ---------
api_clients:webhook-new              one                  >xxxxxx.x >xxxxxx.x
api_clients:webhook-secret           one                  >xxxxxx.x >xxxxxx.x
api_clients:webhook-secret           unknown              >xxxxxx0x >xxxxxx0x
api_clients:webhook-enable           one                  >xxxxxx.x >xxxxxx+x
api_clients:webhook-enable           unknown              >xxxxxx0x >xxxxxx0x
api_clients:webhook-end              one                  >xxxxxx.x >xxxxxx+x
api_clients:webhook-end              unknown              >xxxxxx0x >xxxxxx0x
api_clients:webhook-replay-all       one                  --------- >xxxxxx+x
api_clients:webhook-replay-all       unknown              --------- >xxxxxx0x
api_clients:webhook-replay           one                  --------- >xxxxxx+x
api_clients:webhook-replay           unknown              --------- >xxxxxx0x
accounts:own-account                 -                    >........ ---------
accounts:switch-organisation         -                    >00000000 >00000000
accounts:sessions-end                -                    --------- >++++++++
accounts:session-end                 unknown              --------- >00000000

# The door and the own password (allauth)
account_login                        -                    .++++++++ .++++++++
account_logout                       -                    +........ +++++++++
account_inactive                     -                    ......... ---------
account_signup                       -                    .++++++++ .++++++++
account_reauthenticate               -                    >........ >........
account_email                        -                    >........ ---------
account_email_verification_sent      -                    ......... ---------
account_change_password              -                    >........ >........
account_set_password                 -                    >++++++++ >++++++++
account_reset_password               -                    ......... .........
account_confirm_login_code           -                    >++++++++ >++++++++
account_confirm_email                spent                ......... 000000000
account_reset_password_from_key_done -                    ......... ---------
account_reset_password_from_key      spent                ......... .........
account_reset_password_done          -                    ......... ---------
"""
# fmt: on
