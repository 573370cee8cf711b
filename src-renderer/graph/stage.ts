// The moving picture: layout, camera, motion and pointer, and a frame loop that runs only while something moves.

import type { LinkKey } from '../../src-shared/swarm/ids.ts'
import type { View } from '../../src-shared/swarm/view.ts'
import { FramePace, motionLimits } from '../frame-pace.ts'
import { type Selection, sameSelection, selectionKey } from '../store/selection.ts'
import type { LayoutName, ThemeName } from '../store/theme.ts'
import { viewOfSwarm } from '../store/view-of-swarm.ts'
import {
  boundsOf,
  type Camera,
  calmCamera,
  fitCamera,
  type Point,
  type Size,
  stretchFor,
  toScreen,
  toWorld,
} from './camera.ts'
import { createCameraMan, type Following } from './camera-man.ts'
import { closeUpOf } from './close-up.ts'
import { composeScene } from './compose-scene.ts'
import { nextOf, peersNamed } from './find-peer.ts'
import { createFlow } from './flow.ts'
import { happeningsOf } from './happenings.ts'
import { hitNode, hitTest } from './hit-test.ts'
import { createKeptLines } from './kept-lines.ts'
import { keepPlaces, recallPlaces } from './kept-places.ts'
import type { Stop } from './keyboard.ts'
import type { Layers } from './layers.ts'
import { layoutWorkshop } from './layout-workshop.ts'
import { markAt } from './mark-at.ts'
import { createMeasure } from './measure.ts'
import { type GraphModel, graphModel, peerKey, type ShownSwarms } from './model.ts'
import { modelPart } from './model-part.ts'
import { leavings, type Moment, momentsBetween, progressOf } from './moments.ts'
import { createMovingLayout } from './moving-layout.ts'
import { type Motion, paintBack, paintFront, paintMoving } from './paint.ts'
import { palettes } from './palette.ts'
import { createPen } from './pen.ts'
import { watchPointer } from './pointer.ts'
import { hasSameFront } from './same-front.ts'
import type { Scene } from './scene.ts'
import type { StageCommands } from './stage-commands.ts'

export interface StageEvents {
  onSelect(selection: Selection | null): void
  /** What the pointer is over, where, in px from the canvas's corner, and what the very mark there means. */
  onHover(hovered: Selection | null, at: Point, mark: string | null): void
  /** What the camera follows has changed. */
  onFollow(what: Following): void
  /** The link that is looked at from so near that it may fill the screen; null when there is none. */
  onCloseUp(link: LinkKey | null): void
}

/** How the picture is shown. */
export interface StageLook {
  readonly theme: ThemeName
  /** The motion stands still; the truth goes on. */
  readonly paused: boolean
  /** Less motion is wanted: counters in place of dots, and nothing glides. */
  readonly still: boolean
  readonly pen: boolean
  readonly spotlight: boolean
  readonly layoutName: LayoutName
}

export interface Stage extends StageCommands {
  /** Draws all swarms of a view, or one of them; who is where stays as it is. */
  show(view: View, swarm: ShownSwarms): void
  select(selection: Selection | null): void
  look(look: StageLook): void
  resize(size: Size, pixelRatio: number): void
  /** The peers as they stand on screen, for moving the selection by arrow keys. */
  peers(): readonly Stop[]
  /** Selects the first peer whose name, address or client holds the text, the next one when asked again, and shows it. Answers how many do. */
  find(text: string): number
  /** Keeps the selected peer in the middle from now on, or no longer. */
  follow(isOn: boolean): void
  /** Has the selected peer stay where it is, or lets it go. */
  pin(isPinned: boolean): void
  destroy(): void
}

/** A frame never counts for more than this, so that nothing leaps after a pause. */
const longestFrameMs = 250
/** A picture of thousands of links is renewed less often than their rates come in: so many links a ms. */
const linksAMs = 10
const longestWaitMs = 1500
/** From so many on there is hardly room for words. */
const crowd = 24

