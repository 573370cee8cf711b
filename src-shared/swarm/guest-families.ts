// What is known of common clients where they differ from the textbook: one connection a pair over TCP in plaintext, four
// upload slots chosen anew every 10 s (BEP 3). Each entry names where that can be read.

/** What a difference is about. */
export type DifferenceTopic =
  | 'encryption'
  | 'transport'
  | 'addresses'
  | 'loopback'
  | 'choking'
  | 'timers'
  | 'announcing'
  | 'discovery'
  | 'swarms'
  | 'seeding'

/** One way in which a client differs from the textbook. */
export interface Difference {
  readonly topic: DifferenceTopic
  /** In a few words, for a card. */
  readonly short: string
  readonly sentence: string
  /** The exact setting of that client that changes it; null where there is none. */
  readonly remedy: string | null
  /** A file of its public source, its manual, or a BEP. */
  readonly source: string
}

/** A family of clients: `pattern` matches what its members call themselves. */
export interface GuestFamily {
  readonly name: string
  readonly pattern: RegExp
  readonly differences: readonly Difference[]
}

/** How each topic is headed. */
export const topicTitles: Readonly<Record<DifferenceTopic, string>> = {
  encryption: 'Encryption',
  transport: 'Transport',
  addresses: 'One per IP',
  loopback: 'Loopback',
  choking: 'Choking',
  timers: 'Timers',
  announcing: 'Announces',
  discovery: 'Discovery',
  swarms: 'Swarms',
  seeding: 'Seeding',
}

const libtorrent: Readonly<Record<'encryption' | 'transport' | 'addresses' | 'choking', Difference>> = {
  encryption: {
    topic: 'encryption',
    short: 'tries MSE first when it dials',
    sentence: 'When it dials, it starts with the hidden handshake (MSE) and comes again in plaintext where that fails.',
    remedy: 'out_enc_policy, in_enc_policy',
    source: 'libtorrent settings_pack.cpp, bt_peer_connection.cpp',
  },
  transport: {
    topic: 'transport',
    short: 'uTP (UDP) first, TCP after about 4 s',
    sentence:
      'It dials over uTP, which is UDP, and goes over to TCP when nobody answers for about 4 s. Swarmscope speaks TCP, so it dials such a client itself.',
    remedy: 'enable_outgoing_utp = false',
    source: 'BEP 29; libtorrent settings_pack.cpp',
  },
  addresses: {
    topic: 'addresses',
    short: 'one connection from each IP address',
    sentence:
      'It takes one connection from each IP address in a swarm, so of several peers on one computer only one gets in.',
    remedy: 'allow_multiple_connections_per_ip = true',
    source: 'libtorrent settings_pack.cpp',
  },
  choking: {
    topic: 'choking',
    short: '8 slots, every 15 s',
    sentence: 'It has 8 upload slots, chosen anew every 15 s, and draws the optimistic one every 30 s.',
    remedy: 'unchoke_slots_limit, unchoke_interval, optimistic_unchoke_interval',
    source: 'libtorrent settings_pack.cpp',
  },
}

const libtorrentHabits: readonly Difference[] = [
  {
    topic: 'timers',
    short: 'handshake 10 s, request 60 s',
    sentence:
      'It gives up a handshake after 10 s, a request after 60 s, and a peer that says nothing after 120 s, so a class that is paused for long loses it.',
    remedy: 'handshake_timeout, request_timeout, peer_timeout',
    source: 'libtorrent settings_pack.cpp',
  },
  {
    topic: 'announcing',
    short: 'asks a tracker every 5 min at most',
    sentence: 'It asks a tracker again after 5 minutes at the earliest, whatever shorter interval the tracker names.',
    remedy: 'min_announce_interval',
    source: 'libtorrent settings_pack.cpp',
  },
  {
    topic: 'discovery',
    short: 'local discovery, own network only',
    sentence:
      'It looks for peers by local discovery, and leaves aside what comes from outside of its own network mask.',
    remedy: 'enable_lsd',
    source: 'BEP 14; libtorrent lsd.cpp',
  },
  {
    topic: 'seeding',
    short: 'seeders close links to seeders',
    sentence: 'Two seeders have nothing to give each other, so it closes a link between them: that is no failure.',
    remedy: 'close_redundant_connections = false',
    source: 'libtorrent settings_pack.cpp',
  },
]

