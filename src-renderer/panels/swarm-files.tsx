import { useMemo } from 'react'
import { formatBytes } from '../../src-shared/byte-size.ts'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { MembershipView, PeerView } from '../../src-shared/swarm/view.ts'
import { useScreen } from '../screen.tsx'
import { type FileRow, fileRows, unwantedAfter } from '../store/file-rows.ts'
import { shortPath } from '../store/short-path.ts'
import { grouped } from '../store/swarm-status.ts'
import { CheckBox } from './parts/check-box.tsx'

const mostShown = 200
const mostCharacters = 30

export interface SwarmFilesProps {
  me: PeerView
  torrent: TorrentSummary
  membership: MembershipView
}

/** The files of a torrent, each with a tick where it is wanted, its size and how much of it is here. */
export function SwarmFiles({ me, torrent, membership }: SwarmFilesProps) {
  const { run } = useScreen()
  const { pieces, unwanted } = membership
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the membership only these two matter, and rates change often
  const rows = useMemo(() => fileRows(torrent, membership), [torrent, pieces, unwanted])
  const shown = rows.slice(0, mostShown)
  const rest = rows.slice(mostShown)
  const noChoice = me.running ? undefined : 'This peer is stopped. Start it again first.'

  const box = (of: readonly FileRow[]) => {
    const indices = of.map(({ index }) => index)
    const checked = of.every(({ wanted }) => wanted)
    const after = unwantedAfter(torrent, unwanted, indices, !checked)
    return {
      checked,
      whyNot:
        noChoice ?? (after === undefined ? 'At least one file has to be wanted. Tick another one first.' : undefined),
      onCheck() {
        if (after !== undefined) void run('choose-files', { peer: me.id, infoHash: torrent.infoHash, unwanted: after })
      },
    }
  }

  return (
    <ul className="files" aria-label={`Files of ${torrent.name}`}>
      {shown.map((row) => (
        <li key={row.index}>
          <CheckBox label={shortPath(row.path, mostCharacters)} title={row.path} {...box([row])} />
          <FileProgress rows={[row]} />
        </li>
      ))}
      {rest.length > 0 && (
        <li>
          <CheckBox label={`… and ${grouped(rest.length)} more`} {...box(rest)} />
          <FileProgress rows={rest} />
        </li>
      )}
    </ul>
  )
}

function FileProgress({ rows }: { rows: readonly FileRow[] }) {
  const lengthBytes = rows.reduce((sum, row) => sum + row.lengthBytes, 0)
  const haveBytes = rows.reduce((sum, row) => sum + row.haveBytes, 0)
  const share = lengthBytes === 0 ? 1 : haveBytes / lengthBytes
  return (
    <span className="file-progress">
      <span className="file-bar" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <small>
        {Math.floor(share * 100)} % of {formatBytes(lengthBytes)}
      </small>
    </span>
  )
}
