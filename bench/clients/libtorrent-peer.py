"""One libtorrent peer: libtorrent-peer.py seed|leech TORRENT DIR PORT PEERS UPLIMIT. The protocol is in ../README.md.

LIBTORRENT_PRESET names a preset of libtorrent's own, such as high_performance_seed.
"""

import os
import select
import sys

import libtorrent

mode, torrent, folder, port, peers, limit = sys.argv[1:7]
plaintext = int(libtorrent.enc_policy.disabled)
notifications = libtorrent.alert.category_t.status_notification | libtorrent.alert.category_t.error_notification
preset = os.environ.get("LIBTORRENT_PRESET")
settings = (getattr(libtorrent, preset)() if preset else {}) | {
    "listen_interfaces": f"127.0.0.1:{port}",
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "enable_incoming_utp": False,
    "enable_outgoing_utp": False,
    "in_enc_policy": plaintext,
    "out_enc_policy": plaintext,
    # On one computer all of us have one address.
    "allow_multiple_connections_per_ip": True,
    "rate_limit_ip_overhead": False,
    "alert_mask": notifications,
}
if int(limit):
    settings["upload_rate_limit"] = int(limit)
session = libtorrent.session(settings)
if int(limit):
    # Peers of this computer are under no limit of their own accord.
    everyone = libtorrent.ip_filter()
    everyone.add_rule("0.0.0.0", "255.255.255.255", 1 << libtorrent.session.global_peer_class_id)
    session.set_peer_class_filter(everyone)


def say(line):
    print(line, flush=True)


def add():
    added = libtorrent.add_torrent_params()
    added.ti = libtorrent.torrent_info(torrent)
    # Nobody asks its tracker: there is none.
    added.trackers = []
    added.save_path = folder
    # Started now, not at libtorrent's next look at its queue.
    added.flags &= ~(libtorrent.torrent_flags.auto_managed | libtorrent.torrent_flags.paused)
    return session.add_torrent(added)


def until_whole(handle):
    while not handle.status().is_seeding:
        session.wait_for_alert(20)
        for alert in session.pop_alerts():
            if alert.category() & libtorrent.alert.category_t.error_notification:
                print(alert.message(), file=sys.stderr, flush=True)


def until_end(handle):
    rare = set(range(handle.torrent_file().num_pieces())) if mode == "seed" else set()
    while True:
        readable, _, _ = select.select([sys.stdin], [], [], 0.1)
        # A seeder hears no line before the last: GO is for leechers.
        if readable and not sys.stdin.readline():
            return
        if not rare:
            continue
        for peer in handle.get_peer_info():
            rare -= {piece for piece, has in enumerate(peer.pieces) if has}
        if not rare:
            say(f"SPREAD {handle.status().total_payload_upload}")


if mode == "seed":
    handle = add()
    until_whole(handle)
    say(f"READY {os.getpid()}")
else:
    say(f"READY {os.getpid()}")
    sys.stdin.readline()
    handle = add()
    for address in filter(None, peers.split(",")):
        host, number = address.split(":")
        handle.connect_peer((host, int(number)))
    until_whole(handle)
    say("DONE")
until_end(handle)
status = handle.status()
sent, received = status.total_payload_upload, status.total_payload_download
print(f"{mode} {port} up {sent} down {received}", file=sys.stderr, flush=True)
# Without a long farewell to trackers that it has none of.
os._exit(0)
