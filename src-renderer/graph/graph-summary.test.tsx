import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { demoView, labView, samplePeerId } from '../testing/sample-view.ts'
import { GraphSummary } from './graph-summary.tsx'

describe('the graph for those who cannot see it', () => {
  it('lists every peer, link and dial', () => {
    const html = renderToStaticMarkup(<GraphSummary view={demoView()} selection={null} />)
    expect(html).toContain('aria-label="Swarm graph in words"')
    expect(html.match(/<li>/g)).toHaveLength(5 + 10 + 2)
  })

  it('says what is selected', () => {
    const selection = { kind: 'peer', id: samplePeerId(2) } as const
    expect(renderToStaticMarkup(<GraphSummary view={labView(2)} selection={selection} />)).toContain('Selected: P2')
  })

  it('counts rather than lists the links of a crowd', () => {
    const html = renderToStaticMarkup(<GraphSummary view={labView(20)} selection={null} />)
    expect(html).toContain('and 61 more links')
  })

  it('shows names from the network as text', () => {
    const view = labView(1)
    const hostile = { ...view.peers[samplePeerId(1)]!, name: '<img src=x onerror=alert(1)>' }
    const html = renderToStaticMarkup(
      <GraphSummary view={{ ...view, peers: { [hostile.id]: hostile } }} selection={null} />,
    )
    expect(html).not.toContain('<img')
  })
})
