import { describe, expect, it } from 'vitest'
import { SvgBrush } from './svg-brush.ts'
import { xmlText } from './xml-text.ts'

function drawn(draw: (brush: SvgBrush) => void): string {
  const brush = new SvgBrush()
  draw(brush)
  return brush.elements
}

describe('shapes', () => {
  it('strokes and fills a path', () => {
    const svg = drawn((brush) => {
      brush.beginPath()
      brush.moveTo(1, 2)
      brush.lineTo(1.23456, 4)
      brush.closePath()
      brush.strokeStyle = '#123456'
      brush.lineWidth = 2
      brush.setLineDash([6, 5])
      brush.stroke()
      brush.fillStyle = '#ffffff'
      brush.fill()
    })
    expect(svg.split('\n')).toEqual([
      '<path d="M1 2L1.23 4Z" fill="none" stroke="#123456" stroke-width="2" stroke-dasharray="6 5"/>',
      '<path d="M1 2L1.23 4Z" fill="#ffffff"/>',
    ])
  })

  it('draws a whole circle as two halves', () => {
    const svg = drawn((brush) => {
      brush.beginPath()
      brush.arc(10, 10, 5, 0, 2 * Math.PI)
      brush.fill()
    })
    expect(svg).toContain('d="M15 10A5 5 0 0 1 5 10A5 5 0 0 1 15 10"')
  })

  it('goes the way that it is told round an arc', () => {
    const arc = (to: number, backwards?: boolean) =>
      drawn((brush) => {
        brush.beginPath()
        brush.arc(0, 0, 10, 0, to, backwards)
        brush.stroke()
      })
    expect(arc(Math.PI / 2)).toContain('d="M10 0A10 10 0 0 1 0 10"')
    expect(arc(Math.PI / 2, true)).toContain('d="M10 0A10 10 0 0 0 -7.07 -7.07A10 10 0 0 0 0 10"')
  })

  it('turns, shifts and scales, and back', () => {
    const svg = drawn((brush) => {
      brush.save()
      brush.translate(10, 20)
      brush.rotate(Math.PI / 2)
      brush.scale(2, 2)
      brush.globalAlpha = 0.5
      brush.lineWidth = 3
      brush.beginPath()
      brush.moveTo(5, 0)
      brush.lineTo(0, 0)
      brush.stroke()
      brush.restore()
      brush.fillRect(1, 1, 2, 2)
    })
    expect(svg.split('\n')[0]).toBe(
      '<path d="M10 30L10 20" fill="none" stroke="#000000" stroke-width="6" opacity="0.5"/>',
    )
    expect(svg.split('\n')[1]).toMatch(/^<path d="M1 1.*Z" fill="#000000"\/>$/)
  })

  it('leaves out what cannot be seen', () => {
    const svg = drawn((brush) => {
      brush.stroke()
      brush.globalAlpha = 0
      brush.fillText('gone', 0, 0)
    })
    expect(svg).toBe('')
  })
})

describe('words', () => {
  it('stay text, in the font and where the canvas would have them', () => {
    const svg = drawn((brush) => {
      brush.font = '600 20px "Segoe UI", sans-serif'
      brush.textAlign = 'center'
      brush.textBaseline = 'middle'
      brush.fillStyle = '#17212b'
      brush.fillText('P2', 100, 50)
    })
    expect(svg).toBe(
      '<text x="100" y="57" text-anchor="middle" font-family="&quot;Segoe UI&quot;, sans-serif" font-size="20" font-weight="600" fill="#17212b">P2</text>',
    )
  })

  it('cannot leave their element, whatever a peer is called', () => {
    const svg = drawn((brush) => brush.fillText('</text><script>alert("1")</script>&\u0000', 0, 0))
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;</text>')
    expect(svg).not.toContain('<script')
  })

  it('never hold what XML has no place for', () => {
    expect(xmlText('a\u0001\uFFFF\uD800b😀')).toBe('ab😀')
  })
})
