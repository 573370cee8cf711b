import { chooseTheme, type ScreenStore } from './store/screen-store.ts'

/** Gives the page the look that the store names, now and at each change; style sheets read it as `data-theme`. */
export function showTheme(store: ScreenStore, page: HTMLElement): void {
  const show = () => {
    page.dataset.theme = store.getState().theme
  }
  show()
  store.subscribe((state, before) => {
    if (state.theme !== before.theme) show()
  })
}

/** Takes the look that the system has, for whoever has chosen none here yet. */
export function followSystemTheme(store: ScreenStore): void {
  if (matchMedia('(prefers-color-scheme: dark)').matches) chooseTheme(store, 'dark')
}
