"""One libtorrent peer for the tests: libtorrent-peer.py TASK, which is the JSON of a RealClientTask.

It prints READY once it has checked what it has of the files. No hash table, no port forwarding.
"""

import json
import signal
import sys
import time

import libtorrent

task = json.loads(sys.argv[1])
policy = libtorrent.enc_policy
settings = {
    "listen_interfaces": f"{task['host']}:{task['port']}",
    "enable_dht": False,
    "enable_lsd": task.get("localDiscovery", False),
    "enable_upnp": False,
    "enable_natpmp": False,
    "upload_rate_limit": task.get("upBytesPerSec", 0),
    # On one computer all of us have one address.
    "allow_multiple_connections_per_ip": True,
}
if task.get("tcpOnly"):
    settings |= {"enable_incoming_utp": False, "enable_outgoing_utp": False}
if task.get("encryption") == "required":
    settings |= {
        "in_enc_policy": int(policy.forced),
        "out_enc_policy": int(policy.forced),
        "allowed_enc_level": int(libtorrent.enc_level.rc4),
    }
if task.get("encryption") == "preferred":
    settings |= {"prefer_rc4": True}
# Peer exchange is a plugin that it has unless it is started without its usual ones.
session = libtorrent.session(settings, flags=1 if task.get("peerExchange") else 0)
if not task.get("peerExchange"):
    session.add_extension("ut_metadata")
if task.get("upBytesPerSec"):
    # Peers of this computer are under no limit of their own accord.
    everyone = libtorrent.ip_filter()
    everyone.add_rule("0.0.0.0", "255.255.255.255", 1 << libtorrent.session.global_peer_class_id)
    session.set_peer_class_filter(everyone)


def add(torrent):
    if torrent["source"].startswith("magnet:"):
        added = libtorrent.parse_magnet_uri(torrent["source"])
    else:
        added = libtorrent.add_torrent_params()
        added.ti = libtorrent.torrent_info(torrent["source"])
        if "choice" in torrent:
            unwanted = torrent["choice"]["unwanted"]
            added.file_priorities = [0 if file in unwanted else 4 for file in range(added.ti.num_files())]
    added.save_path = task["folder"]
    # Started now, not at libtorrent's next look at its queue.
    added.flags &= ~(libtorrent.torrent_flags.auto_managed | libtorrent.torrent_flags.paused)
    return session.add_torrent(added)


def is_checked(handle):
    status = handle.status()
    return status.state not in (status.checking_files, status.checking_resume_data)


handles = [add(torrent) for torrent in task["torrents"]]
while not all(is_checked(handle) for handle in handles):
    time.sleep(0.01)
print("READY", flush=True)
signal.sigwait({signal.SIGINT, signal.SIGTERM})