/** Brings layers to life. */
export function createStage(layers: Layers, events: StageEvents): Stage {
  let measure = createMeasure(layers.front)
  const flow = createFlow()
  const lines = createKeptLines(layers.spare)
  const pen = createPen()
  const pace = new FramePace(motionLimits)
  const layout = createMovingLayout(layoutWorkshop, () => redraw('layout'))
  layout.remember(recallPlaces())
  let look: StageLook = {
    theme: 'light',
    paused: false,
    still: false,
    pen: false,
    spotlight: false,
    layoutName: 'force',
  }
  let model: GraphModel = { nodes: [], edges: [] }
  let view: View | null = null
  let shown: ShownSwarms = 'all'
  let selection: Selection | null = null
  let hovered: Selection | null = null
  let camera: Camera = { x: 0, y: 0, k: 1 }
  let size: Size = { width: 0, height: 0 }
  let ratio = 0
  let moments: Moment[] = []
  // Kept until the next is composed, so that what is seen can be clicked at any moment.
  let scene: Scene | null = null
  let lastScene: Scene | null = null
  let motion: Motion = { travelled: null, happenings: [] }
  let stale: 'no' | 'data' | 'all' = 'all'
  let composedMs = 0
  let lastFrameMs = 0
  /** The time of all that moves by itself: it stands still while the motion is paused. */
  let motionMs = 0
  let isBlank = true
  /** All is to be shown as large as can be, and not only large enough. */
  let isExact = true
  let closeUp: LinkKey | null = null

  // Before the camera: a drag of a peer is no pan.
  const stopWatching = watchPointer(layers.surface, {
    pen: () => (look.pen ? pen : null),
    camera: () => camera,
    under: (point) => scene && hitTest(scene, point),
    subject: dragSubject,
    onDrag(key, at) {
      layout.hold(key, toWorld(camera, at))
      cameraMan.letGo()
      redraw('hand')
    },
    onDrop(key) {
      layout.letGo(key)
      redraw('hand')
    },
    onPen: () => redraw('hand'),
    onSelect: events.onSelect,
    onHover(next, at) {
      events.onHover(next, at, next && scene && markAt(scene, motion.happenings, at))
      layers.surface.style.cursor = look.pen ? 'crosshair' : next === null ? 'grab' : 'pointer'
      if (sameSelection(next, hovered)) return
      hovered = next
      redraw('hand')
    },
  })
  const cameraMan = createCameraMan(layers.surface, {
    onMove(next, byHand) {
      camera = next
      if (byHand) redraw('hand')
    },
    onFollow: events.onFollow,
    mayPan: () => !look.pen,
  })
  const keep = () => keepPlaces(layout.kept())
  window.addEventListener('pagehide', keep)
  layers.onLost(renew)
  const onFonts = () => {
    measure = createMeasure(layers.front)
    renew()
  }
  // Until the picture's own font is there, words are measured in another.
  document.fonts.addEventListener('loadingdone', onFonts)

  function dragSubject(point: Point): { key: string; x: number; y: number } | null {
    const hit = scene && hitNode(scene, point)
    const key = hit && selectionKey(hit)
    const place = key === null ? undefined : layout.places().get(key)
    return key !== null && place ? { key, ...toScreen(camera, place) } : null
  }

  /** Nothing that was drawn holds any more. */
  function renew(): void {
    scene = null
    lines.forget()
    redraw('data')
  }

  /** Draws in the next frame what a hand waits for, and the rest as soon as it is paid for. */
  function redraw(why: 'hand' | 'layout' | 'data'): void {
    stale = why === 'data' && stale !== 'all' ? 'data' : 'all'
    if (!pace.isWaiting) lastFrameMs = performance.now()
    if (why === 'hand') pace.soon(frame)
    else pace.whenPaid(frame)
  }

  function frame(nowMs: number): void {
    const elapsedMs = Math.min(longestFrameMs, Math.max(0, nowMs - lastFrameMs))
    lastFrameMs = nowMs
    layout.step(elapsedMs)
    const cameraMoves = moveCamera(elapsedMs)
    const isMoving = !look.paused && !look.still
    if (isMoving) motionMs += elapsedMs
    const dotsMove = isMoving && flow.advance(elapsedMs)
    const isPassing = isMoving && moments.length > 0
    moments = moments.filter((moment) => progressOf(moment, motionMs) < 1)
    const isComposed = isDue(nowMs) || cameraMoves
    if (isComposed) compose(nowMs)
    if (scene !== null && (isComposed || dotsMove || isPassing)) paint(scene, isComposed)
    if (cameraMoves || dotsMove || (isMoving && moments.length > 0) || stale !== 'no') pace.whenPaid(frame)
  }

  function isDue(nowMs: number): boolean {
    if (scene === null || stale === 'all') return true
    return stale === 'data' && nowMs - composedMs >= Math.min(longestWaitMs, model.edges.length / linksAMs)
  }

  /** Eases the camera towards what it is to show; false when it is there. */
  function moveCamera(elapsedMs: number): boolean {
    const places = layout.places()
    const centre = selection && places.get(selectionKey(selection))
    const isCrowd = model.nodes.length > crowd
    const all = () => {
      const bounds = boundsOf(shownPlaces())
      return isExact ? fitCamera(bounds, size, isCrowd) : calmCamera(camera, bounds, size, isCrowd)
    }
    const moves = cameraMan.approach({
      all,
      centre: centre ?? null,
      elapsedMs,
      atOnce: look.still || places.size === 0,
    })
    // A way once begun is gone to its end.
    if (places.size > 0) isExact = moves
    return moves
  }

  /** Where there is something to be seen, what fades included. */
  function shownPlaces(): Point[] {
    const places = layout.places()
    const fading = moments.flatMap((moment) => (moment.kind === 'leaving' ? [moment.place] : []))
    return [...model.nodes.flatMap(({ key }) => places.get(key) ?? []), ...fading]
  }

  function compose(nowMs: number): void {
    composedMs = nowMs
    stale = 'no'
    lastScene = scene
    const { spotlight: isSpotlit, still: counts, theme } = look
    const isByRole = look.layoutName === 'role'
    const given = { model, places: layout.places(), camera, size, selection, hovered, measure }
    scene = composeScene({ ...given, palette: palettes[theme], isSpotlit, isByRole, counts, pen: pen.strokes })
    const near = closeUpOf(scene, camera)
    if (near !== closeUp) events.onCloseUp(near)
    closeUp = near
  }

  function paint(current: Scene, isComposed: boolean): void {
    const travelled = look.still ? null : flow.travelled
    motion = { travelled, happenings: happeningsOf(moments, { scene: current, camera, measure, nowMs: motionMs }) }
    if (isComposed) {
      layers.wipe(layers.back)
      lines.paint(layers.back, current)
      paintBack(layers.back, current)
      if (lastScene === null || !hasSameFront(lastScene, current)) {
        layers.wipe(layers.front)
        paintFront(layers.front, current)
      }
    }
    const isEmpty = motion.happenings.length === 0 && (travelled === null || current.streams.length === 0)
    if (isEmpty && isBlank) return
    layers.wipe(layers.moving)
    paintMoving(layers.moving, current, motion)
    isBlank = isEmpty
  }

  function happen(next: View, swarm: ShownSwarms, gone: ReadonlyMap<string, Point>): void {
    if (view === null || view.me === null || look.still || look.paused) return
    const part = (of: View) => (swarm === 'all' ? of : viewOfSwarm(of, swarm))
    moments.push(
      ...momentsBetween(part(view), part(next), model, motionMs, moments),
      ...leavings(model, gone, next, motionMs),
    )
  }

  function pointAt(next: Selection | undefined): void {
    if (next === undefined) return
    events.onSelect(next)
    selection = next
    cameraMan.follow('selected')
    redraw('hand')
  }

  return {
    show(next, swarm) {
      // All are laid out together, so that nobody moves when another swarm is shown.
      const whole = graphModel(next, swarm)
      const gone = layout.update(whole, view === null || view.me === null || look.still)
      if (swarm === shown) happen(next, swarm, gone)
      shown = swarm
      view = next
      model = swarm === 'all' ? whole : modelPart(whole, viewOfSwarm(next, swarm))
      flow.follow(model.edges)
      redraw('data')
    },
    select(next) {
      selection = next
      redraw('hand')
    },
    look(next) {
      if (next.still && !look.still) {
        layout.settle()
        moments = []
      }
      look = next
      layout.arrange(next.layoutName)
      if (!next.pen) pen.up()
      redraw('hand')
    },
    resize(next, pixelRatio) {
      if (next.width === size.width && next.height === size.height && pixelRatio === ratio) return
      ratio = pixelRatio
      isExact = true
      cameraMan.resize(next)
      size = next
      layout.widen(stretchFor(next))
      layers.resize(next, pixelRatio)
      lines.forget()
      scene = null
      stale = 'all'
      // At once: what was wiped would stay blank for as long as somebody goes on resizing.
      pace.stop()
      frame(performance.now())
    },
    zoomBy(factor) {
      cameraMan.zoomBy(factor)
      redraw('hand')
    },
    fit() {
      isExact = true
      cameraMan.follow('all')
      redraw('hand')
    },
    follow(isOn) {
      if (isOn) cameraMan.follow('selected')
      else cameraMan.letGo()
      redraw('hand')
    },
    findMe: () => pointAt(model.nodes.find((node) => view?.me != null && node.key === peerKey(view.me))?.selection),
    find(text) {
      const found = peersNamed(model, text)
      pointAt(nextOf(found, selection)?.selection)
      return found.length
    },
    pin(isPinned) {
      if (selection?.kind === 'peer') layout.pin(selectionKey(selection), isPinned)
      redraw('layout')
    },
    clearPen() {
      const bringBack = pen.clear()
      redraw('hand')
      return () => {
        bringBack()
        redraw('hand')
      }
    },
    currentPicture: () => scene && { scene, motion, theme: look.theme },
    // In the order of the view: that of the scene changes with what is pointed at.
    peers() {
      const places = layout.places()
      return model.nodes.flatMap(({ kind, key, selection: one }) => {
        const place = kind === 'peer' ? places.get(key) : undefined
        return place === undefined ? [] : [{ selection: one, at: toScreen(camera, place) }]
      })
    },
    destroy() {
      keep()
      window.removeEventListener('pagehide', keep)
      document.fonts.removeEventListener('loadingdone', onFonts)
      pace.stop()
      stopWatching()
      cameraMan.stop()
      layout.destroy()
      layers.remove()
    },
  }
}
