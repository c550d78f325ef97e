/**
 * Marks a message or a comment for its viewer: their own, and whether it mentions them.
 * @param isInRoom whether a call of everyone in the room reaches the viewer
 */
export function markForViewer(message: HTMLElement, viewerId: string, isInRoom = false): void {
  const isMine = message.dataset.authorId === viewerId
  // Nobody calls themselves by calling everyone.
  const isCalled = message.dataset.mentionsRoom !== undefined && isInRoom && !isMine
  mark(message, 'mine', isMine)
  mark(message, 'mentionsMe', isCalled || (message.dataset.mentions ?? '').split(' ').includes(viewerId))
  for (const mention of message.querySelectorAll<HTMLElement>('.mention')) {
    mark(mention, 'me', mention.dataset.userId === viewerId || (isCalled && mention.dataset.mentionsRoom !== undefined))
  }
}

/** Sets a mark that says something of itself, or takes it away. */
export function mark(element: HTMLElement, name: string, isOn: boolean): void {
  if (isOn) element.dataset[name] = ''
  else delete element.dataset[name]
}
