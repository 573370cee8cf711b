import { encryptionWords } from '../../src-shared/swarm/encryption-words.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import { type LinkRow, linkOrders, linkRows } from '../store/link-rows.ts'
import { type CsvCell, csvOf } from './csv.ts'

const heading = [
  'Dialler',
  'Client port',
  'Dialled from',
  'Acceptor',
  'Accepted at',
  'Swarm',
  'To dialler bytes/s',
  'To acceptor bytes/s',
  'To dialler bytes',
  'To acceptor bytes',
  'Blocks asked by dialler',
  'Blocks asked by acceptor',
  'State of dialler',
  'State of acceptor',
  'Encryption',
  'Known from',
]

/** The table of links as CSV; what is not known of a link that others report stays empty. */
export function linksCsv(view: View): string {
  return csvOf(heading, linkRows(view).sort(linkOrders.link.compare).map(cellsOf))
}

function cellsOf({ link, dialler, acceptor, swarm, diallerState, acceptorState, reported }: LinkRow): CsvCell[] {
  const isOurs = reported === undefined
  return [
    { said: dialler },
    link.clientId,
    { said: link.diallerAddress },
    { said: acceptor },
    { said: link.acceptorAddress },
    { said: swarm },
    Math.round(link.toDiallerBytesPerSec),
    Math.round(link.toAcceptorBytesPerSec),
    isOurs ? link.toDiallerBytes : '',
    isOurs ? link.toAcceptorBytes : '',
    isOurs ? link.diallerRequested : '',
    isOurs ? link.acceptorRequested : '',
    { said: diallerState },
    { said: acceptorState },
    isOurs ? encryptionWords[link.encryption].short : '',
    { said: reported ?? 'this program' },
  ]
}
