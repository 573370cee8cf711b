/** The name of a file that is taken along, of local time: `swarmscope-2026-11-30-1015.svg`; `what` tells tables apart. */
export function fileNameAt(when: Date, ending: string, what?: 'peers' | 'links'): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const day = [when.getFullYear(), two(when.getMonth() + 1), two(when.getDate())].join('-')
  const minute = `${two(when.getHours())}${two(when.getMinutes())}`
  return `${['swarmscope', ...(what === undefined ? [] : [what]), day, minute].join('-')}.${ending}`
}
