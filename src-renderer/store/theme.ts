/** The looks of the screen: for a desk by day, for a desk in the dark, and for a whole room. */
export const themeNames = ['light', 'dark', 'projector'] as const
export type ThemeName = (typeof themeNames)[number]

/** How the picture places its peers: by forces, in a ring round the seeders, or in a column for each role. */
export const layoutNames = ['force', 'ring', 'role'] as const
export type LayoutName = (typeof layoutNames)[number]
