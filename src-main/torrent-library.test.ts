import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CommandError } from './command-failure.ts'
import type { TorrentContent } from './storage/torrent-content.ts'
import { verdictOf } from './testing/verdict.ts'
import { TorrentLibrary } from './torrent-library.ts'

let root: string
let course: string
let library: TorrentLibrary

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'swarmscope-'))
  course = join(root, 'notes')
  library = new TorrentLibrary()
  await mkdir(join(course, 'b', 'empty folder'), { recursive: true })
  await writeFile(join(course, 'b', 'two.txt'), 'two'.repeat(10_000))
  await writeFile(join(course, 'a.txt'), 'a'.repeat(20_000))
  await writeFile(join(course, 'Z.txt'), '')
  await writeFile(join(course, '.hidden'), 'secret')
  await symlink('/etc/passwd', join(course, 'link'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function copy(from: TorrentContent, to: TorrentContent): Promise<void> {
  for (const piece of to.wanted.indices()) {
    await to.writeBlock(piece, 0, await from.read(piece, 0, from.pieceLengthAt(piece)))
    expect((await verdictOf(to, piece)).right).toBe(true)
    to.have.set(piece)
    await to.settle(piece)
  }
}

const below = async (folder: string) => (await readdir(folder, { recursive: true })).sort()

describe('sharing', () => {
  test('a folder: sorted, without hidden files, links and empty folders', async () => {
    const content = await library.share(course, { pieceLengthBytes: 32_768, isPrivate: true })
    expect(content.metainfo).toMatchObject({
      name: 'notes',
      isPrivate: true,
      pieceLengthBytes: 32_768,
      pieceCount: 2,
      files: [
        { path: ['Z.txt'], lengthBytes: 0 },
        { path: ['a.txt'], lengthBytes: 20_000 },
        { path: ['b', 'two.txt'], lengthBytes: 30_000 },
      ],
    })
    expect(content.whole).toBe(true)
    expect(content.savedAs).toBe(course)
    expect(Buffer.from(await content.read(0, 19_998, 5)).toString()).toBe('aatwo')
    await content.close()
  })

  test('the same folder always gives the same torrent, and another choice of pieces another one', async () => {
    const [a, b, c] = await Promise.all([
      library.share(course),
      library.share(course),
      library.share(course, { pieceLengthBytes: 65_536, isPrivate: false }),
    ])
    expect(a.metainfo.infoHash).toBe(b.metainfo.infoHash)
    expect(a.metainfo.infoHash).not.toBe(c.metainfo.infoHash)
    for (const content of [a, b, c]) await content.close()
  })

  test('of a folder that something is downloaded into, only what is finished', async () => {
    await writeFile(join(course, 'film.mp4.0123abcd.part'), 'half')
    const content = await library.share(course)
    expect(content.metainfo.files.map(({ path }) => path.join('/'))).toEqual(['Z.txt', 'a.txt', 'b/two.txt'])
    await content.close()
  })

  test('two names that look the same are refused', async () => {
    await writeFile(join(course, 'a\u202E.txt'), 'other')
    await expect(library.share(course)).rejects.toThrow(/two files in .*notes look the same.*a\.txt.*rename/s)
  })

  test.skipIf(process.getuid?.() === 0)('what may not be read is named', async () => {
    await chmod(join(course, 'b'), 0)
    await expect(library.share(course)).rejects.toThrow(/notes.b may not be used/)
    await chmod(join(course, 'b'), 0o700)
  })

  test.each<[string, (path: string) => Promise<unknown>, RegExp]>([
    ['nothing', async () => undefined, /does not exist/],
    ['an empty file', (path) => writeFile(path, ''), /is empty/],
    ['an empty folder', (path) => mkdir(path), /nothing to share/],
    [
      'a folder with a hidden file',
      (path) => mkdir(path).then(() => writeFile(join(path, '.x'), 'x')),
      /nothing to share/,
    ],
  ])('%s is refused with a sentence', async (_, make, sentence) => {
    const path = join(root, 'thing')
    await make(path)
    await expect(library.share(path)).rejects.toThrow(CommandError)
    await expect(library.share(path)).rejects.toThrow(sentence)
  })

  test('pieces of a length that is none are refused', async () => {
    await expect(library.share(course, { pieceLengthBytes: 20_000, isPrivate: false })).rejects.toThrow(
      /16 KiB, 32 KiB/,
    )
  })

  test('is taken up again where it stands, or refused when something is missing or changed', async () => {
    const shared = await library.share(course)
    await shared.close()
    const { metainfo } = shared
    const again = await library.openShared(metainfo, course)
    expect(again.whole).toBe(true)
    await again.close()
    await writeFile(join(course, 'new.txt'), 'new')
    await (await library.openShared(metainfo, course)).close()
    await writeFile(join(course, 'a.txt'), 'b'.repeat(20_000))
    await expect(library.openShared(metainfo, course)).rejects.toThrow(/a\.txt is not as it was shared/)
    await truncate(join(course, 'a.txt'), 10)
    await expect(library.openShared(metainfo, course)).rejects.toThrow(/another length/)
    await rm(join(course, 'a.txt'))
    await expect(library.openShared(metainfo, course)).rejects.toThrow(/a\.txt is no longer in/)
    await rm(course, { recursive: true })
    await expect(library.openShared(metainfo, course)).rejects.toThrow(/does not exist/)
    expect(await readdir(root)).toEqual([])
  })

  test('what is known of a torrent from elsewhere stays, such as its tracker', async () => {
    const shared = await library.share(course)
    await shared.close()
    const { infoBytes, infoHash } = shared.metainfo
    const other = new TorrentLibrary()
    other.readInfo(infoBytes, ['http://10.0.0.1/announce'])
    await (await other.share(course)).close()
    expect(other.read(other.torrentOf(infoHash)!).trackers).toEqual([['http://10.0.0.1/announce']])
  })

  test('names the trackers that are wished for', async () => {
    const trackers = [['http://10.0.0.1/announce', 'udp://10.0.0.2:1']]
    const content = await library.share(course, { pieceLengthBytes: null, isPrivate: false, trackers })
    await content.close()
    expect(content.metainfo.trackers).toEqual(trackers)
  })

  test('a single file is taken up again under any name', async () => {
    const content = await library.share(join(course, 'a.txt'))
    await content.close()
    const again = await library.openShared(content.metainfo, join(course, 'a.txt'))
    expect(again.whole).toBe(true)
    await again.close()
  })
})

describe('downloading', () => {
  test('is fresh until something of it may be on the disk', async () => {
    const shared = await library.share(course)
    await shared.close()
    const downloads = join(root, 'downloads')
    expect(await library.isFresh(shared.metainfo, downloads)).toBe(true)
    const download = await library.download(shared.metainfo, downloads)
    const again = await library.openShared(shared.metainfo, course)
    download.writeBlock(0, 0, await again.read(0, 0, again.pieceLengthAt(0)))
    await verdictOf(download, 0)
    await Promise.all([again.close(), download.close()])
    expect(await library.isFresh(shared.metainfo, downloads)).toBe(false)
  })

  test('a folder arrives as it is', async () => {
    const shared = await library.share(course)
    const downloads = join(root, 'downloads')
    const download = await library.download(library.read(library.torrentOf(shared.metainfo.infoHash)!), downloads)
    await copy(shared, download)
    expect(await below(join(downloads, 'notes'))).toEqual(['Z.txt', 'a.txt', 'b', join('b', 'two.txt')])
    expect(await readFile(join(downloads, 'notes', 'b', 'two.txt'), 'utf8')).toBe('two'.repeat(10_000))
    await Promise.all([shared.close(), download.close()])
  })

  test('deleting takes the files, the part files and the empty folders, and leaves what others put there', async () => {
    const shared = await library.share(course)
    const { metainfo } = shared
    const downloads = join(root, 'downloads')
    const download = await library.download(metainfo, downloads, { unwanted: [2] })
    await copy(shared, download)
    await download.close()
    expect((await below(join(downloads, 'notes'))).filter((name) => name.endsWith('.part'))).toHaveLength(1)
    await library.deleteDownload(metainfo, downloads)
    expect(await readdir(downloads)).toEqual([])

    const again = await library.download(metainfo, downloads)
    await copy(shared, again)
    await again.close()
    await writeFile(join(downloads, 'notes', 'mine.txt'), 'mine')
    await library.deleteDownload(metainfo, downloads)
    expect(await below(join(downloads, 'notes'))).toEqual(['mine.txt'])
    expect(existsSync(join(course, 'a.txt'))).toBe(true)
    await shared.close()
  })

  test('deleting leaves somebody else’s file of the same name and length', async () => {
    const shared = await library.share(course)
    const { metainfo } = shared
    const downloads = join(root, 'downloads')
    await mkdir(join(downloads, 'notes'), { recursive: true })
    await writeFile(join(downloads, 'notes', 'a.txt'), 'x'.repeat(20_000))
    await expect(library.download(metainfo, downloads)).rejects.toThrow(/is not the file of this torrent/)
    await library.deleteDownload(metainfo, downloads)
    expect(await below(join(downloads, 'notes'))).toEqual(['a.txt'])
    await shared.close()
  })
})

describe('an info dictionary from peers', () => {
  test('stays byte for byte in its torrent', async () => {
    const shared = await library.share(course)
    await shared.close()
    const { infoBytes, infoHash } = shared.metainfo
    const other = new TorrentLibrary()
    const metainfo = other.readInfo(infoBytes, ['http://10.0.0.1/announce', 'udp://10.0.0.2:1'])
    const trackers = [['http://10.0.0.1/announce'], ['udp://10.0.0.2:1']]
    expect(metainfo).toMatchObject({ infoHash, infoBytes, trackers })
    expect(other.read(other.torrentOf(infoHash)!).infoBytes).toEqual(infoBytes)
  })

  test('that is followed by more is refused', async () => {
    const shared = await library.share(course)
    await shared.close()
    const { infoBytes, infoHash } = shared.metainfo
    const other = new TorrentLibrary()
    const more = Buffer.concat([infoBytes, Buffer.from('5:nodesi0e')])
    expect(() => other.readInfo(more)).toThrow(/more than one info dictionary/)
    expect(other.torrentOf(infoHash)).toBeUndefined()
    const known = library.torrentOf(infoHash)
    expect(() => library.readInfo(more)).toThrow(/more than one info dictionary/)
    expect(library.torrentOf(infoHash)).toBe(known)
    expect(() => other.readInfo(Buffer.from('le'))).toThrow(CommandError)
  })
})
