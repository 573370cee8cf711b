import type { LinkFigures, LinkReport, LinkReports } from '../../src-shared/swarm/events.ts'

/** The reports of one peer, by the numbers of its links. */
export type Reports = ReadonlyMap<number, LinkReport>

/** What has to be told of reports to whoever knows the others; `told` is what it knows afterwards. */
export function takeChanges(
  reports: Reports,
  told: Map<number, LinkReport>,
  isTold: (report: LinkReport) => boolean = () => true,
): LinkReports {
  const changes = { gone: [] as number[], opened: [] as LinkReport[], told: [] as LinkFigures[] }
  for (const [number, before] of told) {
    const now = reports.get(number)
    if (now && isSameLink(now, before) && isTold(now)) continue
    told.delete(number)
    changes.gone.push(number)
  }
  for (const [number, report] of reports) {
    const before = told.get(number)
    if (before === report || !isTold(report)) continue
    told.set(number, report)
    if (before) changes.told.push(figuresOf(report))
    else changes.opened.push(report)
  }
  return changes
}

/** Nothing has to be told. */
export function isNothing({ gone, opened, told }: LinkReports): boolean {
  return gone.length + opened.length + told.length === 0
}

// A number may be used again.
function isSameLink(one: LinkReport, other: LinkReport): boolean {
  return one.dialler === other.dialler && one.acceptor === other.acceptor && one.remote === other.remote
}

function figuresOf(report: LinkReport): LinkFigures {
  const { number, amChoking, amInterested, peerChoking, peerInterested, downBytesPerSec, upBytesPerSec } = report
  return { number, amChoking, amInterested, peerChoking, peerInterested, downBytesPerSec, upBytesPerSec }
}
