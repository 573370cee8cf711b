/** The looks of the screen: for a desk by day, for a desk in the dark, and for a whole room, in a light or a dark one. */
export const themeNames = ['light', 'dark', 'projector', 'projector-dark'] as const
export type ThemeName = (typeof themeNames)[number]

/** Whether a look is one for a whole room. */
export function isForRoom(theme: ThemeName): theme is 'projector' | 'projector-dark' {
  return theme === 'projector' || theme === 'projector-dark'
}

/** Whether a look is light on dark. */
export function isDark(theme: ThemeName): theme is 'dark' | 'projector-dark' {
  return theme === 'dark' || theme === 'projector-dark'
}

/** The same look the other way round: dark for light, and light for dark. */
export const turnedTheme = {
  light: 'dark',
  dark: 'light',
  projector: 'projector-dark',
  'projector-dark': 'projector',
} as const satisfies Readonly<Record<ThemeName, ThemeName>>

/** How the picture places its peers: by forces, in a ring round the seeders, or in a column for each role. */
export const layoutNames = ['force', 'ring', 'role'] as const
export type LayoutName = (typeof layoutNames)[number]
