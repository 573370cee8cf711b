// The layout in a thread of its own: a thousand peers take their places while the picture goes on.

import { createLayoutDesk, type LayoutOrder } from './layout-desk.ts'

const desk = createLayoutDesk((answer) => postMessage(answer, { transfer: [answer.places.buffer] }))
addEventListener('message', ({ data }: MessageEvent<LayoutOrder>) => desk(data))
