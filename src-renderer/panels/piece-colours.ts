import { useMemo } from 'react'
import { useScreenState } from '../screen.tsx'

/** The colours of the map of pieces, and the type on it. */
export type PieceColours = Readonly<Record<keyof typeof tokens, string>>

const tokens = {
  here: '--accent',
  onHere: '--on-accent',
  flying: '--warn',
  flyingSoft: '--warn-soft',
  absent: '--field-line',
  paper: '--paper',
  sunken: '--sunken',
  ink: '--ink',
  copies: '--ink-2',
  font: '--font',
} as const

/** The map's colours in the present theme, as the style sheet gives them. */
export function usePieceColours(): PieceColours {
  const theme = useScreenState((state) => state.theme)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sheet has other colours in another theme.
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement)
    const read = Object.entries(tokens).map(([name, token]) => [name, style.getPropertyValue(token).trim()])
    return Object.fromEntries(read)
  }, [theme])
}
