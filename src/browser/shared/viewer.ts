/** Who looks at the page. */
export type Viewer = { id: number; username: string; inboxVersion: number }

/** The signed-in viewer, or null on the pages at the door. */
export function readViewer(): Viewer | null {
  const { viewerId, viewerUsername, inboxVersion } = document.body.dataset
  if (viewerId === undefined || viewerUsername === undefined) return null
  return { id: Number(viewerId), username: viewerUsername, inboxVersion: Number(inboxVersion ?? 0) }
}
