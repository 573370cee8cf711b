"""One libtorrent peer for the tests: libtorrent-peer.py SOURCE FOLDER PORT [UNWANTED ...].

SOURCE is a .torrent or a magnet link, UNWANTED are files by their place in the torrent. Loopback only, TCP only; it finds
peers only by a magnet link's x.pe, by peer exchange, or by being dialled, and prints READY once it has checked what it has
of the files.
"""

import signal
import sys
import time

import libtorrent

source, folder, port, *unwanted = sys.argv[1:]
session = libtorrent.session({
    "listen_interfaces": f"127.0.0.1:{port}",
    # All of them are at 127.0.0.1.
    "allow_multiple_connections_per_ip": True,
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "enable_incoming_utp": False,
    "enable_outgoing_utp": False,
})
if source.startswith("magnet:"):
    added = libtorrent.parse_magnet_uri(source)
else:
    added = libtorrent.add_torrent_params()
    added.ti = libtorrent.torrent_info(source)
    added.file_priorities = [0 if str(file) in unwanted else 4 for file in range(added.ti.num_files())]
added.save_path = folder
# Started now, not at libtorrent's next look at its queue.
added.flags &= ~(libtorrent.torrent_flags.auto_managed | libtorrent.torrent_flags.paused)
handle = session.add_torrent(added)
while handle.status().state in (handle.status().checking_files, handle.status().checking_resume_data):
    time.sleep(0.01)
print("READY", flush=True)
signal.sigwait({signal.SIGINT, signal.SIGTERM})
