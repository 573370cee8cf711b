import { Menu, type MenuItemConstructorOptions } from 'electron'

/** The ordinary menu of a desktop program, with what each system puts in it. */
export function setMenu(): void {
  const appMenu: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  const rest: MenuItemConstructorOptions[] = [
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { role: 'viewMenu' },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ role: 'about' }] },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate([...appMenu, ...rest]))
}
