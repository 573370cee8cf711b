/** Line icons on a 16 × 16 grid, drawn for this screen; each stands beside words or under an accessible name. */
const paths = {
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  settings: 'M2 5h7M13 5h1M2 11h1M7 11h7M9 5a2 2 0 1 0 4 0a2 2 0 1 0-4 0M3 11a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  share: 'M8 10V2.5M5 5.5l3-3 3 3M3 10v3.5h10V10',
  open: 'M2 12.5V3.5h4l1.5 2H14v7z',
  save: 'M8 2.5V10M5 7l3 3 3-3M3 10v3.5h10V10',
  copy: 'M6 6h7.500v7.500H6zM3.500 10V2.500H10',
  pause: 'M5.500 3v10M10.500 3v10',
  stop: 'M4 4h8v8H4z',
  abrupt: 'M9 1.500L3.500 9H8l-1 5.500L12.500 7H8z',
  start: 'M5 3l8 5-8 5z',
  retry: 'M13 8a5 5 0 1 1-1.500-3.600M13 2.500v3h-3',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  up: 'M4 10l4-4 4 4',
  minus: 'M3 8h10',
  undo: 'M3 6.500h6.500a3.500 3.500 0 0 1 0 7H6M6 3.500l-3 3 3 3',
  swap: 'M2 5.500h10M9.500 3L12 5.500 9.500 8M14 10.500H4M6.500 8L4 10.500 6.500 13',
  fit: 'M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10',
  me: 'M8 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8M8 1v3M8 12v3M1 8h3M12 8h3',
  layout:
    'M8 2.500a1.500 1.500 0 1 0 0 3a1.500 1.500 0 1 0 0-3M3.500 10.500a1.500 1.500 0 1 0 0 3a1.500 1.500 0 1 0 0-3M12.500 10.500a1.500 1.500 0 1 0 0 3a1.500 1.500 0 1 0 0-3M7.200 5.300l-3 5.300M8.800 5.300l3 5.300M5 12h6',
  spotlight: 'M6 2h4l1 3.500H5zM5 5.500L1.500 14h13L11 5.500',
  pen: 'M3 13l.700-3L10.500 3.200l2.300 2.300L6 12.300zM9 4.700l2.300 2.300',
  eraser: 'M7 13.500h7M2.500 9.500l6.500-6.500 4.500 4.500-6 6H6.500zM5.500 6.500L10 11',
  projector: 'M1.500 2.500h13M2.500 2.500v8h11v-8M8 10.500v1.500M5 14.500L8 12l3 2.500',
  keyboard: 'M1.500 4h13v8.500h-13zM4 6.700h.100M6.700 6.700h.100M9.300 6.700h.100M12 6.700h.100M5 9.800h6',
  moon: 'M13.300 9.700A5.500 5.500 0 1 1 6.300 2.700a4.600 4.600 0 0 0 7 7z',
  sidebar: 'M1.500 3h13v10h-13zM6 3v10',
  drawer: 'M1.500 3h13v10h-13zM1.500 9h13',
  peers:
    'M4 5a2 2 0 1 0 4 0a2 2 0 1 0-4 0M9.500 11a2 2 0 1 0 4 0a2 2 0 1 0-4 0M2 13.500a1.500 1.500 0 1 0 3 0a1.500 1.500 0 1 0-3 0M7.400 6.400l2.700 3.200M5.300 6.900L4 12',
  search: 'M7 2.500a4.500 4.500 0 1 0 0 9a4.500 4.500 0 1 0 0-9M10.300 10.300l3.700 3.700',
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
