import { createHash } from 'node:crypto'
import { cleanText } from '../../src-shared/clean-text.ts'
import type { SwarmCounts } from '../../src-shared/metainfo/udp-tracker.ts'
import type { Member, Role } from '../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import type { TrackedTorrent } from './announced-list.ts'
import { pageStyle } from './tracker-page-style.ts'

/** A swarm as the tracker's page shows it. */
export interface ShownSwarm {
  readonly infoHash: InfoHash
  readonly torrent: TrackedTorrent | undefined
  readonly counts: SwarmCounts
  readonly members: readonly Member[]
}

const styleHash = createHash('sha256').update(pageStyle).digest('base64')

/** Nothing runs on the page, and nothing is fetched for it. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const refreshSec = 5
const maxSwarms = 50
const maxMembers = 50
const maxNameLength = 120

/** The tracker's page, complete with its style: what it tracks, and who the first members of each swarm are. */
export function renderTrackerPage(swarms: readonly ShownSwarm[], announceUrl: string): string {
  const shown = swarms.slice(0, maxSwarms)
  const count = swarms.length === 1 ? '1 swarm' : `${swarms.length} swarms`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${refreshSec}">
<title>Swarmscope tracker</title>
<style>${pageStyle}</style>
</head>
<body>
<header><h1>Swarmscope tracker</h1><p>${count}</p></header>
<main>
<section class="announce">
<h2>Announce URL</h2>
<p><code>${escapeHtml(announceUrl)}</code></p>
<p class="hint">Any BitTorrent client joins these swarms with this tracker in its torrent. This page shows itself anew every ${refreshSec} s.</p>
</section>
${shown.map(swarmSection).join('\n') || '<p class="hint">No swarm yet: share a file or join one in Swarmscope.</p>'}
${swarms.length > shown.length ? `<p class="hint">And ${swarms.length - shown.length} more swarms.</p>` : ''}
</main>
</body>
</html>
`
}

function swarmSection({ infoHash, torrent, counts, members }: ShownSwarm): string {
  const name = torrent ? shownText(torrent.name) : 'A torrent'
  const shown = members.slice(0, maxMembers)
  const others = counts.seeders + counts.leechers - shown.length
  return `<section>
<h2>${name}</h2>
<p class="hash"><code>${infoHash}</code></p>
<ul class="counts">
<li><strong>${counts.seeders}</strong> ${counts.seeders === 1 ? 'seeder' : 'seeders'}</li>
<li><strong>${counts.leechers}</strong> not finished</li>
<li><strong>${counts.completed}</strong> said that they completed it</li>
</ul>
<table>
<thead><tr><th scope="col">Address</th><th scope="col">Client</th><th scope="col">Role</th><th scope="col">Left</th></tr></thead>
<tbody>
${shown.map((member) => memberRow(member, torrent)).join('\n')}
</tbody>
</table>
${others > 0 ? `<p class="hint">And ${others} more.</p>` : ''}
</section>`
}

function memberRow(member: Member, torrent: TrackedTorrent | undefined): string {
  const name = member.name === member.agent ? '' : ` <span class="name">${shownText(member.name)}</span>`
  return `<tr><td><code>${escapeHtml(member.server ?? 'not known')}</code></td><td>${shownText(member.agent)}${name}</td><td>${roleMark(member.role)}</td><td class="number">${leftShare(member, torrent)}</td></tr>`
}

function roleMark(role: Role): string {
  return `<span class="role ${role}">${role}</span>`
}

function leftShare({ role, haveCount }: Member, torrent: TrackedTorrent | undefined): string {
  if (role === 'seeder') return '0 %'
  if (!torrent) return '?'
  return `${Math.ceil((100 * (torrent.pieceCount - haveCount)) / torrent.pieceCount)} %`
}

function shownText(text: string): string {
  return escapeHtml(cleanText(text, maxNameLength))
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
