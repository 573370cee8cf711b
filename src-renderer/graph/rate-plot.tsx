import { area, curveMonotoneX, line, scaleLinear } from 'd3'
import { formatRate } from '../../src-shared/byte-size.ts'
import { historyMs, type RateSample } from './rate-history.ts'

const width = 360
const height = 96

interface PlotProps {
  readonly samples: readonly RateSample[]
  readonly nowMs: number
  readonly toDiallerColour: string
  readonly toAcceptorColour: string
}

/** Both rates of a link over the last minute: to the dialler upwards, to the acceptor downwards. */
export function RatePlot({ samples, nowMs, toDiallerColour, toAcceptorColour }: PlotProps) {
  const most = Math.max(1024, ...samples.flatMap((one) => [one.toDiallerBytesPerSec, one.toAcceptorBytesPerSec]))
  const x = scaleLinear([nowMs - historyMs, nowMs], [0, width])
  const y = scaleLinear([-most, most], [height, 0])
  const shape = (rateOf: (sample: RateSample) => number) => {
    const outline = line<RateSample>(
      ({ atMs }) => x(atMs),
      (sample) => y(rateOf(sample)),
    ).curve(curveMonotoneX)
    const ground = area<RateSample>(
      ({ atMs }) => x(atMs),
      y(0),
      (sample) => y(rateOf(sample)),
    ).curve(curveMonotoneX)
    return { outline: outline(samples) ?? '', ground: ground(samples) ?? '' }
  }
  const shapes = [
    { colour: toDiallerColour, ...shape((sample) => sample.toDiallerBytesPerSec) },
    { colour: toAcceptorColour, ...shape((sample) => -sample.toAcceptorBytesPerSec) },
  ]
  return (
    <svg className="rate-plot" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {shapes.map(({ colour, outline, ground }, index) => (
        <g key={index === 0 ? 'to dialler' : 'to acceptor'}>
          <path d={ground} fill={colour} opacity={0.22} />
          <path d={outline} fill="none" stroke={colour} strokeWidth={2} />
        </g>
      ))}
      <path className="rate-plot-axis" d={`M0 ${height / 2}H${width}`} />
      <text x={2} y={11}>{`${formatRate(most)} at most`}</text>
      <text x={2} y={height - 3}>
        one minute
      </text>
    </svg>
  )
}
