import { memo, useEffect, useRef } from 'react'
import { type LegendMark, legendGroups, markSize } from './legend-marks.ts'

/** Every mark of the picture with its meaning, folded away until it is wanted. */
export const Legend = memo(function Legend() {
  return (
    <details className="graph-legend">
      <summary>Legend</summary>
      <div className="graph-legend-body">
        {legendGroups.map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h3>{group.title}</h3>
            <ul>
              {group.marks.map((mark) => (
                <li key={mark.title}>
                  <MarkCanvas mark={mark} />
                  <span>
                    <strong>{mark.title}</strong> {mark.words}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </details>
  )
})

function MarkCanvas({ mark }: { mark: LegendMark }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!canvas.current || !context) return
    const ratio = Math.max(2, window.devicePixelRatio || 1)
    canvas.current.width = markSize.width * ratio
    canvas.current.height = markSize.height * ratio
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    mark.draw(context)
  }, [mark])
  return <canvas ref={canvas} className="graph-legend-mark" />
}
