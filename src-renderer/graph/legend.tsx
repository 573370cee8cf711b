import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react'
import { recall, remember } from '../store/remembered.ts'
import type { ThemeName } from '../store/theme.ts'
import { type LegendMark, legendGroups, markSize } from './legend-marks.ts'
import { palettes } from './palette.ts'
import { usePixelRatio } from './use-pixel-ratio.ts'

/** Every mark of the picture with its meaning, folded away until it is wanted. */
export const Legend = memo(function Legend({ theme }: { theme: ThemeName }) {
  const pixelRatio = usePixelRatio()
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
                  <MarkCanvas mark={mark} theme={theme} pixelRatio={pixelRatio} />
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

interface MarkProps {
  readonly mark: LegendMark
  readonly theme: ThemeName
  readonly pixelRatio: number
}

function MarkCanvas({ mark, theme, pixelRatio }: MarkProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const paint = () => paintMark(context, { mark, theme, pixelRatio })
    paint()
    context.canvas.addEventListener('contextrestored', paint)
    return () => context.canvas.removeEventListener('contextrestored', paint)
  }, [mark, theme, pixelRatio])
  return <canvas ref={canvas} className="graph-legend-mark" />
}

/** Twice as sharp as it need be at least: the legend is looked at from near. */
function paintMark(context: CanvasRenderingContext2D, { mark, theme, pixelRatio }: MarkProps): void {
  const ratio = Math.max(2, pixelRatio)
  context.canvas.width = markSize.width * ratio
  context.canvas.height = markSize.height * ratio
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  mark.draw(context, palettes[theme])
}
