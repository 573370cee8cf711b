import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Configuration } from 'electron-builder'

const config: Configuration = {
  appId: 'org.swarmscope.Swarmscope',
  productName: 'Swarmscope',
  copyright: 'The Swarmscope authors, MIT License',
  directories: { output: 'release' },
  files: ['dist/main/*.cjs', 'dist/renderer/**', '!dist/main/{web,terminal}.cjs', 'package.json', '!node_modules'],
  asar: true,
  npmRebuild: false,
  publish: null,
  // An Electron given by hand may bring an application of its own, which Electron would prefer to ours.
  afterExtract: ({ appOutDir }) => rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true }),
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
  },
  fileAssociations: [{ ext: 'torrent', name: 'BitTorrent file', mimeType: 'application/x-bittorrent', role: 'Editor' }],
  protocols: [{ name: 'Magnet link', schemes: ['magnet'] }],
  win: { target: ['nsis', 'portable'] },
  mac: {
    target: ['dmg', 'zip'],
    category: 'public.app-category.education',
    extendInfo: {
      NSLocalNetworkUsageDescription:
        "Swarmscope connects to your classmates' computers on this network: those whose addresses you add, and those that it finds.",
    },
  },
  linux: {
    target: ['deb', 'AppImage'],
    executableName: 'swarmscope',
    category: 'Education',
    synopsis: 'See peer-to-peer: a real BitTorrent swarm, drawn live',
    maintainer: 'The Swarmscope authors <maintainers@swarmscope.invalid>',
  },
}

export default config
