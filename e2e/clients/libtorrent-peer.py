"""One libtorrent peer for the tests: libtorrent-peer.py TORRENT FOLDER PORT.

Loopback only, TCP only, no discovery of any kind; it waits to be dialled,
and prints READY once it has checked what it has of the file.
"""

import signal
import sys
import time

import libtorrent

torrent, folder, port = sys.argv[1:]
session = libtorrent.session({
    "listen_interfaces": f"127.0.0.1:{port}",
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "enable_incoming_utp": False,
    "enable_outgoing_utp": False,
})
added = libtorrent.add_torrent_params()
added.ti = libtorrent.torrent_info(torrent)
added.save_path = folder
# Started now, not at libtorrent's next look at its queue.
added.flags &= ~(libtorrent.torrent_flags.auto_managed | libtorrent.torrent_flags.paused)
handle = session.add_torrent(added)
while handle.status().state in (handle.status().checking_files, handle.status().checking_resume_data):
    time.sleep(0.01)
print("READY", flush=True)
signal.sigwait({signal.SIGINT, signal.SIGTERM})
