import { endpointOf } from './address.ts'
import { type EndControls, type EndFlags, type LinkView, noFaults, noLimits } from './view.ts'

const flags: EndFlags = { choking: true, interested: false }
const controls: EndControls = { limits: noLimits, faults: noFaults }

type Known =
  | 'key'
  | 'infoHash'
  | 'diallerAddress'
  | 'acceptorAddress'
  | 'encryption'
  | 'dialler'
  | 'acceptor'
  | 'openedAtMs'

/** A link as BEP 3 lets it begin: both ends choke, neither is interested, and nothing has travelled. */
export function linkAtFirst(known: Pick<LinkView, Known>): LinkView {
  return {
    ...known,
    clientId: endpointOf(known.diallerAddress).port,
    diallerFlags: flags,
    acceptorFlags: flags,
    toDiallerBytes: 0,
    toAcceptorBytes: 0,
    toDiallerBytesPerSec: 0,
    toAcceptorBytesPerSec: 0,
    diallerRequested: 0,
    acceptorRequested: 0,
    diallerLink: null,
    acceptorLink: null,
    diallerControls: controls,
    acceptorControls: controls,
    reported: null,
  }
}