const qBittorrent: readonly Difference[] = [
  { ...libtorrent.encryption, remedy: 'Tools, Options, BitTorrent: “Encryption mode”' },
  { ...libtorrent.transport, remedy: 'Tools, Options, Connection: “Peer connection protocol”, TCP' },
  {
    ...libtorrent.addresses,
    remedy: 'Tools, Options, Advanced: “Allow multiple connections from the same IP address”',
    source: 'qBittorrent sessionimpl.cpp; libtorrent settings_pack.cpp',
  },
  {
    ...libtorrent.choking,
    short: '4 slots a torrent, every 15 s',
    sentence:
      'It has 4 upload slots a torrent, chosen anew every 15 s, and draws the optimistic one every 30 s; BEP 3 has 10 s and 30 s.',
    remedy: 'Tools, Options, Connection: “Maximum number of upload slots per torrent”',
    source: 'qBittorrent sessionimpl.cpp; libtorrent settings_pack.cpp',
  },
  ...libtorrentHabits.map((habit) => ({ ...habit, remedy: null })),
  {
    topic: 'loopback',
    short: 'loopback tracker only at /announce',
    sentence:
      'It asks a tracker on its own computer only where the path of the URL begins with /announce, as that of Swarmscope does.',
    remedy: 'Tools, Options, Advanced: “Server-side request forgery (SSRF) mitigation”',
    source: 'qBittorrent sessionimpl.cpp; libtorrent http_tracker_connection.cpp',
  },
]

const deluge: readonly Difference[] = [
  { ...libtorrent.encryption, remedy: 'Preferences, Network: “Encryption”', source: 'Deluge preferencesmanager.py' },
  { ...libtorrent.transport, remedy: null },
  { ...libtorrent.addresses, remedy: 'the plugin ltConfig: allow_multiple_connections_per_ip' },
  {
    ...libtorrent.choking,
    short: '4 slots in all, every 15 s',
    sentence: 'It has 4 upload slots for all of its torrents together, chosen anew every 15 s.',
    remedy: 'Preferences, Bandwidth: “Upload slots”',
    source: 'Deluge preferencesmanager.py; libtorrent settings_pack.cpp',
  },
  ...libtorrentHabits.map((habit) => ({ ...habit, remedy: null })),
]

const onePerAddressOfOld: Difference = {
  topic: 'addresses',
  short: 'one connection from each IP address',
  sentence:
    'Before version 4.0 it told peers apart by their IP address alone, so of several peers on one computer only one gets in.',
  remedy: null,
  source: 'Transmission 3.00 peer-mgr.c',
}

const transmission: readonly Difference[] = [
  {
    topic: 'encryption',
    short: 'tries MSE first when it dials',
    sentence:
      'When it dials, it starts with the hidden handshake (MSE) and comes again in plaintext; set to “required” it takes nothing else.',
    remedy: 'Preferences, Privacy: “Encryption mode” (encryption)',
    source: 'Transmission session-settings.h, handshake.cc',
  },
  {
    topic: 'transport',
    short: 'uTP (UDP) first; 3.00 may skip TCP',
    sentence:
      'It dials over uTP, which is UDP, before TCP, and version 3.00 may never come to TCP. Swarmscope speaks TCP, so it dials such a client itself.',
    remedy: 'Preferences, Network: “Enable uTP for peer communication” (utp-enabled)',
    source: 'BEP 29; Transmission session-settings.h, pull request 4826',
  },
  {
    topic: 'loopback',
    short: 'dials no peer at 127.0.0.1',
    sentence:
      'It dials no 127.0.0.1 that a tracker, peer exchange or the DHT told it, and takes such a peer only when dialled by it.',
    remedy: null,
    source: 'Transmission net.cc',
  },
  {
    topic: 'choking',
    short: '8 slots a torrent, every 10 s',
    sentence: 'It has 8 upload slots a torrent, chosen anew every 10 s; the optimistic one stays for four rounds.',
    remedy: 'upload-slots-per-torrent',
    source: 'Transmission session-settings.h, peer-mgr.cc',
  },
  {
    topic: 'timers',
    short: 'handshake 30 s, request 25 s',
    sentence: 'It gives up a handshake after 30 s and a request after 25 s.',
    remedy: null,
    source: 'Transmission handshake.cc, peer-msgs.cc',
  },
  {
    topic: 'announcing',
    short: 'every 10 min, if not told otherwise',
    sentence: 'It asks a tracker again when that one wants it to, and after 10 minutes where it names no time.',
    remedy: null,
    source: 'Transmission announcer.cc',
  },
  {
    topic: 'discovery',
    short: 'local discovery every 4 min',
    sentence: 'It tells the network of each torrent every 4 minutes, which BEP 14 calls local discovery.',
    remedy: 'Preferences, Privacy: “Use Local Peer Discovery” (lpd-enabled)',
    source: 'BEP 14; Transmission tr-lpd.cc',
  },
]

