/** The letter by which the graph and the panels tell a swarm from the others; nothing while there is only one. */
export function SwarmLetter({ letter, swarm }: { letter: string | undefined; swarm: string }) {
  if (letter === undefined) return null
  return (
    <span className="swarm-letter" title={`Swarm ${letter}: ${swarm}`}>
      {letter}
    </span>
  )
}
