import { aria2 } from './aria2.ts'
import { libtorrent } from './libtorrent.ts'
import type { RealClientKind } from './real-client.ts'
import { transmission } from './transmission.ts'
import { webtorrent } from './webtorrent.ts'

/** Every client that the tests know. */
export const realClients: readonly RealClientKind[] = [transmission, libtorrent, aria2, webtorrent]