const webTorrent: readonly Difference[] = [
  {
    topic: 'encryption',
    short: 'from version 3 tries MSE first',
    sentence: 'From version 3 it starts with the hidden handshake (MSE) when it dials, and comes again in plaintext.',
    remedy: 'secure: false',
    source: 'WebTorrent index.js, lib/peer.js',
  },
  {
    topic: 'transport',
    short: 'uTP (UDP) first, TCP after 5 s',
    sentence:
      'Where its uTP module is there, it dials over UDP first and over TCP after 5 s. In a browser it speaks WebRTC only, and reaches no client of TCP.',
    remedy: 'utp: false',
    source: 'BEP 29; WebTorrent lib/peer.js, lib/torrent.js',
  },
  {
    topic: 'swarms',
    short: 'tries local peers for every torrent',
    sentence:
      'It dials whom it finds on the network for every torrent that it has, so handshakes for swarms that are not here are normal.',
    remedy: 'lsd: false',
    source: 'torrent-discovery index.js',
  },
  {
    topic: 'choking',
    short: '10 slots, every 10 s',
    sentence: 'It has 10 upload slots, chosen anew every 10 s, and draws the optimistic one about every 30 s.',
    remedy: 'uploads',
    source: 'WebTorrent lib/torrent.js',
  },
  {
    topic: 'timers',
    short: 'connection 5 s, handshake 25 s',
    sentence: 'It gives up a connection after 5 s and a handshake after 25 s.',
    remedy: null,
    source: 'WebTorrent lib/peer.js',
  },
  {
    topic: 'discovery',
    short: 'local discovery: IPv4, one interface',
    sentence:
      'It joins local discovery over IPv4 on a single interface, and reads only messages whose lines stand in one order.',
    remedy: null,
    source: 'BEP 14; bittorrent-lsd index.js',
  },
]

const aria2: readonly Difference[] = [
  {
    topic: 'encryption',
    short: 'tries MSE first when it dials',
    sentence: 'When it dials, it starts with the hidden handshake (MSE) and comes again in plaintext where that fails.',
    remedy: '--bt-require-crypto, --bt-min-crypto-level',
    source: 'aria2 InitiatorMSEHandshakeCommand.cc',
  },
  {
    topic: 'choking',
    short: 'ranks only who sent within 30 s',
    sentence:
      'While it downloads, only peers that sent a block within the last 30 s are ranked for its three regular slots.',
    remedy: null,
    source: 'aria2 BtLeecherStateChoke.cc',
  },
  {
    topic: 'discovery',
    short: 'no local discovery unless asked',
    sentence: 'It does not look for peers on the network unless it is told to.',
    remedy: '--bt-enable-lpd=true',
    source: 'BEP 14; aria2c manual',
  },
  {
    topic: 'seeding',
    short: 'stops seeding at ratio 1.0',
    sentence: 'It leaves the swarm once it has uploaded as much as it downloaded.',
    remedy: '--seed-ratio=0.0 goes on for ever',
    source: 'aria2c manual',
  },
]

const uTorrent: readonly Difference[] = [
  {
    topic: 'transport',
    short: 'prefers uTP (UDP), its own invention',
    sentence:
      'It prefers uTP, its own transport over UDP, to TCP. Swarmscope speaks TCP, so it dials such a client itself.',
    remedy: 'Preferences, Advanced: bt.transp_disposition = 5 (TCP only)',
    source: 'BEP 29; µTorrent manual',
  },
  {
    topic: 'addresses',
    short: 'one connection from each IP address',
    sentence: 'It takes one connection from each IP address, so of several peers on one computer only one gets in.',
    remedy: 'Preferences, Advanced: bt.allow_same_ip = true',
    source: 'µTorrent manual',
  },
]

const biglyBT: readonly Difference[] = [
  {
    topic: 'addresses',
    short: 'one per IP address, 127.0.0.1 excepted',
    sentence: 'It takes one connection from each IP address in a swarm; only 127.0.0.1 may have several.',
    remedy: 'Options, Transfer: “Allow multiple connections from the same IP”',
    source: 'BiglyBT ConfigurationDefaults.java, PEPeerControlImpl.java',
  },
]

const rTorrent: readonly Difference[] = [
  {
    topic: 'transport',
    short: 'TCP only',
    sentence: 'It speaks TCP only, as the textbook has it: most clients of today try uTP first.',
    remedy: null,
    source: 'rakshasa/libtorrent issue 33',
  },
]

/** The families, most particular first: qBittorrent and Deluge stand on libtorrent, and rTorrent on another library of nearly the same name. */
export const guestFamilies: readonly GuestFamily[] = [
  { name: 'qBittorrent', pattern: /^qBittorrent\b/i, differences: qBittorrent },
  { name: 'Deluge', pattern: /^Deluge\b/i, differences: deluge },
  { name: 'rTorrent', pattern: /^(?:rTorrent\b|libTorrent\b)/, differences: rTorrent },
  {
    name: 'libtorrent',
    pattern: /^libtorrent\b/,
    differences: [
      libtorrent.encryption,
      libtorrent.transport,
      libtorrent.addresses,
      libtorrent.choking,
      ...libtorrentHabits,
    ],
  },
  { name: 'Transmission', pattern: /^Transmission [0-3]\./i, differences: [onePerAddressOfOld, ...transmission] },
  { name: 'Transmission', pattern: /^Transmission\b/i, differences: transmission },
  { name: 'WebTorrent', pattern: /^WebTorrent\b/i, differences: webTorrent },
  { name: 'aria2', pattern: /^aria2\b/i, differences: aria2 },
  { name: 'µTorrent', pattern: /^(?:[uµμ]Torrent|BitTorrent)(?![\p{L}\p{N}])/iu, differences: uTorrent },
  { name: 'BiglyBT', pattern: /^(?:BiglyBT|Vuze|Azureus)\b/i, differences: biglyBT },
]
