import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react'
import { recall, remember } from '../store/remembered.ts'
import type { ThemeName } from '../store/theme.ts'
import { type LegendMark, legendGroups, markSize } from './legend-marks.ts'
import { palettes } from './palette.ts'

/** Every mark of the picture with its meaning, folded away until it is wanted. */
export const Legend = memo(function Legend({ theme }: { theme: ThemeName }) {
  const [openAtFirst] = useState(() => recall('legend', isBoolean) ?? false)
  return (
    <details
      className="graph-legend"
      open={openAtFirst}
      onToggle={(event) => remember('legend', event.currentTarget.open)}
      onKeyDown={closeOnEscape}
    >
      <summary>Legend</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard too. */}
      <section className="graph-legend-body" aria-label="Legend" tabIndex={0}>
        {legendGroups.map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h3>{group.title}</h3>
            <ul>
              {group.marks.map((mark) => (
                <li key={mark.title}>
                  <MarkCanvas mark={mark} theme={theme} />
                  <span>
                    <strong>{mark.title}</strong> {mark.words}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </section>
    </details>
  )
})

function closeOnEscape(event: KeyboardEvent<HTMLDetailsElement>): void {
  const { key, currentTarget } = event
  if (key !== 'Escape' || !currentTarget.open) return
  event.preventDefault()
  currentTarget.open = false
  currentTarget.querySelector('summary')?.focus()
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function MarkCanvas({ mark, theme }: { mark: LegendMark; theme: ThemeName }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!canvas.current || !context) return
    const ratio = Math.max(2, window.devicePixelRatio || 1)
    canvas.current.width = markSize.width * ratio
    canvas.current.height = markSize.height * ratio
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    mark.draw(context, palettes[theme])
  }, [mark, theme])
  return <canvas ref={canvas} className="graph-legend-mark" />
}
