import { markForViewer } from '../conversation/mark-for-viewer.ts'

/** Marks the comments of a thread for its viewer, those that are there and those that come. */
export function markComments(list: HTMLElement, viewerId: number): void {
  markWithin(list, viewerId)
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records)
      for (const node of addedNodes) if (node instanceof HTMLElement) markWithin(node, viewerId)
  })
  observer.observe(list, { childList: true, subtree: true })
}

function markWithin(root: HTMLElement, viewerId: number): void {
  const comments = [...root.querySelectorAll<HTMLElement>('[data-comment-id]')]
  if (root.dataset.commentId !== undefined) comments.push(root)
  for (const comment of comments) markForViewer(comment, String(viewerId))
}
