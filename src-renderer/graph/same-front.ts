import { isCrowded } from './paint-links.ts'
import type { Scene, SceneNode } from './scene.ts'

/**
 * Whether what covers the dots looks the same in two scenes, so that it need not be painted again. Asked of crowds alone,
 * where it is dear: elsewhere each new rate changes words.
 */
export function hasSameFront(one: Scene, other: Scene): boolean {
  return (
    isPlain(one) &&
    isPlain(other) &&
    one.palette === other.palette &&
    one.size === other.size &&
    one.scale === other.scale &&
    one.labels.length === other.labels.length &&
    one.nodes.length === other.nodes.length &&
    one.nodes.every((node, index) => isSameNode(node, other.nodes[index]))
  )
}

/** Peers and their names only: no port, no ghost, no plate, nothing drawn by hand. */
function isPlain(scene: Scene): boolean {
  const { ports, ghosts, labels, pen } = scene
  return (
    isCrowded(scene) &&
    ports.length === 0 &&
    ghosts.length === 0 &&
    pen.length === 0 &&
    labels.every(({ plate }) => !plate)
  )
}

function isSameNode(one: SceneNode, other: SceneNode | undefined): boolean {
  return (
    other !== undefined &&
    one.node === other.node &&
    one.at.x === other.at.x &&
    one.at.y === other.at.y &&
    one.alpha === other.alpha &&
    one.selected === other.selected &&
    one.hovered === other.hovered
  )
}
