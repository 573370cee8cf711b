import type { LinkFlag } from '../../store/link-flags.ts'

/** The flag letters of links, each with its sentence. */
export function Flags({ flags }: { flags: readonly LinkFlag[] }) {
  if (flags.length === 0) return <span className="none">–</span>
  return (
    <span className="flags">
      {flags.map(({ letter, sentence }) => (
        <abbr key={letter} title={sentence}>
          <span aria-hidden="true">{letter}</span>
          <span className="only-read-aloud">{sentence}</span>
        </abbr>
      ))}
    </span>
  )
}
