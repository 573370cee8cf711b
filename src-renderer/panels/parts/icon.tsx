/** Line icons on a 16 × 16 grid, drawn for this screen; each stands beside words or under an accessible name. */
const paths = {
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  settings: 'M2 5h7M13 5h1M2 11h1M7 11h7M9 5a2 2 0 1 0 4 0a2 2 0 1 0-4 0M3 11a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  share: 'M8 10V2.5M5 5.5l3-3 3 3M3 10v3.5h10V10',
  open: 'M2 12.5V3.5h4l1.5 2H14v7z',
  save: 'M8 2.5V10M5 7l3 3 3-3M3 10v3.5h10V10',
  copy: 'M6 6h7.500v7.500H6zM3.500 10V2.500H10',
  pause: 'M5 3h2v10H5zM9 3h2v10H9z',
  stop: 'M4 4h8v8H4z',
  abrupt: 'M9 1.500L3.500 9H8l-1 5.500L12.500 7H8z',
  start: 'M5 3l8 5-8 5z',
  retry: 'M13 8a5 5 0 1 1-1.500-3.600M13 2.500v3h-3',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  up: 'M4 10l4-4 4 4',
} as const

export type IconName = keyof typeof paths

/** One icon, in the colour of the text round it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
