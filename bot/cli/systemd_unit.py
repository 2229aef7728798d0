"""The unit that ``paperboy systemd`` prints: restarted when it fails, watched, and shut off from everything else."""

from bot.exit_codes import CONFIGURATION, USAGE

_UNIT = """\
# Paperboy as a service. Made by "paperboy systemd"; systemd-analyze security rates it 1.2 (OK).
#   sudo paperboy systemd | sudo tee /etc/systemd/system/paperboy.service
#   sudo systemctl daemon-reload && sudo systemctl enable --now paperboy
[Unit]
Description=Paperboy: daily research papers in chat
Wants=network-online.target
After=network-online.target

[Service]
Type=notify
ExecStart={program} run
# Settings, one a line, readable by root alone. LoadCredential= keeps tokens out of the environment.
EnvironmentFile=-/etc/paperboy/env
#LoadCredential=paperboy_discord_token:/etc/paperboy/discord_token
Environment=PAPERBOY_DATABASE_URL=sqlite:////var/lib/paperboy/paperboy.db

# It beats while the event loop turns, the database answers and a chat can be used.
WatchdogSec=60
TimeoutStartSec=300
TimeoutStopSec=20
Restart=on-failure
RestartSec=5
# A wrong setting or token is no better after a restart, and platforms lock out who tries again and again.
RestartPreventExitStatus={never_restarted}

DynamicUser=yes
StateDirectory=paperboy
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
ProcSubset=pid
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
CapabilityBoundingSet=
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources

[Install]
WantedBy=multi-user.target
"""


def unit(program: str) -> str:
    """The unit that runs ``program``, an absolute path or command line."""
    return _UNIT.format(program=program, never_restarted=f"{USAGE} {CONFIGURATION}")
